import type { Direction } from '../../service/ports/store.ts';
import { matcher } from './match.ts';
import type { Conditions, Row } from './match.ts';
import { compareEntries, countBefore } from './table.ts';
import type { Entry, Table } from './table.ts';

/** Rows that stand in the place of a table's own; null stands for "no such row". */
export type Overlay = ReadonlyMap<string, Row | null>;

/** A query without the row's type. */
export interface AnyQuery extends Conditions {
  readonly order?: { readonly column: string; readonly direction: Direction };
  readonly after?: { readonly value: string | number | boolean; readonly id: string };
  readonly limit?: number;
}

/** The smallest set of committed rows that an index offers for these conditions, or undefined. */
const candidates = (table: Table, { where = {} }: Conditions): ReadonlyMap<string, Row> | undefined => {
  let smallest: ReadonlyMap<string, Row> | undefined;
  for (const [column, match] of Object.entries(where)) {
    if (typeof match !== 'string') continue;
    const bucket = table.bucket(column, match);
    if (bucket !== undefined && (smallest === undefined || bucket.size < smallest.size)) smallest = bucket;
  }
  return smallest;
};

/** Rows of the table under the overlay, as Store.find says. */
export const findRows = (table: Table, overlay: Overlay, query: AnyQuery): Row[] => {
  const { order = { column: 'id', direction: 'asc' }, after, limit = Number.POSITIVE_INFINITY } = query;
  const { column } = order;
  const sign = order.direction === 'asc' ? 1 : -1;
  const passes = matcher(table.spec, query);
  const start = after === undefined ? undefined : table.place(column, after.value, after.id);
  const follows = (entry: Entry): boolean => start === undefined || compareEntries(entry, start) * sign > 0;
  const found: Entry[] = [];

  const bucket = candidates(table, query);
  // A small bucket is sorted on the spot; otherwise the whole order is walked until the page is full.
  if (bucket !== undefined && bucket.size <= Math.max(64, table.size / 8)) {
    for (const row of bucket.values()) {
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

/** How many rows of the table under the overlay pass. */
export const countRows = (table: Table, overlay: Overlay, conditions: Conditions): number => {
  const passes = matcher(table.spec, conditions);
  let count = 0;
  for (const row of candidates(table, conditions)?.values() ?? table.rows()) {
    if (!overlay.has(row.id) && passes(row)) count += 1;
  }
  for (const row of overlay.values()) if (row !== null && passes(row)) count += 1;
  return count;
};
