import { inject } from 'vitest';
import { openPostgres } from '../../server/store/postgres.ts';
import { modelSuite } from '../model/model-suite.ts';
import { createDatabase } from '../postgres.ts';

modelSuite('PostgreSQL', { short: 3, long: 150 }, async () => {
  const database = await createDatabase(inject('postgresUrl'));
  return { store: await openPostgres(database.url), drop: () => database.drop() };
});
