import { DAY } from '../../domain/time.ts';
import { digest as webDigest } from '../../runtime/digest.ts';
import { createQuickIssuer } from '../../platform/simulated/quick-issuer.ts';
import type { Digest, Sealer } from '../../service/ports/ports.ts';
import type { TableName, World } from '../../service/ports/store.ts';
import { CAST } from './cast.ts';
import { demoScenes } from './demo-world.ts';
import { createDice } from './large/dice.ts';
import { eachOnce } from './large/each-once.ts';
import { growDirectory } from './large/large-directory.ts';
import { accessScenes, readingScenes } from './large/large-scenes.ts';
import { createLateSealer } from './large/late-sealer.ts';
import { planAccesses } from './large/plan.ts';
import { ROTATIONS } from './rotations.ts';
import { openStage } from './stage.ts';

/** Before the first access. */
const SPAN = 900 * DAY;
/** Accesses grown together. Nothing that happens to one concerns another, and small tables are quick. */
const PLOT = 250;

/** Tables that the use cases fill; the others come from the directory. */
const GROWN = [
  'accesses',
  'acls',
  'requests',
  'credentials',
  'notifications',
  'audit',
  'auditPending',
  'jobs',
  'simulatedGenerations',
  'simulatedRenewals',
  'serviceUsers',
  'retiredServiceUsers',
] as const satisfies readonly TableName[];

type Grown = Pick<World, (typeof GROWN)[number]>;

export interface LargeWorldOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly sealer: Sealer;
  /** The first 40 are the demo's. */
  readonly accesses: number;
  /** Default: as many as accesses, and below 100 accesses the demo's alone. Of 20 on the first are the demo's. */
  readonly requests?: number;
  /** Default: one for 100 accesses; never fewer than the demo's. */
  readonly groups?: number;
  /** Default: one for 20 accesses; never fewer than the demo's. */
  readonly people?: number;
  /** Default 1. The same seed and `now` give the same world but for secrets, serial numbers and fingerprints. */
  readonly seed?: number;
  /** Default: WebCrypto's, which takes longer to call than to count. */
  readonly digest?: Digest;
}

/** The world as far as these groups are concerned: what else their members belong to does not matter to them. */
const of = (world: World, groups: ReadonlySet<string>): World => {
  const memberships = world.memberships.filter(({ groupId }) => groups.has(groupId));
  const members = new Set(memberships.map(({ personId }) => personId));
  return { ...world, memberships, people: world.people.filter(({ id }) => members.has(id)) };
};

/** One person in so many never reads what they are told; none of the demo's. */
const NEVER_READS = 15;

/**
 * The demo organization among so many accesses, requests, groups and people, for tests and benchmarks; grown by running
 * the use cases, like the demo. Certificates are made by the quick issuer: they look right and authenticate nothing.
 * Throws RangeError for numbers that do not go together.
 */
export const growLargeWorld = async (options: LargeWorldOptions): Promise<World> => {
  const { now, accesses, seed = 1, digest = webDigest } = options;
  const start = now - SPAN;
  const dice = createDice(seed);
  const issuer = createQuickIssuer();
  const sealer = createLateSealer(options.sealer);

  const demo = await openStage({ start, sealer: options.sealer, issuer });
  const demoWorld = await demo.world();
  const directory = growDirectory(
    dice,
    demoWorld,
    {
      people: options.people ?? Math.floor(accesses / 20),
      groups: options.groups ?? Math.floor(accesses / 100),
    },
    start - 30 * DAY,
  );
  const casts = CAST.slice(0, accesses);
  const cast = new Set(casts.map(({ name }) => name));
  const known = ROTATIONS.filter(({ access }) => cast.has(access));
  const requests = options.requests ?? (accesses < 100 ? known.length : accesses);
  const rotations = known.slice(0, requests);
  const planned = planAccesses(
    dice,
    directory,
    now,
    { accesses: accesses - casts.length, requests: requests - rotations.length },
    { groups: new Set(demoWorld.groups.map(({ id }) => id)), names: CAST.map(({ name }) => name) },
  );

  // Every project's authority is made once, for all plots.
  const founding = await openStage({
    start,
    sealer: options.sealer,
    issuer,
    world: { ...demoWorld, ...directory },
  });
  for (const { name } of directory.projects) await founding.deps.platform.caCertificate(name);
  const base = await founding.world();

  const lazy = new Set(
    directory.people.filter((_, i) => i % NEVER_READS === NEVER_READS - 1).map(({ id }) => id),
  );
  const grown: Grown[] = [];
  const growPlot = async (plot: number): Promise<Grown> => {
    const mine = planned.slice(plot * PLOT, (plot + 1) * PLOT);
    const groups = new Set(mine.map(({ groupId }) => groupId));
    if (plot === 0) for (const { id } of demoWorld.groups) groups.add(id);
    // Each service is tended in every plot; people are told of it in one.
    const muted = base.services.map((service) => ({ ...service, noticesMuted: true }));
    const world = { ...of(base, groups), ...(plot === 0 ? {} : { services: muted }) };
    const stage = await openStage({ start, sealer, issuer, digest, world, seed: seed * 100_003 + plot });
    const scenes = mine.flatMap((one) => accessScenes(stage, one, now));
    await stage.play(
      [
        ...readingScenes(stage, lazy, start, now),
        ...(plot === 0 ? demoScenes(stage, now, casts, rotations) : []),
        ...scenes,
      ],
      now,
    );
    const end = await stage.world();
    if (plot === 0) {
      const { services, serviceAccounts, roleBindings, accountAcls, apiKeys, simulatedKeys } = end;
      own = { services, serviceAccounts, roleBindings, accountAcls, apiKeys, simulatedKeys };
    }
    return { ...end, ...(await sealer.finish(end)) };
  };
  // What the demo's story alone changes.
  let own: Partial<World> = {};
  const plots = Math.max(1, Math.ceil(planned.length / PLOT));
  for (let plot = 0; plot < plots; plot += 1) grown.push(await growPlot(plot));

  const all = GROWN.map((table) => [table, grown.flatMap((part) => [...part[table]])]);
  // GROWN's tables, each with its own rows.
  const rows = Object.fromEntries(all) as unknown as Grown;
  return { ...base, ...own, ...rows, jobs: eachOnce(rows.jobs) };
};
