import type { Change, ReadTransaction, TableName, Tables, Transaction } from '../../service/ports/store.ts';
import { TABLES } from '../../service/ports/tables.ts';
import type { Row } from './match.ts';
import { countRows, findRows, summarizeRows } from './query.ts';
import type { AnyQuery } from './query.ts';
import type { View } from './view.ts';

/** The port's face of a view. `isOpen` turns false when the transaction is over: using it later is an error. */
export const readTransaction = (view: View, isOpen: () => boolean): ReadTransaction => {
  const guard = (): void => {
    if (!isOpen()) throw new Error('the transaction is over');
  };
  const count: ReadTransaction['count'] = async (table, selection = {}) => {
    guard();
    return countRows(view.table(table), view.overlay(table), selection as AnyQuery);
  };
  const find = async <T extends TableName>(table: T, query: unknown = {}) => {
    guard();
    const rows = findRows(view.table(table), view.overlay(table), query as AnyQuery);
    // Here and below: a table's rows went in with this type and come out unchanged.
    return rows as unknown as Tables[T][];
  };
  return {
    get: async <T extends TableName>(table: T, id: string) => {
      guard();
      return view.get(table, id) as unknown as Tables[T] | undefined;
    },
    find,
    pick: async <T extends TableName, C extends keyof Tables[T] & string>(
      table: T,
      columns: readonly C[],
      query: unknown = {},
    ) => {
      const rows = await find(table, query);
      const picked = rows.map((row) => Object.fromEntries(columns.map((column) => [column, row[column]])));
      return picked as unknown as Pick<Tables[T], C>[];
    },
    count,
    tally: count,
    summarize: async (table, columns, selection = {}) => {
      guard();
      return summarizeRows(view.table(table), view.overlay(table), columns, selection as AnyQuery);
    },
  };
};

/** As readTransaction, with changes, which stay in the view. */
export const writeTransaction = (view: View, isOpen: () => boolean, announced: Change[]): Transaction => {
  const guard = (): void => {
    if (!isOpen()) throw new Error('the transaction is over');
  };
  const demandChangeable = (table: TableName): void => {
    if (TABLES[table].appendOnly) throw new Error(`${table} is append-only`);
  };
  return {
    ...readTransaction(view, isOpen),
    insert: async (table, row) => {
      guard();
      view.insert(table, row as unknown as Row);
    },
    update: async (table, id, change) => {
      guard();
      demandChangeable(table);
      // As above.
      view.update(table, id, change as Readonly<Record<string, unknown>>);
    },
    remove: async (table, id) => {
      guard();
      demandChangeable(table);
      view.remove(table, id);
    },
    discard: async (table, ids) => {
      guard();
      for (const id of ids) view.remove(table, id);
    },
    announce: (change) => {
      guard();
      announced.push(change);
    },
  };
};
