import { openDB } from 'idb';
import type { DBSchema, IDBPDatabase } from 'idb';
import { UnavailableError } from '../../service/ports/store.ts';
import type { TableName, World } from '../../service/ports/store.ts';
import type { Row } from '../../runtime/memory-store/match.ts';
import type { RowChange } from '../../runtime/memory-store/view.ts';

/** Where the database stands. Kept once somebody has changed something. */
export interface Position {
  /** The world that the build brought along; rows on top of another one mean nothing. */
  readonly worldId: string;
  /** Random, new with each replacement of everything. */
  readonly epoch: string;
  /** Counts commits. */
  readonly sequence: number;
}

interface StoredRow {
  readonly table: TableName;
  readonly id: string;
  readonly row: Row | null;
  readonly sequence: number;
}

interface Schema extends DBSchema {
  position: { key: 'position'; value: Position };
  /** The latest state of each row that differs from the base. */
  rows: { key: [string, string]; value: StoredRow; indexes: { sequence: number } };
  /** The base, when it is not the build's: one entry per table. */
  base: { key: string; value: readonly unknown[] };
}

/** What a tab has to take over. `base`: undefined stands for the build's own world; `whole`: start from the base. */
export interface News {
  readonly position: Position | undefined;
  readonly changes: readonly RowChange[];
  readonly whole: boolean;
  readonly base: World | undefined;
}

/** How long to wait for the browser to open the database, in milliseconds: some never answer. */
const PATIENCE = 5000;

/** Rows that differ from the build's world, in IndexedDB. Each method throws UnavailableError when that fails. */
export class OverlayDatabase {
  readonly #name: string;
  #opened: Promise<IDBPDatabase<Schema>> | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  /** What others committed since `known`; everything when that is another epoch or nothing is known. */
  readSince(known: Position | undefined): Promise<News> {
    return this.#attempt(async (db) => {
      const tx = db.transaction(['position', 'rows', 'base']);
      const position = await tx.objectStore('position').get('position');
      const whole = position?.epoch !== known?.epoch;
      const same = position?.sequence === known?.sequence;
      if (position === undefined || (!whole && same))
        return { position, changes: [], whole, base: undefined };
      const rows = whole
        ? await tx.objectStore('rows').getAll()
        : await tx
            .objectStore('rows')
            .index('sequence')
            .getAll(IDBKeyRange.lowerBound(known?.sequence ?? 0, true));
      let base: World | undefined;
      if (whole) {
        const names = await tx.objectStore('base').getAllKeys();
        const tables = await tx.objectStore('base').getAll();
        // Written by `replace` below from a World, all tables or none.
        if (names.length > 0) base = Object.fromEntries(names.map((name, i) => [name, tables[i]])) as World;
      }
      return { position, changes: rows, whole, base };
    });
  }

  /** One commit: all or nothing. */
  commit(position: Position, changes: readonly RowChange[]): Promise<void> {
    return this.#attempt(async (db) => {
      const tx = db.transaction(['position', 'rows'], 'readwrite');
      await settle(tx, function* requests() {
        for (const change of changes) {
          const row = { ...change, sequence: position.sequence };
          yield tx.objectStore('rows').put(row, [change.table, change.id]);
        }
        yield tx.objectStore('position').put(position, 'position');
      });
    });
  }

  /** Forgets all rows; `base` undefined goes back to the build's world. */
  replace(position: Position, base: World | undefined): Promise<void> {
    return this.#attempt(async (db) => {
      const tx = db.transaction(['position', 'rows', 'base'], 'readwrite');
      await settle(tx, function* requests() {
        yield tx.objectStore('rows').clear();
        yield tx.objectStore('base').clear();
        yield tx.objectStore('position').put(position, 'position');
        for (const [name, rows] of Object.entries(base ?? {})) yield tx.objectStore('base').put(rows, name);
      });
    });
  }

  /** Lets go of the database; a later call opens it again. */
  async close(): Promise<void> {
    const opened = this.#opened;
    this.#opened = undefined;
    await opened?.then(
      (db) => db.close(),
      () => undefined,
    );
  }

  async #attempt<R>(work: (db: IDBPDatabase<Schema>) => Promise<R>): Promise<R> {
    try {
      this.#opened ??= this.#open();
      return await work(await this.#opened);
    } catch (error) {
      // The next call tries with a fresh connection: the browser may have closed this one.
      await this.close();
      throw new UnavailableError(
        'This browser cannot keep the demo’s data any more. Nothing was changed. Free some space and try again.',
        { cause: error },
      );
    }
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    const opening = openDB<Schema>(this.#name, 1, {
      upgrade: (db) => {
        db.createObjectStore('position');
        db.createObjectStore('rows').createIndex('sequence', 'sequence');
        db.createObjectStore('base');
      },
      // A newer build wants to change the schema; this tab must not be in its way.
      blocking: () => void this.close(),
      terminated: () => (this.#opened = undefined),
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('the browser does not open the database')), PATIENCE);
    });
    return Promise.race([opening, late]).finally(() => clearTimeout(timer));
  }
}

/** Makes the requests and waits for the whole transaction. A request refused outright must not let the others pass. */
const settle = async (
  tx: { readonly done: Promise<void>; abort(): void },
  requests: () => Iterable<Promise<unknown>>,
): Promise<void> => {
  const made: Promise<unknown>[] = [tx.done];
  try {
    for (const request of requests()) made.push(request);
  } catch (error) {
    tx.abort();
    // Each of them fails now; the reason is known already.
    await Promise.allSettled(made);
    throw error;
  }
  await Promise.all(made);
};
