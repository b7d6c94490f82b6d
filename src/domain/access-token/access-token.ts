import { MINUTE, NEVER, SECOND, type Instant } from '../time.ts';

/** What a person's scripts and clients call the API with, in their name (C8). */
export interface AccessToken {
  /** SHA-256 of the whole token, so that a copy of the table opens nothing. */
  readonly id: string;
  /** The token's first characters: enough to tell it from others, far too few to use it. */
  readonly prefix: string;
  readonly organizationId: string;
  readonly personId: string;
  readonly description: string;
  readonly createdAt: Instant;
  /** NEVER without an end. */
  readonly expiresAt: Instant;
  /** How long it lives, in seconds; null without an end. */
  readonly maxAgeSeconds: number | null;
  /** Each use gives it its whole life again. */
  readonly extendWhenUsed: boolean;
  readonly lastUsedAt: Instant | null;
  readonly lastIp: string | null;
  readonly lastUserAgent: string | null;
}

/** What every token begins with, so that scanners for leaked secrets and our own log know one when they see it. */
export const TOKEN_MARK = 'lk_';

const PREFIX_LENGTH = TOKEN_MARK.length + 9;

/** A whole token from 256 random bits in base64url. */
export const tokenOfBits = (bits: string): string => `${TOKEN_MARK}${bits}`;

/** The part of a token that may be shown: 54 of its 256 bits. */
export const prefixOf = (token: string): string => token.slice(0, PREFIX_LENGTH);

/** Whether this is a whole token rather than a prefix: both may stand in a path. */
export const isWholeToken = (text: string): boolean =>
  text.startsWith(TOKEN_MARK) && text.length > PREFIX_LENGTH;

/** How many tokens one person may keep, so that a list is never longer than a page. */
export const MOST_TOKENS = 100;

/** How often a use is noted, so that reading does not write every time. Milliseconds. */
const NOTED_EVERY = MINUTE;

const endOf = (maxAgeSeconds: number | null, from: Instant): Instant =>
  maxAgeSeconds === null ? NEVER : Math.min(NEVER, from + maxAgeSeconds * SECOND);

/** A new token, not used yet. */
export const issueToken = (input: {
  readonly id: string;
  readonly prefix: string;
  readonly organizationId: string;
  readonly personId: string;
  readonly description: string;
  readonly maxAgeSeconds: number | null;
  readonly extendWhenUsed: boolean;
  readonly now: Instant;
}): AccessToken => {
  const { now, ...facts } = input;
  return {
    ...facts,
    createdAt: now,
    expiresAt: endOf(facts.maxAgeSeconds, now),
    lastUsedAt: null,
    lastIp: null,
    lastUserAgent: null,
  };
};

/** Whether it opens anything now. */
export const tokenOpens = (token: Pick<AccessToken, 'expiresAt'>, now: Instant): boolean =>
  now < token.expiresAt;

export interface TokenUse {
  readonly ip: string | null;
  readonly userAgent: string | null;
}

/**
 * What a use leaves behind, or null when the last one was noted so shortly ago that it need not be. A token that lives
 * on by being used is noted at least twice in its life.
 */
export const afterUse = (token: AccessToken, use: TokenUse, now: Instant): Partial<AccessToken> | null => {
  if (!tokenOpens(token, now)) return null;
  const extended = token.extendWhenUsed && token.maxAgeSeconds !== null;
  const pause = extended ? Math.min(NOTED_EVERY, (token.maxAgeSeconds * SECOND) / 2) : NOTED_EVERY;
  // A clock that was set back must not keep uses from being noted.
  if (token.lastUsedAt !== null && Math.abs(now - token.lastUsedAt) < pause) return null;
  return {
    lastUsedAt: now,
    lastIp: use.ip,
    lastUserAgent: use.userAgent,
    ...(extended ? { expiresAt: endOf(token.maxAgeSeconds, now) } : {}),
  };
};
