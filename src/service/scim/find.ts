import { ScimFault, unfit } from '../../domain/scim/fault.ts';
import type { Comparison } from '../../domain/scim/filter.ts';
import type { PushedGroup } from '../../domain/scim/group.ts';
import { pushedKey, userNameKey, type PushedPerson } from '../../domain/scim/person.ts';
import { readFlag } from '../../domain/scim/values.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import type { Tables, Where } from '../ports/store.ts';
import type { Pushing } from './pushing.ts';

/** A part of a list: what fits in all, and these of it. */
export interface Listed<Row> {
  readonly total: number;
  readonly rows: readonly Row[];
}

/** Which part: the first one's place, from 1, and how many. */
export interface Part {
  readonly start: number;
  readonly count: number;
}

const notThere = (kind: 'user' | 'group', id: string): ScimFault =>
  new ScimFault(404, null, `There is no ${kind} ${id}.`);

/** A user that this provider pushed. Throws ScimFault. */
export const getPushed = async (
  tx: ReadTransaction,
  { providerId }: Pushing,
  id: string,
): Promise<PushedPerson> => {
  const found = await tx.get('pushedPeople', id);
  if (found?.providerId !== providerId) throw notThere('user', id);
  return found;
};

/** A group that this provider pushed. Throws ScimFault. */
export const getGroup = async (
  tx: ReadTransaction,
  { providerId }: Pushing,
  id: string,
): Promise<PushedGroup> => {
  const found = await tx.get('pushedGroups', id);
  if (found?.providerId !== providerId) throw notThere('group', id);
  return found;
};

/** Rows by their columns, and by their ids where those are known. */
interface Condition<Row> {
  readonly where: Where<Row>;
  readonly ids?: readonly string[];
}

const text = ({ value }: Comparison): string => {
  if (typeof value !== 'string') throw unfit('invalidFilter', 'This is compared with a text.');
  return value;
};

const unknown = ({ attribute }: Comparison): never => {
  throw unfit('invalidFilter', `Nothing is found by ${attribute} here.`);
};

const whoFits = (providerId: string, one: Comparison): Condition<PushedPerson> => {
  switch (one.attribute) {
    case 'id':
      return { where: {}, ids: [text(one)] };
    case 'username':
      return { where: { userNameKey: userNameKey(providerId, text(one)) } };
    case 'externalid':
      return { where: { externalKey: pushedKey(providerId, text(one)) } };
    case 'displayname':
      return { where: { displayName: text(one) } };
    case 'emails':
    case 'emails.value':
      return { where: { email: text(one).toLowerCase() } };
    case 'active':
      return { where: { active: readFlag(one.value, 'active') } };
    default:
      return unknown(one);
  }
};

const groupsThatFit = async (
  tx: ReadTransaction,
  providerId: string,
  one: Comparison,
): Promise<Condition<PushedGroup>> => {
  switch (one.attribute) {
    case 'id':
      return { where: {}, ids: [text(one)] };
    case 'displayname':
      return { where: { nameKey: pushedKey(providerId, text(one)) } };
    case 'externalid':
      return { where: { externalId: text(one) } };
    case 'members':
    case 'members.value': {
      const members = await tx.find('pushedMembers', { where: { userId: text(one) } });
      return { where: {}, ids: members.map(({ groupId }) => groupId) };
    }
    default:
      return unknown(one);
  }
};

/** What all conditions say together; null where nothing can fit. */
const together = <Row extends { readonly id: string }>(
  conditions: readonly Condition<Row>[],
): Where<Row> | null => {
  const all = new Map<string, unknown>();
  let ids: readonly string[] | undefined;
  for (const { where, ids: some } of conditions) {
    if (some) ids = ids === undefined ? some : ids.filter((id) => some.includes(id));
    for (const [column, value] of Object.entries(where)) {
      if (all.has(column) && all.get(column) !== value) return null;
      all.set(column, value);
    }
  }
  // Columns of the conditions, each with a value of its own.
  return { ...Object.fromEntries(all), ...(ids ? { id: { in: ids } } : {}) } as Where<Row>;
};

/** The part of what fits; null: nothing can. A place behind the end is asked of no database. */
const list = async <T extends 'pushedPeople' | 'pushedGroups'>(
  tx: ReadTransaction,
  table: T,
  where: Where<Tables[T]> | null,
  { start, count }: Part,
): Promise<Listed<Tables[T]>> => {
  const total = where ? await tx.count(table, { where }) : 0;
  if (!where || count === 0 || start > total) return { total, rows: [] };
  const rows = await tx.find(table, { where, limit: start - 1 + count });
  return { total, rows: rows.slice(start - 1) };
};

/** The users of a provider that fit, by id. Throws ScimFault for what nothing is found by. */
export const listPeople = (
  tx: ReadTransaction,
  { providerId }: Pushing,
  filter: readonly Comparison[],
  part: Part,
): Promise<Listed<PushedPerson>> => {
  const conditions = filter.map((one) => whoFits(providerId, one));
  return list(tx, 'pushedPeople', together([{ where: { providerId } }, ...conditions]), part);
};

/** As listPeople, of groups. */
export const listGroups = async (
  tx: ReadTransaction,
  { providerId }: Pushing,
  filter: readonly Comparison[],
  part: Part,
): Promise<Listed<PushedGroup>> => {
  const conditions = await Promise.all(filter.map((one) => groupsThatFit(tx, providerId, one)));
  return list(tx, 'pushedGroups', together([{ where: { providerId } }, ...conditions]), part);
};
