import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import { DuplicateError, MissingError } from '../../service/ports/store.ts';
import type { Change, ReadTransaction, TableName, Tables, Transaction } from '../../service/ports/store.ts';
import { columnSql, columnsOf, kindOf, selectList, tableSql, toDatabase, uniqueColumns } from './columns.ts';
import { violatedIndex } from './failures.ts';
import { indexColumn } from './migrations.ts';
import type { Tallies } from './tallies.ts';
import { findSql, whereSql } from './where.ts';
import type { AnyQuery } from './where.ts';

/** Tables are known by TABLES alone, so Kysely is given no types of its own. */
export type Database = Kysely<unknown>;

const guardOf = (isOpen: () => boolean) => (): void => {
  if (!isOpen()) throw new Error('the transaction is over');
};

/** The row with this id. */
export const getRow = async <T extends TableName>(
  db: Database,
  table: T,
  id: string,
): Promise<Tables[T] | undefined> => {
  if (id.includes('\0')) return undefined;
  const query = sql<Tables[T]>`select ${selectList(table)} from ${tableSql(table)} where id = ${id}`;
  return (await query.execute(db)).rows[0];
};

/** The port's face of a transaction. `isOpen` turns false when it is over: its connection then serves others. */
export const readTransaction = (db: Database, isOpen: () => boolean, tallies?: Tallies): ReadTransaction => {
  const guard = guardOf(isOpen);
  const counting = (table: TableName, selection: object) => {
    guard();
    // Only the row's type is given up: columns and values are checked against TABLES.
    const where = whereSql(table, selection as AnyQuery);
    const query = sql<{ count: number }>`select count(*)::integer as count from ${tableSql(table)}${where}`;
    return query.compile(db);
  };
  const count = async (query: ReturnType<typeof counting>): Promise<number> =>
    (await db.executeQuery(query)).rows[0]?.count ?? 0;
  const rowsOf = async <Row>(table: TableName, query: object, columns?: readonly string[]) => {
    guard();
    // As above.
    return (await sql<Row>`${findSql(table, query as AnyQuery, columns)}`.execute(db)).rows;
  };
  return {
    get: (table, id) => {
      guard();
      return getRow(db, table, id);
    },
    find: (table, query = {}) => rowsOf(table, query),
    pick: (table, columns, query = {}) => rowsOf(table, query, columns),
    count: async (table, selection: object = {}) => count(counting(table, selection)),
    tally: async (table, selection: object = {}) => {
      const query = counting(table, selection);
      return tallies ? tallies(query, () => count(query)) : count(query);
    },
    summarize: async (table, { by, least }, selection: object = {}) => {
      guard();
      if (kindOf(table, by) !== 'text' || kindOf(table, least) !== 'time')
        throw new Error(`cannot summarize ${least} by ${by}`);
      const { rows } = await sql<{ key: string; count: number; least: number }>`
        select ${columnSql(by)} as key, count(*)::integer as count,
          (extract(epoch from min(${columnSql(least)})) * 1000)::float8 as least
        from ${tableSql(table)}${whereSql(table, selection as AnyQuery)} group by ${columnSql(by)}`.execute(
        db,
      );
      return new Map(rows.map(({ key, count: many, least: at }) => [key, { count: many, least: at }]));
    },
  };
};

/** As readTransaction, with changes. Changes to announce are collected in `announced`. */
export const writeTransaction = (db: Database, isOpen: () => boolean, announced: Change[]): Transaction => {
  const guard = guardOf(isOpen);

  /** Which unique value of the row is taken by another row. */
  const taken = async (table: TableName, row: Readonly<Record<string, unknown>>): Promise<string> => {
    for (const column of ['id', ...uniqueColumns(table)]) {
      if (row[column] === null) continue;
      const same = sql`select from ${tableSql(table)} where ${columnSql(column)} = ${row[column]}`;
      if ((await same.execute(db)).rows.length > 0) return column;
    }
    throw new Error(`${table}: a row was not inserted although nothing is in its way`);
  };

  return {
    ...readTransaction(db, isOpen),

    insert: async (table, row) => {
      guard();
      // Read by the names that TABLES gives for this very type.
      const values = row as unknown as Readonly<Record<string, unknown>>;
      const columns = columnsOf(table);
      const names = sql.join(columns.map(([column]) => columnSql(column)));
      const items = sql.join(
        columns.map(([column, kind]) => sql`${toDatabase(table, column, kind, values[column])}`),
      );
      // Instead of an error, which would end the transaction, so that callers may go on after a DuplicateError.
      const result = await sql`insert into ${tableSql(table)} (${names}) values (${items})
        on conflict do nothing returning id`.execute(db);
      if (result.rows.length === 0) throw new DuplicateError(table, await taken(table, values));
    },

    update: async (table, id, change) => {
      guard();
      const values = Object.entries(change);
      if (values.some(([column, value]) => column === 'id' && value !== id)) {
        throw new Error(`${table}.id cannot change`);
      }
      // An empty change still has to find its row.
      const assignments = [['id', id] as const, ...values].map(([column, value]) => {
        const kind = kindOf(table, column);
        return [column, sql`${columnSql(column)} = ${toDatabase(table, column, kind, value)}`] as const;
      });
      const list = sql.join([...new Map(assignments).values()]);
      const statement = sql`update ${tableSql(table)} set ${list} where id = ${id} returning id`;
      // A violated index ends the transaction unless there is a savepoint to return to.
      const risky = values.some(([column, value]) => value !== null && uniqueColumns(table).includes(column));
      if (risky) await sql`savepoint change`.execute(db);
      try {
        const { rows } = await statement.execute(db);
        if (risky) await sql`release savepoint change`.execute(db);
        if (rows.length === 0) throw new MissingError(`${table} ${id} is not there`);
      } catch (error) {
        const index = violatedIndex(error);
        if (index === undefined) throw error;
        await sql`rollback to savepoint change`.execute(db);
        throw new DuplicateError(table, indexColumn(table, index));
      }
    },

    remove: async (table, id) => {
      guard();
      await sql`delete from ${tableSql(table)} where id = ${id}`.execute(db);
    },

    discard: async (table, ids) => {
      guard();
      if (ids.length === 0) return;
      await sql`select set_config('latchkey.audit', 'release', true)`.execute(db);
      await sql`delete from ${tableSql(table)} where id in (${sql.join(ids)})`.execute(db);
      await sql`select set_config('latchkey.audit', '', true)`.execute(db);
    },

    announce: (change) => {
      guard();
      announced.push(change);
    },
  };
};
