import { join } from 'node:path';
import { UnavailableError, type Store } from '../service/ports/store.ts';
import { StartError, type Config } from './config.ts';
import type { Log } from './log.ts';
import { codeOf } from './store/failures.ts';

/** A statement that takes so long wants an index or a rest; milliseconds, waiting for this process included. */
const SLOW = 5000;

const warnOfSlow =
  (log: Log) =>
  ({ sql, milliseconds }: { readonly sql: string; readonly milliseconds: number }): void => {
    if (milliseconds >= SLOW) log.warn(`the database took ${Math.round(milliseconds)} ms: ${sql}`);
  };

/** Another process has the embedded database. */
export class InUseError extends StartError {}

/** Where the embedded database is. */
export const databaseFolder = ({ dataDir }: Pick<Config, 'dataDir'>): string => join(dataDir, 'database');

/** Opens the configured store. Throws StartError when it does not answer or has no room, InUseError when another process has it. */
export const openStore = async (config: Config, log: Log): Promise<Store> => {
  const { databaseUrl, databasePool, dataDir } = config;
  const report = (message: string, error: unknown): void => log.fault(message, error);
  // Each database's driver takes its time to load, and only one is needed.
  if (databaseUrl !== null) {
    const { openPostgres } = await import('./store/postgres.ts');
    try {
      return await openPostgres(databaseUrl, { poolSize: databasePool, report, watch: warnOfSlow(log) });
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      const cause = error.cause instanceof Error ? error.cause.message || error.cause.name : error.message;
      throw new StartError([`The database at DATABASE_URL does not answer: ${cause}`], { cause: error });
    }
  }
  const { openPglite } = await import('./store/pglite.ts');
  try {
    return await openPglite(databaseFolder(config), { report });
  } catch (error) {
    if (codeOf(error) === 'ENOSPC' && error instanceof Error)
      throw new StartError([`DATA_DIR ${dataDir} has too little room: ${error.message}. Make room there.`], {
        cause: error,
      });
    if (codeOf(error) === 'ENOTEMPTY')
      throw new StartError(
        [
          `DATA_DIR ${dataDir} has a folder database that is no whole database. Restore it from a backup; to begin anew, move it away.`,
        ],
        { cause: error },
      );
    if (!(error instanceof Error && error.message.includes('in use by another process'))) throw error;
    throw new InUseError(
      [
        `DATA_DIR ${dataDir} is in use by another Latchkey. Stop that one, or choose another folder with DATA_DIR.`,
      ],
      { cause: error },
    );
  }
};
