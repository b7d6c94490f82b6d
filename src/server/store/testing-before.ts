import type { World } from '../../service/ports/store.ts';
import { columnsOf, snakeCase, TABLE_NAMES, toDatabase } from './columns.ts';
import { MIGRATIONS } from './migrations.ts';

/** Whatever carries out SQL: a connection to PostgreSQL, or PGlite. */
interface Client {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

/** The columns that a database has, by their table. */
export type Known = ReadonlyMap<string, ReadonlySet<string>>;

export const knownColumns = async (client: Client): Promise<Known> => {
  const { rows } = await client.query(
    `select table_name, column_name from information_schema.columns where table_schema = 'public'`,
  );
  const known = new Map<string, Set<string>>();
  // What the statement above selects.
  for (const { table_name, column_name } of rows as { table_name: string; column_name: string }[])
    known.set(table_name, (known.get(table_name) ?? new Set()).add(column_name));
  return known;
};

/** Inserts so much of the world as a server would that knows these columns alone. */
export const insertWorld = async (client: Client, known: Known, world: World): Promise<void> => {
  for (const table of TABLE_NAMES) {
    const found = known.get(snakeCase(table));
    if (!found) continue;
    const columns = columnsOf(table).filter(([column]) => found.has(snakeCase(column)));
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

const runMigrations = async (client: Client, names: readonly string[]): Promise<void> => {
  for (const name of names) {
    for (const statement of MIGRATIONS[name] ?? []) await client.query(statement);
    await client.query('insert into kysely_migration values ($1, $2)', [name, '2026-01-01']);
  }
};

const namesBefore = (migration: string): readonly string[] => {
  const names = Object.keys(MIGRATIONS);
  return names.slice(0, names.indexOf(migration));
};

/** Makes an empty database the store as it was before this migration, with so much of the world as it could hold. */
export const bringBack = async (client: Client, migration: string, world: World): Promise<void> => {
  await client.query(
    'create table kysely_migration (name varchar(255) primary key, timestamp varchar(255) not null)',
  );
  await runMigrations(client, namesBefore(migration));
  await insertWorld(client, await knownColumns(client), world);
};

/** Carries out this migration and all after it, which a store that was brought back does not have yet. */
export const bringForward = async (client: Client, migration: string): Promise<void> => {
  const before = new Set(namesBefore(migration));
  await runMigrations(
    client,
    Object.keys(MIGRATIONS).filter((name) => !before.has(name)),
  );
};
