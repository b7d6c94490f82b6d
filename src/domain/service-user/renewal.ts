import type { CertificateFacts } from '../credential/credential.ts';
import { DAY, MINUTE, NEVER, type Instant } from '../time.ts';
import { refused, type Refused } from '../verdict.ts';
import type { ServiceUser } from './service-user.ts';

/** Failed attempts because the platform did not answer, before people are told of it. */
const PATIENCE = 3;
const FIRST_RETRY = 5 * MINUTE;

/** From when on a certificate is to be renewed (C2). */
export const renewalDue = (endsAt: Instant, windowDays: number): Instant =>
  endsAt === NEVER ? NEVER : endsAt - windowDays * DAY;

/** When the user's certificate is renewed next, given that the last attempt may have failed. */
export const nextRenewalAt = (
  user: Pick<ServiceUser, 'newestEndsAt' | 'retryAt'>,
  windowDays: number,
): Instant => Math.max(renewalDue(user.newestEndsAt, windowDays), user.retryAt);

const settled = { attentionAt: NEVER, renewalAttempts: 0, retryAt: 0, failure: null } as const;

/**
 * A new generation took effect, by rotation, reset or for the first time: whatever was to be done about the older
 * certificate is done.
 */
export const adopted = (
  made: {
    readonly generation: number;
    readonly certificate: CertificateFacts;
    readonly sealed: string | null;
  },
  now: Instant,
): Partial<ServiceUser> => ({
  ...settled,
  ...made,
  keepsPassword: made.sealed !== null,
  status: 'ready',
  nextSealed: null,
  nextCertificate: null,
  sealedWish: null,
  resetBy: null,
  passwordUpdatedAt: now,
  newestEndsAt: made.certificate.notAfter,
  endsAt: made.certificate.notAfter,
  renewalState: 'current',
  renewedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  updatedAt: now,
});

/**
 * All its credentials were reported as compromised and end (P8). No generation is in use any more, so that whatever
 * still works on a renewal of one stumbles over that, and nothing is due until others are made.
 */
export const endedByReport = (now: Instant): Partial<ServiceUser> => ({
  ...settled,
  status: 'revoked',
  generation: 0,
  sealed: null,
  keepsPassword: false,
  nextSealed: null,
  nextCertificate: null,
  sealedWish: null,
  resetBy: null,
  passwordUpdatedAt: null,
  certificate: null,
  newestEndsAt: NEVER,
  endsAt: NEVER,
  renewalState: 'no_certificate',
  renewedAt: null,
  acknowledgedAt: null,
  acknowledgedBy: null,
  updatedAt: now,
});

/**
 * A new certificate beside the old one, which clients use until somebody says otherwise (C2, C3). Where an earlier
 * renewal was never acknowledged and its old certificate has ended, clients use what came after that, or nothing.
 */
export const renewed = (
  user: Pick<ServiceUser, 'endsAt' | 'newestEndsAt' | 'renewals'>,
  made: { readonly certificate: CertificateFacts; readonly sealed: string },
  now: Instant,
): Partial<ServiceUser> => {
  const endsAt = user.endsAt > now ? user.endsAt : user.newestEndsAt;
  return {
    ...settled,
    ...made,
    newestEndsAt: made.certificate.notAfter,
    endsAt,
    attentionAt: endsAt,
    renewals: user.renewals + 1,
    renewalState: 'renewed',
    renewedAt: now,
    acknowledgedAt: null,
    acknowledgedBy: null,
    updatedAt: now,
  };
};

/**
 * A renewal that was due could not be made. What the platform refused is told at once; that it did not answer, after the
 * third time. It is tried again in 5 minutes, then in twice the time, in a day at most.
 */
export const renewalFailed = (
  user: Pick<ServiceUser, 'renewalAttempts' | 'renewalState' | 'endsAt'>,
  cause: { readonly reason: string; readonly lasting: boolean },
  now: Instant,
): { readonly change: Partial<ServiceUser>; readonly tell: boolean } => {
  const renewalAttempts = user.renewalAttempts + 1;
  const shown = cause.lasting || renewalAttempts >= PATIENCE;
  return {
    change: {
      renewalAttempts,
      retryAt: now + Math.min(DAY, FIRST_RETRY * 2 ** Math.min(renewalAttempts - 1, 16)),
      updatedAt: now,
      ...(shown ? { renewalState: 'failed' as const, failure: cause.reason, attentionAt: user.endsAt } : {}),
    },
    tell: shown && user.renewalState !== 'failed',
  };
};

export type AcknowledgeOutcome =
  | { readonly kind: 'acknowledged'; readonly change: Partial<ServiceUser> }
  | { readonly kind: 'already' }
  | Refused;

/**
 * "The new certificate is in use" (C7). Ends nothing: the old one works until its end. Repeating is harmless; where no
 * renewal ever happened it is refused.
 */
export const acknowledgeRenewal = (
  user: Pick<
    ServiceUser,
    'username' | 'renewals' | 'acknowledgedAt' | 'renewedAt' | 'renewalState' | 'newestEndsAt'
  >,
  by: string,
  now: Instant,
): AcknowledgeOutcome => {
  if (user.renewals === 0) return refused('never_renewed', { user: user.username });
  if (user.renewedAt === null || user.acknowledgedAt !== null) return { kind: 'already' };
  // A renewal that failed after this one is still to be looked into.
  const failed = user.renewalState === 'failed';
  return {
    kind: 'acknowledged',
    change: {
      acknowledgedAt: now,
      acknowledgedBy: by,
      endsAt: user.newestEndsAt,
      renewalState: failed ? 'failed' : 'acknowledged',
      attentionAt: failed ? user.newestEndsAt : NEVER,
      updatedAt: now,
    },
  };
};

/** Whether a renewed certificate waits to be acknowledged. */
export const waitsForAcknowledgement = (user: Pick<ServiceUser, 'renewedAt' | 'acknowledgedAt'>): boolean =>
  user.renewedAt !== null && user.acknowledgedAt === null;
