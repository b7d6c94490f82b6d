import { pushedKey, userNameKey, nameOf, type PushedPerson } from '../../domain/scim/person.ts';
import { readClaims, type Entitlement } from '../../domain/sign-in/claims.ts';
import { isOnlyPushed, type Identity } from '../../domain/sign-in/identity.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import type { Pushing } from './pushing.ts';

/** The names of the pushed groups that somebody is in. */
const groupNames = async (tx: ReadTransaction, { id: userId }: PushedPerson): Promise<readonly string[]> => {
  const members = await tx.find('pushedMembers', { where: { userId } });
  if (members.length === 0) return [];
  const groups = await tx.find('pushedGroups', {
    where: { id: { in: members.map(({ groupId }) => groupId) } },
  });
  return groups.map(({ displayName }) => displayName);
};

/**
 * What somebody may have where their provider pushes: groups, roles and administration by the pushed groups, and by nothing
 * that a login claims. Who was not pushed is in none. The address stays what it was told to be.
 */
export const governedBy = async (
  tx: ReadTransaction,
  { policy, groups }: Pushing,
  pushed: PushedPerson | undefined,
  entitlement: Entitlement,
): Promise<Entitlement> => {
  const { email, emailTrusted } = entitlement;
  const name = pushed ? nameOf(pushed) : entitlement.name;
  if (groups === 'claimed') return { ...entitlement, name };
  const names = pushed ? await groupNames(tx, pushed) : [];
  return { ...readClaims({ [policy.groups]: names }, policy), email, emailTrusted, name };
};

/** Who comes in, as far as it finds whom their provider pushed. */
interface Coming {
  readonly identity: Identity | undefined;
  /** The claim that a push calls by `externalId`. */
  readonly externalId: string | null;
  readonly entitlement: Entitlement;
}

/**
 * Whom the provider pushed for this account: tied to it before, or of this external id, or of an address that the provider
 * says is theirs, where no other account came in as that user yet.
 */
export const findPushed = async (
  tx: ReadTransaction,
  { providerId }: Pushing,
  { identity, externalId, entitlement }: Coming,
): Promise<PushedPerson | undefined> => {
  if (externalId !== null) {
    const externalKey = pushedKey(providerId, externalId);
    const [found] = await tx.find('pushedPeople', { where: { externalKey } });
    if (found) return found;
  }
  if (identity) {
    const [tied] = await tx.find('pushedPeople', { where: { identityId: identity.id } });
    if (tied) return tied;
  }
  const { email, emailTrusted } = entitlement;
  if (email === null || !emailTrusted) return undefined;
  const named = await tx.find('pushedPeople', {
    where: { providerId },
    either: [{ email }, { userNameKey: userNameKey(providerId, email) }],
  });
  for (const one of named) {
    const account = one.identityId === null ? undefined : await tx.get('identities', one.identityId);
    if (!account || isOnlyPushed(account)) return one;
  }
  return undefined;
};
