import { isSuspended } from '../../domain/sign-in/identity.ts';
import { isLive, type Session } from '../../domain/sign-in/session.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';

/** Whether providers answer for this person no more: their tokens and keys wait then for the next sign-in. */
export const personIsSuspended = async (
  { store, signIn }: Pick<Deps, 'store' | 'signIn'>,
  personId: string,
): Promise<boolean> =>
  signIn.providers !== null &&
  isSuspended(await store.read((tx) => tx.find('identities', { where: { personId } })));

/** Whether another session of the same account goes on, about which the provider is asked as well. */
export const goesOnElsewhere = async (
  tx: ReadTransaction,
  { signIn, clock }: Pick<Deps, 'signIn' | 'clock'>,
  { id, identityId }: Session,
): Promise<boolean> => {
  if (identityId === null) return false;
  const others = await tx.find('sessions', { where: { identityId } });
  return others.some(
    (other) => other.id !== id && other.refreshAt !== null && isLive(other, signIn, clock.now()),
  );
};

/** Notes whether a session's provider answers for its person. Repeatable. */
export const noteAnswering = async (
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  { identityId }: Session,
  answers: boolean,
): Promise<void> => {
  const identity = identityId === null ? undefined : await tx.get('identities', identityId);
  if (!identity || (identity.endedAt === null) === answers) return;
  await tx.update('identities', identity.id, { endedAt: answers ? null : clock.now() });
};
