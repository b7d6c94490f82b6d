import type { Instant } from '../../domain/time.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';

/** Among answers that are kept for repetition, and for as long: a day. */
const idOf = (claimHash: string): string => `claim:${claimHash}`;

/** Remembers the claim of a key that is being deleted, in the same transaction, which it never stops. */
export const spendClaim = async (tx: Transaction, claimHash: string, now: Instant): Promise<void> => {
  if (await isSpent(tx, claimHash)) return;
  const id = idOf(claimHash);
  await tx.insert('keptAnswers', { id, requestHash: claimHash, outcome: 'null', createdAt: now });
};

/** Whether a key was made with this claim and deleted: asked again, it must not become another key (K7, R19). */
export const isSpent = async (tx: ReadTransaction, claimHash: string): Promise<boolean> =>
  (await tx.get('keptAnswers', idOf(claimHash))) !== undefined;
