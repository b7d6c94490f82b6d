import type { Actor } from '../../domain/people.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';

/** The acting person with their groups, read in the transaction that acts, so that a removal counts at once. */
export const loadActor = async (tx: ReadTransaction, personId: string): Promise<Actor> => {
  const person = await tx.get('people', personId);
  if (!person) throw new ProblemError('session_required', 'Your session has ended. Sign in again.');
  const memberships = await tx.find('memberships', { where: { personId } });
  return {
    personId,
    name: person.name,
    email: person.email,
    organizationId: person.organizationId,
    isOrganizationAdmin: person.isOrganizationAdmin,
    groupIds: memberships.map((membership) => membership.groupId),
  };
};

/** As loadActor, and the organization in the path must be theirs; a foreign one does not exist for them. */
export const loadActorIn = async (
  tx: ReadTransaction,
  personId: string,
  organizationId: string,
): Promise<Actor> => {
  const actor = await loadActor(tx, personId);
  if (actor.organizationId !== organizationId)
    throw new ProblemError('organization_not_found', 'There is no such organization.');
  return actor;
};

/** Member ids of each group. */
export const membersOf = async (
  tx: ReadTransaction,
  groupIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const members = new Map<string, string[]>(groupIds.map((id) => [id, []]));
  if (groupIds.length > 0)
    for (const { groupId, personId } of await tx.find('memberships', {
      where: { groupId: { in: groupIds } },
    }))
      members.get(groupId)?.push(personId);
  return members;
};

/** Names of people, those of former ones included. */
export const namesOf = async (
  tx: ReadTransaction,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const ids = [...new Set(personIds)];
  if (ids.length === 0) return new Map();
  const people = await tx.find('people', { where: { id: { in: ids } } });
  const found = new Map(people.map((person) => [person.id, person.name]));
  const missing = ids.filter((id) => !found.has(id));
  if (missing.length > 0)
    for (const { id, name } of await tx.find('formerPeople', { where: { id: { in: missing } } }))
      found.set(id, name);
  return found;
};
