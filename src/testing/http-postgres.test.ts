import { inject } from 'vitest';
import { openPostgres } from '../server/store/postgres.ts';
import { makeHost } from './http-suite/host.ts';
import { httpSuite } from './http-suite.ts';
import { createDatabase } from './postgres.ts';

httpSuite('PostgreSQL', async () => {
  const database = await createDatabase(inject('postgresUrl'));
  const host = await makeHost(() => openPostgres(database.url));
  return {
    ...host,
    close: async () => {
      await host.close();
      await database.drop();
    },
  };
});
