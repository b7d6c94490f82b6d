import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Store } from '../../service/ports/store.ts';
import { translate } from './failures.ts';
import { migrate } from './migrate.ts';
import { postgresFeed } from './postgres-feed.ts';
import { createSqlStore, toConsole } from './sql-store.ts';
import type { Database } from './sql-transaction.ts';

export interface PostgresOptions {
  /** Connections besides the one that listens. Default 10. */
  readonly poolSize?: number;
  /** How long one statement may take, in milliseconds. Default 15 seconds. */
  readonly statementTimeout?: number;
  /** How long to wait for a connection, in milliseconds. Default 10 seconds. */
  readonly connectionTimeout?: number;
  /** Told of what cannot reach a caller. Default: the console. */
  readonly report?: (message: string, error: unknown) => void;
  /** Told of every statement that was answered. Parameters may be people's data; they belong into no log. */
  readonly watch?: (statement: Statement) => void;
}

export interface Statement {
  readonly sql: string;
  readonly parameters: readonly unknown[];
  readonly milliseconds: number;
}

const connect = (
  config: pg.PoolConfig,
  report: (message: string, error: unknown) => void,
  watch?: (statement: Statement) => void,
): Database => {
  const pool = new pg.Pool({ application_name: 'latchkey', keepAlive: true, ...config });
  const broken = (error: unknown): void => report('a database connection broke', error);
  // Whether idle or between two statements of a transaction: without a listener a break would end the process.
  pool.on('error', broken);
  pool.on('connect', (client) => client.on('error', broken));
  return new Kysely<unknown>({
    dialect: new PostgresDialect({ pool }),
    ...(watch && {
      log: ({ level, query: { sql, parameters }, queryDurationMillis: milliseconds }) => {
        if (level === 'query') watch({ sql, parameters, milliseconds });
      },
    }),
  });
};

/** Opens the store on PostgreSQL 15 or later and brings its schema up to date. Throws UnavailableError. */
export const openPostgres = async (
  databaseUrl: string,
  {
    poolSize = 10,
    statementTimeout = 15_000,
    connectionTimeout = 10_000,
    report = toConsole,
    watch,
  }: PostgresOptions = {},
): Promise<Store> => {
  const address = { connectionString: databaseUrl, connectionTimeoutMillis: connectionTimeout };
  // Without time limits: another process may be migrating, and a migration may take its time.
  const migrator = connect({ ...address, max: 2 }, report);
  try {
    await migrate(migrator);
  } catch (error) {
    throw translate(error);
  } finally {
    await migrator.destroy();
  }
  const db = connect(
    {
      ...address,
      max: poolSize,
      statement_timeout: statementTimeout,
      lock_timeout: statementTimeout,
      idle_in_transaction_session_timeout: 2 * statementTimeout,
      // When the network swallows the answer the server's own limit is of no help.
      query_timeout: statementTimeout + 5000,
    },
    report,
    watch,
  );
  return createSqlStore({ db, feed: postgresFeed(databaseUrl), report, release: () => db.destroy() });
};
