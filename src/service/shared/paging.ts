import { NEVER } from '../../domain/time.ts';
import { ProblemError } from '../problem.ts';
import { TABLES, type ColumnKind } from '../ports/tables.ts';
import type { Direction, ReadTransaction, Selection, TableName, Tables } from '../ports/store.ts';

/** A position in a sorted list: where to start, which way, and how many rows come before. Opaque to callers. */
interface Cursor {
  readonly kind: 'after' | 'before' | 'end';
  readonly offset: number;
  readonly value: string | number | boolean;
  readonly id: string;
}

const encode = (cursor: Cursor): string =>
  encodeURIComponent(
    JSON.stringify([cursor.kind === 'after' ? 'a' : 'b', cursor.offset, cursor.value, cursor.id]),
  );

const END = 'end';

/** Text that every store can hold and compare. */
const isPlain = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

/** Whether a value can stand in a column of this kind; a store would stumble over others. */
const fits = (kind: ColumnKind, value: unknown): value is string | number | boolean => {
  if (kind === 'text') return typeof value === 'string' && isPlain(value);
  if (kind === 'bool') return typeof value === 'boolean';
  const most = kind === 'time' ? NEVER : 2 ** 31 - 1;
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= most;
};

const decode = (text: string, column: ColumnKind): Cursor => {
  if (text === END) return { kind: 'end', offset: 0, value: '', id: '' };
  try {
    const parts: unknown = JSON.parse(decodeURIComponent(text));
    if (Array.isArray(parts) && parts.length === 4) {
      const [kind, offset, value, id] = parts as readonly unknown[];
      if (
        (kind === 'a' || kind === 'b') &&
        typeof offset === 'number' &&
        Number.isSafeInteger(offset) &&
        offset >= 0 &&
        fits(column, value) &&
        typeof id === 'string' &&
        isPlain(id)
      )
        return { kind: kind === 'a' ? 'after' : 'before', offset, value, id };
    }
  } catch {
    // Falls through to the refusal: a cursor is ours or it is nothing.
  }
  throw new ProblemError(
    'invalid_request',
    'This page of the list cannot be found. Start from the first page.',
    {
      parameter: 'cursor',
    },
  );
};

const kindOf = <T extends TableName>(table: T, column: keyof Tables[T] & string): ColumnKind => {
  const columns: Readonly<Record<string, ColumnKind>> = TABLES[table].columns;
  return columns[column] ?? 'text';
};

export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly offset: number;
  readonly total_count: number;
  readonly first?: string;
  readonly prev?: string;
  readonly next?: string;
  readonly last?: string;
}

export interface PageRequest<Row> {
  readonly selection: Selection<Row>;
  readonly column: keyof Row & string;
  readonly direction: Direction;
  readonly limit: number;
  readonly cursor: string | undefined;
}

/** One page by keyset, so that the thousandth costs what the first does. */
export const readPage = async <T extends TableName>(
  tx: ReadTransaction,
  table: T,
  request: PageRequest<Tables[T]>,
): Promise<Page<Tables[T]>> => {
  const { selection, column, direction, limit } = request;
  const total = await tx.tally(table, selection);
  const cursor = request.cursor === undefined ? undefined : decode(request.cursor, kindOf(table, column));
  const opposite = direction === 'asc' ? 'desc' : 'asc';
  // Going back from so near the start that the page would not be full: the first page is meant.
  const backwards =
    cursor !== undefined && (cursor.kind === 'end' || (cursor.kind === 'before' && cursor.offset >= limit));
  const size = cursor?.kind === 'end' ? total % limit || limit : limit;
  const after = cursor !== undefined && cursor.kind !== 'end' && (backwards || cursor.kind === 'after');
  const found = await tx.find(table, {
    ...selection,
    order: { column, direction: backwards ? opposite : direction },
    ...(after ? { after: { value: cursor.value, id: cursor.id } } : {}),
    // One more tells whether the list goes on: offsets are of no use for that once rows have come or gone.
    limit: size + 1,
    expected: total,
  });
  const more = found.length > size;
  const kept = found.slice(0, size);
  const rows = backwards ? kept.reverse() : kept;
  const offset = !cursor
    ? 0
    : cursor.kind === 'end'
      ? Math.max(0, total - rows.length)
      : cursor.kind === 'after'
        ? cursor.offset
        : backwards && more
          ? Math.max(1, cursor.offset - limit)
          : 0;
  const place = (row: Tables[T], kind: 'after' | 'before', at: number): string =>
    // Sort columns hold text, numbers or booleans, never null (Query.order).
    encode({ kind, offset: at, value: row[column] as string | number | boolean, id: row.id });
  const top = rows[0];
  const bottom = rows.at(-1);
  const end = offset + rows.length;
  return {
    rows,
    offset,
    total_count: total,
    ...(top && (backwards ? more : offset > 0) ? { first: '', prev: place(top, 'before', offset) } : {}),
    ...(bottom && (backwards ? cursor.kind === 'before' : more)
      ? { next: place(bottom, 'after', end), last: END }
      : {}),
  };
};

/** Every matching row, read in steps, for exports. */
export async function* readAll<T extends TableName>(
  read: <R>(work: (tx: ReadTransaction) => Promise<R>) => Promise<R>,
  table: T,
  request: Omit<PageRequest<Tables[T]>, 'limit' | 'cursor'>,
): AsyncGenerator<readonly Tables[T][]> {
  const { selection, column, direction } = request;
  let after: { value: string | number | boolean; id: string } | undefined;
  for (;;) {
    const from = after;
    const rows = await read((tx) =>
      tx.find(table, {
        ...selection,
        order: { column, direction },
        ...(from ? { after: from } : {}),
        limit: 1000,
      }),
    );
    if (rows.length > 0) yield rows;
    const bottom = rows.at(-1);
    if (!bottom || rows.length < 1000) return;
    // As in `place` above.
    after = { value: bottom[column] as string | number | boolean, id: bottom.id };
  }
}
