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
  /** What the provider calls them when it pushes (SCIM); null where it does not say so at sign-in. */
  readonly externalId: string | null;
}

/** Of an account that was pushed and never signed in; no issuer is called so. */
const PUSHED = 'pushed';

/** How an account is kept of which only the push is known so far. */
export const pushedSubject = (
  providerId: string,
  name: string,
): Pick<Identity, 'issuer' | 'subject' | 'subjectKey'> => {
  const subject = `${providerId} ${name}`;
  return { issuer: PUSHED, subject, subjectKey: subjectKey(PUSHED, subject) };
};

/** Whether nobody signed in with this account yet. */
export const isOnlyPushed = ({ issuer }: Pick<Identity, 'issuer'>): boolean => issuer === PUSHED;

/** Whether nobody answers for a person any more whom providers know. Whom no provider ever knew is nobody's to end. */
export const isSuspended = (identities: readonly Pick<Identity, 'endedAt'>[]): boolean =>
  identities.length > 0 && identities.every(({ endedAt }) => endedAt !== null);

/** What finds an identity. */
export const subjectKey = (issuer: string, subject: string): string => `${issuer} ${subject}`;
