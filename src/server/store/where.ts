import { sql } from 'kysely';
import type { Direction, TableName } from '../../service/ports/store.ts';
import { columnSql, kindOf, selectList, sqlType, tableSql, toDatabase } from './columns.ts';
import type { Sql } from './columns.ts';

/** A query without the row's type. */
export interface AnyQuery {
  readonly where?: Readonly<Record<string, unknown>>;
  readonly either?: readonly Readonly<Record<string, unknown>>[];
  readonly search?: string | readonly string[];
  readonly order?: { readonly column: string; readonly direction: Direction };
  readonly after?: { readonly value: string | number | boolean; readonly id: string };
  readonly limit?: number;
  readonly expected?: number;
}

/**
 * Up to so many rows are found by what they have in common and then put in order. Left to itself the database may walk
 * all rows in order until it has met enough of them, which takes long when they stand together at the end.
 */
const FEW = 4000;

const NOTHING = sql`false`;

/** PostgreSQL cannot even be asked for a text with NUL; it holds none. */
const isImpossible = (value: unknown): boolean => typeof value === 'string' && value.includes('\0');

/** A pattern for LIKE, which trigram indexes serve. The column holds lower-cased text. */
const containing = (text: string): string =>
  `%${text.toLowerCase().replaceAll(/[\\%_]/gu, String.raw`\$&`)}%`;

const matchSql = (table: TableName, column: string, match: unknown): Sql => {
  const kind = kindOf(table, column);
  if (kind === 'json') throw new Error(`cannot filter by ${column}`);
  if (match === undefined) throw new Error(`the condition on ${column} is undefined`);
  const left = columnSql(column);
  const value = (plain: unknown): Sql => sql`${toDatabase(table, column, kind, plain)}`;
  if (match === null) return sql`${left} is null`;
  if (typeof match !== 'object') return isImpossible(match) ? NOTHING : sql`${left} = ${value(match)}`;
  if ('in' in match && Array.isArray(match.in)) {
    const wanted: readonly unknown[] = match.in;
    const present = wanted.filter((item) => item !== null && !isImpossible(item));
    const some = present.length === 0 ? NOTHING : sql`${left} in (${sql.join(present.map(value))})`;
    return wanted.includes(null) ? sql`(${some} or ${left} is null)` : some;
  }
  if ('not' in match) {
    if (match.not === null) return sql`${left} is not null`;
    return isImpossible(match.not) ? sql`true` : sql`${left} is distinct from ${value(match.not)}`;
  }
  if ('atMost' in match && 'above' in match)
    return sql`${left} > ${value(match.above)} and ${left} <= ${value(match.atMost)}`;
  if ('atMost' in match) return sql`${left} <= ${value(match.atMost)}`;
  if ('above' in match) return sql`${left} > ${value(match.above)}`;
  throw new Error(`no such condition on ${column}`);
};

/** ` where …`, or nothing. An undefined value is an error: it would otherwise mean "any", by accident. */
const conditionsSql = (table: TableName, { where = {}, either, search }: AnyQuery): Sql[] => {
  const matches = (columns: Readonly<Record<string, unknown>>): Sql[] =>
    Object.entries(columns).map(([column, match]) => matchSql(table, column, match));
  const conditions = matches(where);
  if (either !== undefined) {
    const choices = either.map((choice) => sql`(${sql.join([sql`true`, ...matches(choice)], sql` and `)})`);
    conditions.push(choices.length === 0 ? NOTHING : sql`(${sql.join(choices, sql` or `)})`);
  }
  if (search !== undefined) {
    kindOf(table, 'searchText');
    for (const text of [search].flat()) {
      conditions.push(isImpossible(text) ? NOTHING : sql`search_text like ${containing(text)}`);
    }
  }
  return conditions;
};

const joined = (conditions: readonly Sql[]): Sql =>
  conditions.length === 0 ? sql`` : sql` where ${sql.join(conditions, sql` and `)}`;

/** ` where …` for a selection, or nothing. */
export const whereSql = (table: TableName, query: AnyQuery): Sql => joined(conditionsSql(table, query));

/** `select … from … where … order by … limit …` for ReadTransaction.find. Text orders by code point after lowering A to Z, as collation "C" does. */
export const findSql = (table: TableName, query: AnyQuery, columns?: readonly string[]): Sql => {
  const { order = { column: 'id', direction: 'asc' }, after, limit, expected = Infinity } = query;
  const { column } = order;
  const kind = kindOf(table, column);
  if (kind === 'json' || kind.endsWith('?')) throw new Error(`${column} gives no order`);
  const direction = order.direction === 'asc' ? sql`asc` : sql`desc`;
  const beyond = order.direction === 'asc' ? sql`>` : sql`<`;
  const byId = column === 'id';
  const key = kind === 'text' ? sql`lower(${columnSql(column)})` : columnSql(column);
  const conditions = conditionsSql(table, query);
  if (after !== undefined && byId) conditions.push(sql`id ${beyond} ${after.id}`);
  if (after !== undefined && !byId) {
    const { value } = after;
    const fits = typeof value === (kind === 'text' ? 'string' : kind === 'bool' ? 'boolean' : 'number');
    if (!fits) throw new Error(`${typeof value} is no position in an order by ${column}`);
    const place =
      kind === 'text'
        ? sql`lower(${value}::text collate "C")`
        : sql`${toDatabase(table, column, kind, value)}::${sql.raw(sqlType(kind))}`;
    conditions.push(sql`(${key}, id) ${beyond} (${place}, ${after.id})`);
  }
  const found = expected <= FEW;
  // A bare name would mean the column as it is selected, which for `at` is another expression, in no index.
  const ordered = kind === 'text' ? key : sql`${found ? sql`found` : tableSql(table)}.${key}`;
  const orderBy = byId ? sql`id ${direction}` : sql`${ordered} ${direction}, id ${direction}`;
  const limited = limit === undefined ? sql`` : sql` limit ${limit}::integer`;
  // `offset 0` keeps the order outside from having a say in how the rows are found.
  const from = found
    ? sql`(select * from ${tableSql(table)}${joined(conditions)} offset 0) as found`
    : sql`${tableSql(table)}${joined(conditions)}`;
  return sql`select ${selectList(table, columns)} from ${from} order by ${orderBy}${limited}`;
};
