import { DAY, SECOND } from '../../../domain/time.ts';
import { createQuickIssuer } from '../../../platform/simulated/quick-issuer.ts';
import { digest as webDigest } from '../../../runtime/digest.ts';
import type { Digest, Sealer } from '../../../service/ports/ports.ts';
import type { TableName, World } from '../../../service/ports/store.ts';
import { createServiceUser } from '../../../service/service-users/change-users.ts';
import { personId, PROJECTS, SERVICES } from '../organization.ts';
import { openStage } from '../stage.ts';
import { eachOnce } from './each-once.ts';

/** Users grown together; small tables are quick. */
const PLOT = 250;
/** How long ago a certificate was made that is due for renewal, and one that is not. */
const DUE_AGE = 740 * DAY;
const AGE = 100 * DAY;
/** Far from the seeds of other stages, whose ids these must not share. */
const SEED = 700_000_001;

/** What creating users writes. */
const GROWN = [
  'serviceUsers',
  'audit',
  'auditPending',
  'jobs',
  'simulatedGenerations',
] as const satisfies readonly TableName[];

export interface ManyUsersOptions {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly sealer: Sealer;
  /** How many, and how many of them have a certificate that is due for renewal. */
  readonly users: number;
  readonly due: number;
  /** Default: the demo's telemetry in production, by its operator. */
  readonly at?: { readonly who: string; readonly project: string; readonly service_name: string };
  /** Default: WebCrypto's, which takes longer to call than to count. */
  readonly digest?: Digest;
}

const DEMO = { who: personId('tomas'), project: PROJECTS.prod, service_name: SERVICES.telemetry.name };

/**
 * The world with so many more users of no access on one service, `vehicle-00001` first, those due for renewal before the
 * others; grown by the use cases on stages of their own, whose clocks stand still: on the way to now they would be
 * renewed. Certificates are made by the quick issuer.
 */
export const addManyUsers = async (world: World, options: ManyUsersOptions): Promise<World> => {
  const { now, sealer, users, due, digest = webDigest } = options;
  if (due > users) throw new RangeError(`of ${users} users no ${due} can be due`);
  const { who, ...path } = options.at ?? DEMO;
  const { organizations, people, projects, projectMembers, services, settings } = world;
  const issuer = createQuickIssuer();
  const start = now - DUE_AGE;
  const empty = { organizations, people, projects, projectMembers, services, settings };
  const parts = { sealer, issuer, digest };
  const founding = await openStage({
    ...parts,
    start,
    world: { ...empty, simulatedCas: world.simulatedCas },
  });
  await founding.deps.platform.caCertificate(path.project);
  const { simulatedCas } = await founding.world();

  const growPlot = async (from: number, to: number, age: number, seed: number): Promise<World> => {
    const stage = await openStage({ ...parts, start: now - age, seed, world: { ...empty, simulatedCas } });
    for (let number = from; number < to; number += 1) {
      const username = `vehicle-${String(number + 1).padStart(5, '0')}`;
      await createServiceUser(stage.deps, who, path, { username });
      await stage.until(now - age + (number - from) * SECOND);
    }
    return stage.world();
  };
  const grown: World[] = [];
  for (let from = 0; from < users;) {
    const to = Math.min(users, from + PLOT, from < due ? due : users);
    grown.push(await growPlot(from, to, from < due ? DUE_AGE : AGE, SEED + grown.length));
    from = to;
  }
  const rows = GROWN.map((table) => [
    table,
    [...world[table], ...grown.flatMap((part): readonly unknown[] => part[table])],
  ]);
  // GROWN's tables, each with its own rows.
  const all = Object.fromEntries(rows) as unknown as Pick<World, (typeof GROWN)[number]>;
  return { ...world, ...all, simulatedCas, jobs: eachOnce(all.jobs) };
};
