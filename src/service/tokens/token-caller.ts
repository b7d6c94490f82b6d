import { tokenOpens, afterUse, type TokenUse } from '../../domain/access-token/access-token.ts';
import type { Deps } from '../deps.ts';

/** Whose token this is, or null: unknown, expired, revoked, or its person is gone. */
export const tokenCaller = async (
  { store, clock, digest }: Pick<Deps, 'store' | 'clock' | 'digest'>,
  token: string,
): Promise<{ readonly personId: string; readonly tokenId: string } | null> => {
  const found = await store.get('accessTokens', await digest(token));
  if (!found || !tokenOpens(found, clock.now())) return null;
  const person = await store.get('people', found.personId);
  return person ? { personId: person.id, tokenId: found.id } : null;
};

/** Tokens whose use is being noted by this process: a thousand calls at once need one note. */
const underWay = new Set<string>();

/**
 * Notes that a token was used, where from and with what, once a minute at most, and moves the end of one that lives on by
 * being used. Never fails: no call is to wait for this, or to end because of it.
 */
export const noteUse = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  tokenId: string,
  use: TokenUse,
): Promise<void> => {
  if (underWay.has(tokenId)) return;
  underWay.add(tokenId);
  try {
    const seen = await store.get('accessTokens', tokenId);
    // Asked before the transaction, so that reading does not write.
    if (!seen || !afterUse(seen, use, clock.now())) return;
    await store.write(async (tx) => {
      const token = await tx.get('accessTokens', tokenId);
      const change = token && afterUse(token, use, clock.now());
      if (!token || !change) return;
      await tx.update('accessTokens', tokenId, change);
      tx.announce({ touches: ['tokens'], organizationId: null, personIds: [token.personId] });
    });
  } catch {
    // The next use notes it.
  } finally {
    underWay.delete(tokenId);
  }
};
