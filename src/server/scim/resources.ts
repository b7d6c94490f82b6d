import { toWireTime } from '../../contract/text.ts';
import type { PushedPerson } from '../../domain/scim/person.ts';
import type { PushedGroup } from '../../domain/scim/group.ts';
import type { ReadTransaction } from '../../service/ports/ports.ts';

export const USER_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:User';
export const GROUP_SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:Group';

export type Resource = Readonly<Record<string, unknown>>;

const metaOf = (
  resourceType: 'User' | 'Group',
  base: string,
  { id, createdAt, updatedAt }: Pick<PushedGroup, 'id' | 'createdAt' | 'updatedAt'>,
): object => ({
  resourceType,
  created: toWireTime(createdAt),
  lastModified: toWireTime(updatedAt),
  location: `${base}/${resourceType}s/${id}`,
});

/** A user as SCIM shows it; `base` is the address of the provider's own part of it. */
export const userResource = (base: string, person: PushedPerson): Resource => {
  const { id, externalId, userName, active, displayName, name, emails } = person;
  return {
    schemas: [USER_SCHEMA],
    id,
    ...(externalId === null ? {} : { externalId }),
    userName,
    active,
    ...(displayName === null ? {} : { displayName }),
    ...(Object.keys(name).length === 0 ? {} : { name }),
    ...(emails.length === 0 ? {} : { emails }),
    meta: metaOf('User', base, person),
  };
};

/** A group as SCIM shows it, with its members where they are wanted. */
export const groupResource = async (
  tx: ReadTransaction,
  base: string,
  group: PushedGroup,
  withMembers: boolean,
): Promise<Resource> => {
  const { id, externalId, displayName } = group;
  const members = withMembers ? await tx.find('pushedMembers', { where: { groupId: id } }) : [];
  return {
    schemas: [GROUP_SCHEMA],
    id,
    ...(externalId === null ? {} : { externalId }),
    displayName,
    ...(members.length === 0
      ? {}
      : {
          members: members.map(({ userId }) => ({
            value: userId,
            type: 'User',
            $ref: `${base}/Users/${userId}`,
          })),
        }),
    meta: metaOf('Group', base, group),
  };
};

const ALWAYS = new Set(['schemas', 'id']);

/** Without expressions that go back and forth: searches carry lists as long as a body. */
const plainAttribute = (text: string): string => {
  const lower = text.trim().toLowerCase();
  const [first = ''] = (lower.startsWith('urn:') ? lower.slice(lower.lastIndexOf(':') + 1) : lower).split(
    '.',
  );
  return first;
};

/** Names of attributes in a query, in lower case; of an attribute of an attribute the first counts. */
export const attributeNames = (text: string | undefined): ReadonlySet<string> =>
  new Set(
    (text ?? '')
      .split(',')
      .map(plainAttribute)
      .filter((name) => name !== ''),
  );

/** Of a resource what was asked for: `attributes` alone, or all but `excludedAttributes`. */
export const project = (
  resource: Resource,
  wanted: ReadonlySet<string>,
  unwanted: ReadonlySet<string>,
): Resource =>
  Object.fromEntries(
    Object.entries(resource).filter(
      ([name]) =>
        ALWAYS.has(name) ||
        (wanted.size > 0 ? wanted.has(name.toLowerCase()) : !unwanted.has(name.toLowerCase())),
    ),
  );
