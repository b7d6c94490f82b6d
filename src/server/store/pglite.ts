import type { StatsFs } from 'node:fs';
import { mkdir, statfs } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { Kysely, PGliteDialect, sql } from 'kysely';
import type { Store } from '../../service/ports/store.ts';
import { CHANNEL } from './change-feed.ts';
import type { ChangeFeed } from './change-feed.ts';
import { lockDirectory } from './directory-lock.ts';
import { builtArchive, fillDirectory } from './empty-database.ts';
import { migrate } from './migrate.ts';
import { createSqlStore, toConsole } from './sql-store.ts';
import type { Database } from './sql-transaction.ts';

export interface PgliteOptions {
  /** Told of what cannot reach a caller. Default: the console. */
  readonly report?: (message: string, error: unknown) => void;
}

/** PGlite has no option for it. A quarter of its own choice, all of which would be resident from the first moment. */
const BUFFERS = ['-c', 'shared_buffers=32MB'];

/**
 * Nothing is changed with less room than this, in bytes. PGlite's engine stops answering for good, and the process with
 * it, when it cannot begin another file of its log: 16 MiB, and a large change takes several.
 */
const LEAST_ROOM = 64 * 2 ** 20;
/** How long an answer of the disk is good for, in milliseconds. */
const ROOM_KNOWN = 500;

/** How much room a disk has, in bytes. Some file systems of networks and of user space say nothing, which is all zeros. */
export const roomOf = ({ bavail, bsize, blocks }: Pick<StatsFs, 'bavail' | 'bsize' | 'blocks'>): number =>
  blocks * bsize === 0 ? Number.POSITIVE_INFINITY : bavail * bsize;

/** Asks the disk of a folder for room, now and then. What it throws is what the system says of a full one. */
const roomIn = (directory: string): (() => Promise<void>) => {
  let askedAt = Number.NEGATIVE_INFINITY;
  let room = Number.POSITIVE_INFINITY;
  return async () => {
    if (performance.now() - askedAt >= ROOM_KNOWN) {
      askedAt = performance.now();
      // Where the system does not tell, the database is used as it was before anybody asked.
      room = await statfs(directory).then(roomOf, () => Number.POSITIVE_INFINITY);
    }
    if (room >= LEAST_ROOM) return;
    const told = `${Math.floor(room / 2 ** 20)} MB are left where the database is; it needs ${LEAST_ROOM / 2 ** 20} MB`;
    throw Object.assign(new Error(told), { code: 'ENOSPC' });
  };
};

const pgliteFeed = (pglite: PGlite): ChangeFeed => {
  let stop = async (): Promise<void> => undefined;
  return {
    // The database lives in this process, so nothing is ever missed.
    start: async (onPayload) => {
      stop = await pglite.listen(CHANNEL, onPayload);
    },
    stop: () => stop(),
  };
};

/**
 * Opens the embedded store: in a directory, which is made if need be and belongs to this process until the store is
 * closed, or in `memory`. It survives the end of the process at any moment; PGlite calls no fsync, so not a power cut.
 * Throws an Error when another process has the directory, and one with the code ENOSPC when its disk is full.
 */
export const openPglite = async (
  dataDirectory: string,
  { report = toConsole }: PgliteOptions = {},
): Promise<Store> => {
  const inMemory = dataDirectory === 'memory';
  const directory = resolve(dataDirectory);
  if (!inMemory) await mkdir(dirname(directory), { recursive: true });
  const demandRoom = inMemory ? undefined : roomIn(dirname(directory));
  // What a start writes by itself can end as badly.
  await demandRoom?.();
  const unlock = inMemory ? () => undefined : lockDirectory(directory);
  let pglite: PGlite | undefined;
  try {
    const isNew = !inMemory && (await fillDirectory(directory));
    const archive = inMemory ? await builtArchive() : undefined;
    pglite = await PGlite.create({
      dataDir: inMemory ? 'memory://' : directory,
      ...(archive && { loadDataDir: new Blob([archive]) }),
      relaxedDurability: false,
      startParams: [...PGlite.defaultStartParams, ...BUFFERS],
      extensions: { pg_trgm },
    });
    const opened = pglite;
    const db: Database = new Kysely<unknown>({ dialect: new PGliteDialect({ pglite: opened }) });
    await migrate(db);
    // There is no autovacuum here: dead rows go, and statistics come, when the store is opened.
    if (!inMemory && !isNew) {
      // Rougher statistics than a server's, and a second sooner with 10,000 accesses.
      await sql`set default_statistics_target = 20`.execute(db);
      await sql`vacuum (analyze)`.execute(db);
      // Nobody else has the directory, so whoever was at these jobs has ended: no need to wait until its locks do.
      await sql`update jobs set locked_until = null where locked_until is not null`.execute(db);
    }
    const release = async (): Promise<void> => {
      await db.destroy();
      unlock();
    };
    return await createSqlStore({
      db,
      feed: pgliteFeed(opened),
      report,
      release,
      ...(demandRoom && { demandRoom }),
      // It answers within one and the same turn, so a thousand questions in a row would let nobody connect meanwhile.
      takeTurn: () => new Promise((resolve) => void setImmediate(resolve)),
    });
  } catch (error) {
    await pglite?.close();
    unlock();
    throw error;
  }
};
