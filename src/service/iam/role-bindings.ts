import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/iam.ts';
import type { RoleBinding } from '../../domain/api-key/role.ts';
import { mayManageAccounts } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import { loadPrincipal } from '../keys/principal.ts';
import { bindRole, findBinding, scopeOf, unbindRole } from '../keys/roles.ts';
import type { Where } from '../ports/store.ts';
import { demand, ProblemError } from '../problem.ts';
import { missingIn } from './named.ts';
import { loadOnlooker } from './onlooker.ts';
import { crn, readListed, metadata, type Asked } from './shapes.ts';

/** The pattern that names a binding's scope. */
const patternOf = (binding: RoleBinding): string =>
  crn(
    binding.organizationId,
    [
      binding.environmentId === null ? '' : `/environment=${binding.environmentId}`,
      binding.clusterId === null ? '' : `/cloud-cluster=${binding.clusterId}`,
      binding.topic === null ? '' : `/kafka=${binding.clusterId}/topic=${encodeURIComponent(binding.topic)}`,
    ].join(''),
  );

const bindingView = (binding: RoleBinding, asked: Pick<Asked, 'base'>): Out<typeof wire.IamRoleBinding> => ({
  api_version: 'iam/v2',
  kind: 'RoleBinding',
  id: binding.id,
  metadata: metadata(
    asked,
    `/iam/v2/role-bindings/${binding.id}`,
    crn(binding.organizationId, `/role-binding=${binding.id}`),
    binding,
  ),
  principal: `User:${binding.principalId}`,
  role_name: binding.role,
  crn_pattern: patternOf(binding),
});

const PATTERN = { pointer: '/crn_pattern' } as const;

/** The names that a pattern may hold: others would narrow it in ways that no role here knows. */
const CLUSTER_NAMES = ['cloud-cluster', 'kafka', 'schema-registry', 'ksql'] as const;
const PATTERN_NAMES: ReadonlySet<string> = new Set([
  'organization',
  'environment',
  ...CLUSTER_NAMES,
  'topic',
]);

const decoded = (text: string): string | undefined => {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
};

/** What a pattern names: `crn://host/organization=ORG/environment=ENV/cloud-cluster=ID/kafka=ID/topic=NAME`. */
const readPattern = (
  pattern: string,
  organizationId: string,
  place: { readonly parameter: string } | { readonly pointer: string },
) => {
  const wrong = (): never => {
    throw new ProblemError(
      'invalid_request',
      'crn_pattern names an organization of yours, and in it an environment, a cluster or a topic.',
      place,
    );
  };
  const [, path = ''] = /^crn:\/\/[^/]+\/(.+)$/u.exec(pattern) ?? wrong();
  const parts = new Map<string, string>();
  let wild = false;
  for (const part of path.split('/')) {
    if (part === '*') wild = true;
    else {
      const [, name = '', text = ''] = /^([a-z-]+)=(.+)$/u.exec(part) ?? wrong();
      const value = decoded(text);
      if (value === undefined || !PATTERN_NAMES.has(name) || parts.has(name)) wrong();
      else if (value === '*') wild = true;
      else parts.set(name, value);
    }
  }
  const clusters = new Set(CLUSTER_NAMES.flatMap((name) => parts.get(name) ?? []));
  if (parts.get('organization') !== organizationId || clusters.size > 1) wrong();
  const [clusterId] = clusters;
  return { wild, environmentId: parts.get('environment'), clusterId, topic: parts.get('topic') };
};

/** Role bindings of exactly this scope; below it too, where the pattern ends in `*`. */
export const listBindings = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  query: Out<typeof wire.IamRoleBindingQuery>,
): Promise<Out<typeof wire.IamRoleBindingList>> =>
  store.read(async (tx) => {
    const { organizationId, home } = await loadOnlooker(tx, actorId);
    const { wild, environmentId, clusterId, topic } = readPattern(query.crn_pattern, home, {
      parameter: 'crn_pattern',
    });
    const scope: Where<RoleBinding> = wild
      ? {
          ...(environmentId === undefined ? {} : { environmentId }),
          ...(clusterId === undefined ? {} : { clusterId }),
        }
      : {
          environmentId: environmentId ?? null,
          clusterId: clusterId ?? null,
          topic: topic ?? null,
        };
    const { metadata: around, rows } = await readListed(tx, 'roleBindings', asked, query, {
      selection: {
        where: {
          organizationId,
          removedAt: null,
          ...scope,
          ...(query.principal === undefined ? {} : { principalId: query.principal.replace(/^User:/u, '') }),
          // One that is none finds nothing.
          ...(query.role_name === undefined ? {} : { role: query.role_name as RoleBinding['role'] }),
        },
      },
      column: 'id',
    });
    return {
      api_version: 'iam/v2',
      kind: 'RoleBindingList',
      metadata: around,
      data: rows.map((binding) => bindingView(binding, asked)),
    };
  });

/** Gives somebody a role. Errors: 403, 400 for a person or place that is not there, or a role that does not fit the scope. */
export const createBinding = (
  deps: Deps,
  actorId: string,
  asked: Asked,
  input: Out<typeof wire.IamNewRoleBinding>,
): Promise<Out<typeof wire.IamRoleBinding>> =>
  deps.store
    .write(async (tx) => {
      const actor = await loadPrincipal(tx, actorId);
      demand(mayManageAccounts(actor.bindings));
      const { wild, ...given } = readPattern(input.crn_pattern, actor.organizationId, PATTERN);
      // Left out, the star would bind the role to more than its words say.
      if (wild)
        throw new ProblemError(
          'invalid_request',
          'crn_pattern of a new role binding names one thing, without *.',
          PATTERN,
        );
      const scope = await scopeOf(tx, actor.organizationId, input.role_name, given);
      const principalId = input.principal.replace(/^User:/u, '');
      return bindingView(await bindRole(deps, tx, actor, principalId, input.role_name, scope), asked);
    })
    .catch(
      missingIn({
        service_account_not_found: '/principal',
        user_not_found: '/principal',
        cluster_not_found: '/crn_pattern',
        environment_not_found: '/crn_pattern',
      }),
    );

/** One role binding. Error: 404. */
export const getBinding = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  id: string,
): Promise<Out<typeof wire.IamRoleBinding>> =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    return bindingView(await findBinding(tx, organizationId, id), asked);
  });

/** Takes a role away. Errors: 403, 404, 409 for the last OrganizationAdmin. */
export const deleteBinding = (
  deps: Deps,
  actorId: string,
  asked: Asked,
  id: string,
): Promise<Out<typeof wire.IamRoleBinding>> =>
  deps.store.write(async (tx) =>
    bindingView(await unbindRole(deps, tx, await loadPrincipal(tx, actorId), id), asked),
  );
