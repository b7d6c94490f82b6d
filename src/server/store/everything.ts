import { sql } from 'kysely';
import { DuplicateError } from '../../service/ports/store.ts';
import type { TableName, World } from '../../service/ports/store.ts';
import {
  columnSql,
  columnsOf,
  selectList,
  snakeCase,
  sqlType,
  TABLE_NAMES,
  tableSql,
  toDatabase,
} from './columns.ts';
import { violatedIndex } from './failures.ts';
import { indexColumn } from './migrations.ts';
import type { Database } from './sql-transaction.ts';

/** Rows per statement: large enough to be fast, small enough for one message. */
const CHUNK = 2000;

const insertMany = async (db: Database, table: TableName, rows: readonly object[]): Promise<void> => {
  const columns = columnsOf(table);
  const names = sql.join(columns.map(([column]) => columnSql(column)));
  // A JSON null arrives as SQL's null, but a json column's null is a value.
  const values = sql.join(
    columns.map(([column, kind]) =>
      kind === 'json' ? sql`coalesce(${sql.id(column)}, 'null'::jsonb)` : sql.id(column),
    ),
  );
  // The records carry the rows' own names; what is no column is left out, a missing value violates "not null".
  const types = sql.join(columns.map(([column, kind]) => sql`${sql.id(column)} ${sql.raw(sqlType(kind))}`));
  const times = columns.filter(([, kind]) => sqlType(kind) === 'timestamptz');
  for (let start = 0; start < rows.length; start += CHUNK) {
    const records = rows.slice(start, start + CHUNK).map((row) => {
      const record: Record<string, unknown> = { ...row };
      for (const [column, kind] of times) record[column] = toDatabase(table, column, kind, record[column]);
      return record;
    });
    await sql`insert into ${tableSql(table)} (${names}) select ${values}
      from jsonb_to_recordset(${JSON.stringify(records)}::jsonb) as rows (${types})`.execute(db);
  }
};

/** From so many rows on, indexes are cheaper made anew than kept up row by row. */
const MANY = 50_000;

/** Drops the indexes that guard nothing. Answers how to make them again; until then readers of the tables wait. */
const dropIndexes = async (db: Database): Promise<readonly string[]> => {
  const { rows } = await sql<{ name: string; definition: string }>`
    select i.indexrelid::regclass::text as name, pg_get_indexdef(i.indexrelid) as definition from pg_index i
    where not i.indisunique and i.indrelid = any(${TABLE_NAMES.map((table) => snakeCase(table))}::regclass[])`.execute(
    db,
  );
  for (const { name } of rows) await sql.raw(`drop index ${name}`).execute(db);
  return rows.map(({ definition }) => definition);
};

/** Puts the world in the place of all rows, inside a transaction. Throws DuplicateError when it contradicts itself. */
export const replaceRows = async (db: Database, world: World): Promise<void> => {
  // Keeps other writers out without failing them later; must come before the transaction's first look at the data.
  await sql`lock table ${sql.join(TABLE_NAMES.map(tableSql))} in share row exclusive mode`.execute(db);
  // What is append-only gives way to a whole new world.
  await sql`select set_config('latchkey.audit', 'release', true)`.execute(db);
  const many = Object.values(world).reduce((sum, rows) => sum + rows.length, 0) > MANY;
  const indexes = many ? await dropIndexes(db) : [];
  // Not truncate: readers with an older snapshot would suddenly see empty tables. All in one question.
  const emptied = TABLE_NAMES.map(
    (table) => sql`${sql.id(`no_${snakeCase(table)}`)} as (delete from ${tableSql(table)})`,
  );
  await sql`with ${sql.join(emptied)} select 1`.execute(db);
  for (const table of TABLE_NAMES) {
    try {
      await insertMany(db, table, world[table]);
    } catch (error) {
      const index = violatedIndex(error);
      throw index === undefined ? error : new DuplicateError(table, indexColumn(table, index));
    }
  }
  for (const definition of indexes) await sql.raw(definition).execute(db);
};

/** From so many rows on it matters how they are found. */
const WORTH_ANALYZING = 200;

/**
 * Tells the planner of the tables that a new world fills: its idea of them is of the old rows, and PGlite has nobody who
 * would refresh it.
 */
export const analyzeRows = async (db: Database, world: World): Promise<void> => {
  const filled = TABLE_NAMES.filter((table) => world[table].length >= WORTH_ANALYZING);
  if (filled.length > 0) await sql`analyze ${sql.join(filled.map(tableSql))}`.execute(db);
};

/** All rows, inside a transaction. */
export const dumpRows = async (db: Database): Promise<World> => {
  const tables: [string, readonly unknown[]][] = [];
  for (const table of TABLE_NAMES) {
    const query = sql`select ${selectList(table)} from ${tableSql(table)} order by id`;
    tables.push([table, (await query.execute(db)).rows]);
  }
  // TABLE_NAMES has every name, and each table's columns give its rows.
  return Object.fromEntries(tables) as World;
};
