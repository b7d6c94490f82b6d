import { DAY, MINUTE, type Instant } from '../time.ts';
import { refused, type Refused } from '../verdict.ts';
import type { CertificateFacts, Credential } from './credential.ts';
import { overlapLength, type Overlap } from './overlap.ts';

/** How long unviewed credentials wait, in milliseconds (R20). */
export const REVEAL_DEADLINE = 7 * DAY;
/** How long the page that began a reveal may fetch it again, in milliseconds (R19). */
export const RECOVERY_WINDOW = 10 * MINUTE;

/** A new generation, encrypted and waiting to be shown to one person. */
export const issueCredential = (input: {
  readonly id: string;
  readonly organizationId: string;
  readonly accessId: string;
  readonly requestId: string | null;
  readonly serviceId: string;
  readonly username: string;
  readonly generation: number;
  readonly sealed: string;
  readonly certificate: CertificateFacts;
  readonly revealTo: string;
  readonly overlap: Overlap;
  readonly replacesOld: boolean;
  readonly now: Instant;
}): Credential => {
  const { now, ...facts } = input;
  return {
    ...facts,
    status: 'sealed',
    createdAt: now,
    expiresAt: now + REVEAL_DEADLINE,
    claimHash: null,
    claimedAt: null,
    activatedAt: null,
    windowEndsAt: null,
    savedAt: null,
    retireOldAt: null,
    oldRetiredAt: null,
  };
};

export type ClaimOutcome =
  | { readonly kind: 'first'; readonly change: Partial<Credential> }
  | { readonly kind: 'again' }
  | Refused;

/**
 * Decides a reveal (R18, R19): the first claim takes it, the same claim gets it again inside the window, any other is
 * refused. Until the platform accepted the new credentials the window stays open, so that an outage loses nothing.
 */
export const claimCredential = (credential: Credential, claimHash: string, now: Instant): ClaimOutcome => {
  switch (credential.status) {
    case 'sealed':
      return now < credential.expiresAt
        ? {
            kind: 'first',
            change: { status: 'claimed', claimHash, claimedAt: now, windowEndsAt: now + RECOVERY_WINDOW },
          }
        : refused('credentials_expired');
    case 'claimed':
      return credential.claimHash === claimHash && !windowClosed(credential, now)
        ? { kind: 'again' }
        : refused('credentials_consumed');
    case 'expired':
      return refused('credentials_expired');
    case 'compromised':
    case 'revoked':
      return refused('credentials_revoked');
    case 'saved':
    case 'unconfirmed':
      return refused('credentials_consumed');
  }
};

const windowClosed = (credential: Credential, now: Instant): boolean =>
  credential.activatedAt !== null && credential.windowEndsAt !== null && now >= credential.windowEndsAt;

/** The platform accepts the new credentials from now on; the recovery window counts from here. */
export const activateCredential = (credential: Credential, now: Instant): Partial<Credential> =>
  credential.activatedAt === null ? { activatedAt: now, windowEndsAt: now + RECOVERY_WINDOW } : {};

/**
 * Takes a claim back whose credentials went to nobody and were never accepted: they wait again. For callers who hold no
 * claim that they could come back with.
 */
export const releaseClaim = (credential: Credential, claimHash: string): Partial<Credential> | null =>
  credential.status === 'claimed' && credential.claimHash === claimHash && credential.activatedAt === null
    ? { status: 'sealed', claimHash: null, claimedAt: null, windowEndsAt: null }
    : null;

export type ConfirmOutcome =
  | { readonly kind: 'saved'; readonly change: Partial<Credential> }
  | { readonly kind: 'already' }
  | Refused;

/** "I have saved these credentials": destroys the copy and sets the end of the old ones (R2, R19). Repeatable. */
export const confirmCredential = (
  credential: Credential,
  claimHash: string,
  now: Instant,
): ConfirmOutcome => {
  if (credential.claimHash !== claimHash) return refused('claim_mismatch');
  switch (credential.status) {
    case 'claimed':
    case 'unconfirmed':
      return {
        kind: 'saved',
        change: {
          status: 'saved',
          sealed: null,
          savedAt: now,
          retireOldAt:
            credential.replacesOld && credential.retireOldAt === null
              ? now + overlapLength(credential.overlap)
              : credential.retireOldAt,
        },
      };
    case 'saved':
      return { kind: 'already' };
    case 'compromised':
    case 'revoked':
      return refused('credentials_revoked');
    case 'sealed':
    case 'expired':
      return refused('claim_mismatch');
  }
};

/** The window passed without a confirmation: the copy goes, the old credentials stay until somebody ends them. */
export const closeWindow = (credential: Credential, now: Instant): Partial<Credential> | null =>
  credential.status === 'claimed' && windowClosed(credential, now)
    ? { status: 'unconfirmed', sealed: null }
    : null;

/**
 * The store was brought back from a backup: whether somebody was shown these since then, nobody knows, so nobody may be
 * shown them again (R18), and what the platform may accept already is not ended either.
 */
export const loseTrack = (credential: Credential, now: Instant): Partial<Credential> | null =>
  credential.status === 'sealed' || credential.status === 'claimed'
    ? {
        status: 'unconfirmed',
        sealed: null,
        claimedAt: credential.claimedAt ?? now,
        windowEndsAt: now,
      }
    : null;

/** Nobody looked in time (R20), or the one who could has left the owner group (`force`). */
export const expireCredential = (
  credential: Credential,
  now: Instant,
  force = false,
): Partial<Credential> | null => {
  const due = credential.status === 'sealed' && now >= credential.expiresAt;
  // What a page has claimed is kept for it however long the platform takes (R19), unless its person has left.
  const unseen =
    credential.status === 'sealed' || (credential.status === 'claimed' && credential.activatedAt === null);
  return due || (force && unseen) ? { status: 'expired', sealed: null } : null;
};

/** They were reported as compromised: they end, the copy goes, and nothing older is left to retire (P8). */
export const revokeCredential = (credential: Credential, now: Instant): Partial<Credential> => ({
  status: 'compromised',
  sealed: null,
  ...(oldCredentialsLive(credential)
    ? { retireOldAt: Math.min(credential.retireOldAt ?? now, now), oldRetiredAt: now }
    : {}),
});

/** Ends the old credentials now instead of later (R22); an end that has come already is kept. Null when they have ended. */
export const advanceRetirement = (credential: Credential, now: Instant): { retireOldAt: Instant } | null =>
  credential.oldRetiredAt === null ? { retireOldAt: Math.min(credential.retireOldAt ?? now, now) } : null;

/** Whether older credentials still work beside this one, or will for a while (R22). */
export const oldCredentialsLive = (credential: Credential): boolean =>
  credential.replacesOld && credential.activatedAt !== null && credential.oldRetiredAt === null;

/** Whether these credentials keep a rotation active (R4): not yet saved, nor lapsed, nor expired. */
export const keepsRotationActive = (credential: Credential): boolean =>
  credential.status === 'sealed' || credential.status === 'claimed';
