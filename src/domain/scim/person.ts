import type { Instant } from '../time.ts';
import { unfit } from './fault.ts';
import { isObject } from '../json-object.ts';
import { demandText, fieldOf, readFlag, readObject, readText } from './values.ts';

export interface PushedEmail {
  readonly value: string;
  readonly type?: string;
  readonly primary?: boolean;
}

export const NAME_PARTS = ['formatted', 'familyName', 'givenName'] as const;
export type NamePart = (typeof NAME_PARTS)[number];

/** What is kept of a SCIM user: who it is, and whether they are let in. All else that providers push is passed over. */
export interface PersonFields {
  readonly userName: string;
  readonly externalId: string | null;
  readonly active: boolean;
  readonly displayName: string | null;
  readonly name: Readonly<Partial<Record<NamePart, string>>>;
  readonly emails: readonly PushedEmail[];
}

/** Somebody whom a provider pushed. */
export interface PushedPerson extends PersonFields {
  /** SCIM's id of the user, which is not the person's. */
  readonly id: string;
  readonly providerId: string;
  /** `<provider> <user name in lower case>`: user names are unique whatever their case. */
  readonly userNameKey: string;
  /** `<provider> <external id>`; null without one. */
  readonly externalKey: string | null;
  /** The address that counts, in lower case; null without one. */
  readonly email: string | null;
  /** The account that they are here; null as long as they are nobody here. */
  readonly identityId: string | null;
  /** A push was about them and many others, and it is not yet carried out for them. */
  readonly waiting: boolean;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** Unique within a provider alone; no provider's id has a space in it. */
export const pushedKey = (providerId: string, text: string): string => `${providerId} ${text}`;

export const userNameKey = (providerId: string, userName: string): string =>
  pushedKey(providerId, userName.toLowerCase());

const ADDRESS = /^[^\s@]+@[^\s@]+$/u;
const MOST_EMAILS = 20;

/** One address, as an object or a bare text. Throws ScimFault. */
export const readEmail = (value: unknown): PushedEmail => {
  if (typeof value === 'string') return { value: demandText(value, 'emails.value') };
  if (!isObject(value)) throw unfit('invalidValue', 'emails must be a list of objects.');
  const type = readText(fieldOf(value, 'type'), 'emails.type');
  const primary = fieldOf(value, 'primary');
  return {
    value: demandText(fieldOf(value, 'value'), 'emails.value'),
    ...(type === null ? {} : { type }),
    ...(primary === undefined || primary === null ? {} : { primary: readFlag(primary, 'emails.primary') }),
  };
};

/** A list of addresses, or one by itself. Throws ScimFault. */
export const readEmails = (value: unknown): readonly PushedEmail[] => {
  const list: readonly unknown[] =
    value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  if (list.length > MOST_EMAILS)
    throw unfit('invalidValue', `Nobody has more than ${MOST_EMAILS} addresses here.`);
  return list.map(readEmail);
};

/** The parts of a name that are kept; null and empty ones are dropped. Throws ScimFault. */
export const readName = (value: unknown): PersonFields['name'] => {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw unfit('invalidValue', 'name must be an object.');
  return Object.fromEntries(
    NAME_PARTS.flatMap((part) => {
      const text = readText(fieldOf(value, part), `name.${part}`);
      return text === null ? [] : [[part, text]];
    }),
  );
};

/**
 * A user as it was sent whole. What `active` is without being said stays: leaving it out neither lets in nor locks out.
 * Throws ScimFault.
 */
export const readPerson = (body: unknown, activeBefore = true): PersonFields => {
  const sent = readObject(body);
  const active = fieldOf(sent, 'active');
  return {
    userName: demandText(fieldOf(sent, 'userName'), 'userName'),
    externalId: readText(fieldOf(sent, 'externalId'), 'externalId'),
    active: active === undefined || active === null ? activeBefore : readFlag(active, 'active'),
    displayName: readText(fieldOf(sent, 'displayName'), 'displayName'),
    name: readName(fieldOf(sent, 'name')),
    emails: readEmails(fieldOf(sent, 'emails')),
  };
};

/** The address that counts: the primary one, or the one at work, or the first, or the user name; null without any. */
export const emailOf = ({ emails, userName }: Pick<PersonFields, 'emails' | 'userName'>): string | null => {
  const chosen =
    emails.find(({ primary }) => primary === true) ??
    emails.find(({ type }) => type?.toLowerCase() === 'work') ??
    emails[0];
  const email = (chosen?.value ?? userName).toLowerCase();
  return ADDRESS.test(email) ? email : null;
};

/** What people call them. */
export const nameOf = ({ displayName, name, userName }: PersonFields): string => {
  const parts = [name.givenName, name.familyName].filter((part) => part !== undefined).join(' ');
  return displayName ?? name.formatted ?? (parts === '' ? userName : parts);
};
