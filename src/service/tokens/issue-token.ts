import {
  issueToken,
  MOST_TOKENS,
  prefixOf,
  tokenOfBits,
  tokenOpens,
  type AccessToken,
} from '../../domain/access-token/access-token.ts';
import type { Person } from '../../domain/people.ts';
import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { DuplicateError } from '../ports/store.ts';
import { ProblemError } from '../problem.ts';
import { recordAudit, type Occurrence } from '../shared/record.ts';

/** Whom the token is for, and who makes it. */
export interface Issue {
  readonly person: Pick<Person, 'id' | 'organizationId'>;
  readonly actor: Occurrence['actor'];
}

export interface Wish {
  readonly description: string;
  readonly maxAgeSeconds: number | null;
  readonly extendWhenUsed: boolean;
}

export interface Issued {
  readonly token: AccessToken;
  /** The whole token. It is nowhere else. */
  readonly fullToken: string;
}

/** What issuing needs of a host; the command line has no more. */
export type IssuingDeps = Pick<Deps, 'store' | 'clock' | 'ids' | 'digest' | 'randomToken'>;

/** Keeps a person's list as short as a page: expired ones make room first. */
const makeRoom = async (tx: Transaction, personId: string, now: Instant): Promise<void> => {
  const tokens = await tx.find('accessTokens', { where: { personId } });
  if (tokens.length < MOST_TOKENS) return;
  const over = tokens.filter((token) => !tokenOpens(token, now));
  if (over.length === 0)
    throw new ProblemError(
      'access_token_limit_reached',
      `You have ${MOST_TOKENS} access tokens, which is as many as one person may have. Revoke one that is not used any more.`,
    );
  for (const { id } of over) await tx.remove('accessTokens', id);
};

/**
 * Makes a token for the person that `whose` finds in the same transaction. Errors: 409 when the person has too many.
 */
export const issueAccessToken = async (
  deps: IssuingDeps,
  whose: (tx: ReadTransaction) => Promise<Issue>,
  wish: Wish,
): Promise<Issued> => {
  const { store, clock, ids, digest, randomToken } = deps;
  const fullToken = tokenOfBits(randomToken());
  const id = await digest(fullToken);
  try {
    const token = await store.write(async (tx) => {
      const now = clock.now();
      const { person, actor } = await whose(tx);
      await makeRoom(tx, person.id, now);
      const made = issueToken({
        ...wish,
        id,
        prefix: prefixOf(fullToken),
        organizationId: person.organizationId,
        personId: person.id,
        now,
      });
      await tx.insert('accessTokens', made);
      await recordAudit(tx, ids, now, {
        actor,
        action: 'token.created',
        organizationId: person.organizationId,
        resourceName: made.description,
        details: { token_prefix: made.prefix, user_id: person.id },
      });
      tx.announce({ touches: ['tokens'], organizationId: null, personIds: [person.id] });
      return made;
    });
    return { token, fullToken };
  } catch (error) {
    // Another token begins with the same characters, which one in 10^16 does.
    if (error instanceof DuplicateError && error.table === 'accessTokens')
      return issueAccessToken(deps, whose, wish);
    throw error;
  }
};
