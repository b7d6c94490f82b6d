import { execFile, spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';

/** A throw-away PostgreSQL for tests: the system's own binaries, an empty cluster, gone when stopped. */
export interface Cluster {
  /** Superuser, no password, 127.0.0.1 only. */
  readonly url: string;
  stop(): Promise<void>;
}

export interface Database {
  readonly url: string;
  /** Drops it, ending whatever is still connected. */
  drop(): Promise<void>;
}

const run = promisify(execFile);

const missing =
  'PostgreSQL is needed for the store suite and was not found. Install the server binaries (Debian: apt-get install postgresql) or set PG_BIN to the folder that holds initdb and pg_ctl.';

/** Initialises and starts a cluster on a free port. Throws a plain message when PostgreSQL is not installed. */
export async function startCluster(): Promise<Cluster> {
  const bin = findBinaries();
  if (!bin) throw new Error(missing);
  const owner = process.getuid?.() === 0 ? await postgresUser() : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-pg-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const data = join(folder, 'data');
  const log = join(folder, 'log');
  const options = { cwd: folder, env: { LC_ALL: 'C.UTF-8', PATH: process.env['PATH'] }, ...owner };
  const stop = keep(join(bin, 'pg_ctl'), data, folder, options);

  try {
    const port = await freePort();
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'full_page_writes=off',
      'synchronous_commit=off',
      'shared_buffers=64MB',
      'max_connections=200',
    ];
    const flags = settings.map((setting) => `-c ${setting}`).join(' ');
    const cluster = ['-D', data, '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8'];
    await run(join(bin, 'initdb'), cluster, options);
    await run(join(bin, 'pg_ctl'), ['-D', data, '-w', '-l', log, '-o', flags, 'start'], options);
    return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
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
  const url = new URL(clusterUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => query(clusterUrl, `drop database if exists ${name} with (force)`) };
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
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

/** PostgreSQL refuses to run as root, so root hands the cluster to the account the package made. */
async function postgresUser(): Promise<{ uid: number; gid: number }> {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}
