import type { Instant } from '../time.ts';

/** Whom a provider knows: the issuer's subject, whatever their address is today. */
export interface Identity {
  readonly id: string;
  /** The provider's id in our configuration. */
  readonly providerId: string;
  readonly issuer: string;
  readonly subject: string;
  /** `<issuer> <subject>`; no issuer has a space in it. */
  readonly subjectKey: string;
  readonly personId: string;
  /** As the provider last said. */
  readonly email: string;
  /** Whether a provider that is trusted with addresses said that this one is theirs. */
  readonly emailTrusted: boolean;
  readonly createdAt: Instant;
  readonly signedInAt: Instant;
  /** Since when the provider answers for them no more; null while it does. */
  readonly endedAt: Instant | null;
}

/** Whether nobody answers for a person any more whom providers know. Whom no provider ever knew is nobody's to end. */
export const isSuspended = (identities: readonly Pick<Identity, 'endedAt'>[]): boolean =>
  identities.length > 0 && identities.every(({ endedAt }) => endedAt !== null);

/** What finds an identity. */
export const subjectKey = (issuer: string, subject: string): string => `${issuer} ${subject}`;
