import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import pg from 'pg';
import { createBackend } from '../../host/backend.ts';
import { createSealer } from '../../runtime/sealer.ts';
import { createClient } from '../../testing/client.ts';
import { createDatabase, type Database } from '../../testing/postgres.ts';
import { START } from '../../testing/rows.ts';
import { makeDirectory, tokenOf } from '../../testing/world.ts';
import { openPostgres } from './postgres.ts';
import { bringBack } from './testing-before.ts';

const NAME = '0007_api_keys';
let database: Database;

/** A store of before, with people in it, as the server left it. */
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await bringBack(client, NAME, await makeDirectory());
  await client.end();
}, 60_000);
afterAll(() => database.drop());

it('K6: organization admins of before administer keys and roles; nobody else does', async () => {
  const store = await openPostgres(database.url);
  const backend = await createBackend({
    store,
    sealer: createSealer(new Uint8Array(32)),
    clock: { now: () => START },
    demo: null,
    secureCookies: false,
    report: (error) => {
      throw error;
    },
  });
  try {
    const bindings = await store.read((tx) =>
      tx.find('roleBindings', { order: { column: 'id', direction: 'asc' } }),
    );
    expect(
      bindings.map(({ principalId, role, scopeKind, organizationId }) => [
        principalId,
        role,
        scopeKind,
        organizationId,
      ]),
    ).toEqual([
      ['eve', 'OrganizationAdmin', 'organization', 'org_acme'],
      ['fay', 'OrganizationAdmin', 'organization', 'org_globex'],
    ]);
    expect(bindings.map(({ removedAt, clusterId }) => [removedAt, clusterId])).toEqual([
      [null, null],
      [null, null],
    ]);
    const wire = {
      fetch: async (request: Request) => backend.app.fetch(request),
      note: () => undefined,
      reached: () => undefined,
    };
    const eve = createClient(wire, 'org_acme', tokenOf('eve'));
    const { secret } = await eve.ok('createApiKey', {
      body: { resource_id: 'cloud', owner_id: 'eve', claim: 'x'.repeat(43) },
    });
    expect(secret).toMatch(/^lks_/u);
    await createClient(wire, 'org_acme', tokenOf('ada')).refused(
      'createServiceAccount',
      'permission_denied',
      {
        body: { display_name: 'x' },
      },
    );
  } finally {
    await backend.stop();
    await store.close();
  }
});
