import type pg from 'pg';
import type { World } from '../../service/ports/store.ts';
import { columnsOf, snakeCase, TABLE_NAMES, toDatabase } from './columns.ts';
import { MIGRATIONS } from './migrations.ts';

/** Makes an empty database the store as it was before this migration, with so much of the world as it could hold. */
export const bringBack = async (client: pg.Client, migration: string, world: World): Promise<void> => {
  await client.query(
    'create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)',
  );
  const names = Object.keys(MIGRATIONS);
  for (const name of names.slice(0, names.indexOf(migration))) {
    for (const statement of MIGRATIONS[name] ?? []) await client.query(statement);
    await client.query('insert into kysely_migration values ($1, $2)', [name, '2026-01-01']);
  }
  for (const table of TABLE_NAMES) {
    const { rows: known } = await client.query<{ column_name: string }>(
      'select column_name from information_schema.columns where table_name = $1',
      [snakeCase(table)],
    );
    const found = new Set(known.map(({ column_name }) => column_name));
    const columns = columnsOf(table).filter(([column]) => found.has(snakeCase(column)));
    if (columns.length === 0) continue;
    for (const row of world[table]) {
      // Rows have their table's columns, each by its name.
      const values = columns.map(([column, kind]) =>
        toDatabase(table, column, kind, row[column as keyof typeof row]),
      );
      await client.query(
        `insert into ${snakeCase(table)} (${columns.map(([column]) => snakeCase(column)).join(', ')})
         values (${columns.map((_, i) => `$${i + 1}`).join(', ')})`,
        values,
      );
    }
  }
};
