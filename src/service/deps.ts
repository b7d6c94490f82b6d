import type { Clock, Digest, Ids, Platform, RandomToken, Sealer, Store } from './ports/ports.ts';

/** How stubbornly new credentials are made before a request fails (R10). */
export interface ProvisioningPolicy {
  readonly attempts: number;
  /** Wait before the second attempt, in milliseconds; doubles with each further one. */
  readonly firstDelay: number;
  /** How long a worker may be silent before another takes its job, in milliseconds; a minute unless said. */
  readonly lock?: number;
}

/** What every use case works with; a host composes it. */
export interface Deps {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly sealer: Sealer;
  readonly digest: Digest;
  readonly randomToken: RandomToken;
  readonly platform: Platform;
  readonly provisioning: ProvisioningPolicy;
}
