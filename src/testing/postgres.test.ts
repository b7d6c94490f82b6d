import pg from 'pg';
import { expect, inject, it } from 'vitest';
import { createDatabase } from './postgres.ts';

it('hands out fresh databases on a supported version', async () => {
  const first = await createDatabase(inject('postgresUrl'));
  const second = await createDatabase(inject('postgresUrl'));
  expect(first.url).not.toBe(second.url);
  const client = new pg.Client({ connectionString: first.url });
  await client.connect();
  const { rows } = await client.query('show server_version_num');
  expect(Number(rows[0].server_version_num)).toBeGreaterThanOrEqual(150_000);
  await client.query('create table mark (id int)');
  await client.end();
  const other = new pg.Client({ connectionString: second.url });
  await other.connect();
  await expect(other.query('select * from mark')).rejects.toThrow('does not exist');
  await other.end();
  await first.drop();
  await second.drop();
});
