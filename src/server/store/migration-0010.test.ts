import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import pg from 'pg';
import { createDatabase, type Database } from '../../testing/postgres.ts';
import { makeRow, makeWorld, START } from '../../testing/rows.ts';
import { bringBack } from './testing-before.ts';
import { openPostgres } from './postgres.ts';

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

it('keeps sessions of before, and takes those of a server of before beside it', async () => {
  const sessions = [makeRow('sessions', 'before', { expiresAt: START + 1000 })];
  const memberships = [makeRow('memberships', 'group1:person1')];
  await bringBack(client, '0010_sign_in', makeWorld({ sessions, memberships }));
  const store = await openPostgres(database.url);
  try {
    await client.query(
      'insert into sessions (id, person_id, created_at, expires_at) values ($1, $2, $3, $4)',
      ['beside', 'person1', new Date(START), new Date(START + 1000)],
    );
    const found = await store.read((tx) => tx.find('sessions'));
    expect(found).toMatchObject(
      ['before', 'beside'].map((id) => ({ id, kind: 'persona', identityId: null, refreshAt: null })),
    );
    for (const { lastUsedAt } of found) expect(Date.now() - lastUsedAt).toBeLessThan(600_000);
    expect(await store.get('memberships', 'group1:person1')).toMatchObject({ providerId: null });
  } finally {
    await store.close();
  }
});
