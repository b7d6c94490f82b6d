import { isOrganizationAdmin, mayManageKey } from '../../domain/policy/api-keys.ts';
import type { Concern, Standing } from '../../domain/policy/report-compromise.ts';
import type { Cluster } from '../../domain/api-key/role.ts';
import { CLOUD } from '../../domain/api-key/api-key.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import { BREAK_GLASS_PERSON, type Actor, type ProjectRole } from '../../domain/people.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { bindingsOf } from '../keys/principal.ts';
import { membersOf } from '../shared/actor.ts';

/** What says whom an incident concerns, of one that is there or is to be. */
export type Place = Pick<
  Incident,
  | 'organizationId'
  | 'kind'
  | 'ownerGroupId'
  | 'ownerGroupName'
  | 'projectId'
  | 'projectName'
  | 'keyOwnerId'
  | 'keyCreatedBy'
  | 'keyResourceId'
>;

export const concernOf = (place: Place): Concern => {
  switch (place.kind) {
    case 'access':
      return {
        kind: 'access',
        ownerGroupId: place.ownerGroupId ?? '',
        ownerGroupName: place.ownerGroupName,
        project: place.projectName,
      };
    case 'service_user':
      return { kind: 'service_user', project: place.projectName };
    case 'api_key':
      return { kind: 'api_key', ownerId: place.keyOwnerId ?? '', createdBy: place.keyCreatedBy ?? '' };
  }
};

type Bindings = Awaited<ReturnType<typeof bindingsOf>>;

/** Whether somebody with these roles may delete keys of this resource, whoever owns them. */
export const managesKeysOf = (bindings: Bindings, target: Cluster | null): boolean =>
  mayManageKey({ actorId: '', bindings, key: { id: '', ownerId: 'nobody' }, target }).allowed;

/** A person's roles in projects, by the project's id. */
export const rolesOf = async (
  tx: ReadTransaction,
  personId: string,
): Promise<ReadonlyMap<string, ProjectRole>> =>
  new Map(
    (await tx.find('projectMembers', { where: { personId } })).map(({ projectId, role }) => [
      projectId,
      role,
    ]),
  );

/** How an actor stands to each of these, in a fixed number of queries. */
export const standingsTo = async (
  tx: ReadTransaction,
  actor: Actor,
  places: readonly Place[],
): Promise<(place: Place) => Standing> => {
  const roles = await rolesOf(tx, actor.personId);
  const keys = places.flatMap(({ keyResourceId }) => keyResourceId ?? []);
  const bindings = keys.length === 0 ? [] : await bindingsOf(tx, actor.personId);
  const ids = [...new Set(keys)].filter((id) => id !== CLOUD);
  const found = ids.length === 0 ? [] : await tx.find('clusters', { where: { id: { in: ids } } });
  const clusters = new Map(found.map((cluster) => [cluster.id, cluster]));
  return ({ kind, projectId, keyResourceId }) => ({
    personId: actor.personId,
    groupIds: actor.groupIds,
    isOrganizationAdmin: actor.isOrganizationAdmin || (kind === 'api_key' && isOrganizationAdmin(bindings)),
    role: projectId === null ? null : (roles.get(projectId) ?? null),
    managesKey: keyResourceId !== null && managesKeysOf(bindings, clusters.get(keyResourceId) ?? null),
  });
};

/** Everybody whom it concerns, by id: they are told, and could review it. */
export const concernedPeople = async (tx: ReadTransaction, place: Place): Promise<ReadonlySet<string>> => {
  const { organizationId, ownerGroupId, projectId, keyOwnerId, keyCreatedBy, keyResourceId } = place;
  const ids: string[] = [];
  const admins = await tx.find('people', { where: { organizationId, isOrganizationAdmin: true } });
  ids.push(...admins.map(({ id }) => id));
  if (ownerGroupId !== null) ids.push(...((await membersOf(tx, [ownerGroupId])).get(ownerGroupId) ?? []));
  if (projectId !== null)
    for (const { personId } of await tx.find('projectMembers', {
      where: { projectId, role: { in: ['admin', 'operator'] } },
    }))
      ids.push(personId);
  if (keyResourceId !== null) {
    const target = keyResourceId === CLOUD ? null : ((await tx.get('clusters', keyResourceId)) ?? null);
    const bindings = await tx.find('roleBindings', {
      where: { organizationId, principalKind: 'user', removedAt: null },
    });
    for (const binding of bindings) if (managesKeysOf([binding], target)) ids.push(binding.principalId);
    ids.push(...[keyOwnerId, keyCreatedBy].flatMap((id) => id ?? []));
  }
  // A key's owner or creator may be a service account, and somebody may have gone.
  const people = await tx.find('people', { where: { organizationId, id: { in: [...new Set(ids)] } } });
  return new Set(people.flatMap(({ id }) => (id === BREAK_GLASS_PERSON ? [] : [id])));
};
