import { inject, test } from 'vitest';
import { openPostgres } from '../../server/store/postgres.ts';
import { isLong } from '../faults/random.ts';
import { makeHost } from '../http-suite/host.ts';
import { createDatabase } from '../postgres.ts';
import { matrixSuite } from './matrix.ts';

// The rules are the same on every store, and a matrix takes minutes on a database: only in the nightly runs.
if (isLong())
  matrixSuite('PostgreSQL', async () => {
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
else test('the authorization matrix on PostgreSQL is for LATCHKEY_FAULTS=long', () => undefined);
