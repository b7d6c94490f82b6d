import { sql } from 'kysely';
import type { RawBuilder } from 'kysely';
import type { TableName } from '../../service/ports/store.ts';
import { TABLES } from '../../service/ports/tables.ts';
import type { ColumnKind } from '../../service/ports/tables.ts';

/** SQL or a part of it. */
export type Sql = RawBuilder<unknown>;

/** `createdAt` becomes `created_at`. */
export const snakeCase = (name: string): string =>
  name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);

/** The table, quoted. */
export const tableSql = (table: TableName): Sql => sql.id(snakeCase(table));

/** The column, quoted. */
export const columnSql = (column: string): Sql => sql.id(snakeCase(column));

// TABLES is declared with exactly these keys, which Object.keys cannot know.
export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[];

/** The table's columns with their kinds, in the order of TABLES. */
export const columnsOf = (table: TableName): readonly (readonly [string, ColumnKind])[] =>
  // Each value is a kind by TableSpec; the union of all tables' types hides it.
  Object.entries(TABLES[table].columns) as readonly (readonly [string, ColumnKind])[];

/** Throws for a column that the table does not have, which also keeps foreign names out of the SQL. */
export const kindOf = (table: TableName, column: string): ColumnKind => {
  const found = columnsOf(table).find(([name]) => name === column);
  if (found === undefined) throw new Error(`${table} has no column ${column}`);
  return found[1];
};

/** The unique columns besides the id. */
export const uniqueColumns = (table: TableName): readonly string[] => TABLES[table].unique ?? [];

const isTime = (kind: ColumnKind): boolean => kind === 'time' || kind === 'time?';

/**
 * What stands for a value in the database: moments as ISO text (the database stores microseconds, so milliseconds
 * survive), plain data as JSON text. Throws for a value that the column cannot hold.
 */
export const toDatabase = (table: TableName, column: string, kind: ColumnKind, value: unknown): unknown => {
  if (value === undefined) throw new Error(`${table}.${column} is undefined`);
  if (kind === 'json') return JSON.stringify(value);
  if (isTime(kind) && typeof value === 'number') return new Date(value).toISOString();
  return value;
};

/** The column as rows carry it: moments as milliseconds, exactly, whatever the session's time zone or driver. */
const selected = (column: string, kind: ColumnKind): Sql => {
  const source = columnSql(column);
  return isTime(kind)
    ? sql`(extract(epoch from ${source}) * 1000)::float8 as ${sql.id(column)}`
    : sql`${source} as ${sql.id(column)}`;
};

const selectLists = new Map(
  TABLE_NAMES.map((table) => [table, sql.join(columnsOf(table).map(([name, kind]) => selected(name, kind)))]),
);

/** All columns, or these, named as in the rows, so that what the driver hands out is a row. */
export const selectList = (table: TableName, columns?: readonly string[]): Sql =>
  columns === undefined
    ? (selectLists.get(table) ?? sql``)
    : sql.join(columns.map((column) => selected(column, kindOf(table, column))));

/** The type of a column in SQL. */
export const sqlType = (kind: ColumnKind): string =>
  ({ text: 'text', int: 'integer', bool: 'boolean', time: 'timestamptz', json: 'jsonb' })[
    // The kinds without their question mark are exactly these.
    kind.replace('?', '') as 'text' | 'int' | 'bool' | 'time' | 'json'
  ];
