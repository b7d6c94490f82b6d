import type * as operations from '../../operations/tokens.ts';
import type { SchemasOf } from '../by-operation.ts';
import { Done } from '../shared.ts';
import * as tokens from '../tokens.ts';

export const SCHEMAS = {
  createAccessToken: { body: tokens.NewAccessToken, answer: tokens.CreatedAccessToken },
  listAccessTokens: { answer: tokens.AccessTokenList },
  updateAccessToken: { body: tokens.AccessTokenChange, answer: tokens.AccessToken },
  revokeAccessToken: { answer: Done },
} as const satisfies SchemasOf<typeof operations>;
