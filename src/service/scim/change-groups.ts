import { ScimFault, unfit } from '../../domain/scim/fault.ts';
import type { GroupChange, MemberChange, PushedGroup } from '../../domain/scim/group.ts';
import { nameOf, pushedKey, type PushedPerson } from '../../domain/scim/person.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../ports/ports.ts';
import { DuplicateError } from '../ports/store.ts';
import { applyOrMark, carryOut } from './carry-out.ts';
import { getGroup } from './find.ts';
import { notePush } from './note-push.ts';
import type { Pushing } from './pushing.ts';

/** Says in SCIM's words that a name is taken. */
const taken = (error: unknown): unknown =>
  error instanceof DuplicateError && error.table === 'pushedGroups'
    ? new ScimFault(409, 'uniqueness', 'Another group has this displayName.')
    : error;

/** No database takes a question of any length. */
const AT_ONCE = 5000;

const byIds = async <Row>(
  ids: readonly string[],
  find: (some: readonly string[]) => Promise<readonly Row[]>,
): Promise<readonly Row[]> => {
  const found: Row[] = [];
  for (let i = 0; i < ids.length; i += AT_ONCE) found.push(...(await find(ids.slice(i, i + AT_ONCE))));
  return found;
};

/** These users of this provider; those that are not there are absent. */
const findPeople = (
  tx: Transaction,
  { providerId }: Pushing,
  ids: readonly string[],
): Promise<readonly PushedPerson[]> =>
  byIds(ids, (some) => tx.find('pushedPeople', { where: { providerId, id: { in: some } } }));

const membersOf = async (tx: Transaction, groupId: string): Promise<readonly string[]> =>
  (await tx.find('pushedMembers', { where: { groupId } })).map(({ userId }) => userId);

/** Which users are in the group after all changes, and were not, or the other way round. */
interface Moved {
  readonly joined: Set<string>;
  readonly left: Set<string>;
}

const moveMembers = async (
  tx: Transaction,
  pushing: Pushing,
  groupId: string,
  { kind, ids }: MemberChange,
  { joined, left }: Moved,
): Promise<void> => {
  const memberId = (userId: string): string => `${groupId}:${userId}`;
  const leave = async (userId: string): Promise<void> => {
    await tx.remove('pushedMembers', memberId(userId));
    if (!joined.delete(userId)) left.add(userId);
  };
  const found =
    kind === 'replace'
      ? await tx.find('pushedMembers', { where: { groupId } })
      : await byIds(ids.map(memberId), (some) => tx.find('pushedMembers', { where: { id: { in: some } } }));
  const before = new Set(found.map(({ userId }) => userId));
  if (kind === 'remove') {
    for (const userId of before) await leave(userId);
    return;
  }
  const added = ids.filter((id) => !before.has(id));
  const people = new Set((await findPeople(tx, pushing, added)).map(({ id }) => id));
  const nobody = added.find((id) => !people.has(id));
  if (nobody !== undefined) throw unfit('invalidValue', `There is no user ${nobody}.`);
  if (kind === 'replace') {
    const wanted = new Set(ids);
    for (const userId of before) if (!wanted.has(userId)) await leave(userId);
  }
  for (const userId of added) {
    await tx.insert('pushedMembers', { id: memberId(userId), groupId, userId });
    if (!left.delete(userId)) joined.add(userId);
  }
};

const namesOf = (people: readonly PushedPerson[], ids: ReadonlySet<string>): string =>
  people
    .filter(({ id }) => ids.has(id))
    .map(nameOf)
    .join(', ');

/** Changes the members, and everybody whom it concerns with them (applyOrMark). Answers with who joined and left. */
const settleMembers = async (
  tx: Transaction,
  deps: Deps,
  pushing: Pushing,
  groupId: string,
  changes: readonly MemberChange[],
  others: readonly string[],
): Promise<Record<string, string>> => {
  const moved: Moved = { joined: new Set(), left: new Set() };
  for (const change of changes) await moveMembers(tx, pushing, groupId, change, moved);
  const { joined, left } = moved;
  const people = await findPeople(tx, pushing, [...new Set([...others, ...joined, ...left])]);
  await applyOrMark(tx, deps, pushing, people);
  return {
    ...(joined.size === 0 ? {} : { joined: namesOf(people, joined) }),
    ...(left.size === 0 ? {} : { left: namesOf(people, left) }),
  };
};

/** One transaction, and what it left to be done for many. */
const writeGroup = async <R>(
  deps: Deps,
  pushing: Pushing,
  work: (tx: Transaction) => Promise<R>,
): Promise<R> => {
  const done = await deps.store.write(work);
  await carryOut(deps, pushing);
  return done;
};

/** Takes in a group that a provider pushed. Throws ScimFault: 400 for members that are nobody, 409 for a name that is taken. */
export const createPushedGroup = (
  deps: Deps,
  pushing: Pushing,
  { displayName, externalId, members }: Required<GroupChange>,
): Promise<PushedGroup> =>
  writeGroup(deps, pushing, async (tx) => {
    const now = deps.clock.now();
    const { providerId } = pushing;
    const group: PushedGroup = {
      id: deps.ids.next('scg'),
      providerId,
      displayName,
      nameKey: pushedKey(providerId, displayName),
      externalId,
      createdAt: now,
      updatedAt: now,
    };
    await tx.insert('pushedGroups', group).catch((error: unknown) => {
      throw taken(error);
    });
    const details = await settleMembers(tx, deps, pushing, group.id, members, []);
    await notePush(tx, deps, pushing, { kind: 'group', change: 'created', name: displayName, details });
    return group;
  });

/**
 * Changes a pushed group; what its members may do follows in the same transaction. Throws ScimFault: 404, 409, and 400 for
 * members that are nobody.
 */
export const changePushedGroup = (
  deps: Deps,
  pushing: Pushing,
  id: string,
  change: GroupChange,
): Promise<PushedGroup> =>
  writeGroup(deps, pushing, async (tx) => {
    const before = await getGroup(tx, pushing, id);
    const displayName = change.displayName ?? before.displayName;
    const externalId = change.externalId === undefined ? before.externalId : change.externalId;
    const renamed = displayName !== before.displayName;
    const update = { displayName, externalId, nameKey: pushedKey(pushing.providerId, displayName) };
    if (renamed)
      await tx.update('pushedGroups', id, update).catch((error: unknown) => {
        throw taken(error);
      });
    const others = renamed ? await membersOf(tx, id) : [];
    const moves = await settleMembers(tx, deps, pushing, id, change.members, others);
    const details = { ...(renamed ? { renamed_from: before.displayName } : {}), ...moves };
    const changed = Object.keys(details).length > 0 || externalId !== before.externalId;
    if (!changed) return before;
    const updatedAt = deps.clock.now();
    await tx.update('pushedGroups', id, { ...update, updatedAt });
    await notePush(tx, deps, pushing, { kind: 'group', change: 'changed', name: displayName, details });
    return { ...before, ...update, updatedAt };
  });

/** Forgets a pushed group and what it gave. Throws ScimFault: 404. */
export const deletePushedGroup = (deps: Deps, pushing: Pushing, id: string): Promise<void> =>
  writeGroup(deps, pushing, async (tx) => {
    const { displayName } = await getGroup(tx, pushing, id);
    const details = await settleMembers(tx, deps, pushing, id, [{ kind: 'replace', ids: [] }], []);
    await tx.remove('pushedGroups', id);
    await notePush(tx, deps, pushing, { kind: 'group', change: 'deleted', name: displayName, details });
  });
