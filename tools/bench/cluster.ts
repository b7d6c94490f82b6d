import { execFile, spawn, type SpawnOptions } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { freePort } from './hosts.ts';

/** A throw-away PostgreSQL that keeps its promises: unlike the tests' one, it waits for the disk at every commit. */
export interface Cluster {
  /** A new database, empty or a copy of another one that nobody is connected to; its URL. */
  create(template?: string): Promise<string>;
  /** Writes everything in a database into a file. */
  save(url: string, file: string): Promise<void>;
  /** A new database with what was saved. */
  load(file: string): Promise<string>;
  stop(): Promise<void>;
}

const run = promisify(execFile);

const findBinaries = (): string => {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const chosen = process.env['PG_BIN'];
  const places = chosen ? [chosen] : [...versions.map((version) => join(debian, version, 'bin')), '/usr/bin'];
  const found = places.find((place) => existsSync(join(place, 'initdb')));
  if (found === undefined) throw new Error('PostgreSQL was not found; PG_BIN names the folder of initdb');
  return found;
};

/** PostgreSQL refuses to run as root, so root hands the cluster to the account the package made. */
const postgresUser = async (): Promise<{ uid: number; gid: number }> => {
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres'])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
};

/** Runs one statement on a connection of its own. */
export const query = async (url: string, text: string, values: unknown[] = []): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(text, values);
    return result.rows;
  } finally {
    await client.end();
  }
};

/**
 * Stops and removes the cluster when asked, and also when this process ends in any other way: a shell in a process group
 * of its own waits until the pipe from here closes.
 */
const keep = (bin: string, folder: string, options: SpawnOptions): (() => Promise<void>) => {
  const script = 'cat >/dev/null; cd /; "$1" -D "$2/data" -w -m immediate stop; rm -rf "$2"';
  const keeper = spawn('sh', ['-c', script, 'sh', join(bin, 'pg_ctl'), folder], {
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
};

/** Starts it on a free port, with the defaults that bear on durability and a cache that fits the data. */
export const startCluster = async (): Promise<Cluster> => {
  const bin = findBinaries();
  const owner = process.getuid?.() === 0 ? await postgresUser() : undefined;
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-bench-pg-'));
  if (owner) chownSync(folder, owner.uid, owner.gid);
  const options = { cwd: folder, env: { LC_ALL: 'C.UTF-8', PATH: process.env['PATH'] }, ...owner };
  const stop = keep(bin, folder, options);
  try {
    const port = await freePort();
    const data = join(folder, 'data');
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'shared_buffers=512MB',
      'max_connections=200',
      'max_wal_size=4GB',
    ];
    const flags = settings.map((setting) => `-c ${setting}`).join(' ');
    await run(join(bin, 'initdb'), ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8'], options);
    await run(
      join(bin, 'pg_ctl'),
      ['-D', data, '-w', '-l', join(folder, 'log'), '-o', flags, 'start'],
      options,
    );
    const address = (database: string): string => `postgres://postgres@127.0.0.1:${port}/${database}`;
    const nameOf = (url: string): string => new URL(url).pathname.slice(1);
    const create = async (template?: string): Promise<string> => {
      const name = `bench_${randomBytes(6).toString('hex')}`;
      const from = template === undefined ? '' : ` template ${nameOf(template)} strategy file_copy`;
      await query(address('postgres'), `create database ${name}${from}`);
      return address(name);
    };
    return {
      create,
      save: async (url, file) => void (await run(join(bin, 'pg_dump'), ['-Fc', '-Z1', '-f', file, url])),
      load: async (file) => {
        const url = await create();
        await run(join(bin, 'pg_restore'), ['-d', url, file]);
        return url;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
