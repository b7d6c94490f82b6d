/** Everything behind these is a token, or may be one in another spelling. */
const IN_PATH = /(\/v1\/(?:access_token|mail\/unsubscribe)\/)[^\s/?#]+/giu;
/** A whole token of ours, also as a JWT has it, or an API key's secret, wherever it stands (TOKEN_MARK, SECRET_MARK). */
const WHOLE = /(?:lks?_|bGtf)[\w-]{20,}/gu;

/** A text for a log or a message: published clients put whole access tokens into the path when they sign out. */
export const hideTokens = (text: string): string =>
  text.replaceAll(IN_PATH, '$1[hidden]').replaceAll(WHOLE, '[hidden]');
