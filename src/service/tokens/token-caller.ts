import {
  afterUse,
  tokenOpens,
  type AccessToken,
  type TokenUse,
} from '../../domain/access-token/access-token.ts';
import type { Deps } from '../deps.ts';
import { personIsSuspended } from '../sign-in/suspension.ts';
import { noteOnce } from '../shared/note-once.ts';

/** The token that this text is, or null: unknown, expired, revoked, or its person is gone or suspended. */
export const tokenCaller = async (
  deps: Pick<Deps, 'store' | 'clock' | 'digest' | 'signIn'>,
  token: string,
): Promise<AccessToken | null> => {
  const { store, clock, digest } = deps;
  const found = await store.get('accessTokens', await digest(token));
  if (!found || !tokenOpens(found, clock.now())) return null;
  const person = await store.get('people', found.personId);
  return person && !(await personIsSuspended(deps, person.id)) ? found : null;
};

/**
 * Notes that a token was used, where from and with what, once a minute at most, judged by the token as the call saw it, and
 * moves the end of one that lives on by being used. Never fails.
 */
export const noteUse = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  seen: AccessToken,
  use: TokenUse,
): Promise<void> => {
  if (!afterUse(seen, use, clock.now())) return;
  await noteOnce(`token ${seen.id}`, () =>
    store.write(async (tx) => {
      const token = await tx.get('accessTokens', seen.id);
      const change = token && afterUse(token, use, clock.now());
      if (!token || !change) return;
      await tx.update('accessTokens', token.id, change);
      tx.announce({ touches: ['tokens'], organizationId: null, personIds: [token.personId] });
    }),
  );
};
