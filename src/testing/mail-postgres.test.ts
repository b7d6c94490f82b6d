import { inject } from 'vitest';
import { openPostgres } from '../server/store/postgres.ts';
import { mailSuite } from './mail-suite.ts';
import { createDatabase } from './postgres.ts';

let drop = async (): Promise<void> => undefined;

mailSuite(
  'PostgreSQL',
  async () => {
    const database = await createDatabase(inject('postgresUrl'));
    drop = () => database.drop();
    return openPostgres(database.url);
  },
  () => drop(),
);
