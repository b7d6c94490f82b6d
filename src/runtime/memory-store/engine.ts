import type {
  Change,
  Job,
  ReadTransaction,
  TableName,
  Transaction,
  World,
} from '../../service/ports/store.ts';
import type { Instant } from '../../domain/time.ts';
import type { Row } from './match.ts';
import { readTransaction, writeTransaction } from './tx.ts';
import { makeTables, View } from './view.ts';
import type { RowChange, TableSet } from './view.ts';

/** What a transaction wants to become of the tables. */
export interface Staged<R> {
  readonly result: R;
  readonly changes: readonly RowChange[];
  readonly announced: readonly Change[];
}

/**
 * Tables in memory with snapshots. Reads may run at any time; the caller sees to it that from `stage` to `apply` no
 * other change comes between (a mutex, a Web Lock).
 */
export class Engine {
  #tables: TableSet;
  readonly #snapshots = new Set<View>();
  #commits = 0;

  /** Throws DuplicateError when the world's rows contradict each other. */
  constructor(world: Partial<World>) {
    this.#tables = makeTables(world);
  }

  /** Runs `work` on the rows as they are committed now, whatever is committed while it runs. */
  async read<R>(work: (tx: ReadTransaction) => Promise<R>): Promise<R> {
    const view = new View(this.#tables);
    this.#snapshots.add(view);
    try {
      return await work(readTransaction(view, () => this.#snapshots.has(view)));
    } finally {
      this.#snapshots.delete(view);
    }
  }

  /** Runs `work` and keeps its changes apart. */
  async stage<R>(work: (tx: Transaction) => Promise<R>): Promise<Staged<R>> {
    const view = new View(this.#tables);
    const announced: Change[] = [];
    let open = true;
    try {
      const result = await work(writeTransaction(view, () => open, announced));
      return { result, changes: view.changes(), announced };
    } finally {
      open = false;
    }
  }

  /** As Store.revision. */
  get revision(): string {
    return String(this.#commits);
  }

  /** Commits. */
  apply(changes: readonly RowChange[]): void {
    this.#commits += 1;
    const byTable = new Map<TableName, Map<string, Row | null>>();
    for (const { table, id, row } of changes) {
      for (const snapshot of this.#snapshots) {
        if (snapshot.tables === this.#tables) snapshot.preserve(table, id);
      }
      const rows = byTable.get(table);
      if (rows === undefined) byTable.set(table, new Map([[id, row]]));
      else rows.set(id, row);
    }
    for (const [table, rows] of byTable) this.#tables.get(table)?.apply(rows);
  }

  /** Store.nextJobAt, of what is committed; asked so often that it looks at the rows without a query. */
  nextJobMoment(): Instant | null {
    const jobs = this.#tables.get('jobs')?.bucket('status', 'queued') ?? [];
    let next: Instant | null = null;
    for (const row of jobs.values()) {
      // A job went in with its own type.
      const { runAt, lockedUntil } = row as unknown as Job;
      const moment = Math.max(runAt, lockedUntil ?? runAt);
      if (next === null || moment < next) next = moment;
    }
    return next;
  }

  /** Puts other tables in the place of all. Snapshots keep the old ones. */
  install(tables: TableSet): void {
    this.#commits += 1;
    this.#tables = tables;
  }

  dump(): World {
    const rows = Array.from(this.#tables, ([name, table]) => [name, [...table.rows()]]);
    // The tables were made from TABLES, so every name is there with its own rows.
    return Object.fromEntries(rows) as World;
  }
}

/** Store.takeJobs, for stores whose writes run one at a time anyway. */
export const takeDueJobs = async (
  tx: Transaction,
  now: Instant,
  lockUntil: Instant,
  limit: number,
): Promise<readonly Job[]> => {
  const due = await tx.find('jobs', {
    where: { status: 'queued', runAt: { atMost: now } },
    order: { column: 'runAt', direction: 'asc' },
  });
  const free = due.filter((job) => job.lockedUntil === null || job.lockedUntil <= now).slice(0, limit);
  const taken = free.map((job) => ({ ...job, attempts: job.attempts + 1, lockedUntil: lockUntil }));
  for (const { id, attempts, lockedUntil } of taken) await tx.update('jobs', id, { attempts, lockedUntil });
  return taken;
};
