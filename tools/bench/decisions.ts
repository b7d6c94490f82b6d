import { randomBytes, toBase64Url } from '../../src/runtime/bytes.ts';
import { query } from '../../src/testing/postgres.ts';
import { openCommander, type Commander } from './commands.ts';
import { figuresOf, printTable, short, type Figures } from './figures.ts';
import type { Ground } from './ground.ts';
import { findRotatable, type Rotatable } from './people.ts';
import { startServerProcess } from './server-process.ts';

/** Commands under way at once. */
const LANES = 16;
/** Reveals under way at once when there are several. */
const REVEAL_LANES = 8;
const ACCESSES = 1000;

/** Does the work for every item, so many at once, each lane on a connection of its own. */
const each = async <T>(
  lanes: readonly Commander[],
  items: readonly T[],
  work: (commander: Commander, item: T) => Promise<void>,
): Promise<Figures> => {
  const latencies: number[] = [];
  const waiting = items.values();
  const started = performance.now();
  await Promise.all(
    lanes.map(async (commander) => {
      for (const item of waiting) {
        const sent = performance.now();
        await work(commander, item);
        latencies.push(performance.now() - sent);
      }
    }),
  );
  return figuresOf(latencies, (performance.now() - started) / 1000);
};

interface Asked {
  readonly rotatable: Rotatable;
  readonly requestId: string;
}

const askForAll = async (
  lanes: readonly Commander[],
  rotatable: readonly Rotatable[],
): Promise<{ readonly step: Figures; readonly asked: readonly Asked[] }> => {
  const asked: Asked[] = [];
  const step = await each(lanes, rotatable, async (commander, item) => {
    asked.push({ rotatable: item, requestId: await commander.ask(item) });
  });
  return { step, asked };
};

/** Resolves when no request is being provisioned; how many failed. */
const provisioned = async (databaseUrl: string): Promise<number> => {
  for (;;) {
    const [row] = await query(
      databaseUrl,
      `select count(*) filter (where status = 'provisioning')::integer as open,
              count(*) filter (where status = 'failed')::integer as failed from requests`,
    );
    // The columns of the query just above.
    const { open, failed } = row as { open: number; failed: number };
    if (open === 0) return failed;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};

const measureServers = async (ground: Ground, servers: number): Promise<void> => {
  const count = ground.quick ? 100 : 300;
  const world = await ground.world({ accesses: ACCESSES });
  const running = await Promise.all(
    Array.from({ length: servers }, () => startServerProcess(world, ground.serverFlags)),
  );
  for (const server of running) ground.atEnd(() => server.stop());
  const rotatable = await findRotatable(world.databaseUrl, count * 2);
  const lanes = await Promise.all(
    Array.from({ length: LANES }, (_, i) => openCommander(running[i % servers]?.api ?? '')),
  );
  // Until the code is compiled and the connections are open.
  const warm = await askForAll(lanes, rotatable.slice(0, count / 4));
  await each(lanes, warm.asked, (commander, { rotatable: item, requestId }) =>
    commander.decline(item, requestId),
  );

  const { step: asking, asked } = await askForAll(lanes, rotatable.slice(0, count));
  // A grown world has failures of its own.
  const failedBefore = await provisioned(world.databaseUrl);
  const started = performance.now();
  const approving = await each(lanes, asked, (commander, { rotatable: item, requestId }) =>
    commander.approve(item, requestId),
  );
  const failed = await provisioned(world.databaseUrl);
  if (failed > failedBefore) throw new Error(`${failed - failedBefore} requests failed`);
  const generated = count / ((performance.now() - started) / 1000);

  const others = await askForAll(lanes, rotatable.slice(count));
  const declining = await each(lanes, others.asked, (commander, { rotatable: item, requestId }) =>
    commander.decline(item, requestId),
  );
  const reveal = (commander: Commander, { rotatable: item }: Asked): Promise<void> =>
    commander.claim(item, toBase64Url(randomBytes(32)));
  const half = Math.floor(count / 2);
  const alone = await each(lanes.slice(0, 1), asked.slice(0, half), reveal);
  const together = await each(lanes.slice(0, REVEAL_LANES), asked.slice(half), reveal);

  const row = (name: string, { perSecond, p50, p95 }: Figures): string[] => [
    name,
    short(perSecond),
    short(p50),
    short(p95),
  ];
  console.log(`\n### ${servers === 1 ? 'One server' : `${servers} servers`}, ${count} of each\n`);
  printTable(
    ['Command', 'per second', 'p50 ms', 'p95 ms'],
    [
      row(`ask, ${LANES} at once`, asking),
      row(`approve, ${LANES} at once`, approving),
      ['approved and its credentials made', short(generated), '', ''],
      row(`decline, ${LANES} at once`, declining),
      row('reveal, one at a time', alone),
      row(`reveal, ${REVEAL_LANES} at once`, together),
    ],
  );
  for (const lane of lanes) lane.close();
  for (const server of running) await server.stop();
};

/** Commands per second through the API on PostgreSQL that waits for its disk, with one server and with two. */
export const measureDecisions = async (ground: Ground): Promise<void> => {
  for (const servers of [1, 2]) await measureServers(ground, servers);
};
