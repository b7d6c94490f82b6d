import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createSealer } from '../../runtime/sealer.ts';
import { openPglite } from '../../server/store/pglite.ts';
import { openPostgres } from '../../server/store/postgres.ts';
import { makeFolder, runServer, type ServerProcess } from '../../server/testing-server.ts';
import type { Sealer } from '../../service/ports/ports.ts';
import type { Store, World } from '../../service/ports/store.ts';
import { SESSION_LENGTH } from '../../service/session/sign-in-policy.ts';
import { createDatabase } from '../postgres.ts';
import { makeDirectory } from '../world.ts';
import { advance, checkAnswers, isAccepted } from './check-answers.ts';
import { checkWorld } from './check-world.ts';
import type { Callers } from './callers.ts';
import type { KnownReveal, Ledger } from './ledger.ts';

export type StoreKind = 'PGlite' | 'PostgreSQL';

/** A database with the testing world's people in it, and what a server needs to run on it. */
export interface Ground {
  readonly env: Readonly<Record<string, string>>;
  /** Empty on PGlite. */
  readonly databaseUrl: string;
  /** Everything in it; on PGlite no server may run meanwhile. */
  dump(): Promise<World>;
}

const silent = { report: () => undefined };

/** Makes it for one test, with whatever `grow` adds to it; all of it goes when the test ends. */
export const makeGround = async (
  kind: StoreKind,
  clusterUrl: string,
  grow: (world: World, sealer: Sealer) => Promise<World> = async (world) => world,
): Promise<Ground> => {
  const folder = await makeFolder();
  onTestFinished(() => folder.remove());
  const database = kind === 'PostgreSQL' ? await createDatabase(clusterUrl) : null;
  onTestFinished(() => database?.drop());
  const open = (): Promise<Store> =>
    database
      ? openPostgres(database.url, { ...silent, poolSize: 2 })
      : openPglite(join(folder.path, 'database'), silent);
  const within = async <R>(work: (store: Store) => Promise<R>): Promise<R> => {
    const store = await open();
    try {
      return await work(store);
    } finally {
      await store.close();
    }
  };
  const world = await makeDirectory();
  const now = Date.now();
  const sessions = world.sessions.map((row) => ({
    ...row,
    createdAt: now,
    lastUsedAt: now,
    expiresAt: now + SESSION_LENGTH,
  }));
  const key = randomBytes(32);
  const grown = await grow({ ...world, sessions }, createSealer(key));
  await within((store) => store.replaceAll(grown));
  return {
    env: {
      DATA_DIR: folder.path,
      LATCHKEY_SEED: 'none',
      LATCHKEY_DEMO_CONTROLS: 'on',
      // An attack is faster than people are.
      LATCHKEY_RATE_LIMIT: '0',
      LATCHKEY_SEALING_KEY: key.toString('hex'),
      ...(database ? { DATABASE_URL: database.url } : {}),
    },
    databaseUrl: database?.url ?? '',
    dump: () => within((store) => store.dump()),
  };
};

/** A server, started `within` what a command makes, that is killed when the test ends, if it has not ended by then. */
export const start = (
  env: Readonly<Record<string, string>>,
  within: readonly string[] = [],
): ServerProcess => {
  const server = runServer(env, within);
  onTestFinished(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
  });
  return server;
};

/** What servers wrote about faults that nobody played on purpose. */
export const faultsIn = (servers: readonly ServerProcess[]): readonly string[] =>
  servers
    .flatMap((server) => server.errors().split('\n'))
    .filter((line) => line !== '' && !line.includes('failed for good'));

/** Carries out what the attack left to do and holds everything against the ledger; ends the servers. */
export const settle = async (
  ground: Ground,
  callers: Callers,
  ledger: Ledger,
  servers: readonly ServerProcess[],
): Promise<World> => {
  await checkAnswers(callers, ledger);
  await callers.as('ada').ok('setFaults', { body: { faults: [] } });
  ledger.faults = [];
  // Longer than the lock of a worker that has ended, then twice longer than the longest wait before another attempt.
  for (const seconds of [61, 301, 301]) await advance(callers, seconds);
  const accepted = new Map<KnownReveal, boolean>();
  for (const reveal of ledger.reveals)
    if (reveal.secrets) accepted.set(reveal, await isAccepted(callers, reveal));
  for (const server of servers) server.child.kill('SIGTERM');
  await Promise.all(servers.map((server) => server.ended));
  const world = await ground.dump();
  await checkWorld(world, ledger, accepted);
  return world;
};
