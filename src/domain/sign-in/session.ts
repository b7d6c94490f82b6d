import type { Instant } from '../time.ts';

/** How somebody came in. */
export type SessionKind = 'persona' | 'provider' | 'break_glass';

export interface Session {
  /** SHA-256 of the cookie's value, so that a copy of the table opens nothing. */
  readonly id: string;
  readonly personId: string;
  readonly createdAt: Instant;
  /** It ends then, however much it is used. */
  readonly expiresAt: Instant;
  readonly kind: SessionKind;
  /** Whom the provider knows; null without one. */
  readonly identityId: string | null;
  /** What the provider calls its own session (`sid`), to end ours with it. */
  readonly providerSession: string | null;
  /** When the person last proved who they are; 0 where the provider does not say. */
  readonly authenticatedAt: Instant;
  /** Noted once a minute at most. */
  readonly lastUsedAt: Instant;
  readonly address: string | null;
  readonly userAgent: string | null;
  /** What the provider gave to ask it again, sealed. */
  readonly sealed: string | null;
  /** When the provider is to be asked again what this person is; null without one. */
  readonly refreshAt: Instant | null;
}

type Facts = Pick<Session, 'id' | 'personId' | 'createdAt' | 'expiresAt'> & Partial<Session>;

/** A session that begins now, by a persona unless said otherwise. */
export const newSession = (facts: Facts): Session => ({
  kind: 'persona',
  identityId: null,
  providerSession: null,
  authenticatedAt: facts.createdAt,
  lastUsedAt: facts.createdAt,
  address: null,
  userAgent: null,
  sealed: null,
  refreshAt: null,
  ...facts,
});

/** How long sessions live, in milliseconds. */
export interface SessionLimits {
  /** Without use. */
  readonly idle: number;
  /** However much they are used. */
  readonly lifetime: number;
}

/** Whether the session opens something now. */
export const isLive = (session: Session, { idle }: Pick<SessionLimits, 'idle'>, now: Instant): boolean =>
  now < session.expiresAt && now < session.lastUsedAt + idle;

/** The first characters of its hash: they name a session to its person and open nothing. */
export const sessionHandle = ({ id }: Pick<Session, 'id'>): string => id.slice(0, 16);

/**
 * Whether the person proved who they are within so many milliseconds. A proof that lies as far ahead is none: the clock was
 * set back since.
 */
export const isFresh = ({ authenticatedAt }: Session, within: number, now: Instant): boolean =>
  Math.abs(now - authenticatedAt) <= within;
