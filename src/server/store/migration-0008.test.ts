import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import pg from 'pg';
import { createDatabase, type Database } from '../../testing/postgres.ts';
import { makeRow } from '../../testing/rows.ts';
import { makeDirectory } from '../../testing/world.ts';
import { openPostgres } from './postgres.ts';
import { bringBack } from './testing-before.ts';

const NAME = '0008_key_approval';
const request = makeRow('requests', 'req1', { activeKey: 'access1' });
const key = makeRow('apiKeys', 'KEY', { sealed: 'sealed', claimHash: 'claim' });
let database: Database;

/** A store of before, with a request and a key in it, as the server left it. */
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await bringBack(client, NAME, { ...(await makeDirectory()), requests: [request], apiKeys: [key] });
  await client.end();
}, 60_000);
afterAll(() => database.drop());

it('K6: what was there stays as it was, and nothing takes approval', async () => {
  const store = await openPostgres(database.url);
  try {
    expect(await store.get('requests', 'req1')).toEqual(request);
    expect(await store.get('apiKeys', 'KEY')).toEqual(key);
    const environments = await store.read((tx) => tx.find('environments', {}));
    expect(environments.length).toBeGreaterThan(0);
    for (const { approvalRequired, version } of environments)
      expect([approvalRequired, version]).toEqual([false, 1]);
    expect(await store.get('organizations', 'org_acme')).toMatchObject({
      cloudKeyApproval: false,
      version: 1,
    });
    const another = makeRow('requests', 'req2', {
      type: 'create_api_key',
      accessId: null,
      groupId: null,
      overlap: null,
      keyWish: {
        resourceKind: 'cloud',
        resourceId: 'cloud',
        environmentId: null,
        ownerId: 'eve',
        ownerKind: 'user',
        description: '',
      },
    });
    await store.write((tx) => tx.insert('requests', another));
    expect(await store.get('requests', 'req2')).toEqual(another);
  } finally {
    await store.close();
  }
});
