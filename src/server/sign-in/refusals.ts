import * as oidc from 'openid-client';

/** Answers of a token endpoint that are about us, or about now, and not about the person. */
const NOT_ABOUT_THEM: ReadonlySet<string> = new Set([
  'invalid_client',
  'unauthorized_client',
  'unsupported_grant_type',
  'server_error',
  'temporarily_unavailable',
  'slow_down',
]);

/** Whether a token endpoint says that it will not answer for this person any more. */
export const tokenIsRefused = (error: unknown): boolean =>
  error instanceof oidc.ResponseBodyError &&
  (error.status === 400 || error.status === 403) &&
  !NOT_ABOUT_THEM.has(error.error);

/** The same of what says who somebody is: no right to ask, or an answer about somebody else. */
export const personIsRefused = (error: unknown): boolean => {
  if (error instanceof oidc.WWWAuthenticateChallengeError)
    return error.status === 401 || error.status === 403;
  if (!(error instanceof oidc.ClientError)) return false;
  if (error.code === 'OAUTH_JSON_ATTRIBUTE_COMPARISON_FAILED') return true;
  // The answer itself, of which class depends on who replaced the global one.
  const { cause } = error;
  return (
    typeof cause === 'object' &&
    cause !== null &&
    'status' in cause &&
    (cause.status === 401 || cause.status === 403)
  );
};

/** What is in a token for its own sake. */
const OF_THE_TOKEN: ReadonlySet<string> = new Set([
  'iss',
  'sub',
  'aud',
  'exp',
  'iat',
  'nbf',
  'jti',
  'typ',
  'azp',
  'nonce',
  'sid',
  'auth_time',
  'acr',
  'amr',
  'at_hash',
  'c_hash',
]);

/** Whether claims say nothing about the person, which is no word that they lost everything. */
export const sayNothing = (claims: Readonly<Record<string, unknown>>): boolean =>
  Object.keys(claims).every((name) => OF_THE_TOKEN.has(name));
