import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import pg from 'pg';
import { createDatabase, type Database } from '../../testing/postgres.ts';
import { MIGRATIONS } from './migrations.ts';

let database: Database;
let client: pg.Client;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const run = async (name: string): Promise<void> => {
  for (const statement of MIGRATIONS[name] ?? []) await client.query(statement);
};

it('makes services of before searchable and lists the ACLs of accesses of before', async () => {
  await run('0001_first');
  await run('0002_scale');
  await client.query(`insert into services values ('s1', 'o', 'p', 'Prod', 'Kafka-Main', 'kafka', 'RUNNING', 'c', 'p',
    'kafka.example', 1, 2, 'SCRAM-SHA-256', true, now(), now())`);
  const acls = JSON.stringify([
    { id: 'acl1', resourceName: 'Orders', operation: 'Read', host: '*' },
    { id: 'acl2', resourceName: 'refunds', operation: 'Write', host: '10.0.0.1' },
  ]);
  await client.query(
    `insert into accesses values ('a1', 'o', 'Reader', 'Prod', 's1', 'Kafka-Main', 'reader-1', 'g', 'G', $1, 'p', now(),
     now(), 1, 'active', null, null, null, true, now(), now(), null, 's1/reader-1', 1, '')`,
    [acls],
  );
  await run('0004_services');
  const services = await client.query<{ search_text: string }>('select search_text from services');
  expect(services.rows).toEqual([{ search_text: 'kafka-main\nprod\nkafka.example' }]);
  const { rows } = await client.query<Record<string, string>>('select * from acls order by id');
  const same = {
    organization_id: 'o',
    service_id: 's1',
    access_id: 'a1',
    access_name: 'Reader',
    username: 'reader-1',
  };
  expect(rows).toEqual([
    {
      ...same,
      id: 'acl1',
      resource_name: 'Orders',
      operation: 'Read',
      host: '*',
      search_text: 'reader\nreader-1\norders',
    },
    {
      ...same,
      id: 'acl2',
      resource_name: 'refunds',
      operation: 'Write',
      host: '10.0.0.1',
      search_text: 'reader\nreader-1\nrefunds',
    },
  ]);
});
