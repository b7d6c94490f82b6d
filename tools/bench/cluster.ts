import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { query, startCluster, urlOf } from '../../src/testing/postgres.ts';

/** A throw-away PostgreSQL that keeps its promises: unlike the tests' one, it waits for the disk at every commit. */
export interface DurableCluster {
  /** A new database, empty or a copy of another one that nobody is connected to; its URL. */
  create(template?: string): Promise<string>;
  /** Writes everything in a database into a file. */
  save(url: string, file: string): Promise<void>;
  /** A new database with what was saved. */
  load(file: string): Promise<string>;
  stop(): Promise<void>;
}

const run = promisify(execFile);

const nameOf = (url: string): string => new URL(url).pathname.slice(1);

/** Starts it on a free port. */
export const startDurableCluster = async (): Promise<DurableCluster> => {
  const cluster = await startCluster({ durable: true });
  const create = async (template?: string): Promise<string> => {
    const name = `bench_${randomBytes(6).toString('hex')}`;
    const from = template === undefined ? '' : ` template ${nameOf(template)} strategy file_copy`;
    await query(cluster.url, `create database ${name}${from}`);
    return urlOf(cluster.url, name);
  };
  return {
    create,
    save: async (url, file) =>
      void (await run(join(cluster.bin, 'pg_dump'), ['-Fc', '-Z1', '-f', file, url])),
    load: async (file) => {
      const url = await create();
      await run(join(cluster.bin, 'pg_restore'), ['-d', url, file]);
      return url;
    },
    stop: () => cluster.stop(),
  };
};
