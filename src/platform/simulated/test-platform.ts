import { DAY, type Instant } from '../../domain/time.ts';
import type { Service } from '../../domain/people.ts';
import type { Sealer, SimulatedPlatform } from '../../service/ports/ports.ts';
import { createSealer } from '../../runtime/sealer.ts';
import type { Issuer } from './issuer.ts';
import type { PlatformStore } from './platform-store.ts';
import { createSimulatedPlatform, type PlatformFaults } from './simulated-platform.ts';

export const NOW: Instant = Date.UTC(2026, 4, 10, 20, 40, 3, 250);

/** A Kafka service as the catalog knows it. */
export function kafka(change: Partial<Service> = {}): Service {
  return {
    id: 'svc_1',
    organizationId: 'org_1',
    projectId: 'prj_1',
    projectName: 'payments-production',
    name: 'kafka-main',
    type: 'kafka',
    state: 'RUNNING',
    cloudName: 'aws-eu-west-1',
    plan: 'business-8',
    host: 'kafka-main.example.test',
    sslPort: 9093,
    saslPort: 9094,
    saslMechanism: 'SCRAM-SHA-512',
    passwordsOverlap: false,
    renewalWindowDays: 90,
    noticesMuted: false,
    noticeSentAt: null,
    secretsViewedAt: null,
    secretsViewedBy: null,
    createdAt: NOW - 100 * DAY,
    updatedAt: NOW - 100 * DAY,
    searchText: 'kafka-main',
    ...change,
  };
}

export interface PlatformUnderTest {
  readonly platform: SimulatedPlatform;
  readonly sealer: Sealer;
  /** Change these to move time or to make calls fail. */
  readonly world: { now: Instant; faults: PlatformFaults };
}

/** A platform on a store, with a clock and faults that the test turns. */
export function newPlatform(given: {
  readonly store: PlatformStore;
  readonly sealer?: Sealer;
  readonly issuer?: Issuer;
}): PlatformUnderTest {
  const { store, sealer = createSealer(new Uint8Array(32).fill(3)), issuer } = given;
  const world = { now: NOW, faults: { platformDown: false, platformDelayMs: 0, platformRefuses: false } };
  const platform = createSimulatedPlatform({
    store,
    sealer,
    clock: { now: () => world.now },
    faults: async () => world.faults,
    ...(issuer && { issuer }),
  });
  return { platform, sealer, world };
}
