import type { Direction, Summary } from '../../service/ports/store.ts';
import { matcher } from './match.ts';
import type { Conditions, Row } from './match.ts';
import { compareEntries, countBefore, sizeOf } from './table.ts';
import type { Bucket, Entry, Table } from './table.ts';

/** Rows that stand in the place of a table's own; null stands for "no such row". */
export type Overlay = ReadonlyMap<string, Row | null>;

/** A query without the row's type. */
export interface AnyQuery extends Conditions {
  readonly order?: { readonly column: string; readonly direction: Direction };
  readonly after?: { readonly value: string | number | boolean; readonly id: string };
  readonly limit?: number;
}

/** The values that a condition admits, where it names them. */
const valuesOf = (match: unknown): Iterable<unknown> | undefined => {
  if (typeof match === 'string') return [match];
  const named = typeof match === 'object' && match !== null && 'in' in match ? match.in : undefined;
  return Array.isArray(named) ? new Set(named) : undefined;
};

/** The rows with these values in a column, or undefined where no index leads to them. */
const bucketsOf = (table: Table, column: string, values: Iterable<unknown>): Bucket[] | undefined => {
  const buckets: Bucket[] = [];
  for (const value of values) {
    const bucket = table.bucket(column, value);
    if (bucket === undefined) return undefined;
    buckets.push(bucket);
  }
  return buckets;
};

/** The fewest committed rows that an index offers for these conditions, or undefined. */
const candidates = (table: Table, { where = {} }: Conditions) => {
  let fewest: { readonly size: number; readonly buckets: readonly Bucket[] } | undefined;
  for (const [column, match] of Object.entries(where)) {
    const values = valuesOf(match);
    const buckets = values && bucketsOf(table, column, values);
    if (buckets === undefined) continue;
    const size = buckets.reduce((sum, bucket) => sum + sizeOf(bucket), 0);
    if (fewest === undefined || size < fewest.size) fewest = { size, buckets };
  }
  return fewest;
};

function* rowsIn(buckets: readonly Bucket[]): Generator<Row> {
  for (const bucket of buckets) yield* bucket.values();
}

/** Rows of the table under the overlay, as Store.find says. */
export const findRows = (table: Table, overlay: Overlay, query: AnyQuery): Row[] => {
  const { order = { column: 'id', direction: 'asc' }, after, limit = Number.POSITIVE_INFINITY } = query;
  const { column } = order;
  const sign = order.direction === 'asc' ? 1 : -1;
  const passes = matcher(table.spec, query);
  const start = after === undefined ? undefined : table.place(column, after.value, after.id);
  const follows = (entry: Entry): boolean => start === undefined || compareEntries(entry, start) * sign > 0;
  const found: Entry[] = [];

  const few = candidates(table, query);
  // A few rows are sorted on the spot; otherwise the whole order is walked until the page is full.
  if (few !== undefined && few.size <= Math.max(64, table.size / 8)) {
    for (const row of rowsIn(few.buckets)) {
      if (overlay.has(row.id) || !passes(row)) continue;
      const entry = table.entry(column, row);
      if (follows(entry)) found.push(entry);
    }
  } else {
    const entries = table.sorted(column);
    let index = sign === 1 ? 0 : entries.length - 1;
    if (start !== undefined) {
      index = sign === 1 ? countBefore(entries, start, true) : countBefore(entries, start, false) - 1;
    }
    for (; found.length < limit; index += sign) {
      const entry = entries[index];
      if (entry === undefined) break;
      if (!overlay.has(entry.row.id) && passes(entry.row)) found.push(entry);
    }
  }
  for (const row of overlay.values()) {
    if (row === null || !passes(row)) continue;
    const entry = table.entry(column, row);
    if (follows(entry)) found.push(entry);
  }
  found.sort((a, b) => compareEntries(a, b) * sign);
  return found.slice(0, limit).map((entry) => entry.row);
};

/** The rows of the table under the overlay that pass, in no order. */
function* passingRows(table: Table, overlay: Overlay, conditions: Conditions): Generator<Row> {
  const passes = matcher(table.spec, conditions);
  const few = candidates(table, conditions);
  for (const row of few === undefined ? table.rows() : rowsIn(few.buckets)) {
    if (!overlay.has(row.id) && passes(row)) yield row;
  }
  for (const row of overlay.values()) if (row !== null && passes(row)) yield row;
}

/** How many rows of the table under the overlay pass. */
export const countRows = (table: Table, overlay: Overlay, conditions: Conditions): number => {
  let count = 0;
  for (const _ of passingRows(table, overlay, conditions)) count += 1;
  return count;
};

/** As Store.summarize says. */
export const summarizeRows = (
  table: Table,
  overlay: Overlay,
  { by, least }: { readonly by: string; readonly least: string },
  conditions: Conditions,
): Map<string, Summary> => {
  const { columns } = table.spec;
  if (columns[by] !== 'text' || columns[least] !== 'time')
    throw new Error(`cannot summarize ${least} by ${by}`);
  const summaries = new Map<string, Summary>();
  for (const row of passingRows(table, overlay, conditions)) {
    const key = String(row[by]);
    const known = summaries.get(key);
    const at = Number(row[least]);
    summaries.set(key, {
      count: (known?.count ?? 0) + 1,
      least: known === undefined ? at : Math.min(known.least, at),
    });
  }
  return summaries;
};
