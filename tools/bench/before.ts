import { cpSync } from 'node:fs';
import { openConnection, requestHead, type Connection } from './connection.ts';
import { figuresOf, median, printTable, short } from './figures.ts';
import type { Ground } from './ground.ts';
import { ROOT, startServer } from './hosts.ts';
import { BROWSER } from './mixes.ts';
import { differentPages, namedPages } from './pages.ts';
import { ORGANIZATION_PATH, type Filters } from './people.ts';

/** How much more a list may take now. */
const BUDGET = 1.1;
const PERSONAS = ['admin', 'approver', 'requester'] as const;
/** Its work is done, and no caller is ever held up. */
const LIMITED = { LATCHKEY_RATE_LIMIT: '1000000', LATCHKEY_SEED: 'none' };
const NO_CURSORS = [[], [], []];

type Env = Readonly<Record<string, string>>;

/** One of the two servers, as each persona asks it. */
interface Side {
  readonly url: string;
  readonly connection: Connection;
  readonly cookies: readonly string[];
}

const openSide = async (ground: Ground, env: Env, root: string): Promise<Side> => {
  const server = await startServer({ ...env, ...LIMITED }, root);
  ground.atEnd(() => server.stop());
  await server.settled();
  const cookies: string[] = [];
  for (const persona of PERSONAS) cookies.push(`latchkey_session=${await server.signIn(persona)}`);
  return { url: server.url, connection: await openConnection(server.url), cookies };
};

/** What lists are filtered by: groups and projects of the first accesses. */
const findFilters = async ({ url, cookies }: Side): Promise<Filters> => {
  const answer = await fetch(`${url}${ORGANIZATION_PATH}/access?limit=200`, {
    headers: { cookie: cookies[0] ?? '' },
  });
  // The contract's fields of an access.
  const { access } = (await answer.json()) as {
    access: { owner_user_group_id: string; project_name: string }[];
  };
  const some = (values: readonly string[]) => [...new Set(values)].slice(0, 6);
  return {
    groups: some(access.map((each) => each.owner_user_group_id)),
    projects: some(access.map((each) => each.project_name)),
  };
};

const ask = async (side: Side, path: string, who: number): Promise<number> => {
  const head = requestHead('GET', path, {
    cookie: side.cookies[who % side.cookies.length] ?? '',
    'accept-encoding': BROWSER,
  });
  const sent = performance.now();
  const { status } = await side.connection.send(head);
  if (status !== 200) throw new Error(`${path}: ${status}`);
  return performance.now() - sent;
};

/** Each page of both servers by turns, in random order. */
const measurePairs = async (
  name: string,
  sides: readonly [before: Side, now: Side],
  paths: readonly string[],
  again: boolean,
): Promise<readonly string[]> => {
  const times: readonly [number[], number[]] = [[], []];
  for (const [i, path] of paths.entries()) {
    const order = Math.random() < 0.5 ? ([0, 1] as const) : ([1, 0] as const);
    for (const side of order) {
      if (again) await ask(sides[side], path, i);
      times[side].push(await ask(sides[side], path, i));
    }
  }
  const [before, now] = [figuresOf(times[0], 1), figuresOf(times[1], 1)];
  const pairs = times[1].map((time, i) => time / (times[0][i] ?? Number.NaN));
  return [
    name,
    String(paths.length),
    short(before.p50),
    short(now.p50),
    (now.p50 / before.p50).toFixed(2),
    median(pairs).toFixed(2),
    short(before.p95),
    short(now.p95),
    (now.p95 / before.p95).toFixed(2),
    now.p50 <= before.p50 * BUDGET ? 'met' : 'missed',
  ];
};

const measureStore = async (
  ground: Ground,
  name: string,
  [before, now]: readonly [Env, Env],
  root: string,
): Promise<(readonly string[])[]> => {
  const sides = [await openSide(ground, before, root), await openSide(ground, now, ROOT)] as const;
  const filters = await findFilters(sides[0]);
  const named = namedPages([''], NO_CURSORS, filters).map(({ path }) => path);
  const different = differentPages([''], NO_CURSORS, filters, 20_261_121);
  const fresh = (count: number): string[] => Array.from({ length: count }, () => different.next().value.path);
  const rounds = ground.quick ? 10 : 60;
  const repeated = Array.from({ length: rounds }, () => named).flat();
  await measurePairs('', sides, [...named, ...named, ...fresh(100)], true);
  const rows = [
    await measurePairs(`${name}, given again`, sides, repeated, true),
    await measurePairs(`${name}, never asked for`, sides, fresh(rounds * 20), false),
  ];
  for (const { connection } of sides) connection.close();
  return rows;
};

/**
 * The lists of this server beside those of another checkout's (`--before`), such as the one before sign-in, audit, limits
 * and headers: over the same rows, which the other one grew and this one brought up to date.
 */
export const measureBefore = async (ground: Ground): Promise<void> => {
  const { before: root, listSizes } = ground;
  if (root === null) {
    console.log('left out: it takes another checkout, --before FOLDER');
    return;
  }
  const accesses = Math.min(...listSizes);
  const folder = ground.grownFolder({ accesses }, root);
  const copy = `${folder}-now`;
  cpSync(folder, copy, { recursive: true });
  const embedded = (path: string): Env => ({ DATA_DIR: path, LATCHKEY_SEALING_KEY: ground.sealingKey });
  const [one, other] = await ground.foreignWorlds(root, { accesses });
  const rows = [
    ...(await measureStore(ground, 'PostgreSQL', [one.env, other.env], root)),
    ...(await measureStore(ground, 'Embedded', [embedded(folder), embedded(copy)], root)),
  ];
  printTable(
    [
      `One at a time, ms, ${accesses.toLocaleString('en')} accesses`,
      'of each',
      'p50 before',
      'p50 now',
      'ratio',
      'of pairs',
      'p95 before',
      'p95 now',
      'ratio',
      `p50 within ${BUDGET}`,
    ],
    rows,
  );
};
