import { sql } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Migration } from 'kysely/migration';
import { MIGRATIONS } from './migrations.ts';
import type { Database } from './sql-transaction.ts';

const toMigration = (statements: readonly string[]): Migration => ({
  up: async (db) => {
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});

/**
 * Brings the schema up to date, all or nothing, under a lock, so that several processes may start at once. Throws when
 * the database was made by a newer version.
 */
export const migrate = async (db: Database): Promise<void> => {
  const migrations = Object.entries(MIGRATIONS).map(([name, statements]) => [name, toMigration(statements)]);
  const provider = {
    getMigrations: async (): Promise<Record<string, Migration>> => Object.fromEntries(migrations),
  };
  const { error } = await new Migrator({ db, provider }).migrateToLatest();
  if (error instanceof Error) throw error;
  if (error !== undefined) throw new Error('the schema could not be brought up to date', { cause: error });
};
