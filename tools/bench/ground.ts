import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { query } from '../../src/testing/postgres.ts';
import { startDurableCluster, type DurableCluster } from './cluster.ts';
import { ROOT, startServer, type RunningServer } from './hosts.ts';

/** A PostgreSQL database with a grown organization in it. */
export interface World {
  readonly databaseUrl: string;
  /** What a server needs to run on it. */
  readonly env: Readonly<Record<string, string>>;
}

/** What a grown organization has. */
export interface Size {
  readonly accesses: number;
  /** More service users on one service, and how many of them are due for renewal. */
  readonly users?: number;
  readonly due?: number;
  /** More API keys, on every cluster by turns or on one. */
  readonly keys?: number;
  readonly keyResource?: string;
}

/** What sections share. Everything made here goes when the run ends. */
export interface Ground {
  /** Fewer and shorter measurements. */
  readonly quick: boolean;
  /** How many accesses the worlds have on which lists are measured. */
  readonly listSizes: readonly number[];
  /** How many API keys they have, where it is lists of those. */
  readonly keySizes: readonly number[];
  /** Node's own options for every server on PostgreSQL, such as `--cpu-prof`. */
  readonly serverFlags: readonly string[];
  /** What grown worlds are sealed with. */
  readonly sealingKey: string;
  /** A folder for whatever a section leaves. */
  readonly scratch: string;
  /** A server on the embedded store with the demo organization, as it is from its second start on. */
  demoServer(): Promise<RunningServer>;
  /** A folder of its own for an embedded store that is still to be made. */
  emptyFolder(): string;
  /** Another checkout, to be measured beside this one. */
  readonly before: string | null;
  /** Folder of an embedded store of this size; grown by another checkout if one is named. */
  grownFolder(size: Size, root?: string): string;
  /** Two copies of a database that another checkout grew. */
  foreignWorlds(root: string, size: Size): Promise<readonly [World, World]>;
  /** A database of its own of this size; the first one is grown, later ones are copies. */
  world(size: Size): Promise<World>;
  /** Runs when the run ends, last come, first served. */
  atEnd(work: () => Promise<void>): void;
  end(): Promise<void>;
}

const SEALING_KEY = 'ab'.repeat(32);

/** Sizes that are told apart in a file's name. */
const nameOf = ({ accesses, users = 0, due = 0, keys = 0, keyResource = 'all' }: Size): string =>
  [accesses, users, due, ...(keys > 0 ? [keys, keyResource] : [])].join('-');

/** Saved worlds are of today: certificates that end in three days must still do so. */
const savedWorld = (name: string): string => {
  const hash = createHash('sha256').update(`${name} ${new Date().toDateString()}`);
  const sources = ['src/mocks/seed/**', 'src/server/store/migrations.ts', 'src/service/**', 'src/domain/**'];
  for (const file of globSync(sources, { cwd: ROOT })
    .filter((name) => name.endsWith('.ts'))
    .sort())
    hash.update(readFileSync(join(ROOT, file)));
  return join(ROOT, '.cache/bench', `${name}-${hash.digest('hex').slice(0, 16)}.dump`);
};

const grow = (size: Size, env: Readonly<Record<string, string>>, root = ROOT): void => {
  const { accesses, users = 0, due = 0, keys = 0, keyResource } = size;
  const numbers = Object.entries({ accesses, users, 'users-due': due, keys });
  const where = keyResource === undefined ? [] : [['key-resource', keyResource] as const];
  // What is not asked for, an older checkout may not know.
  const flags = [...numbers, ...where].flatMap(([flag, value]) =>
    value === 0 ? [] : [`--${flag}`, String(value)],
  );
  execFileSync(process.execPath, [join(root, 'tools/grow.ts'), ...flags], {
    cwd: root,
    env: { ...process.env, LATCHKEY_SEALING_KEY: SEALING_KEY, ...env },
    stdio: 'inherit',
  });
};

/** Prepares an empty ground; databases, worlds and servers are made when they are first asked for. */
export const openGround = (
  options: Pick<Ground, 'quick' | 'listSizes' | 'keySizes' | 'serverFlags' | 'before'>,
): Ground => {
  const scratch = mkdtempSync(join(tmpdir(), 'latchkey-bench-'));
  const cleanUp: (() => Promise<void>)[] = [async () => rmSync(scratch, { recursive: true, force: true })];
  let cluster: Promise<DurableCluster> | undefined;
  let demo: ReturnType<Ground['demoServer']> | undefined;
  const templates = new Map<string, Promise<string>>();
  const folders = new Map<string, string>();

  const openCluster = (): Promise<DurableCluster> =>
    (cluster ??= startDurableCluster().then((started) => {
      cleanUp.push(() => started.stop());
      return started;
    }));

  const template = async (size: Size): Promise<string> => {
    const opened = await openCluster();
    const name = nameOf(size);
    const file = savedWorld(name);
    const saved = existsSync(file);
    const url = saved ? await opened.load(file) : await opened.create();
    if (!saved) {
      grow(size, { DATABASE_URL: url });
      mkdirSync(dirname(file), { recursive: true });
      // Of other days, or by other code.
      for (const old of globSync(`${name}-${'?'.repeat(16)}.dump`, { cwd: dirname(file) }))
        rmSync(join(dirname(file), old));
      await opened.save(url, file);
    }
    // As a database looks that has run for a while; else it would happen at some moment of a measurement.
    await query(url, 'vacuum analyze');
    return url;
  };

  const copyOf = async (url: string): Promise<World> => {
    const databaseUrl = await (await openCluster()).create(url);
    return {
      databaseUrl,
      env: { DATABASE_URL: databaseUrl, LATCHKEY_SEALING_KEY: SEALING_KEY, DATA_DIR: scratch },
    };
  };

  return {
    ...options,
    sealingKey: SEALING_KEY,
    scratch,
    demoServer: () =>
      (demo ??= (async () => {
        const env = { DATA_DIR: join(scratch, 'demo') };
        const first = await startServer(env);
        await first.stop();
        const server = await startServer(env);
        cleanUp.push(() => server.stop());
        return server;
      })()),
    emptyFolder: () => mkdtempSync(join(scratch, 'empty-')),
    grownFolder: (size, root) => {
      const name = nameOf(size) + (root === undefined ? '' : '-foreign');
      const found = folders.get(name);
      if (found !== undefined) return found;
      const folder = join(scratch, `grown-${name}`);
      grow(size, { DATA_DIR: folder }, root);
      folders.set(name, folder);
      return folder;
    },
    world: async (size) => {
      const name = nameOf(size);
      const made = templates.get(name) ?? template(size);
      templates.set(name, made);
      return copyOf(await made);
    },
    foreignWorlds: async (root, size) => {
      const url = await (await openCluster()).create();
      grow(size, { DATABASE_URL: url }, root);
      await query(url, 'vacuum analyze');
      return [await copyOf(url), await copyOf(url)];
    },
    atEnd: (work) => void cleanUp.push(work),
    end: async () => {
      for (let next = cleanUp.pop(); next; next = cleanUp.pop())
        await next().catch((error: unknown) => console.error(error));
    },
  };
};
