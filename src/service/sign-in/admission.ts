import type { Group } from '../../domain/people.ts';
import type { ClaimPolicy, Entitlement } from '../../domain/sign-in/claims.ts';

/** Why somebody whom a provider knows is not let in. */
export type SignInRefusal = 'not_allowed' | 'no_email' | 'email_taken' | 'no_organization';

/** A provider's word was taken, and still nobody is signed in. */
export class SignInRefusedError extends Error {
  override readonly name = 'SignInRefusedError';
  readonly reason: SignInRefusal;
  constructor(reason: SignInRefusal) {
    super(`nobody is signed in: ${reason}`);
    this.reason = reason;
  }
}

export interface Admission {
  readonly admits: ClaimPolicy['admits'];
  /** Becomes organization admin when they first sign in; by address, from providers trusted with addresses. */
  readonly firstAdmin: string | null;
}

/** Whether the policy lets these in. */
export const isAdmitted = (
  admits: ClaimPolicy['admits'],
  { matched }: Entitlement,
  groups: readonly Group[],
  known: boolean,
): boolean => admits === 'anybody' || (admits === 'matching' ? matched || groups.length > 0 : known);
