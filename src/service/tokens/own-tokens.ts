import type { Out } from '../../contract/operation.ts';
import type {
  AccessToken as WireToken,
  AccessTokenChange,
  AccessTokenList,
  CreatedAccessToken,
  NewAccessToken,
} from '../../contract/schemas/tokens.ts';
import { isWholeToken, type AccessToken } from '../../domain/access-token/access-token.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { loadActor } from '../shared/actor.ts';
import { recordAudit } from '../shared/record.ts';
import { issueAccessToken } from './issue-token.ts';
import { tokenView } from './token-view.ts';

/** Who calls, and with which token, if with one. */
export interface TokenOwner {
  readonly personId: string;
  readonly tokenId: string | null;
}

/** Makes a token for the caller; its answer is the only place where the token is. Errors: 409 with too many. */
export const createAccessToken = async (
  deps: Deps,
  { personId, tokenId }: TokenOwner,
  input: Out<typeof NewAccessToken>,
): Promise<CreatedAccessToken> => {
  const { token, fullToken } = await issueAccessToken(
    deps,
    async (tx) => {
      const actor = await loadActor(tx, personId);
      return { actor, person: { id: actor.personId, organizationId: actor.organizationId } };
    },
    {
      description: input.description,
      maxAgeSeconds: input.max_age_seconds ?? null,
      extendWhenUsed: input.extend_when_used,
    },
  );
  return { ...tokenView(token, tokenId), full_token: fullToken };
};

/** The caller's tokens, newest first: never more than a page (MOST_TOKENS). */
export const listAccessTokens = (
  { store }: Pick<Deps, 'store'>,
  { personId, tokenId }: TokenOwner,
): Promise<Out<typeof AccessTokenList>> =>
  store.read(async (tx) => {
    await loadActor(tx, personId);
    const tokens = await tx.find('accessTokens', {
      where: { personId },
      order: { column: 'createdAt', direction: 'desc' },
    });
    return { tokens: tokens.map((token) => tokenView(token, tokenId)) };
  });

/** The caller's token under a prefix or the whole token; nobody else's exists for them. */
const findToken = async (
  tx: Transaction,
  { digest }: Pick<Deps, 'digest'>,
  personId: string,
  named: string,
): Promise<AccessToken> => {
  const found = isWholeToken(named)
    ? await tx.get('accessTokens', await digest(named))
    : (await tx.find('accessTokens', { where: { prefix: named } }))[0];
  if (found?.personId !== personId)
    throw new ProblemError('access_token_not_found', 'You have no such access token.');
  return found;
};

/** Describes a token anew. Errors: 404 unless it is the caller's. */
export const updateAccessToken = (
  deps: Deps,
  { personId, tokenId }: TokenOwner,
  named: string,
  input: Out<typeof AccessTokenChange>,
): Promise<WireToken> =>
  deps.store.write(async (tx) => {
    await loadActor(tx, personId);
    const token = await findToken(tx, deps, personId, named);
    const change = { description: input.description };
    await tx.update('accessTokens', token.id, change);
    tx.announce({ touches: ['tokens'], organizationId: null, personIds: [personId] });
    return tokenView({ ...token, ...change }, tokenId);
  });

/** Ends a token at once. Errors: 404 unless it is the caller's, also when it was revoked before. */
export const revokeAccessToken = (
  deps: Deps,
  { personId }: TokenOwner,
  named: string,
): Promise<{ message: string }> =>
  deps.store.write(async (tx) => {
    const actor = await loadActor(tx, personId);
    const token = await findToken(tx, deps, personId, named);
    await tx.remove('accessTokens', token.id);
    await recordAudit(tx, deps.ids, deps.clock.now(), {
      actor,
      action: 'token.revoked',
      organizationId: token.organizationId,
      resourceName: token.description,
      details: { token_prefix: token.prefix, user_id: personId },
    });
    tx.announce({ touches: ['tokens'], organizationId: null, personIds: [personId] });
    return { message: 'Revoked.' };
  });
