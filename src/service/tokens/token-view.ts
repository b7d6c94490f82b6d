import type { AccessToken as WireToken } from '../../contract/schemas/tokens.ts';
import { toWireTime } from '../../contract/text.ts';
import type { AccessToken } from '../../domain/access-token/access-token.ts';
import { NEVER, type Instant } from '../../domain/time.ts';

const timeOrNull = (at: Instant | null): string | null => (at === null ? null : toWireTime(at));

/** A token as its person sees it, never the token itself. `callerTokenId`: what this call was made with, if a token. */
export const tokenView = (token: AccessToken, callerTokenId: string | null): WireToken => ({
  token_prefix: token.prefix,
  description: token.description,
  create_time: toWireTime(token.createdAt),
  expiry_time: token.expiresAt === NEVER ? null : toWireTime(token.expiresAt),
  max_age_seconds: token.maxAgeSeconds,
  extend_when_used: token.extendWhenUsed,
  last_used_time: timeOrNull(token.lastUsedAt),
  last_ip: token.lastIp,
  last_user_agent: token.lastUserAgent,
  currently_active: token.id === callerTokenId,
  created_manually: true,
});
