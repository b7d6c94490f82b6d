import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import pg from 'pg';
import { createBackend, type Backend } from '../../host/backend.ts';
import type { ApiKey } from '../../domain/api-key/api-key.ts';
import { digest } from '../../runtime/digest.ts';
import { createSealer } from '../../runtime/sealer.ts';
import type { Store } from '../../service/ports/store.ts';
import { newSession } from '../../domain/sign-in/session.ts';
import { SESSION_LENGTH } from '../../service/session/sign-in-policy.ts';
import { list, ROWS } from '../../testing/plan-rows.ts';
import { createDatabase, type Database } from '../../testing/postgres.ts';
import { makeRow, makeWorld, START } from '../../testing/rows.ts';
import { openPostgres, type Statement } from './postgres.ts';

/** How PostgreSQL finds lists of API keys, as plans.test.ts does for the others. */
let database: Database;
let store: Store;
let admin: pg.Client;
let backend: Backend;
const statements: Statement[] = [];

/** Well mixed and the same every time. */
const pick = (n: number, salt: number, many: number): number =>
  (Math.imul(n + salt, 2_654_435_761) >>> 8) % many;
const word = (n: number, salt: number): string =>
  pick(n, salt, 36 ** 4)
    .toString(36)
    .padStart(4, 'x');

const apiKey = (n: number): ApiKey =>
  makeRow('apiKeys', `KEY${word(n, 1)}${n}`, {
    ownerId: `sa-${pick(n, 2, 3000)}`,
    ownerKind: 'service_account',
    ownerName: `account-${pick(n, 2, 3000)}`,
    resourceId: `lkc-${pick(n, 3, 100)}`,
    resourceName: `cluster-${pick(n, 3, 100)}`,
    description: word(n, 4),
    state: n % 400 === 0 ? 'propagating' : 'ready',
    stale: n % 300 === 0,
    createdAt: START - n * 1000,
    lastUsedAt: START - pick(n, 5, 1000) * 60_000,
    searchText: `${word(n, 1)}\n${word(n, 4)}`,
  });

const FAR = { organizationId: 'org2', ownerId: 'far', resourceId: 'far' } as const;

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  store = await openPostgres(database.url, { watch: (statement) => statements.push(statement) });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const bound = { principalKind: 'user', removedAt: null } as const;
  await store.replaceAll(
    makeWorld({
      organizations: [makeRow('organizations', 'org1')],
      people: ['admin', 'owner', 'none'].map((id) => makeRow('people', id)),
      sessions: await Promise.all(
        ['admin', 'owner', 'none'].map(async (personId) => {
          const id = await digest(personId);
          return newSession({ id, personId, createdAt: START, expiresAt: START + SESSION_LENGTH });
        }),
      ),
      environments: [makeRow('environments', 'env-1')],
      clusters: list(100, (n) => makeRow('clusters', `lkc-${n}`, { name: `cluster-${n}` })),
      serviceAccounts: list(ROWS, (n) =>
        makeRow('serviceAccounts', `sa-${n}`, { name: `account-${n}`, nameKey: `org1/account-${n}` }),
      ),
      roleBindings: [
        makeRow('roleBindings', 'rb-admin', { ...bound, principalId: 'admin' }),
        makeRow('roleBindings', 'rb-owner', {
          ...bound,
          principalId: 'owner',
          role: 'CloudClusterAdmin',
          scopeKind: 'cluster',
          environmentId: 'env-1',
          clusterId: 'lkc-7',
        }),
        ...list(3000, (n) => makeRow('roleBindings', `rb-${n}`, { ...bound, principalId: `sa-${n}` })),
      ],
      // Beside those of another organization, which no order may lead through.
      apiKeys: [...list(ROWS, apiKey), ...list(3 * ROWS, (n) => ({ ...apiKey(n), ...FAR, id: `FAR${n}` }))],
    }),
  );
  await vi.waitFor(
    async () => {
      await admin.query('vacuum analyze');
      const { rows } = await admin.query<{ unseen: number }>(
        `select sum(relpages - relallvisible)::integer as unseen from pg_class
         where relname in ('api_keys', 'service_accounts', 'role_bindings')`,
      );
      if (rows[0]?.unseen !== 0) throw new Error('some pages are still being looked at');
    },
    { timeout: 30_000, interval: 100 },
  );
  backend = await createBackend({
    store,
    sealer: createSealer(new Uint8Array(32)),
    clock: { now: () => START },
    demo: null,
    secureCookies: false,
    report: (error) => {
      throw error;
    },
  });
}, 60_000);

afterAll(async () => {
  await backend.stop();
  await store.close();
  await admin.end();
  await database.drop();
});

/** What the planner does for each statement about the table: the indexes it takes, or the table read from end to end. */
const plansOf = async (who: string, path: string, table: string): Promise<string[]> => {
  statements.length = 0;
  const answer = await backend.app.request(path, { headers: { cookie: `latchkey_session=${who}` } });
  expect(answer.status).toBe(200);
  const asked = statements.filter(({ sql }) => sql.includes(` from "${table}"`));
  return Promise.all(
    asked.map(async ({ sql, parameters }) => {
      const { rows } = await admin.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${sql}`, [
        ...parameters,
      ]);
      const found = rows.flatMap((row) => {
        const step = row['QUERY PLAN'];
        const index = /(?:Scan using|Scan Backward using|Bitmap Index Scan on) (\w+)/u.exec(step)?.[1];
        return index ?? (step.includes('Seq Scan') ? `all of ${table}` : []);
      });
      return [...new Set(found)].sort().join(' + ');
    }),
  );
};

const KEYS = '/v1/organization/org1/api-keys?';

const BY_QUERY: readonly (readonly [query: string, index: string])[] = [
  ['', 'api_keys_by_creation'],
  ['sort=create_time&direction=asc', 'api_keys_by_creation'],
  ['sort=key', 'api_keys_by_key'],
  ['sort=description', 'api_keys_by_description'],
  ['sort=owner', 'api_keys_by_owner_name'],
  ['sort=resource', 'api_keys_by_resource_name'],
  ['sort=state', 'api_keys_by_state'],
  ['sort=last_used_time&direction=asc', 'api_keys_by_use'],
  ['search=abcd', 'api_keys_by_text'],
  ['owner_id=sa-7', 'api_keys_of_owner'],
  ['resource_id=lkc-7', 'api_keys_of_resource'],
  ['resource_id=lkc-7&sort=description', 'api_keys_of_resource'],
  ['stale_authority=true', 'api_keys_stale'],
];

test.each(BY_QUERY)('K8: an OrganizationAdmin lists keys with %s by %s', async (query, index) => {
  expect((await plansOf('admin', `${KEYS}${query}`, 'api_keys')).at(-1)).toBe(index);
});

test('K8: whoever has a role on a cluster is led to its keys and their own', async () => {
  for (const plan of await plansOf('owner', `${KEYS}`, 'api_keys'))
    expect(plan).toBe('api_keys_of_owner + api_keys_of_resource');
  for (const plan of await plansOf('none', `${KEYS}`, 'api_keys')) expect(plan).toBe('api_keys_of_owner');
});

test('K16: the published list is found in order, by owner and by resource', async () => {
  const last = async (query: string) =>
    (await plansOf('admin', `/iam/v2/api-keys?${query}`, 'api_keys')).at(-1);
  expect(await last('')).toBe('api_keys_by_creation');
  expect(await last('spec.owner=sa-7')).toBe('api_keys_of_owner');
  expect(await last('spec.resource=lkc-7')).toBe('api_keys_of_resource');
});

test('K8: the counts of an environment’s page are taken from an index', async () => {
  const plans = await plansOf('admin', '/v1/organization/org1/clusters/lkc-7', 'api_keys');
  expect(plans).toEqual(['api_keys_of_resource']);
});

test('who acts is found by their roles, however many there are', async () => {
  expect(await plansOf('owner', '/iam/v2/users', 'role_bindings')).toEqual(['role_bindings_by_principal']);
});

test('service accounts are listed by name and by age', async () => {
  const last = async (path: string) => (await plansOf('admin', path, 'service_accounts')).at(-1);
  expect(await last('/v1/organization/org1/service-accounts?')).toBe('service_accounts_by_name');
  expect(await last('/iam/v2/service-accounts?')).toBe('service_accounts_by_creation');
});

test('every index of these lists is taken by one of them', async () => {
  const { rows } = await admin.query<{ name: string }>(
    `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid in ('api_keys'::regclass, 'service_accounts'::regclass) and not i.indisunique order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(
    [
      ...new Set(BY_QUERY.map(([, index]) => index)),
      'service_accounts_by_creation',
      'service_accounts_by_name',
    ].sort(),
  );
});
