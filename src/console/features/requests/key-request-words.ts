import type { KeyRequest, Outcome, RequestDetails } from '../../../contract/schemas/requests.ts';
import { resourceWords } from '../../parts/resource-words.ts';

type Roles = NonNullable<RequestDetails['api_key']>['roles'];

const forWhat = ({ owner, resource, resource_name: name }: KeyRequest): string =>
  `${owner.name} for ${resourceWords({ kind: resource.kind, name })}`;

const AFTER_APPROVAL = {
  unviewed: (request) =>
    `The API key of ${forWhat(request)} is ready. Only ${request.requester.real_name} can see it, once.`,
  shown: (request) =>
    `${request.requester.real_name} has seen the API key of ${forWhat(request)} and has not confirmed yet that it is saved.`,
  saved: (request) => `${request.requester.real_name} has saved the API key of ${forWhat(request)}.`,
  unconfirmed: (request) =>
    `${request.requester.real_name} has seen the API key of ${forWhat(request)} but never confirmed that it is saved. It works; whoever lost it deletes it and asks for another.`,
  expired: (request) => `Nobody looked at the API key of ${forWhat(request)} in time, so it was deleted.`,
  deleted: (request) => `The API key of ${forWhat(request)} was deleted before it was saved.`,
  compromised: (request) =>
    `The API key of ${forWhat(request)} was reported as compromised and opens nothing.`,
} as const satisfies Record<Outcome, (request: KeyRequest) => string>;

/** What the request brings about: before the decision what would happen, after it what did. */
export function whatHappensToKey(request: KeyRequest): string {
  switch (request.status) {
    case 'pending':
      return `If approved, an API key of ${forWhat(request)} is made, which only ${request.requester.real_name} can see, once.`;
    case 'provisioning':
      return `The API key of ${forWhat(request)} is being made.`;
    case 'approved':
      return request.outcome === undefined
        ? `An API key of ${forWhat(request)} was made.`
        : AFTER_APPROVAL[request.outcome](request);
    case 'declined':
    case 'deleted':
      return `No API key of ${forWhat(request)} was made.`;
    case 'failed':
      return `The API key of ${forWhat(request)} could not be made, and nothing half-done remains.`;
  }
}

/** How far whoever holds the key could go (P6). */
export function keyReach(
  { owner, resource, environment_name: environment }: KeyRequest,
  roles: Roles,
): string {
  const has = (role: string): boolean => roles.some((held) => held.role === role);
  if (has('OrganizationAdmin'))
    return resource.kind === 'cloud'
      ? 'Whoever holds it can change everything in the organization: environments, clusters, accounts, roles and keys.'
      : 'Whoever holds it can do everything on this resource, because its owner administers the organization.';
  if (resource.kind === 'cloud')
    return roles.length === 0
      ? `${owner.name} has no role: the key authenticates, and may do nothing until one is given.`
      : 'Whoever holds it can call the management API with these roles.';
  return has('EnvironmentAdmin')
    ? `Whoever holds it can do everything on this resource, because its owner administers ${environment}.`
    : roles.length === 0
      ? `${owner.name} has no role on this resource: the key may do what ACLs allow it.`
      : 'Whoever holds it can act on this resource with these roles.';
}
