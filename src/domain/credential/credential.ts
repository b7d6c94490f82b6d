import type { Instant } from '../time.ts';
import type { Overlap } from './overlap.ts';

/**
 * sealed: made, encrypted, waiting to be shown. claimed: shown to the holder of one claim, recoverable by it.
 * saved: confirmed, the copy destroyed. unconfirmed: the recovery window passed, the copy destroyed.
 * expired: never shown (R20). compromised: ended by a report, the copy destroyed (P8). revoked: as that, the review closed.
 */
export type CredentialStatus =
  | 'sealed'
  | 'claimed'
  | 'saved'
  | 'unconfirmed'
  | 'expired'
  | 'compromised'
  | 'revoked';

/** What can be said of a certificate without its key. */
export interface CertificateFacts {
  readonly subject: string;
  readonly issuer: string;
  readonly serial: string;
  readonly fingerprint: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
}

/** One generation of a service user's credentials. */
export interface Credential {
  readonly id: string;
  readonly organizationId: string;
  readonly accessId: string;
  readonly requestId: string | null;
  readonly serviceId: string;
  readonly username: string;
  /** 1 for the first; the platform knows it by this number. */
  readonly generation: number;
  readonly status: CredentialStatus;
  /** The secrets, encrypted; null once destroyed (R19, R21). */
  readonly sealed: string | null;
  readonly certificate: CertificateFacts;
  /** The one person who may see it (R17). */
  readonly revealTo: string;
  readonly overlap: Overlap;
  /** Whether older credentials were in use when this was made, whose end it brings. */
  readonly replacesOld: boolean;
  readonly createdAt: Instant;
  /** The end of the wait to be shown (R20). */
  readonly expiresAt: Instant;
  /** Hash of the claim that the reveal was begun with. */
  readonly claimHash: string | null;
  readonly claimedAt: Instant | null;
  /** From here on the platform accepts it. */
  readonly activatedAt: Instant | null;
  /** Until here the same claim gets the same secrets (R19). */
  readonly windowEndsAt: Instant | null;
  readonly savedAt: Instant | null;
  /** When older generations end; null while undecided (R22). */
  readonly retireOldAt: Instant | null;
  /** When older generations did end. */
  readonly oldRetiredAt: Instant | null;
}
