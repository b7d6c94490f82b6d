import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { DAY } from '../../src/domain/time.ts';
import { openPglite } from '../../src/server/store/pglite.ts';
import { openPostgres } from '../../src/server/store/postgres.ts';
import { figuresOf, printTable, short, type Figures } from './figures.ts';
import type { Ground, Size } from './ground.ts';
import { startServer, type RunningServer } from './hosts.ts';
import type { LoadResult, Page } from './load.ts';
import { startLoadProcess, type LoadProcess } from './load-process.ts';
import { ORGANIZATION_PATH } from './people.ts';

/** Consoles that read, each resting after every answer: people, not a flood. */
const READERS = 4;
const REST = 20;
/** Slices of each kind of page while nothing happens. */
const QUIET_SLICES = 5;
/** The part of the run after which the server is killed. */
const KILLED_AFTER = 0.1;
/** The service that `npm run grow -- --users` fills. */
const SERVICE = '/v1/organization/org_halden/project/halden-prod/service/kafka-telemetry';
const TEND_JOB = 'tend_svc_telemetry';

const ACCESS_SORTS = ['access_name', 'username', 'certificate_not_after_time', 'create_time'];
const USER_SORTS = ['username', 'certificate_not_after_time', 'create_time'];

/** What people look at again and again. */
const SAME_PAGES: readonly string[] = [
  `${ORGANIZATION_PATH}/access`,
  `${ORGANIZATION_PATH}/access?expiry=30_days&sort=certificate_not_after_time`,
  `${ORGANIZATION_PATH}/access?search=prod`,
  `${ORGANIZATION_PATH}/requests`,
  `${SERVICE}/users`,
  `${SERVICE}/users?renewal_state=renewed&sort=certificate_not_after_time`,
  `${SERVICE}/users?search=vehicle-00`,
  SERVICE,
  '/v1/organization/org_halden/services',
];

const WORDS = [
  'prod',
  'staging',
  'reader',
  'writer',
  'gateway',
  'monitor',
  'hourly',
  'daily',
  'kafka',
  'core',
];
/** How many pages of accesses and of users there are of which no two are the same. */
const FRESH_ACCESSES = 25 * 2 * 4 * 10;
const FRESH_USERS = 25 * 2 * 3 * 100;
/** Divides neither, so that neighbours differ in everything. */
const STRIDE = 7919;

const query = (number: number, sorts: readonly string[], word: (left: number) => string): string => {
  const left = Math.floor(number / 50);
  return new URLSearchParams({
    limit: String(40 + (number % 25)),
    direction: Math.floor(number / 25) % 2 === 0 ? 'asc' : 'desc',
    sort: sorts[left % sorts.length] ?? '',
    search: word(Math.floor(left / sorts.length)),
  }).toString();
};

/** Two pages of users for each of accesses. None comes again before an answer may not be given again any more. */
function* freshPages(): Generator<string, never> {
  for (let n = 0; ; n += 1) {
    const access = query((n * STRIDE) % FRESH_ACCESSES, ACCESS_SORTS, (word) => WORDS[word] ?? '');
    yield `${ORGANIZATION_PATH}/access?${access}`;
    for (const user of [2 * n, 2 * n + 1]) {
      const digits = (number: number) => String(number).padStart(2, '0');
      yield `${SERVICE}/users?${query((user * STRIDE) % FRESH_USERS, USER_SORTS, digits)}`;
    }
  }
}

/** Puts the run off until it is begun. */
const hold = async (env: Readonly<Record<string, string>>): Promise<void> => {
  const store = env['DATABASE_URL']
    ? await openPostgres(env['DATABASE_URL'])
    : await openPglite(join(env['DATA_DIR'] ?? '', 'database'));
  try {
    await store.write((tx) => tx.update('jobs', TEND_JOB, { runAt: Date.now() + 30 * DAY }));
  } finally {
    await store.close();
  }
};

/** Slices of one kind of page, taken together. */
const combine = (slices: readonly LoadResult[]): Figures => {
  const failed = slices.reduce((sum, slice) => sum + slice.failed, 0);
  if (failed > 0) throw new Error(`${failed} reads were not answered with 200`);
  return figuresOf(
    slices.flatMap(({ latencies }) => [...latencies]),
    slices.reduce((sum, { seconds }) => sum + seconds, 0),
  );
};

interface Reads {
  /** The same pages over and over, which a quiet server gives again (decision 8). */
  readonly same: Figures;
  /** Pages that nobody asked for before. */
  readonly fresh: Figures;
}

/** A run that goes on by itself in a server. */
interface Run {
  readonly renewed: () => Promise<number>;
  /** Resolves when so many are renewed. */
  readonly reaches: (count: number) => Promise<void>;
}

const follow = (server: RunningServer, cookie: string): Run => {
  const renewed = async (): Promise<number> => {
    const url = `${server.url}${SERVICE}/users?renewal_state=renewed&search=vehicle&limit=1`;
    const answer = await fetch(url, { headers: { cookie } });
    // The contract's count of every list (pageFields).
    return ((await answer.json()) as { total_count: number }).total_count;
  };
  return {
    renewed,
    reaches: async (count) => {
      while ((await renewed()) < count) await wait(100);
    },
  };
};

/** Reads both kinds of page by turns, for so many slices or until something is over. */
const read = async (
  load: LoadProcess,
  server: RunningServer,
  cookie: string,
  fresh: Iterator<string, never>,
  until: { readonly slices: number } | { readonly over: () => boolean },
): Promise<Reads> => {
  const job = { url: server.url, clients: READERS, seconds: 1.5, encoding: 'gzip, deflate, br', rest: REST };
  const pagesOf = (paths: readonly string[]): Page[] => paths.map((path) => ({ path, cookie }));
  // More than are read in a slice.
  const take = (): string[] => Array.from({ length: 400 }, () => fresh.next().value);
  const same: LoadResult[] = [];
  const different: LoadResult[] = [];
  const more = (): boolean => ('slices' in until ? same.length < until.slices : !until.over());
  while (more()) {
    same.push(await load.run({ ...job, pages: pagesOf(SAME_PAGES), walk: 'shuffled' }));
    if (!more() && different.length > 0) break;
    different.push(await load.run({ ...job, pages: pagesOf(take()), walk: 'once' }));
  }
  // The run ended within the last slice.
  if (!('slices' in until)) (different.length < same.length ? same : different).pop();
  return { same: combine(same), fresh: combine(different) };
};

const measureStore = async (
  ground: Ground,
  load: LoadProcess,
  name: string,
  size: Required<Pick<Size, 'accesses' | 'users' | 'due'>>,
  env: Readonly<Record<string, string>>,
): Promise<readonly (readonly string[])[]> => {
  await hold(env);
  const start = async () => {
    const server = await startServer({ ...env, LATCHKEY_SEED: 'none' });
    ground.atEnd(() => server.stop());
    const cookie = `latchkey_session=${await server.signIn('operator')}`;
    return { server, cookie, run: follow(server, cookie) };
  };
  const first = await start();
  const before = await first.run.renewed();
  const begun = performance.now();
  const answer = await fetch(`${first.server.url}${SERVICE}/certificate-notices`, {
    method: 'PATCH',
    headers: { cookie: first.cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ renewal_window_days: 91 }),
  });
  if (!answer.ok) throw new Error(`the run cannot be begun: ${answer.status}`);
  await first.run.reaches(before + size.due * KILLED_AFTER);
  await first.server.kill();
  const ended = performance.now();

  const { server, cookie, run } = await start();
  const known = await run.renewed();
  const fresh = freshPages();
  // Code is compiled meanwhile.
  const warm = read(load, server, cookie, fresh, { slices: 1 });
  await run.reaches(known + 1);
  const resumed = performance.now();
  await warm;
  let over = false;
  const finished = run.reaches(before + size.due).then(() => {
    over = true;
    return performance.now();
  });
  // Reading may fail first, and end the server.
  finished.catch(() => undefined);
  const during = await read(load, server, cookie, fresh, { over: () => over });
  const end = await finished;
  const quiet = await read(load, server, cookie, fresh, { slices: ground.quick ? 2 : QUIET_SLICES });
  await server.stop();
  console.log(
    `${name}: killed with ${known - before} of ${size.due} renewed, went on ${short((resumed - ended) / 1000)} s later; all renewed within ${short((end - begun) / 1000)} s`,
  );
  return (['same', 'fresh'] as const).map((kind) => [
    `${name}, ${kind === 'same' ? 'the same pages' : 'pages never asked for'}`,
    short(quiet[kind].p50),
    short(during[kind].p50),
    short(quiet[kind].p95),
    short(during[kind].p95),
    short(during[kind].p95 / quiet[kind].p95),
  ]);
};

/** Reads while a server renews what is due among its certificates, is killed on the way and goes on. */
export const measureRenewal = async (ground: Ground): Promise<void> => {
  const load = startLoadProcess();
  ground.atEnd(async () => load.stop());
  const size = ground.quick
    ? { accesses: 100, users: 500, due: 60 }
    : { accesses: 1000, users: 10_000, due: 1000 };
  const embedded = { DATA_DIR: ground.grownFolder(size), LATCHKEY_SEALING_KEY: ground.sealingKey };
  const rows = [
    ...(await measureStore(ground, load, 'Embedded', size, embedded)),
    ...(await measureStore(ground, load, 'PostgreSQL', size, (await ground.world(size)).env)),
  ];
  console.log('');
  const heads = ['p50 quiet, ms', 'p50 during', 'p95 quiet, ms', 'p95 during', 'p95 ratio'];
  printTable([`${READERS} readers`, ...heads], rows);
};
