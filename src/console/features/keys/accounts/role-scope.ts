import type { BodyOf } from '../../../../contract/operation.ts';
import type { addRoleBinding } from '../../../../contract/operations/keys.ts';
import type { RoleBindingEntry, RoleName } from '../../../../contract/schemas/keys.ts';
import { ROLE_SCOPES } from '../../../../contract/values.ts';

export type ScopeKind = RoleBindingEntry['scope'];

const WORDS = {
  organization: 'Organization',
  environment: 'Environment',
  cluster: 'Cluster',
  resource: 'Topic',
} as const satisfies Record<ScopeKind, string>;

/** What a role is bound to, by its kind. */
export const scopeWords = (scope: ScopeKind): string => WORDS[scope];

/** What each role lets one do, in a line. */
export const ROLE_HINTS = {
  OrganizationAdmin: 'Everything, everywhere: people, accounts, roles and keys.',
  EnvironmentAdmin: 'Everything in one environment.',
  CloudClusterAdmin: 'Everything on one cluster.',
  Operator: 'Run it; no access to data.',
  ResourceOwner: 'Everything on one topic, and say who else may use it.',
  DeveloperManage: 'Create and change, on one cluster or topic.',
  DeveloperRead: 'Read one topic.',
  DeveloperWrite: 'Write one topic.',
} as const satisfies Record<RoleName, string>;

/** What was chosen for a new binding; empty where nothing was. */
export type RoleChoice = {
  readonly role: RoleName;
  readonly scope: ScopeKind;
  readonly environment: string;
  readonly cluster: string;
  readonly topic: string;
};

/** The scope of another role: the same one where it can be bound there, else its first. */
export const scopeFor = (role: RoleName, wanted: ScopeKind): ScopeKind => {
  const legal: readonly ScopeKind[] = ROLE_SCOPES[role];
  return legal.find((scope) => scope === wanted) ?? legal[0] ?? 'organization';
};

/** What is still missing, by its field; empty when nothing is. */
export function missingIn(choice: RoleChoice): { environment?: string; cluster?: string; topic?: string } {
  const { scope, environment, cluster, topic } = choice;
  return {
    ...(scope === 'environment' && environment === '' && { environment: 'Choose an environment.' }),
    ...((scope === 'cluster' || scope === 'resource') && cluster === '' && { cluster: 'Choose a cluster.' }),
    ...(scope === 'resource' && topic.trim() === '' && { topic: 'Name a topic.' }),
  };
}

/** As the wire has it: only what the scope is made of. */
export function bindingOf(principalId: string, choice: RoleChoice): BodyOf<typeof addRoleBinding> {
  const { role, scope, environment, cluster, topic } = choice;
  return {
    principal_id: principalId,
    role,
    ...(scope === 'environment' && { environment_id: environment }),
    ...((scope === 'cluster' || scope === 'resource') && { cluster_id: cluster }),
    ...(scope === 'resource' && { topic: topic.trim() }),
  };
}
