import type { Instant } from '../time.ts';
import { isObject } from '../json-object.ts';
import { demandText, fieldOf, readObject, readText } from './values.ts';

/** A group that a provider pushed. What it gives is decided by its name. */
export interface PushedGroup {
  readonly id: string;
  readonly providerId: string;
  readonly displayName: string;
  /** `<provider> <name>`: two groups of one name would be one. */
  readonly nameKey: string;
  readonly externalId: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

export interface PushedMember {
  /** `<group id>:<user id>` */
  readonly id: string;
  readonly groupId: string;
  readonly userId: string;
}

/** Ids of SCIM users. `replace`: these and nobody else. */
export interface MemberChange {
  readonly kind: 'add' | 'remove' | 'replace';
  readonly ids: readonly string[];
}

/** What a call does to a group; what is absent stays. */
export interface GroupChange {
  readonly displayName?: string;
  readonly externalId?: string | null;
  /** One after the other. */
  readonly members: readonly MemberChange[];
}

/** The ids in a list of members, or in one by itself. Throws ScimFault. */
export const readMembers = (value: unknown): readonly string[] => {
  const list: readonly unknown[] =
    value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
  const ids = list.map((item) => demandText(isObject(item) ? fieldOf(item, 'value') : item, 'members.value'));
  return [...new Set(ids)];
};

/** A group as it was sent whole; without members it has none. Throws ScimFault. */
export const readGroup = (body: unknown): Required<GroupChange> => {
  const sent = readObject(body);
  return {
    displayName: demandText(fieldOf(sent, 'displayName'), 'displayName'),
    externalId: readText(fieldOf(sent, 'externalId'), 'externalId'),
    members: [{ kind: 'replace', ids: readMembers(fieldOf(sent, 'members')) }],
  };
};
