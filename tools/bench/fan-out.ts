import { request, type ClientRequest } from 'node:http';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { openCommander } from './commands.ts';
import { median, printTable, short } from './figures.ts';
import type { Ground } from './ground.ts';
import { findPeople, findRotatable, signInAs, type Ask, type Rotatable } from './people.ts';
import { startServerProcess } from './server-process.ts';

const CONSOLES = 500;
const ACCESSES = 1000;
/** Milliseconds until the last console has heard of a change. */
const BUDGET = 2000;
/** How long consoles may take to hear of a change, in milliseconds. */
const PATIENCE = 10_000;

interface Console {
  /** Told when the console hears that requests changed. */
  onRequests: () => void;
  readonly close: () => void;
}

/** Opens an event stream and resolves when it is ready. */
const openConsole = (api: string, cookie: string): Promise<Console> =>
  new Promise((resolve, reject) => {
    const outgoing: ClientRequest = request(`${api}/v1/events`, { agent: false, headers: { cookie } });
    const opened: Console = { onRequests: () => undefined, close: () => outgoing.destroy() };
    let text = '';
    outgoing.on('error', reject);
    outgoing.on('response', (answer) => {
      // Closing it is no failure.
      answer.on('error', () => undefined);
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
        for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
          const event = text.slice(0, end);
          text = text.slice(end + 2);
          if (event.includes('event: ready')) resolve(opened);
          if (event.includes('event: change') && event.includes('requests')) opened.onRequests();
        }
      });
    });
    outgoing.end();
  });

/** Milliseconds from now until each console hears that requests changed. */
const hearing = async (consoles: readonly Console[], change: () => Promise<unknown>): Promise<number[]> => {
  const started = performance.now();
  const heard = Promise.all(
    consoles.map(
      (each) =>
        new Promise<number>((resolve, reject) => {
          const late = setTimeout(() => reject(new Error('a console heard of nothing')), PATIENCE);
          each.onRequests = () => {
            clearTimeout(late);
            resolve(performance.now() - started);
          };
        }),
    ),
  );
  await change();
  return heard;
};

/** Who listens, and what is changed. */
interface Plan {
  readonly env: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly rotatable: readonly Rotatable[];
}

const planOf = async (database: string | Ask, env: Plan['env'], changes: number): Promise<Plan> => {
  const people = await findPeople(database, CONSOLES);
  const cookies = [...(await signInAs(database, people)).values()];
  return { env, cookies, rotatable: await findRotatable(database, changes + 1) };
};

/** Made before its server opens it. */
const planEmbedded = async (ground: Ground, changes: number): Promise<Plan> => {
  const folder = ground.grownFolder({ accesses: ACCESSES });
  const opened = await PGlite.create(join(folder, 'database'), { extensions: { pg_trgm } });
  const ask: Ask = async (statement, values) => (await opened.query(statement, [...values])).rows;
  const env = { DATA_DIR: folder, LATCHKEY_SEALING_KEY: ground.sealingKey };
  const plan = await planOf(ask, env, changes);
  await opened.close();
  return plan;
};

const measureServers = async (
  ground: Ground,
  { env, cookies, rotatable: planned }: Plan,
  name: string,
  count: number,
): Promise<readonly string[]> => {
  const running = await Promise.all(
    Array.from({ length: count }, () => startServerProcess({ env }, ground.serverFlags)),
  );
  for (const server of running) ground.atEnd(() => server.stop());
  const open = async (consoles: number): Promise<Console[]> => {
    const opened: Console[] = [];
    for (let i = 0; i < consoles; i += 1)
      opened.push(await openConsole(running[i % count]?.api ?? '', cookies[i % cookies.length] ?? ''));
    return opened;
  };

  // What is compiled and allocated once must not look like the price of connections.
  for (const early of await open(50)) early.close();
  // A server hears a moment later that streams were closed, and nothing says when it has let go of all of them.
  await new Promise((resolve) => setTimeout(resolve, 500));
  const memory = async () => {
    const each = await Promise.all(running.map((server) => server.memory()));
    return {
      rss: each.reduce((sum, { rss }) => sum + rss, 0),
      heapUsed: each.reduce((sum, { heapUsed }) => sum + heapUsed, 0),
    };
  };
  const before = await memory();
  const consoles = await open(CONSOLES);
  const after = await memory();

  const commander = await openCommander(running[0]?.api ?? '');
  const [warmUp, ...rotatable] = planned;
  if (warmUp) await hearing(consoles, () => commander.ask(warmUp));
  const rounds: number[][] = [];
  for (const item of rotatable) {
    // Notifications to single people follow the change; they are not to be taken for the next one.
    await new Promise((resolve) => setTimeout(resolve, 300));
    rounds.push(await hearing(consoles, () => commander.ask(item)));
  }
  commander.close();
  for (const each of consoles) each.close();
  for (const server of running) await server.stop();
  const last = rounds.map((heard) => Math.max(...heard));
  const perConsole = (what: 'rss' | 'heapUsed'): string =>
    `${short((after[what] - before[what]) / CONSOLES / 1024)} KB`;
  return [
    `${CONSOLES} consoles, ${name}`,
    short(median(rounds.flat())),
    short(median(last)),
    short(Math.max(...last)),
    Math.max(...last) < BUDGET ? 'met' : 'missed',
    perConsole('rss'),
    perConsole('heapUsed'),
  ];
};

/** From sending a command until every connected console has heard of it, and what a connection costs the server. */
export const measureFanOut = async (ground: Ground): Promise<void> => {
  const changes = ground.quick ? 5 : 15;
  const planned = async (): Promise<Plan> => {
    const { databaseUrl, env } = await ground.world({ accesses: ACCESSES });
    return planOf(databaseUrl, env, changes);
  };
  const rows = [
    await measureServers(ground, await planEmbedded(ground, changes), 'embedded', 1),
    await measureServers(ground, await planned(), 'PostgreSQL', 1),
    await measureServers(ground, await planned(), 'PostgreSQL, two servers', 2),
  ];
  printTable(
    [
      'Who listens',
      'heard after, ms (median)',
      'last one (median)',
      'last one (worst change)',
      `within ${short(BUDGET)} ms`,
      'memory per console',
      'of it heap',
    ],
    rows,
  );
};
