import { DuplicateError, MissingError } from '../../service/ports/store.ts';
import type { TableName, World } from '../../service/ports/store.ts';
import { TABLES } from '../../service/ports/tables.ts';
import type { Row, Spec } from './match.ts';
import type { Overlay } from './query.ts';
import { Table } from './table.ts';

/** The latest state of one row; null when it is gone. */
export interface RowChange {
  readonly table: TableName;
  readonly id: string;
  readonly row: Row | null;
}

export type TableSet = ReadonlyMap<TableName, Table>;

// TABLES is declared with exactly these keys, which Object.keys cannot know.
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

// Inside the store rows are plain records; the types come back at its surface, in tx.ts.
const specOf = (name: TableName): Spec => TABLES[name] as unknown as Spec;

/** Tables filled with a world. Throws DuplicateError when its rows contradict each other. */
export const makeTables = (world: Partial<World>): TableSet =>
  new Map(
    TABLE_NAMES.map((name) => {
      // As above: a row's own type has no index signature, the store's has.
      const rows = (world[name] ?? []) as unknown as readonly Row[];
      return [name, new Table(name, specOf(name), rows)];
    }),
  );

const EMPTY: Overlay = new Map();

/** Refuses what SQL refuses as well, so that no test passes on one store alone. */
const check = (spec: Spec, name: TableName, column: string, value: unknown): void => {
  const kind = spec.columns[column];
  if (kind === undefined) throw new Error(`${name} has no column ${column}`);
  if (value === undefined) throw new Error(`${name}.${column} is undefined`);
  if (value === null && kind !== 'json' && !kind.endsWith('?')) throw new Error(`${name}.${column} is null`);
  if (typeof value === 'string' && value.includes('\0')) throw new Error(`${name}.${column} contains NUL`);
};

/** Tables as one transaction sees them: the committed rows, and rows that differ from them. */
export class View {
  readonly tables: TableSet;
  readonly #overlays = new Map<TableName, Map<string, Row | null>>();
  /** Values of unique columns in the overlay, by `table.column`. */
  readonly #holders = new Map<string, Map<unknown, string>>();

  constructor(tables: TableSet) {
    this.tables = tables;
  }

  table(name: TableName): Table {
    const table = this.tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    return table;
  }

  overlay(name: TableName): Overlay {
    return this.#overlays.get(name) ?? EMPTY;
  }

  get(name: TableName, id: string): Row | undefined {
    const own = this.overlay(name).get(id);
    return own === undefined ? this.table(name).get(id) : (own ?? undefined);
  }

  insert(name: TableName, values: Row): void {
    const { spec } = this.table(name);
    const row: Record<string, unknown> & { id: string } = { id: values.id };
    for (const column of Object.keys(spec.columns)) {
      check(spec, name, column, values[column]);
      row[column] = values[column];
    }
    if (this.get(name, row.id) !== undefined) throw new DuplicateError(name, 'id');
    this.#checkUnique(name, row, spec.unique ?? []);
    this.#put(name, row.id, Object.freeze(row));
  }

  update(name: TableName, id: string, change: Readonly<Record<string, unknown>>): void {
    const { spec } = this.table(name);
    for (const [column, value] of Object.entries(change)) check(spec, name, column, value);
    if (change['id'] !== undefined && change['id'] !== id) throw new Error(`${name}.id cannot change`);
    const old = this.get(name, id);
    if (old === undefined) throw new MissingError(`${name} ${id} is not there`);
    const row = Object.freeze({ ...old, ...change });
    this.#checkUnique(name, row, spec.unique ?? []);
    this.#put(name, id, row);
  }

  remove(name: TableName, id: string): void {
    if (this.get(name, id) !== undefined) this.#put(name, id, null);
  }

  /** Keeps the row that a commit is about to replace, so that this view goes on seeing it. */
  preserve(name: TableName, id: string): void {
    if (!this.overlay(name).has(id)) this.#put(name, id, this.table(name).get(id) ?? null);
  }

  changes(): RowChange[] {
    return [...this.#overlays].flatMap(([table, overlay]) =>
      Array.from(overlay, ([id, row]) => ({ table, id, row })),
    );
  }

  #checkUnique(name: TableName, row: Row, columns: readonly string[]): void {
    for (const column of columns) {
      const value = row[column];
      if (value === null) continue;
      const own = this.#holders.get(`${name}.${column}`)?.get(value);
      const base = this.table(name).holder(column, value);
      const holder = own ?? (base !== undefined && this.overlay(name).has(base) ? undefined : base);
      if (holder !== undefined && holder !== row.id) throw new DuplicateError(name, column);
    }
  }

  #put(name: TableName, id: string, row: Row | null): void {
    let overlay = this.#overlays.get(name);
    if (overlay === undefined) this.#overlays.set(name, (overlay = new Map()));
    const old = overlay.get(id);
    overlay.set(id, row);
    for (const column of this.table(name).spec.unique ?? []) {
      const key = `${name}.${column}`;
      let holders = this.#holders.get(key);
      if (holders === undefined) this.#holders.set(key, (holders = new Map()));
      if (old && holders.get(old[column]) === id) holders.delete(old[column]);
      if (row !== null && row[column] !== null) holders.set(row[column], id);
    }
  }
}
