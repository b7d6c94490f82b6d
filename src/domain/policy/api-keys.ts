import type { ApiKey } from '../api-key/api-key.ts';
import { KEYS_PER_ACCOUNT } from '../api-key/api-key.ts';
import { reaches, type Cluster, type RoleBinding, type RoleName } from '../api-key/role.ts';
import type { Request } from '../request/request.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

/** Where a key is asked for: in the console, or by a program through the API (K9). */
export type Door = 'console' | 'api';

type Bindings = readonly Pick<
  RoleBinding,
  'role' | 'scopeKind' | 'environmentId' | 'clusterId' | 'removedAt'
>[];

/** Null stands for the organization itself, which Cloud keys are for. */
type Target = Pick<Cluster, 'id' | 'name' | 'environmentId' | 'kafkaClusterId'> | null;

const CONSOLE_ROLES: readonly RoleName[] = ['OrganizationAdmin', 'EnvironmentAdmin', 'CloudClusterAdmin'];
/** The roles of which one lets somebody ask for a key in the console. */
export const ASKS_FOR_KEYS = CONSOLE_ROLES;
const API_ROLES: readonly RoleName[] = [
  ...CONSOLE_ROLES,
  'Operator',
  'ResourceOwner',
  'DeveloperManage',
  'DeveloperRead',
  'DeveloperWrite',
];

const has = (bindings: Bindings, roles: readonly RoleName[], target: Target): boolean =>
  bindings.some(
    (binding) =>
      roles.includes(binding.role) &&
      (target === null
        ? binding.scopeKind === 'organization' && binding.removedAt === null
        : reaches(binding, target)),
  );

const named = (roles: readonly RoleName[]): string =>
  roles.length === 1 ? (roles[0] ?? '') : `${roles.slice(0, -1).join(', ')} or ${roles.at(-1)}`;

/** Whether somebody administers everything of the organization's accounts and keys. */
export const isOrganizationAdmin = (bindings: Bindings): boolean =>
  has(bindings, ['OrganizationAdmin'], null);

/** Administer service accounts and role bindings of the organization. */
export const mayManageAccounts = (bindings: Bindings): Verdict =>
  isOrganizationAdmin(bindings)
    ? allowed
    : refused('missing_role', { roles: 'OrganizationAdmin', resource: 'the organization' });

/** Create a key: by role and door (K6, K9). The refusal names the roles that would do. */
export const mayCreateKey = (facts: {
  readonly bindings: Bindings;
  readonly target: Target;
  readonly door: Door;
}): Verdict => {
  const { bindings, target, door } = facts;
  const roles = target === null ? CONSOLE_ROLES.slice(0, 1) : door === 'console' ? CONSOLE_ROLES : API_ROLES;
  return has(bindings, roles, target)
    ? allowed
    : refused('missing_role', { roles: named(roles), resource: target?.name ?? 'the organization' });
};

/** For whom: one's own account or a service account, within the quota (K4, K10). */
export const mayOwnKey = (facts: {
  readonly actorId: string;
  readonly owner: { readonly id: string; readonly kind: ApiKey['ownerKind']; readonly name: string };
  readonly keys: number;
}): Verdict => {
  const { actorId, owner, keys } = facts;
  if (owner.kind === 'user' && owner.id !== actorId)
    return refused('key_for_someone_else', { person: owner.name });
  return keys < KEYS_PER_ACCOUNT
    ? allowed
    : refused('key_quota_reached', { owner: owner.name, limit: String(KEYS_PER_ACCOUNT) });
};

/** Roles that make a key of theirs dangerous, where they reach what it is for. */
const ADMINISTERS: readonly RoleName[] = ['OrganizationAdmin', 'EnvironmentAdmin'];

/**
 * Whether a second person has to approve a key (K6): every Cloud key, and one whose owner administers what it is for,
 * where the policy of the organization or of the environment asks for it. By whichever door it is made.
 */
export const needsApproval = (facts: {
  readonly target: Target;
  readonly ownerBindings: Bindings;
  /** Of the organization for a Cloud key, of the resource's environment for every other. */
  readonly approvalRequired: boolean;
}): boolean =>
  facts.approvalRequired && (facts.target === null || has(facts.ownerBindings, ADMINISTERS, facts.target));

/** Ask for a key that needs approval: once at a time (R4), and where somebody else could approve (R5). */
export const mayRequestKey = (facts: {
  /** Other people with OrganizationAdmin. */
  readonly otherAdmins: number;
  readonly inProgress: boolean;
}): Verdict => {
  if (facts.inProgress) return refused('key_request_in_progress');
  return facts.otherAdmins > 0 ? allowed : refused('no_second_admin');
};

/** See the secret of a key that was asked for: the requester alone, once (R17, R18). Which claim may is not decided here. */
export const mayClaimKey = (facts: {
  readonly actorId: string;
  readonly request: Pick<Request, 'requesterId' | 'requesterName' | 'keyOutcome'>;
}): Verdict => {
  const { requesterId, requesterName, keyOutcome } = facts.request;
  if (requesterId !== facts.actorId) return refused('key_for_requester', { person: requesterName });
  switch (keyOutcome) {
    case null:
      return refused('key_not_ready');
    case 'unviewed':
    case 'shown':
      return allowed;
    case 'saved':
    case 'unconfirmed':
      return refused('key_consumed');
    case 'expired':
      return refused('key_expired');
    case 'deleted':
      return refused('key_deleted');
  }
};

/**
 * See who and what is in the organization: its people do, and a service account with any role. A Cloud key of one without
 * is restricted to what is its own (K11).
 */
export const seesOrganization = (facts: {
  readonly kind: ApiKey['ownerKind'];
  readonly bindings: Bindings;
}): boolean => facts.kind === 'user' || facts.bindings.some(({ removedAt }) => removedAt === null);

/** See a key in lists: one's own, and those of what one holds any role on. */
export const maySeeKey = (facts: {
  readonly actorId: string;
  readonly bindings: Bindings;
  readonly key: Pick<ApiKey, 'ownerId'>;
  readonly target: Target;
}): boolean => facts.key.ownerId === facts.actorId || has(facts.bindings, API_ROLES, facts.target);

/** Delete a key: whoever manages it, unless it was reported and is under review, which removes it when it closes (P8). */
export const mayDeleteKey = (
  facts: Parameters<typeof mayManageKey>[0] & { readonly key: Pick<ApiKey, 'state'> },
): Verdict => {
  const manages = mayManageKey(facts);
  return manages.allowed && facts.key.state === 'compromised' ? refused('key_under_review') : manages;
};

/** Describe or delete a key: its owner, and whoever administers what it is for. */
export const mayManageKey = (facts: {
  readonly actorId: string;
  readonly bindings: Bindings;
  readonly key: Pick<ApiKey, 'ownerId' | 'id'>;
  readonly target: Target;
}): Verdict => {
  const { actorId, bindings, key, target } = facts;
  const roles = target === null ? CONSOLE_ROLES.slice(0, 1) : CONSOLE_ROLES;
  return key.ownerId === actorId || has(bindings, roles, target)
    ? allowed
    : refused('missing_role', { roles: named(roles), resource: target?.name ?? 'the organization' });
};

/** Whether a person's key outlived their right to make it (K15): no role of theirs could create it today. */
export const isStale = (facts: { readonly bindings: Bindings; readonly target: Target }): boolean =>
  !mayCreateKey({ ...facts, door: 'api' }).allowed;
