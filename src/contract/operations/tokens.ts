import { operation } from '../operation.ts';

const T = '/v1/access_token' as const;
const group = 'Access tokens';

export const createAccessToken = operation({
  id: 'createAccessToken',
  // No copy of its answer may be kept: it carries the token (R21).
  keyed: false,
  method: 'POST',
  path: T,
  group,
  summary: 'Create a personal access token',
  description:
    'The answer’s `full_token` is the token, and the only place where it is ever shown. Send it as `Authorization: Bearer TOKEN` or `Authorization: aivenv1 TOKEN`; it may do what its person may. Scopes and address lists are refused rather than passed over.',
  problems: ['step_up_required', 'permission_denied', 'invalid_request', 'access_token_limit_reached'],
  touches: ['tokens'],
});

export const listAccessTokens = operation({
  id: 'listAccessTokens',
  method: 'GET',
  path: T,
  group,
  summary: 'My personal access tokens, newest first',
  description: 'Without the tokens themselves. Expired ones are listed for 30 days.',
  nouns: ['tokens'],
});

export const updateAccessToken = operation({
  id: 'updateAccessToken',
  method: 'PUT',
  path: `${T}/{token_prefix}`,
  group,
  summary: 'Describe a personal access token anew',
  problems: ['invalid_request', 'access_token_not_found'],
  touches: ['tokens'],
});

export const revokeAccessToken = operation({
  id: 'revokeAccessToken',
  method: 'DELETE',
  path: `${T}/{token_prefix}`,
  group,
  summary: 'Revoke a personal access token, by its prefix or the whole of it',
  description: 'It opens nothing from this moment on.',
  problems: ['access_token_not_found'],
  touches: ['tokens'],
});
