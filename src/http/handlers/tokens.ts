import type * as operations from '../../contract/operations/tokens.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/tokens.ts';
import * as tokens from '../../service/tokens/own-tokens.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    createAccessToken: ({ deps, me, tokenId, body }) =>
      tokens.createAccessToken(deps, { personId: me, tokenId }, body),
    listAccessTokens: ({ deps, me, tokenId }) => tokens.listAccessTokens(deps, { personId: me, tokenId }),
    updateAccessToken: ({ deps, me, tokenId, params, body }) =>
      tokens.updateAccessToken(deps, { personId: me, tokenId }, params.token_prefix, body),
    revokeAccessToken: ({ deps, me, tokenId, params }) =>
      tokens.revokeAccessToken(deps, { personId: me, tokenId }, params.token_prefix),
  },
};
