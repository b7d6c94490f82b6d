import type { Out } from '../../contract/operation.ts';
import type {
  MembersUpdate,
  NewUserGroup,
  UserGroup,
  UserGroupUpdate,
} from '../../contract/schemas/directory.ts';
import type { AuditAction } from '../../domain/audit/event.ts';
import { accessSearchText } from '../../domain/access/access.ts';
import type { Actor, Group } from '../../domain/people.ts';
import { mayDeleteGroup } from '../../domain/policy/groups.ts';
import { requestSearchText } from '../../domain/request/request.ts';
import { mayManageGroups } from '../../domain/policy/access.ts';
import type { Deps } from '../deps.ts';
import { expireUnviewed } from '../jobs/lapse.ts';
import type { Transaction } from '../ports/ports.ts';
import { demand, ProblemError } from '../problem.ts';
import { loadActorIn, namesOf } from '../shared/actor.ts';
import { announceGovernance, recordAudit, type Telling } from '../shared/record.ts';
import { findGroup, groupView } from './read-directory.ts';

/** Credentials that wait for somebody who left the owner group can be seen by nobody any more: they end (R17). */
export const expireWaiting = async (
  deps: Telling & Pick<Deps, 'clock'>,
  tx: Transaction,
  groupId: string,
  personIds: readonly string[],
): Promise<void> => {
  const waiting = await tx.find('accesses', {
    where: { ownerGroupId: groupId, credentialsUserId: { in: personIds } },
  });
  for (const { credentialId } of waiting)
    if (credentialId !== null) await expireUnviewed(deps, tx, credentialId, deps.clock.now(), true);
};

/**
 * Adds or removes members of a group; what a removed person could still have seen ends in the same transaction.
 * Errors: 403 unless organization admin, 404 for an unknown group or person. Repeatable.
 */
export const updateMembers = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  groupId: string,
  input: Out<typeof MembersUpdate>,
): Promise<void> =>
  deps.store.write(async (tx) => {
    const now = deps.clock.now();
    const actor = await loadActorIn(tx, actorId, organizationId);
    const group = await findGroup(tx, organizationId, groupId);
    demand(mayManageGroups({ actor }));
    const wanted = [...new Set(input.member_ids)];
    const people = await tx.find('people', { where: { organizationId, id: { in: wanted } } });
    if (people.length < wanted.length)
      throw new ProblemError('user_not_found', 'At least one of these people does not exist.');
    for (const personId of wanted) {
      const id = `${groupId}:${personId}`;
      const membership = await tx.get('memberships', id);
      if (input.operation === 'add_members' && !membership)
        await tx.insert('memberships', { id, groupId, personId, createdAt: now, providerId: null });
      if (input.operation === 'remove_members' && membership) await tx.remove('memberships', id);
    }
    if (input.operation === 'remove_members') await expireWaiting(deps, tx, groupId, wanted);
    const names = await namesOf(tx, wanted);
    await recordAudit(tx, deps.ids, now, {
      actor,
      action: 'group.members_changed',
      organizationId,
      resourceName: group.name,
      details: { operation: input.operation, people: [...names.values()].join(', ') },
    });
    tx.announce({ touches: ['groups', 'session', 'incidents'], organizationId, personIds: null });
    announceGovernance(tx, organizationId);
  });

const demandNewName = async (tx: Transaction, organizationId: string, name: string): Promise<void> => {
  if ((await tx.count('groups', { where: { organizationId, name } })) > 0)
    // Terraform takes "already exists" for its cue.
    throw new ProblemError('user_group_names_must_be_unique', `A group named ${name} already exists.`);
};

const recordChange = async (
  deps: Deps,
  tx: Transaction,
  actor: Actor,
  action: AuditAction,
  group: Group,
): Promise<void> => {
  const { organizationId, name } = group;
  await recordAudit(tx, deps.ids, deps.clock.now(), { actor, action, organizationId, resourceName: name });
  tx.announce({ touches: ['groups', 'session'], organizationId, personIds: null });
};

/** Creates a group without members. Errors: 403 unless organization admin, 409 when the name is taken. */
export const createGroup = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  input: Out<typeof NewUserGroup>,
): Promise<Out<typeof UserGroup>> =>
  deps.store.write(async (tx) => {
    const now = deps.clock.now();
    const actor = await loadActorIn(tx, actorId, organizationId);
    demand(mayManageGroups({ actor }));
    await demandNewName(tx, organizationId, input.user_group_name);
    const group: Group = {
      id: deps.ids.next('ug'),
      organizationId,
      name: input.user_group_name,
      description: input.description,
      createdAt: now,
      updatedAt: now,
    };
    await tx.insert('groups', group);
    await recordChange(deps, tx, actor, 'group.created', group);
    return groupView(group);
  });

/** Accesses and requests carry the name of their group, to be sorted and searched by. */
const renameOwned = async (tx: Transaction, groupId: string, name: string): Promise<void> => {
  for (const access of await tx.find('accesses', { where: { ownerGroupId: groupId } })) {
    const searchText = accessSearchText({ ...access, ownerGroupName: name });
    await tx.update('accesses', access.id, { ownerGroupName: name, searchText });
  }
  for (const request of await tx.find('requests', { where: { groupId } })) {
    const searchText = requestSearchText({ ...request, groupName: name });
    await tx.update('requests', request.id, { groupName: name, searchText });
  }
};

/**
 * Gives a group another name or description; what it owns and asked for says the new name in the same transaction.
 * Errors: 403 unless organization admin, 404, 409 when the name is taken. Repeatable.
 */
export const updateGroup = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  groupId: string,
  input: Out<typeof UserGroupUpdate>,
): Promise<Out<typeof UserGroup>> =>
  deps.store.write(async (tx) => {
    const actor = await loadActorIn(tx, actorId, organizationId);
    const old = await findGroup(tx, organizationId, groupId);
    demand(mayManageGroups({ actor }));
    const name = input.user_group_name ?? old.name;
    const description = input.description ?? old.description;
    if (name === old.name && description === old.description) return groupView(old);
    if (name !== old.name) {
      await demandNewName(tx, organizationId, name);
      await renameOwned(tx, groupId, name);
    }
    const group: Group = { ...old, name, description, updatedAt: deps.clock.now() };
    await tx.update('groups', groupId, { name, description, updatedAt: group.updatedAt });
    await recordChange(deps, tx, actor, 'group.changed', group);
    announceGovernance(tx, organizationId);
    return groupView(group);
  });

/** Deletes a group that owns nothing. Errors: 403 unless organization admin, 404, 409 while it owns accesses or topics. */
export const deleteGroup = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  groupId: string,
): Promise<void> =>
  deps.store.write(async (tx) => {
    const actor = await loadActorIn(tx, actorId, organizationId);
    const group = await findGroup(tx, organizationId, groupId);
    const where = { ownerGroupId: groupId };
    const owns = (await tx.count('accesses', { where })) + (await tx.count('topics', { where }));
    demand(mayDeleteGroup({ actor, group, owns }));
    for (const { id } of await tx.find('memberships', { where: { groupId } }))
      await tx.remove('memberships', id);
    await tx.remove('groups', groupId);
    await recordChange(deps, tx, actor, 'group.deleted', group);
  });
