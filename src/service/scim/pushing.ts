import type { ClaimPolicy } from '../../domain/sign-in/claims.ts';
import type { Deps } from '../deps.ts';
import type { SyncDeps } from '../sign-in/sync-person.ts';

/** A provider that pushes people and groups by SCIM, and how that is read. */
export interface Pushing {
  readonly providerId: string;
  /** As the history names whoever acts. */
  readonly actor: NonNullable<SyncDeps['actor']>;
  readonly policy: ClaimPolicy;
  readonly firstAdmin: string | null;
  /** Whether groups are those that were pushed, or go on being those of the claims. */
  readonly groups: 'pushed' | 'claimed';
  /** The claim that says at sign-in what a push calls `externalId`. */
  readonly subjectClaim: string;
}

/** What carrying out a push takes. */
export type PushDeps = Pick<Deps, 'ids' | 'clock' | 'mailing' | 'posting'>;
