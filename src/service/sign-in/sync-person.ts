import type { Group, Person } from '../../domain/people.ts';
import type { Entitlement } from '../../domain/sign-in/claims.ts';
import type { Deps } from '../deps.ts';
import { expireWaiting } from '../directory/change-groups.ts';
import { announcePerson, renameKeys } from '../keys/rename-person.ts';
import type { Transaction } from '../ports/ports.ts';
import { recordAudit, SYSTEM, type Occurrence, type Telling } from '../shared/record.ts';
import { freeAddress } from './addresses.ts';
import { grantOrganizationAdmin, revokeOrganizationAdmin } from './organization-admin.ts';

/** `actor`: whose word it is, where it is not the system that asked for it. */
export type SyncDeps = Telling & Pick<Deps, 'clock'> & { readonly actor?: Occurrence['actor'] };

/** The groups that an entitlement names, made where they may be. */
export const entitledGroups = async (
  tx: Transaction,
  { ids, clock, actor }: SyncDeps,
  organizationId: string,
  { groups: names, createGroups }: Entitlement,
): Promise<readonly Group[]> => {
  const found =
    names.length === 0 ? [] : await tx.find('groups', { where: { organizationId, name: { in: names } } });
  if (!createGroups) return found;
  const made: Group[] = [];
  for (const name of names) {
    if (found.some((group) => group.name === name)) continue;
    const now = clock.now();
    const group = {
      id: ids.next('ug'),
      organizationId,
      name,
      description: '',
      createdAt: now,
      updatedAt: now,
    };
    await tx.insert('groups', group);
    await recordAudit(tx, ids, now, {
      actor: actor ?? SYSTEM,
      action: 'group.created',
      organizationId,
      resourceName: name,
    });
    made.push(group);
  }
  return [...found, ...made];
};

/** Brings the memberships that this provider gave in line; what people here decided stays. Answers with what changed. */
const syncGroups = async (
  tx: Transaction,
  deps: SyncDeps,
  personId: string,
  providerId: string,
  wanted: readonly Group[],
): Promise<Record<string, string>> => {
  const now = deps.clock.now();
  const memberships = await tx.find('memberships', { where: { personId } });
  const added = wanted.filter(({ id }) => !memberships.some(({ groupId }) => groupId === id));
  for (const { id: groupId } of added)
    await tx.insert('memberships', {
      id: `${groupId}:${personId}`,
      groupId,
      personId,
      createdAt: now,
      providerId,
    });
  const removed = memberships.filter(
    (membership) =>
      membership.providerId === providerId && !wanted.some(({ id }) => id === membership.groupId),
  );
  const left: string[] = [];
  for (const { id, groupId } of removed) {
    await tx.remove('memberships', id);
    // What only a member could still have seen ends with the membership (R17).
    await expireWaiting(deps, tx, groupId, [personId]);
    left.push((await tx.get('groups', groupId))?.name ?? groupId);
  }
  return {
    ...(added.length === 0 ? {} : { joined: added.map(({ name }) => name).join(', ') }),
    ...(left.length === 0 ? {} : { left: left.join(', ') }),
  };
};

/** As syncGroups, of roles in projects. */
const syncProjects = async (
  tx: Transaction,
  { id: personId, organizationId }: Pick<Person, 'id' | 'organizationId'>,
  providerId: string,
  wanted: Entitlement['projects'],
): Promise<Record<string, string>> => {
  const names = Object.keys(wanted);
  const projects =
    names.length === 0 ? [] : await tx.find('projects', { where: { organizationId, name: { in: names } } });
  const rows = await tx.find('projectMembers', { where: { personId } });
  let changed = false;
  for (const { id: projectId, name } of projects) {
    const role = wanted[name];
    const row = rows.find((one) => one.projectId === projectId);
    if (role === undefined || row?.role === role || (row && row.providerId !== providerId)) continue;
    changed = true;
    if (row) await tx.update('projectMembers', row.id, { role });
    else
      await tx.insert('projectMembers', {
        id: `${projectId}:${personId}`,
        projectId,
        personId,
        role,
        providerId,
      });
  }
  for (const row of rows) {
    if (row.providerId !== providerId || projects.some(({ id }) => id === row.projectId)) continue;
    changed = true;
    await tx.remove('projectMembers', row.id);
  }
  return changed ? { projects: names.map((name) => `${name}: ${wanted[name]}`).join(', ') } : {};
};

/** Where an administrator comes from who is named in the configuration. */
export const isFirstAdmin = ({ email, emailTrusted }: Entitlement, firstAdmin: string | null): boolean =>
  emailTrusted && firstAdmin !== null && email === firstAdmin.toLowerCase();

/** An address that would keep the first administrator out: somebody who only says that it is theirs does not get it. */
export const isKeptForFirstAdmin = (
  { email, emailTrusted }: Entitlement,
  firstAdmin: string | null,
): boolean => !emailTrusted && firstAdmin !== null && email === firstAdmin.toLowerCase();

const syncAdmin = async (
  tx: Transaction,
  deps: SyncDeps,
  person: Person,
  entitlement: Entitlement,
  firstAdmin: string | null,
): Promise<Record<string, string>> => {
  const wanted = isFirstAdmin(entitlement, firstAdmin) || entitlement.organizationAdmin;
  if (wanted === null || wanted === person.isOrganizationAdmin) return {};
  if (wanted) await grantOrganizationAdmin(tx, deps, person);
  else await revokeOrganizationAdmin(tx, deps, person);
  return { organization_admin: wanted ? 'granted' : 'taken away' };
};

/** Name and address as the provider says them, where nobody else has the address. */
const syncNames = async (
  tx: Transaction,
  deps: SyncDeps,
  person: Person,
  providerId: string,
  entitlement: Entitlement,
  firstAdmin: string | null,
): Promise<Record<string, string>> => {
  const { name, email } = entitlement;
  const { length: identities } = await tx.find('identities', { where: { personId: person.id } });
  const free =
    email !== null &&
    email !== person.email &&
    !isKeptForFirstAdmin(entitlement, firstAdmin) &&
    identities < 2 &&
    (await freeAddress(tx, deps, providerId, person.organizationId, entitlement));
  const change = { ...(name === person.name ? {} : { name }), ...(free ? { email } : {}) };
  if (Object.keys(change).length === 0) return {};
  await tx.update('people', person.id, change);
  await renameKeys(tx, { ...person, ...change });
  return change;
};

/**
 * Makes a person what a provider says they are, in the transaction that signs them in or asks again: name, groups, roles,
 * administration. What changed is recorded once, and every console that shows it looks again.
 */
export const syncPerson = async (
  tx: Transaction,
  deps: SyncDeps,
  person: Person,
  providerId: string,
  entitlement: Entitlement,
  groups: readonly Group[],
  firstAdmin: string | null,
): Promise<void> => {
  const details = {
    ...(await syncNames(tx, deps, person, providerId, entitlement, firstAdmin)),
    ...(await syncGroups(tx, deps, person.id, providerId, groups)),
    ...(await syncProjects(tx, person, providerId, entitlement.projects)),
    ...(await syncAdmin(tx, deps, person, entitlement, firstAdmin)),
  };
  if (Object.keys(details).length === 0) return;
  const { organizationId } = person;
  await recordAudit(tx, deps.ids, deps.clock.now(), {
    actor: deps.actor ?? SYSTEM,
    action: 'person.synced',
    organizationId,
    resourceName: person.email,
    details: { provider: providerId, ...details },
  });
  announcePerson(tx, organizationId);
};
