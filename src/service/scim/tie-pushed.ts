import type { PushedPerson } from '../../domain/scim/person.ts';
import { isOnlyPushed, type Identity } from '../../domain/sign-in/identity.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { endAccount, tie } from './apply-pushed.ts';
import type { PushDeps, Pushing } from './pushing.ts';

/**
 * The account that a pushed user is already, if whoever comes in may be it: nobody came in with it yet, or the provider says
 * the same external id. Another account that merely had the address is not theirs.
 */
export const accountPushed = async (
  tx: ReadTransaction,
  pushed: PushedPerson | undefined,
  externalId: string | null,
): Promise<Identity | undefined> => {
  const account =
    pushed && pushed.identityId !== null ? await tx.get('identities', pushed.identityId) : undefined;
  const same = account && externalId !== null && account.externalId === externalId;
  return account && (isOnlyPushed(account) || same) ? account : undefined;
};

/** From now on this account is whom the provider pushed. Repeatable. */
export const tiePushed = async (
  tx: Transaction,
  deps: PushDeps,
  pushing: Pushing,
  pushed: PushedPerson,
  identity: Identity,
): Promise<void> => {
  const { identityId } = pushed;
  if (identityId === identity.id) return;
  await tie(tx, pushed, identity.id);
  const before = identityId === null ? undefined : await tx.get('identities', identityId);
  const person = before && (await tx.get('people', before.personId));
  // Made by the push, for it was not known that they are somebody else here, or pushed no more.
  if (before && person && before.personId !== identity.personId)
    await endAccount(tx, deps, pushing, before, person);
};
