import { AsyncLocalStorage } from 'node:async_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { sql } from 'kysely';
import { UnavailableError } from '../../service/ports/store.ts';
import type { Change, Job, Store } from '../../service/ports/store.ts';
import { CHANNEL, decodeChange, encodeChange, RESYNC } from './change-feed.ts';
import type { ChangeFeed } from './change-feed.ts';
import { selectList } from './columns.ts';
import { analyzeRows, dumpRows, replaceRows } from './everything.ts';
import { isConflict, isFull, translate } from './failures.ts';
import { getRow, readTransaction, writeTransaction } from './sql-transaction.ts';
import type { Database } from './sql-transaction.ts';
import { rememberTallies } from './tallies.ts';

/** How often a transaction runs again after conflicts. */
const TRIES = 20;

/** How often it is told that the disk is full, in milliseconds. */
const FULL_AGAIN = 60_000;

export interface SqlStoreParts {
  readonly db: Database;
  readonly feed: ChangeFeed;
  /** Told of what cannot reach a caller: a listener that threw. */
  readonly report: (message: string, error: unknown) => void;
  /** Runs after the last query: closes connections, gives up locks. */
  readonly release: () => Promise<void>;
  /** Asked before anything that may change something; throws where the disk has too little room for it. */
  readonly demandRoom?: () => Promise<void>;
  /** Awaited before anything is asked, by a database in this process: it would keep everything else from its turn. */
  readonly takeTurn?: () => Promise<void>;
}

/** Where reports go unless the host has a better place. */
export const toConsole = (message: string, error: unknown): void => console.error(message, error);

interface Listener {
  readonly onChange: (change: Change) => void;
  readonly onResync: () => void;
}

/** Runs one piece of work after another. */
const makeQueue = (): (<R>(work: () => Promise<R>) => Promise<R>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const result = last.then(work);
    last = result.catch(() => undefined);
    return result;
  };
};

/** The store on PostgreSQL or PGlite. The schema must be there (migrations). */
export const createSqlStore = async ({
  db,
  feed,
  report,
  release,
  demandRoom,
  takeTurn,
}: SqlStoreParts): Promise<Store> => {
  const listeners = new Set<Listener>();
  const inTransaction = new AsyncLocalStorage<boolean>();
  const afterConflict = makeQueue();
  const tallies = rememberTallies();
  let commits = 0;
  let fullAt = Number.NEGATIVE_INFINITY;

  const tell = (call: (listener: Listener) => void): void => {
    // News may arrive while a transaction's query runs, but is none of that transaction's business.
    inTransaction.run(false, () => {
      for (const listener of listeners) {
        try {
          call(listener);
        } catch (error) {
          report('a listener of the store failed', error);
        }
      }
    });
  };

  /** Everything that touches the database goes through here. */
  const answered = async <R>(work: () => Promise<R>): Promise<R> => {
    // With one connection the inner call would wait for the outer one for ever, so it is refused on every database.
    if (inTransaction.getStore()) throw new Error('a transaction is open already: use its tx');
    await takeTurn?.();
    try {
      return await work();
    } catch (error) {
      // Callers are told, but only operators can mend it.
      if (isFull(error) && performance.now() - fullAt >= FULL_AGAIN) {
        fullAt = performance.now();
        report('the database has no room left on its disk: make room', error);
      }
      throw translate(error);
    }
  };

  /** As answered, for what may commit; counted however it ends. */
  const committed = <R>(work: () => Promise<R>): Promise<R> =>
    answered(async () => {
      await demandRoom?.();
      return work();
    }).finally(() => {
      commits += 1;
    });

  const retried = async <R>(attempt: () => Promise<R>): Promise<R> => {
    try {
      return await attempt();
    } catch (error) {
      if (!isConflict(error)) throw error;
    }
    // Those who met a conflict go on one at a time, so that a hot row costs each of them few tries.
    return afterConflict(async () => {
      for (let tries = 2; tries <= TRIES; tries += 1) {
        try {
          return await attempt();
        } catch (error) {
          if (!isConflict(error)) throw error;
          await wait(Math.random() * Math.min(2 ** tries, 200));
        }
      }
      throw new UnavailableError(
        'Too many people change the same thing right now. Nothing was changed; try again in a moment.',
      );
    });
  };

  const notify = (payloads: readonly string[]) =>
    sql`select ${sql.join([...new Set(payloads)].map((payload) => sql`pg_notify(${CHANNEL}, ${payload})`))}`;

  /** One serializable transaction. Work that failed with a conflict of its own making runs again, too. */
  const inWrite = <R>(
    work: (tx: Database, isOpen: () => boolean, announced: Change[]) => Promise<R>,
    extra: readonly string[] = [],
  ): Promise<R> =>
    committed(() =>
      retried(() =>
        db
          .transaction()
          .setIsolationLevel('serializable')
          .execute(async (tx) => {
            const announced: Change[] = [];
            let open = true;
            try {
              const result = await inTransaction.run(true, () => work(tx, () => open, announced));
              const payloads = [...announced.map(encodeChange), ...extra];
              if (payloads.length > 0) await notify(payloads).execute(tx);
              return result;
            } finally {
              open = false;
            }
          }),
      ),
    );

  /** Answers with what was read, and ends the transaction behind that: there is nothing in it that could fail to be kept. */
  const inRead = <R>(work: (tx: Database, isOpen: () => boolean) => Promise<R>): Promise<R> =>
    answered(() => {
      const answer = Promise.withResolvers<R>();
      void db
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute(async (tx) => {
          let open = true;
          try {
            answer.resolve(await inTransaction.run(true, () => work(tx, () => open)));
          } finally {
            open = false;
          }
        })
        .catch(answer.reject);
      return answer.promise;
    });

  await feed.start(
    (payload) => {
      const change = decodeChange(payload);
      tell((listener) => (change === undefined ? listener.onResync() : listener.onChange(change)));
    },
    () => tell((listener) => listener.onResync()),
  );

  return {
    read: (work) => inRead((tx, isOpen) => work(readTransaction(tx, isOpen, tallies))),
    get: (table, id) => answered(() => getRow(db, table, id)),
    write: (work) => inWrite((tx, isOpen, announced) => work(writeTransaction(tx, isOpen, announced))),

    takeJobs: (now, lockUntil, limit) =>
      committed(() =>
        retried(async () => {
          const moment = new Date(now).toISOString();
          // One statement, READ COMMITTED: rows that another worker is taking are skipped, not waited for.
          const { rows } = await sql<Job>`
            with due as materialized (
              select id as due_id from jobs
              where status = 'queued' and run_at <= ${moment} and (locked_until is null or locked_until <= ${moment})
              order by run_at, id limit ${limit} for update skip locked
            )
            update jobs set attempts = attempts + 1, locked_until = ${new Date(lockUntil).toISOString()}
            from due where id = due_id returning ${selectList('jobs')}`.execute(db);
          return rows.sort((a, b) => a.runAt - b.runAt || (a.id < b.id ? -1 : 1));
        }),
      ),

    nextJobAt: () =>
      answered(async () => {
        const { rows } = await sql<{ at: number | null }>`
          select (extract(epoch from min(greatest(run_at, locked_until))) * 1000)::float8 as at
          from jobs where status = 'queued'`.execute(db);
        return rows[0]?.at ?? null;
      }),

    listen: (onChange, onResync) => {
      const listener = { onChange, onResync };
      listeners.add(listener);
      return () => listeners.delete(listener);
    },

    // Without a feed of other processes' commits there are none but ours.
    revision: () => answered(async () => (feed.revision ? feed.revision() : String(commits))),

    ping: () =>
      answered(async () => {
        await sql`select 1`.execute(db);
      }),

    replaceAll: async (world) => {
      await inWrite((tx) => replaceRows(tx, world), [RESYNC]);
      await answered(() => analyzeRows(db, world));
    },

    dump: () => inRead((tx) => dumpRows(tx)),

    close: async () => {
      await feed.stop();
      await release();
    },
  };
};
