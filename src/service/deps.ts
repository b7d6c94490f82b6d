import { SECOND } from '../domain/time.ts';
import type {
  Clock,
  Digest,
  Ids,
  Mailing,
  Platform,
  Posting,
  RandomToken,
  Sealer,
  Signer,
  Store,
} from './ports/ports.ts';
import type { SignInPolicy } from './session/sign-in-policy.ts';

/** How stubbornly new credentials are made before a request fails (R10). */
export interface ProvisioningPolicy {
  readonly attempts: number;
  /** Wait before the second attempt, in milliseconds; doubles with each further one. */
  readonly firstDelay: number;
  /** How long a worker may be silent before another takes its job, in milliseconds; a minute unless said. */
  readonly lock?: number;
  /**
   * How long the platform may take for all of one job, or for one reveal, in milliseconds; less than `lock`; 30 seconds
   * unless said.
   */
  readonly limit?: number;
}

/** As ProvisioningPolicy.limit. */
export const platformLimit = ({ limit }: ProvisioningPolicy): number => limit ?? 30 * SECOND;

/** What every use case works with; a host composes it. */
export interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sealer: Sealer;
  readonly digest: Digest;
  readonly randomToken: RandomToken;
  readonly signer: Signer;
  readonly platform: Platform;
  readonly provisioning: ProvisioningPolicy;
  /** How mail leaves the host; null where it does not, and then none is written. */
  readonly mailing: Mailing | null;
  /** How notices leave the host for chat tools; null where they do not, and then none is kept for them. */
  readonly posting: Posting | null;
  readonly signIn: SignInPolicy;
}
