import { unfit } from './fault.ts';
import { parsePath, type Comparison, type Path } from './filter.ts';
import { readMembers, type GroupChange, type MemberChange } from './group.ts';
import {
  NAME_PARTS,
  readEmail,
  readEmails,
  readName,
  type PersonFields,
  type PushedEmail,
} from './person.ts';
import { isObject } from '../json-object.ts';
import { demandText, fieldOf, readFlag, readObject, readText } from './values.ts';

type Op = 'add' | 'replace' | 'remove';

/** One change at one place. */
interface Change {
  readonly op: Op;
  readonly path: Path;
  readonly value: unknown;
}

/** In one call, however they are written: each may cost the database a question. */
const MOST_CHANGES = 1000;

const isOp = (word: string): word is Op => word === 'add' || word === 'replace' || word === 'remove';

/**
 * The changes of a PATCH, in order. An operation without a path is one change for each field of its value, whose name may
 * be a path of its own, as some providers have it. Throws ScimFault.
 */
export const readPatch = (body: unknown): readonly Change[] => {
  const operations = fieldOf(readObject(body), 'Operations');
  const wrong = () => unfit('invalidSyntax', `Operations must be a list of 1 to ${MOST_CHANGES} changes.`);
  if (!Array.isArray(operations) || operations.length === 0 || operations.length > MOST_CHANGES)
    throw wrong();
  const changes = operations.flatMap((operation: unknown): Change[] => {
    if (!isObject(operation)) throw unfit('invalidSyntax', 'An operation must be an object.');
    const word = fieldOf(operation, 'op');
    const op = typeof word === 'string' ? word.toLowerCase() : '';
    if (!isOp(op)) throw unfit('invalidSyntax', 'op must be add, replace or remove.');
    const path = fieldOf(operation, 'path');
    const value = fieldOf(operation, 'value');
    if (typeof path === 'string' && path.trim() !== '') return [{ op, path: parsePath(path), value }];
    if (path !== undefined && path !== null && path !== '')
      throw unfit('invalidPath', 'A path must be a text.');
    if (op === 'remove') throw unfit('noTarget', 'What is to be removed needs a path.');
    if (!isObject(value)) throw unfit('invalidValue', 'Without a path the value must be an object.');
    const fields = Object.entries(value);
    if (fields.length > MOST_CHANGES) throw wrong();
    return fields.map(([name, inner]) => ({ op, path: parsePath(name), value: inner }));
  });
  if (changes.length > MOST_CHANGES) throw wrong();
  return changes;
};

const demandPlain = ({ attribute, filter, sub }: Path): void => {
  if (filter !== null || sub !== null) throw unfit('invalidPath', `${attribute} is one plain value.`);
};

const EMAIL_PARTS = ['value', 'type', 'primary'] as const;

const fits = (email: PushedEmail, filter: readonly Comparison[]): boolean =>
  filter.every(({ attribute, value }) => {
    const part = EMAIL_PARTS.find((one) => one === attribute.replace(/^emails\./u, ''));
    const held = part === undefined ? undefined : email[part];
    return typeof held === 'string' && typeof value === 'string'
      ? held.toLowerCase() === value.toLowerCase()
      : (held ?? (part === 'primary' ? false : undefined)) === value;
  });

/** What a filter says of the value that it would fit. */
const fromFilter = (filter: readonly Comparison[]): object =>
  Object.fromEntries(filter.map(({ attribute, value }) => [attribute.replace(/^emails\./u, ''), value]));

/** At most one is the primary one: the last that was made so. */
const onePrimary = (
  emails: readonly PushedEmail[],
  newest: PushedEmail | undefined,
): readonly PushedEmail[] =>
  newest?.primary === true
    ? emails.map((email) =>
        email.primary === true && email !== newest ? { ...email, primary: false } : email,
      )
    : emails;

const addEmails = (emails: readonly PushedEmail[], added: readonly PushedEmail[]): readonly PushedEmail[] => {
  let all = emails;
  for (const email of added) {
    const rest = all.filter(({ value, type }) => value !== email.value || type !== email.type);
    all = onePrimary([...rest, email], email);
  }
  return all;
};

const patchEmails = (
  emails: readonly PushedEmail[],
  { op, path: { filter, sub }, value }: Change,
): readonly PushedEmail[] => {
  if (filter === null && sub === null) {
    if (op === 'add') return addEmails(emails, readEmails(value));
    if (op === 'replace') return addEmails([], readEmails(value));
    // Some name those that go in the value, and not in the path.
    const gone = readEmails(value).map((one) => one.value);
    return gone.length === 0 ? [] : emails.filter((one) => !gone.includes(one.value));
  }
  const chosen = (email: PushedEmail): boolean => filter === null || fits(email, filter);
  if (sub !== null && !EMAIL_PARTS.some((part) => part === sub)) return emails;
  if (op === 'remove')
    return emails.flatMap((email) => {
      if (!chosen(email)) return [email];
      if (sub === null || sub === 'value') return [];
      const { value: address, type, primary } = email;
      return [readEmail({ value: address, ...(sub === 'type' ? { primary } : { type }) })];
    });
  const more = sub === null ? (isObject(value) ? value : { value }) : { [sub]: value };
  // Nothing is there to be changed: whoever names it so wants it to be there.
  if (!emails.some(chosen)) return addEmails(emails, [readEmail({ ...fromFilter(filter ?? []), ...more })]);
  return emails.reduce<readonly PushedEmail[]>((all, email, i) => {
    if (!chosen(email)) return all;
    const changed = readEmail({ ...all[i], ...more });
    return onePrimary(all.with(i, changed), changed);
  }, emails);
};

const patchName = (
  name: PersonFields['name'],
  { op, path: { filter, sub }, value }: Change,
): PersonFields['name'] => {
  if (filter !== null) throw unfit('invalidPath', 'name is one value.');
  if (sub === null) return op === 'remove' ? {} : { ...name, ...readName(value) };
  const part = NAME_PARTS.find((one) => one.toLowerCase() === sub);
  if (part === undefined) return name;
  const { [part]: _, ...rest } = name;
  const text = op === 'remove' ? null : readText(value, `name.${part}`);
  return text === null ? rest : { ...rest, [part]: text };
};

const patchOnce = (fields: PersonFields, change: Change): PersonFields => {
  const { op, path, value } = change;
  const text = (name: string): string | null => {
    demandPlain(path);
    return op === 'remove' ? null : readText(value, name);
  };
  switch (path.attribute) {
    case 'username':
      demandPlain(path);
      if (op === 'remove') throw unfit('mutability', 'A user has a userName.');
      return { ...fields, userName: demandText(value, 'userName') };
    case 'externalid':
      return { ...fields, externalId: text('externalId') };
    case 'displayname':
      return { ...fields, displayName: text('displayName') };
    case 'active':
      demandPlain(path);
      // Nobody is let in by saying nothing.
      return { ...fields, active: op === 'remove' ? false : readFlag(value, 'active') };
    case 'name':
      return { ...fields, name: patchName(fields.name, change) };
    case 'emails':
      return { ...fields, emails: readEmails(patchEmails(fields.emails, change)) };
    default:
      // Not kept, like everything else that providers know of people.
      return fields;
  }
};

/** What a user is after a PATCH. Throws ScimFault, and then nothing of it counts. */
export const patchPerson = (fields: PersonFields, body: unknown): PersonFields =>
  readPatch(body).reduce(patchOnce, fields);

const patchMembers = ({ op, path: { filter, sub }, value }: Change): MemberChange => {
  if (sub !== null && sub !== 'value') throw unfit('invalidPath', 'Members are changed as a whole.');
  if (filter === null) {
    if (op !== 'remove') return { kind: op, ids: readMembers(value) };
    // Some name those who go in the value, and not in the path.
    return value === undefined || value === null
      ? { kind: 'replace', ids: [] }
      : { kind: 'remove', ids: readMembers(value) };
  }
  if (filter.some(({ attribute }) => attribute !== 'value' && attribute !== 'members.value'))
    throw unfit('invalidFilter', 'Members are found by their value.');
  if (op === 'replace') throw unfit('mutability', 'A member is added or removed, not changed.');
  return { kind: op, ids: filter.map(({ value: id }) => demandText(id, 'members.value')) };
};

/** What a PATCH does to a group, without knowing its members. Throws ScimFault. */
export const patchGroup = (body: unknown): GroupChange =>
  readPatch(body).reduce<GroupChange>(
    (change, one) => {
      const { op, path, value } = one;
      switch (path.attribute) {
        case 'displayname':
          demandPlain(path);
          if (op === 'remove') throw unfit('mutability', 'A group has a displayName.');
          return { ...change, displayName: demandText(value, 'displayName') };
        case 'externalid':
          demandPlain(path);
          return { ...change, externalId: op === 'remove' ? null : readText(value, 'externalId') };
        case 'members':
          return { ...change, members: [...change.members, patchMembers(one)] };
        default:
          return change;
      }
    },
    { members: [] },
  );
