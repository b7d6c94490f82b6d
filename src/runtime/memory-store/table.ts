import { DuplicateError } from '../../service/ports/store.ts';
import type { TableName } from '../../service/ports/store.ts';
import type { Row, Spec } from './match.ts';
import { codePointKey, sortKey } from './sort-key.ts';
import type { SortKey } from './sort-key.ts';

/** A row with its place in one order. */
export interface Entry {
  readonly key: SortKey;
  readonly idKey: string;
  readonly row: Row;
}

/** By key, ties by id. Negative when `a` comes first. */
export const compareEntries = (a: Omit<Entry, 'row'>, b: Omit<Entry, 'row'>): number => {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.idKey !== b.idKey) return a.idKey < b.idKey ? -1 : 1;
  return 0;
};

/** How many entries come before `place` (or at it, when `inclusive`). */
export const countBefore = (
  entries: readonly Entry[],
  place: Omit<Entry, 'row'>,
  inclusive: boolean,
): number => {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = entries[middle];
    const order = entry === undefined ? 1 : compareEntries(entry, place);
    if (order < 0 || (inclusive && order === 0)) low = middle + 1;
    else high = middle;
  }
  return low;
};

/** Rows that share a value: a plain list while there are few, as under most values. */
export type Bucket = readonly Row[] | ReadonlyMap<string, Row>;
type Buckets = Map<unknown, Row[] | Map<string, Row>>;

/** Up to here looking through a list is quicker than keeping a map. */
const LIST_AT_MOST = 8;

/** How many rows are in it. */
export const sizeOf = (bucket: Bucket): number => ('size' in bucket ? bucket.size : bucket.length);

/** Beyond this many changes at once it is cheaper to sort again than to splice. */
const SPLICE_AT_MOST = 100;

/** The committed rows of one table, with indexes that come into being when first used. */
export class Table {
  readonly name: TableName;
  readonly spec: Spec;
  readonly #rows = new Map<string, Row>();
  readonly #holders = new Map<string, Map<unknown, string>>();
  readonly #equal = new Map<string, Buckets>();
  readonly #sorted = new Map<string, Entry[]>();

  /** Throws DuplicateError when the rows contradict each other. */
  constructor(name: TableName, spec: Spec, rows: readonly Row[]) {
    this.name = name;
    this.spec = spec;
    for (const column of spec.unique ?? []) this.#holders.set(column, new Map());
    for (const row of rows) {
      if (this.#rows.has(row.id)) throw new DuplicateError(name, 'id');
      for (const [column, holders] of this.#holders) {
        if (holders.has(row[column])) throw new DuplicateError(name, column);
      }
      this.#put(row);
    }
  }

  get size(): number {
    return this.#rows.size;
  }

  rows(): IterableIterator<Row> {
    return this.#rows.values();
  }

  get(id: string): Row | undefined {
    return this.#rows.get(id);
  }

  /** The id of the row that holds this value in a unique column. */
  holder(column: string, value: unknown): string | undefined {
    return this.#holders.get(column)?.get(value);
  }

  /** The rows whose column equals the value, through an index; undefined where there is none to be had. */
  bucket(column: string, value: unknown): Bucket | undefined {
    if (column === 'id') {
      const row = typeof value === 'string' ? this.#rows.get(value) : undefined;
      return row === undefined ? [] : [row];
    }
    const kind = this.spec.columns[column];
    if (kind !== 'text' && kind !== 'text?') return undefined;
    let index = this.#equal.get(column);
    if (index === undefined) {
      index = new Map();
      for (const row of this.#rows.values()) fill(index, column, row);
      this.#equal.set(column, index);
    }
    return index.get(value) ?? [];
  }

  /** A row's place in the order by one column. */
  entry(column: string, row: Row): Entry {
    const { key, idKey } = this.place(column, row[column], row.id);
    return { key, idKey, row };
  }

  /** A place in the order by one column. Ids compare as they are. Throws where there is no such order. */
  place(column: string, value: unknown, id: string): Omit<Entry, 'row'> {
    const idKey = codePointKey(id);
    if (column === 'id') return { key: idKey, idKey };
    return { key: sortKey(this.spec.columns[column] ?? 'json', value), idKey };
  }

  /** All rows in ascending order. */
  sorted(column: string): readonly Entry[] {
    let entries = this.#sorted.get(column);
    if (entries === undefined) {
      entries = Array.from(this.#rows.values(), (row) => this.entry(column, row)).sort(compareEntries);
      this.#sorted.set(column, entries);
    }
    return entries;
  }

  /** Puts rows in the place of those with their id; null takes the row away. */
  apply(changes: ReadonlyMap<string, Row | null>): void {
    if (changes.size > SPLICE_AT_MOST) this.#sorted.clear();
    for (const [id, row] of changes) {
      const old = this.#rows.get(id);
      if (old !== undefined && row !== null) this.#change(old, row);
      else if (old !== undefined) this.#take(old);
      else if (row !== null) this.#put(row);
    }
  }

  #put(row: Row): void {
    this.#rows.set(row.id, row);
    for (const [column, holders] of this.#holders) {
      if (row[column] !== null) holders.set(row[column], row.id);
    }
    for (const [column, index] of this.#equal) fill(index, column, row);
    for (const [column, entries] of this.#sorted) {
      const entry = this.entry(column, row);
      entries.splice(countBefore(entries, entry, false), 0, entry);
    }
  }

  /** Most changes leave most columns as they are, and so the row's place in most indexes. */
  #change(old: Row, row: Row): void {
    this.#rows.set(row.id, row);
    for (const [column, holders] of this.#holders) {
      if (old[column] === row[column]) continue;
      // Within one commit another row may have taken the value over already.
      if (holders.get(old[column]) === row.id) holders.delete(old[column]);
      if (row[column] !== null) holders.set(row[column], row.id);
    }
    for (const [column, index] of this.#equal) {
      if (old[column] !== row[column]) drain(index, column, old);
      fill(index, column, row);
    }
    for (const [column, entries] of this.#sorted) {
      const entry = this.entry(column, row);
      const before = countBefore(entries, this.entry(column, old), false);
      if (old[column] === row[column]) entries[before] = entry;
      else {
        entries.splice(before, 1);
        entries.splice(countBefore(entries, entry, false), 0, entry);
      }
    }
  }

  #take(row: Row): void {
    this.#rows.delete(row.id);
    for (const [column, holders] of this.#holders) {
      // Within one commit another row may have taken the value over already.
      if (holders.get(row[column]) === row.id) holders.delete(row[column]);
    }
    for (const [column, index] of this.#equal) drain(index, column, row);
    for (const [column, entries] of this.#sorted) {
      entries.splice(countBefore(entries, this.entry(column, row), false), 1);
    }
  }
}

/** Puts the row in, or in the place of the one with its id. */
const fill = (index: Buckets, column: string, row: Row): void => {
  const bucket = index.get(row[column]);
  if (bucket === undefined) index.set(row[column], [row]);
  else if (bucket instanceof Map) bucket.set(row.id, row);
  else {
    const at = bucket.findIndex((one) => one.id === row.id);
    if (at >= 0) bucket[at] = row;
    else if (bucket.length < LIST_AT_MOST) bucket.push(row);
    else index.set(row[column], new Map([...bucket, row].map((one) => [one.id, one])));
  }
};

const drain = (index: Buckets, column: string, row: Row): void => {
  const { id } = row;
  const value = row[column];
  const bucket = index.get(value);
  if (bucket === undefined) return;
  if (bucket instanceof Map) bucket.delete(id);
  else {
    const at = bucket.findIndex((one) => one.id === id);
    if (at >= 0) bucket.splice(at, 1);
  }
  if (sizeOf(bucket) === 0) index.delete(value);
};
