import { createSimulatedPlatform, type PlatformFaults } from '../../platform/simulated/simulated-platform.ts';
import type { Issuer } from '../../platform/simulated/issuer.ts';
import { randomBytes, toBase64Url } from '../../runtime/bytes.ts';
import { digest as webDigest } from '../../runtime/digest.ts';
import { createSeededIds } from '../../runtime/ids.ts';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { signer } from '../../runtime/signer.ts';
import { createAccess } from '../../service/accesses/change-accesses.ts';
import { withOrigin, type Origin } from '../../service/audit/origin.ts';
import { claimCredentials, confirmSaved } from '../../service/credentials/reveal.ts';
import type { Deps } from '../../service/deps.ts';
import { purge } from '../../service/jobs/purge.ts';
import { runDueJobs } from '../../service/jobs/run-jobs.ts';
import { ensurePrimaryUser } from '../../service/service-users/primary-user.ts';
import type { Digest, Sealer, Store } from '../../service/ports/ports.ts';
import type { World } from '../../service/ports/store.ts';
import { fillDirectory } from './directory.ts';
import { PERSONAS_ONLY } from '../../service/session/sign-in-policy.ts';
import { ORGANIZATION, GROUPS } from './organization.ts';
import type { GroupKey, PersonKey } from './organization.ts';

/** `orders.v1:rw` */
export type AclText = `${string}:${'r' | 'w' | 'rw'}`;

const NO_FAULTS: PlatformFaults = { platformDown: false, platformDelayMs: 0, platformRefuses: false };

const aclsOf = (texts: readonly AclText[]) =>
  texts.flatMap((text) => {
    const [topic = '', letters = ''] = text.split(':');
    return (['Read', 'Write'] as const)
      .filter((operation) => letters.includes(operation === 'Read' ? 'r' : 'w'))
      .map((operation) => ({
        resource_name: topic,
        resource_type: 'Topic' as const,
        operation,
        permission_type: 'ALLOW' as const,
        host: '*',
      }));
  });

/** An access to be created. Its service user is called as it is. */
export interface NewCast {
  readonly name: string;
  /** The person's id. */
  readonly who: string;
  readonly groupId: string;
  readonly projectName: string;
  readonly serviceName: string;
  readonly acls: readonly AclText[];
}

/** Something that people do at a moment (epoch milliseconds). */
export interface Scene {
  readonly at: number;
  play(): Promise<void>;
}

/** A backend without HTTP in which people act at chosen moments: worlds are grown by the use cases, never written. */
export interface Stage {
  readonly deps: Deps;
  /** Moves the clock, carrying out on the way whatever falls due. */
  until(moment: number): Promise<void>;
  /** Plays the scenes in their order of time, then moves the clock on to `end`. */
  play(scenes: readonly Scene[], end: number): Promise<void>;
  /** Runs `work` and what is due after it while the platform refuses everything. */
  refusing<R>(work: () => Promise<R>): Promise<R>;
  create(access: NewCast): Promise<string>;
  /** The credentials are shown to the person; with `save` they also confirm. */
  reveal(who: string, accessId: string, save: boolean): Promise<void>;
  /** Gives every service its own user. */
  primaryUsers(): Promise<void>;
  world(): Promise<World>;
}

/** Where the story's people sit (an address for documentation). */
const IN_THE_CONSOLE: Origin = { via: 'session', viaId: null, address: '192.0.2.24', callId: null };
const BY_ITSELF: Origin = { via: 'system', viaId: null, address: null, callId: null };

/** Sets the stage: nothing has happened yet. The organization is the demo's unless a world comes in. */
export const openStage = async (options: {
  readonly start: number;
  readonly sealer: Sealer;
  readonly issuer?: Issuer;
  readonly world?: Partial<World>;
  readonly seed?: number;
  /** Default: WebCrypto's. */
  readonly digest?: Digest;
}): Promise<Stage> => {
  const { digest = webDigest } = options;
  let now = options.start;
  let faults = NO_FAULTS;
  const clock = { now: () => now };
  const plain: Store = createMemoryStore(options.world ? { world: options.world } : {});
  const store = withOrigin(plain, ({ actorId }) => (actorId === null ? BY_ITSELF : IN_THE_CONSOLE));
  const ids = createSeededIds(options.seed ?? 20_261_121, clock);
  if (!options.world) await fillDirectory(store, now);
  const stage: Stage = {
    deps: {
      store,
      clock,
      ids,
      sealer: options.sealer,
      digest,
      randomToken: () => toBase64Url(randomBytes(32)),
      signer,
      platform: createSimulatedPlatform({
        store,
        sealer: options.sealer,
        clock,
        digest,
        faults: async () => faults,
        ...(options.issuer ? { issuer: options.issuer } : {}),
      }),
      mailing: null,
      posting: null,
      provisioning: { attempts: 3, firstDelay: 1000 },
      signIn: PERSONAS_ONLY,
    },
    until: async (moment) => {
      for (;;) {
        const due = await store.nextJobAt();
        if (due === null || due > moment) break;
        now = Math.max(now, due);
        await runDueJobs(stage.deps);
      }
      now = Math.max(now, moment);
    },
    play: async (scenes, end) => {
      for (const scene of scenes.toSorted((a, b) => a.at - b.at)) {
        await stage.until(scene.at);
        await scene.play();
      }
      await stage.until(end);
    },
    refusing: async (work) => {
      faults = { ...NO_FAULTS, platformRefuses: true };
      try {
        const result = await work();
        await stage.until(now);
        return result;
      } finally {
        faults = NO_FAULTS;
      }
    },
    create: async ({ name, who, groupId, projectName, serviceName, acls }) => {
      const { access } = await createAccess(stage.deps, who, ORGANIZATION.id, {
        access_name: name,
        access_type: 'KAFKA',
        owner_user_group_id: groupId,
        access_data: {
          project_name: projectName,
          service_name: serviceName,
          username: name,
          acls: aclsOf(acls),
        },
      });
      await stage.until(now);
      return access.access_id;
    },
    reveal: async (who, accessId, save) => {
      const claim = { claim: toBase64Url(randomBytes(32)) };
      await claimCredentials(stage.deps, who, ORGANIZATION.id, accessId, claim);
      if (save) await confirmSaved(stage.deps, who, ORGANIZATION.id, accessId, claim);
    },
    primaryUsers: async () => {
      await store.write(async (tx) => {
        for (const { id } of await tx.find('services')) await ensurePrimaryUser(stage.deps, tx, id);
      });
      await stage.until(now);
    },
    world: async () => {
      // As a worker would have done by now; else the first one in each visitor's browser has to.
      await purge(stage.deps);
      const { jobs, ...rest } = await store.dump();
      // What is done is of no use to a fresh installation.
      return { ...rest, jobs: jobs.filter((job) => job.status === 'queued') };
    },
  };
  return stage;
};

/** Another member of the group, who can decide what `who` asks for. */
export const colleague = (group: GroupKey, who: PersonKey): PersonKey => {
  const members: readonly PersonKey[] = GROUPS[group].members;
  const other = members.find((member) => member !== who);
  if (other === undefined) throw new Error(`${group} has no second member`);
  return other;
};
