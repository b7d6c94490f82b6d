import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/directory.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Group, Organization, Person } from '../../domain/people.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import type { Where } from '../ports/store.ts';
import { loadActor, loadActorIn, membersOf } from '../shared/actor.ts';

const organizationView = (organization: Organization): Out<typeof wire.OrganizationAnswer> => ({
  organization_id: organization.id,
  organization_name: organization.name,
  account_id: organization.id,
  tier: 'business',
  create_time: toWireTime(organization.createdAt),
  update_time: toWireTime(organization.createdAt),
});

const userInfo = (person: Person): Out<typeof wire.UserInfo> => ({
  user_email: person.email,
  real_name: person.name,
  state: 'active',
  create_time: toWireTime(person.createdAt),
  is_application_user: false,
  managed_by_scim: false,
});

const userView = (person: Person): Out<typeof wire.OrganizationUser> => ({
  user_id: person.id,
  is_super_admin: person.isOrganizationAdmin,
  join_time: toWireTime(person.createdAt),
  last_activity_time: toWireTime(person.createdAt),
  user_info: userInfo(person),
});

export const groupView = (group: Group): Out<typeof wire.UserGroup> => ({
  user_group_id: group.id,
  user_group_name: group.name,
  description: group.description,
  managed_by_scim: false,
  create_time: toWireTime(group.createdAt),
  update_time: toWireTime(group.updatedAt),
});

export const findGroup = async (
  tx: ReadTransaction,
  organizationId: string,
  groupId: string,
): Promise<Group> => {
  const group = await tx.get('groups', groupId);
  if (group?.organizationId !== organizationId)
    throw new ProblemError('user_group_not_found', 'There is no such user group.');
  return group;
};

export const listOrganizations = (
  { store }: Deps,
  actorId: string,
): Promise<Out<typeof wire.OrganizationList>> =>
  store.read(async (tx) => {
    const actor = await loadActor(tx, actorId);
    const organization = await tx.get('organizations', actor.organizationId);
    return { organizations: organization ? [organizationView(organization)] : [] };
  });

export const getOrganization = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof wire.OrganizationAnswer>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    const organization = await tx.get('organizations', organizationId);
    if (!organization) throw new ProblemError('organization_not_found', 'There is no such organization.');
    return organizationView(organization);
  });

export const listUsers = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof wire.OrganizationUserList>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    const people = await tx.find('people', {
      where: { organizationId },
      order: { column: 'name', direction: 'asc' },
    });
    return { users: people.map(userView) };
  });

const findUser = async (tx: ReadTransaction, organizationId: string, personId: string): Promise<Person> => {
  const person = await tx.get('people', personId);
  if (person?.organizationId !== organizationId)
    throw new ProblemError('user_not_found', 'There is no such person.');
  return person;
};

/** One person of the organization. Errors: 404 for the organization or the person. */
export const getUser = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  personId: string,
): Promise<Out<typeof wire.OrganizationUser>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    return userView(await findUser(tx, organizationId, personId));
  });

/** Groups in the order of their names, with their members counted. */
const groupList = async (
  tx: ReadTransaction,
  where: Where<Group>,
): Promise<Out<typeof wire.UserGroupList>> => {
  const groups = await tx.find('groups', { where, order: { column: 'name', direction: 'asc' } });
  const members = await membersOf(
    tx,
    groups.map((group) => group.id),
  );
  return {
    user_groups: groups.map((group) => ({
      ...groupView(group),
      member_count: members.get(group.id)?.length ?? 0,
    })),
  };
};

export const listGroups = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof wire.UserGroupList>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    return groupList(tx, { organizationId });
  });

/** The groups that a person belongs to. Errors: 404 for the organization or the person. */
export const listGroupsOfUser = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  personId: string,
): Promise<Out<typeof wire.UserGroupList>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    await findUser(tx, organizationId, personId);
    const memberships = await tx.find('memberships', { where: { personId } });
    return groupList(tx, { organizationId, id: { in: memberships.map(({ groupId }) => groupId) } });
  });

export const getGroup = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  groupId: string,
): Promise<Out<typeof wire.UserGroup>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    return groupView(await findGroup(tx, organizationId, groupId));
  });

export const listMembers = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  groupId: string,
): Promise<Out<typeof wire.MemberList>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    await findGroup(tx, organizationId, groupId);
    const memberships = await tx.find('memberships', { where: { groupId } });
    const people = await tx.find('people', {
      where: { id: { in: memberships.map((membership) => membership.personId) } },
      order: { column: 'name', direction: 'asc' },
    });
    return { members: people.map((person) => ({ user_id: person.id, user_info: userInfo(person) })) };
  });
