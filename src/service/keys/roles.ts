import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import { toWireTime } from '../../contract/text.ts';
import {
  SCOPES_OF_ROLE,
  type RoleBinding,
  type RoleName,
  type ScopeKind,
} from '../../domain/api-key/role.ts';
import { BREAK_GLASS_PERSON } from '../../domain/people.ts';
import { mayManageAccounts } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { demand, ProblemError } from '../problem.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { endBindings, insertBinding } from './bindings.ts';
import { demandPrincipal, loadPrincipalIn, type Principal } from './principal.ts';
import { findCluster, findEnvironment, targetsOf } from './targets.ts';

/** Where a role is to be bound. */
export interface Scope {
  readonly kind: ScopeKind;
  readonly environmentId: string | null;
  readonly clusterId: string | null;
  readonly topic: string | null;
}

/** The scope that these names make. Errors: 404 for the environment or the cluster, 400 where the role does not fit it. */
export const scopeOf = async (
  tx: ReadTransaction,
  organizationId: string,
  role: RoleName,
  given: {
    readonly environmentId?: string | undefined;
    readonly clusterId?: string | undefined;
    readonly topic?: string | undefined;
  },
): Promise<Scope> => {
  const cluster = given.clusterId ? await findCluster(tx, organizationId, given.clusterId) : null;
  const environment = given.environmentId
    ? await findEnvironment(tx, organizationId, given.environmentId)
    : null;
  const kind = given.topic
    ? ('resource' as const)
    : cluster
      ? ('cluster' as const)
      : environment
        ? ('environment' as const)
        : ('organization' as const);
  if (!SCOPES_OF_ROLE[role].includes(kind) || (kind === 'resource' && cluster?.kind !== 'kafka'))
    throw new ProblemError(
      'invalid_request',
      `${role} is bound to ${SCOPES_OF_ROLE[role].map((scope) => SCOPE_WORDS[scope]).join(' or ')}.`,
    );
  if (cluster && environment && cluster.environmentId !== environment.id)
    throw new ProblemError('cluster_not_found', `Cluster ${cluster.id}: resource not found.`);
  return {
    kind,
    environmentId: cluster?.environmentId ?? environment?.id ?? null,
    clusterId: cluster?.id ?? null,
    topic: given.topic ?? null,
  };
};

const SCOPE_WORDS = {
  organization: 'the organization',
  environment: 'an environment',
  cluster: 'a cluster',
  resource: 'a topic of a Kafka cluster',
} as const satisfies Record<ScopeKind, string>;

/** Gives a principal a role; one that they have already is left as it is. Errors: 403, and those of scopeOf. */
export const bindRole = async (
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  tx: Transaction,
  actor: Principal,
  principalId: string,
  role: RoleName,
  scope: Scope,
): Promise<RoleBinding> => {
  const now = clock.now();
  const principal = await demandPrincipal(tx, actor.organizationId, principalId);
  demand(mayManageAccounts(actor.bindings));
  const same = principal.bindings.find(
    (binding) =>
      binding.role === role &&
      binding.scopeKind === scope.kind &&
      binding.environmentId === scope.environmentId &&
      binding.clusterId === scope.clusterId &&
      binding.topic === scope.topic,
  );
  if (same) return same;
  const { kind: scopeKind, ...place } = scope;
  const binding: RoleBinding = {
    id: ids.next('rb-'),
    organizationId: actor.organizationId,
    principalId: principal.id,
    principalKind: principal.kind,
    role,
    scopeKind,
    ...place,
    createdAt: now,
    createdBy: actor.id,
    removedAt: null,
  };
  await insertBinding(tx, { ids }, actor, principal, binding);
  return binding;
};

/** A role binding of the organization that holds now. Error: 404. */
export const findBinding = async (
  tx: ReadTransaction,
  organizationId: string,
  id: string,
): Promise<RoleBinding> => {
  const binding = await tx.get('roleBindings', id);
  if (binding?.organizationId !== organizationId || binding.removedAt !== null)
    throw new ProblemError('role_binding_not_found', `There is no role binding ${id}.`);
  return binding;
};

/**
 * Takes a role away; its row stays, and keys made under it go on working, marked (K15). Errors: 403, 404, 409 for the
 * last OrganizationAdmin.
 */
export const unbindRole = async (
  deps: Pick<Deps, 'ids' | 'clock' | 'mailing' | 'posting'>,
  tx: Transaction,
  actor: Principal,
  id: string,
): Promise<RoleBinding> => {
  const binding = await findBinding(tx, actor.organizationId, id);
  demand(mayManageAccounts(actor.bindings));
  const { organizationId, principalId, role } = binding;
  if (role === 'OrganizationAdmin') {
    const admins = await tx.count('roleBindings', {
      where: {
        organizationId,
        role,
        principalKind: 'user',
        removedAt: null,
        principalId: { not: BREAK_GLASS_PERSON },
      },
    });
    if (binding.principalKind === 'user' && principalId !== BREAK_GLASS_PERSON && admins < 2)
      throw new ProblemError(
        'last_organization_admin',
        'Nobody would administer the organization any more. Give the role to somebody else first.',
      );
  }
  const principal = await demandPrincipal(tx, organizationId, principalId);
  await endBindings(tx, deps, actor, principal, [binding]);
  return binding;
};

/** Role bindings in words, with what the actor may do to each. */
export const bindingViews = async (
  tx: ReadTransaction,
  bindings: readonly RoleBinding[],
  actor: Pick<Principal, 'bindings'>,
): Promise<wire.RoleBindingEntry[]> => {
  const clusters = await targetsOf(
    tx,
    bindings.flatMap(({ clusterId }) => (clusterId === null ? [] : [{ resourceId: clusterId }])),
  );
  const environmentIds = bindings.flatMap(({ environmentId }) => environmentId ?? []);
  const environments = new Map(
    (environmentIds.length === 0
      ? []
      : await tx.find('environments', { where: { id: { in: [...new Set(environmentIds)] } } })
    ).map(({ id, name }) => [id, name]),
  );
  const remove = verdictView(mayManageAccounts(actor.bindings));
  return bindings.map((binding) => {
    const cluster = binding.clusterId === null ? '' : (clusters.get(binding.clusterId)?.name ?? '');
    const environment = environments.get(binding.environmentId ?? '') ?? '';
    const names = {
      organization: 'Organization',
      environment,
      cluster,
      resource: `${binding.topic} on ${cluster}`,
    };
    return {
      role_binding_id: binding.id,
      role: binding.role,
      scope: binding.scopeKind,
      scope_name: names[binding.scopeKind],
      ...(binding.environmentId === null ? {} : { environment_id: binding.environmentId }),
      ...(binding.clusterId === null ? {} : { cluster_id: binding.clusterId }),
      ...(binding.topic === null ? {} : { topic: binding.topic }),
      create_time: toWireTime(binding.createdAt),
      verdicts: { remove },
    };
  });
};

/** Gives somebody a role, as the console asks for it. */
export const addRoleBinding = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  input: Out<typeof wire.NewRoleBinding>,
): Promise<Out<typeof wire.RoleBindingEnvelope>> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    demand(mayManageAccounts(actor.bindings));
    const scope = await scopeOf(tx, organizationId, input.role, {
      environmentId: input.environment_id,
      clusterId: input.cluster_id,
      topic: input.topic,
    });
    const binding = await bindRole(deps, tx, actor, input.principal_id, input.role, scope);
    const [view] = await bindingViews(tx, [binding], actor);
    // One in, one out.
    return { role_binding: view as wire.RoleBindingEntry };
  });

/** Takes a role away. Errors as unbindRole. */
export const removeRoleBinding = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  id: string,
): Promise<void> =>
  deps.store.write(
    async (tx) => void (await unbindRole(deps, tx, await loadPrincipalIn(tx, actorId, organizationId), id)),
  );
