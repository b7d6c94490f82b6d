import { cpSync } from 'node:fs';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { startAttack, type Attack } from '../testing/faults/attack.ts';
import { createCallers, sendTo, type Callers } from '../testing/faults/callers.ts';
import { checkAnswers } from '../testing/faults/check-answers.ts';
import {
  faultsIn,
  makeGround,
  settle,
  start,
  type Ground,
  type StoreKind,
} from '../testing/faults/ground.ts';
import { createLedger } from '../testing/faults/ledger.ts';
import { chooseSeed, isLong, seeded } from '../testing/faults/random.ts';
import { canMakeDisks, openSmallDisk, type SmallDisk } from '../testing/faults/small-disk.ts';
import { newAccess } from '../testing/http-suite/host.ts';
import { clusterOwner, query, startCluster, type Cluster } from '../testing/postgres.ts';
import { OVERLAP } from '../testing/world.ts';

const size = isLong()
  ? { rounds: 10, each: 60, refused: 40, limit: 1_200_000 }
  : { rounds: 1, each: 15, refused: 4, limit: 120_000 };

const MB = 2 ** 20;

interface Place {
  readonly ground: Ground;
  readonly disk: SmallDisk;
  readonly cluster: Cluster | null;
  /** What PostgreSQL's log of changes is on: without room there it ends, which fillLog is about. */
  readonly logDisk: SmallDisk | null;
}

/** A ground whose database is on a disk of its own. */
const openPlace = async (kind: StoreKind): Promise<Place> => {
  const owner = kind === 'PostgreSQL' ? await clusterOwner() : undefined;
  const openDisk = async (): Promise<SmallDisk> => {
    const disk = await openSmallDisk(256, owner);
    onTestFinished(() => disk.close());
    return disk;
  };
  const disk = await openDisk();
  if (kind === 'PostgreSQL') {
    const logDisk = await openDisk();
    const cluster = await startCluster({ under: disk.path, logUnder: logDisk.path });
    onTestFinished(() => cluster.stop());
    return { ground: await makeGround(kind, cluster.url), disk, cluster, logDisk };
  }
  const made = await makeGround(kind, inject('postgresUrl'));
  const folder = made.env['DATA_DIR'] ?? '';
  cpSync(folder, disk.path, { recursive: true });
  const dump = async (): ReturnType<Ground['dump']> => {
    cpSync(disk.path, folder, { recursive: true });
    return made.dump();
  };
  return {
    ground: { ...made, env: { ...made.env, DATA_DIR: disk.inside }, dump },
    disk,
    cluster: null,
    logDisk: null,
  };
};

const statusOf = async (url: string): Promise<number> => (await fetch(url)).status;

/** Asks for an access; what the refusal said, if it was refused for want of room. */
const ask = async (callers: Callers): Promise<string | undefined> => {
  const body = newAccess('late', 'grp_payments', OVERLAP, ['orders']);
  const access_data = { ...(body['access_data'] as object), username: `late-${performance.now()}` };
  const reply = await callers.as('ada').send('createAccess', { body: { ...body, access_data } });
  expect([undefined, 'unavailable']).toContain(reply.code);
  return reply.problem?.message;
};

const TOLD =
  'Nothing was changed, and what is there can still be read. Whoever runs this console has to make room';

// Where a container may mount nothing there is no disk to fill.
describe.runIf(canMakeDisks()).each(['PGlite', 'PostgreSQL'] as const)(
  'a server on %s whose disk is full',
  (kind) => {
    const seed = chooseSeed();
    it(
      `refuses commands, leaves nothing half done, reads on, and goes on by itself (seed ${seed})`,
      { timeout: size.limit },
      async () => {
        const random = seeded(seed);
        const { ground, disk, cluster, logDisk } = await openPlace(kind);
        // What is cleaned up needs room.
        onTestFinished(() => disk.free());
        const server = start(ground.env, cluster ? [] : disk.within);
        const url = await server.url;

        const callers = createCallers(sendTo(() => url));
        const ledger = createLedger();
        const attack = (): Attack =>
          startAttack({ callers, ledger, random: random.fork(), lanes: 4, accesses: 6, faults: false });
        for (let round = 1; round <= size.rounds; round += 1) {
          const under = attack();
          await under.issued(ledger.issued + size.each);

          // The embedded one stops before the last byte, or its engine would stop for good.
          disk.fill(kind === 'PGlite' ? random.below(60) * MB : 0);
          const before = ledger.unavailable;
          await expect
            .poll(() => ledger.unavailable, { timeout: 60_000, interval: 20 })
            .toBeGreaterThanOrEqual(before + size.refused);
          await under.stop();

          // Within tables there may be a little room left.
          await expect.poll(() => ask(callers), { timeout: 30_000, interval: 5 }).toContain(TOLD);
          // Whoever reads is served, so a balancer must not take the server away.
          expect(await statusOf(`${url}/readyz`)).toBe(200);
          for (const id of ['listAccesses', 'listRequests', 'listAuditEvents', 'listNotifications'] as const)
            expect((await callers.as('eve').send(id)).status, id).toBe(200);
          disk.free();
          await expect.poll(() => ask(callers), { timeout: 30_000, interval: 50 }).toBeUndefined();

          const refused = ledger.unavailable;
          const after = attack();
          await after.issued(ledger.issued + size.each);
          await after.stop();
          expect(ledger.unavailable, 'refused with room').toBe(refused);

          await checkAnswers(callers, ledger);
        }
        if (cluster && logDisk && isLong()) await fillLog(cluster, logDisk, url);

        expect(ledger.lost).toBe(0);
        await settle(ground, callers, ledger, [server]);

        const told = /no room left on its disk|a database connection broke|something failed/u;
        expect(server.errors()).toContain('no room left on its disk: make room');
        expect(faultsIn([server]).filter((line) => !told.test(line))).toStrictEqual([]);
        console.log(
          `${kind}, seed ${seed}: ${ledger.issued} commands, ${ledger.acknowledged} done, ${ledger.unavailable} refused for want of room`,
        );
      },
    );
  },
);

/** What its clients are told when it ends, and while it starts again by itself. */
const ENDED =
  /No space left|terminated|recovery mode|accepting connections|starting up|shutting down|ECONNREFUSED/u;

/** PostgreSQL ends when it cannot begin another file of its log; the server outlives that and finds it again. */
const fillLog = async (cluster: Cluster, disk: SmallDisk, url: string): Promise<void> => {
  disk.fill();
  const message = "select pg_logical_emit_message(true, 'filler', repeat('x', 1000000))";
  await expect(
    (async () => {
      for (let i = 0; i < 200; i += 1) await query(cluster.url, message);
    })(),
  ).rejects.toThrow(ENDED);
  disk.free();
  const revived = async (): Promise<number> => {
    await cluster.revive();
    return statusOf(`${url}/readyz`);
  };
  await expect.poll(revived, { timeout: 60_000, interval: 100 }).toBe(200);
};

it.runIf(canMakeDisks())(
  'an embedded server does not start on a full disk, and says why',
  { timeout: 60_000 },
  async () => {
    const disk = await openSmallDisk(128);
    onTestFinished(() => disk.close());
    disk.fill(5 * MB);
    const server = start(
      { DATA_DIR: disk.inside, LATCHKEY_SEED: 'none', LATCHKEY_DEMO_CONTROLS: 'on' },
      disk.within,
    );
    expect(await server.ended).toStrictEqual({ code: 1, signal: null });
    expect(server.errors()).toMatch(
      /^DATA_DIR \S+ has too little room: \d MB are left where the database is; it needs 64 MB\. Make room there\.\n$/u,
    );
  },
);
