import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import pg from 'pg';
import { createBackend } from '../../host/backend.ts';
import { createSealer } from '../../runtime/sealer.ts';
import { createClient } from '../../testing/client.ts';
import { createDatabase, type Database } from '../../testing/postgres.ts';
import { START } from '../../testing/rows.ts';
import { makeDirectory, tokenOf } from '../../testing/world.ts';
import { columnsOf, snakeCase, TABLE_NAMES, toDatabase } from './columns.ts';
import { MIGRATIONS } from './migrations.ts';
import { openPostgres } from './postgres.ts';

const NAME = '0007_api_keys';
const NEW = new Set([
  'environments',
  'clusters',
  'serviceAccounts',
  'roleBindings',
  'accountAcls',
  'apiKeys',
  'simulatedKeys',
]);

let database: Database;

/** A store of before, with people in it, as the server left it. */
beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('create table migrations (name text primary key, applied_at timestamptz not null default now())');
  for (const [name, statements] of Object.entries(MIGRATIONS)) {
    if (name >= NAME) continue;
    for (const statement of statements) await client.query(statement);
    await client.query('insert into migrations (name) values ($1)', [name]);
  }
  const world = await makeDirectory();
  for (const table of TABLE_NAMES) {
    if (NEW.has(table)) continue;
    for (const row of world[table]) {
      const columns = columnsOf(table).filter((column) => column in row);
      // Rows hold what their table's columns name.
      const values = Object.entries(toDatabase(table, row as never));
      expect(values.length).toBe(columns.length);
      await client.query(
        `insert into ${snakeCase(table)} (${values.map(([name]) => `"${name}"`).join(', ')})
         values (${values.map((_, i) => `$${i + 1}`).join(', ')})`,
        values.map(([, value]) => value),
      );
    }
  }
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
    const bindings = await store.read((tx) => tx.find('roleBindings', { order: { column: 'id', direction: 'asc' } }));
    expect(bindings.map(({ principalId, role, scopeKind, organizationId }) => [principalId, role, scopeKind, organizationId])).toEqual([
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
    await createClient(wire, 'org_acme', tokenOf('ada')).refused('createServiceAccount', 'permission_denied', {
      body: { display_name: 'x' },
    });
  } finally {
    await backend.stop();
    await store.close();
  }
});
