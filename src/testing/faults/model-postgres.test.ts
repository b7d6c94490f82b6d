import { inject } from 'vitest';
import { openPostgres } from '../../server/store/postgres.ts';
import { modelSuite } from '../model/model-suite.ts';
import { createDatabase } from '../postgres.ts';

modelSuite('PostgreSQL', { short: 3, long: 150 }, async () => {
  const database = await createDatabase(inject('postgresUrl'));
  // Dropping the database breaks connections that are still on their way out.
  const store = await openPostgres(database.url, { report: () => undefined });
  return { store, drop: () => database.drop() };
});
