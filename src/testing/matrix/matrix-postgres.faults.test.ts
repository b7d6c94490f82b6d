import { inject } from 'vitest';
import { openPostgres } from '../../server/store/postgres.ts';
import { isLong } from '../faults/random.ts';
import { makeHost } from '../http-suite/host.ts';
import { createDatabase } from '../postgres.ts';
import { CALLERS } from './callers.ts';
import { matrixSuite } from './matrix.ts';

/** The rules are the same on every store, and a database takes ten times as long: one who may little will do. */
const FEW = new Set(['outsider, signed in']);

matrixSuite(
  'PostgreSQL',
  async () => {
    const database = await createDatabase(inject('postgresUrl'));
    const host = await makeHost(() => openPostgres(database.url));
    return {
      ...host,
      close: async () => {
        await host.close();
        await database.drop();
      },
    };
  },
  CALLERS.filter(({ name }) => isLong() || FEW.has(name)),
);
