import { execFile, spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './free-port.ts';

/** A throw-away PostgreSQL for tests and benchmarks: the system's own binaries, an empty cluster, gone when stopped. */
export interface Cluster {
  /** Superuser, no password, 127.0.0.1 only. */
  readonly url: string;
  /** The folder of the server's programs. */
  readonly bin: string;
  /** Ends it as a crash would, and starts it again. */
  crash(): Promise<void>;
  /** Starts it if it has ended by itself. */
  revive(): Promise<void>;
  stop(): Promise<void>;
}

export interface Database {
  readonly url: string;
  /** Drops it, ending whatever is still connected. */
  drop(): Promise<void>;
}

const run = promisify(execFile);

const missing =
  'PostgreSQL is needed for the store suite and the benchmark and was not found. Install the server binaries (Debian: apt-get install postgresql) or set PG_BIN to the folder that holds initdb and pg_ctl.';

/** Tests are done sooner when nothing waits for the disk; a lock that autovacuum holds is given up after deadlock_timeout. */
const HASTY = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'shared_buffers=64MB',
  'deadlock_timeout=100ms',
];
/** The defaults that bear on durability, and a cache that fits the benchmark's data. */
const DURABLE = ['shared_buffers=512MB', 'max_wal_size=4GB'];

/**
 * Initialises and starts a cluster on a free port, in a folder `under` another, its log of changes in one under `logUnder`.
 * Throws a plain message when PostgreSQL is not installed. Only a `durable` one would outlive a power cut: its commits wait
 * for the disk.
 */
export async function startCluster({
  durable = false,
  under = tmpdir(),
  logUnder,
}: {
  readonly durable?: boolean;
  readonly under?: string;
  readonly logUnder?: string;
} = {}): Promise<Cluster> {
  const bin = findBinaries();
  if (!bin) throw new Error(missing);
  const owner = await clusterOwner();
  const folder = mkdtempSync(join(under, 'latchkey-pg-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const log = join(folder, 'log');
  const changes = mkdtempSync(join(logUnder ?? folder, 'changes-'));
  if (owner) chownSync(changes, owner.uid, owner.gid);
  const options = { cwd: folder, env: { LC_ALL: 'C.UTF-8', PATH: process.env['PATH'] }, ...owner };
  const stop = keep(join(bin, 'pg_ctl'), data, folder, options);

  try {
    const port = await freePort();
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=200',
      ...(durable ? DURABLE : HASTY),
    ];
    const flags = settings.map((setting) => `-c ${setting}`).join(' ');
    const cluster = ['-D', data, '-X', changes, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'];
    await run(join(bin, 'initdb'), durable ? cluster : [...cluster, '--no-sync'], options);
    const control = async (...args: readonly string[]): Promise<void> => {
      await run(join(bin, 'pg_ctl'), ['-D', data, '-w', '-l', log, '-o', flags, ...args], options);
    };
    await control('start');
    return {
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
      bin,
      crash: () => control('-m', 'immediate', 'restart'),
      revive: async () => {
        const isRunning = await control('status').then(
          () => true,
          () => false,
        );
        if (!isRunning) await control('start');
      },
      stop,
    };
  } catch (error) {
    const words = existsSync(log) ? readFileSync(log, 'utf8') : '';
    await stop();
    throw new Error(`PostgreSQL did not start. ${words}`, { cause: error });
  }
}

/**
 * Stops and removes the cluster when asked, and also when this process ends in any other way, killed included: a shell
 * in a process group of its own waits until the pipe from here closes.
 */
function keep(pgCtl: string, data: string, folder: string, options: SpawnOptions): () => Promise<void> {
  const script = 'cat >/dev/null; cd /; "$1" -D "$2" -w -m immediate stop; rm -rf "$3"';
  const keeper = spawn('sh', ['-c', script, 'sh', pgCtl, data, folder], {
    ...options,
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const gone = new Promise<void>((resolve) => keeper.once('close', () => resolve()));
  keeper.unref();
  return async () => {
    keeper.ref();
    keeper.stdin?.end();
    await gone;
  };
}

/** A fresh, empty database in a running cluster, for one test file. */
export async function createDatabase(clusterUrl: string): Promise<Database> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await query(clusterUrl, `create database ${name}`);
  const drop = async (): Promise<void> => {
    await query(clusterUrl, `drop database if exists ${name} with (force)`);
  };
  return { url: urlOf(clusterUrl, name), drop };
}

/** A database of a cluster. */
export function urlOf(clusterUrl: string, database: string): string {
  const url = new URL(clusterUrl);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs one statement on a connection of its own; its rows. */
export async function query(url: string, sql: string, values: unknown[] = []): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  // A break makes the query fail, which is enough to know of it.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

/** PG_BIN if set, else the newest version in the places where Debian, Fedora and Homebrew put it. */
function findBinaries(): string | undefined {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const homebrew = ['18', '17', '16', '15'].map((version) => `/opt/homebrew/opt/postgresql@${version}/bin`);
  const chosen = process.env['PG_BIN'];
  const known = [
    ...versions.map((version) => join(debian, version, 'bin')),
    ...homebrew,
    '/usr/pgsql/bin',
    '/usr/bin',
  ];
  return (chosen ? [chosen] : known).find(
    (place) => existsSync(join(place, 'initdb')) && existsSync(join(place, 'pg_ctl')),
  );
}

/** PostgreSQL refuses to run as root, so root hands the cluster to the account the package made; undefined: we own it. */
export async function clusterOwner(): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}
