import { inject } from 'vitest';
import { createDatabase } from '../../testing/postgres.ts';
import { storeSuite } from '../../testing/store-suite.ts';
import { openPostgres } from './postgres.ts';

storeSuite('PostgreSQL', async () => {
  const { url } = await createDatabase(inject('postgresUrl'));
  // Two processes that start at once.
  const [store, other] = await Promise.all([openPostgres(url), openPostgres(url)]);
  return { store, other };
});
