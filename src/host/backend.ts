import type { Hono } from 'hono';
import { createApp } from '../http/app.ts';
import { loadParts } from '../http/parts.ts';
import { createRateLimit, type RateLimit } from '../http/rate-limit.ts';
import { loadIssuer } from '../platform/simulated/late-issuer.ts';
import { createSimulatedPlatform } from '../platform/simulated/simulated-platform.ts';
import { digest } from '../runtime/digest.ts';
import { signer } from '../runtime/signer.ts';
import { createIds } from '../runtime/ids.ts';
import { randomBytes, toBase64Url } from '../runtime/bytes.ts';
import { answeringWithin } from '../runtime/answering-within.ts';
import { followDemoState } from '../service/demo/demo-state.ts';
import { platformLimit, type Deps, type ProvisioningPolicy } from '../service/deps.ts';
import type { Clock, Mailing, Posting, Sealer, SimulatedPlatform, Store } from '../service/ports/ports.ts';
import type { Session } from '../service/ports/store.ts';
import { startLinker } from './linker.ts';
import { PERSONAS_ONLY, type SignInPolicy } from '../service/session/sign-in-policy.ts';
import { startWorker } from './worker.ts';

/** What a host brings. */
export interface BackendParts {
  readonly store: Store;
  readonly sealer: Sealer;
  /** The host's clock; the demo's controls move it. */
  readonly clock: Clock;
  /** Offers the demo's controls, and how to start it over, with who is signed in; null where there are none. */
  readonly demo: { readonly reset: (sessions: readonly Session[]) => Promise<void> } | null;
  readonly secureCookies: boolean;
  /** Where people reach the console, as an origin; null: at whatever address a call names. */
  readonly publicOrigin?: string | null;
  /** By persona unless said. */
  readonly signIn?: SignInPolicy;
  /** How many calls one caller may make in a minute; no limit without it. */
  readonly callsPerMinute?: number | undefined;
  readonly provisioning?: ProvisioningPolicy;
  /** How mail leaves this host; absent or null where it does not. */
  readonly mailing?: Mailing | null;
  /** How notices leave it for chat tools; absent or null where they do not. */
  readonly posting?: Posting | null;
  /** Audit events older than so many days are removed; null or absent: none ever. */
  readonly auditKeepDays?: number | null;
  /** Whom the audit log is streamed to (AuditReceiver.id); nothing is removed that this one does not have. */
  readonly auditReceiver?: string | null;
  /** Told of faults that nobody foresaw, and of jobs that failed for good. */
  readonly report: (error: unknown) => void;
}

export interface Backend {
  readonly app: Hono;
  readonly deps: Deps;
  /** What the app counts calls with, for what a host answers beside it. */
  readonly rateLimit: RateLimit | null;
  readonly platform: SimulatedPlatform;
  /** Carries out everything that is due. */
  catchUp(): Promise<void>;
  /** Stops the worker; the store stays open. */
  stop(): Promise<void>;
}

/** 5 attempts within 15 seconds. */
const PROVISIONING: ProvisioningPolicy = { attempts: 5, firstDelay: 1000 };

/** How long the platform takes while the fault "slow" is on, in milliseconds. */
const SLOW_PLATFORM = 800;

/** Loads what a backend would load when it first needs it. For hosts whose code is at hand, and may be replaced there. */
export const loadWhole = async (): Promise<void> => {
  await Promise.all([loadParts(), loadIssuer()]);
};

/** The one backend (P1), the same in the browser and in Node. */
export const createBackend = async (parts: BackendParts): Promise<Backend> => {
  const { store, sealer, report } = parts;
  const state = await followDemoState(store, parts.clock);
  const { clock } = state;
  const provisioning = parts.provisioning ?? PROVISIONING;
  const platform = createSimulatedPlatform({
    store,
    sealer,
    clock,
    faults: async () => {
      const { faults } = state.current();
      return {
        platformDown: faults.includes('platform_down'),
        platformDelayMs: faults.includes('slow') ? SLOW_PLATFORM : 0,
        platformRefuses: faults.includes('platform_refuses'),
      };
    },
  });
  const deps: Deps = {
    store,
    clock,
    ids: createIds(clock),
    sealer,
    digest,
    randomToken: () => toBase64Url(randomBytes(32)),
    signer,
    platform: answeringWithin(platform, () => platformLimit(provisioning)),
    provisioning,
    mailing: parts.mailing ?? null,
    posting: parts.posting ?? null,
    signIn: parts.signIn ?? PERSONAS_ONLY,
  };
  const worker = startWorker(deps, report);
  // Hosts that send nothing do without its code.
  const couriers =
    deps.mailing || deps.posting ? (await import('./couriers.ts')).startCouriers(deps, report) : [];
  const linker = startLinker(deps, parts.auditKeepDays ?? null, report, parts.auditReceiver ?? null);
  const catchUp = async (): Promise<void> => {
    await worker.catchUp();
    await Promise.all(couriers.map((courier) => courier.catchUp()));
    await linker.catchUp();
  };
  const demo = parts.demo && {
    state,
    platform,
    catchUp,
    reset: async () => {
      await catchUp().catch(report);
      // Whoever starts the demo over stays signed in.
      await parts.demo?.reset(await store.read((tx) => tx.find('sessions')));
    },
  };
  const rateLimit = parts.callsPerMinute ? createRateLimit(parts.callsPerMinute) : null;
  return {
    app: createApp({
      deps,
      demo,
      secureCookies: parts.secureCookies,
      publicOrigin: parts.publicOrigin ?? null,
      rateLimit,
      report,
    }),
    deps,
    rateLimit,
    platform,
    catchUp,
    stop: async () => {
      await worker.stop();
      await Promise.all(couriers.map((courier) => courier.stop()));
      await linker.stop();
      state.stop();
    },
  };
};
