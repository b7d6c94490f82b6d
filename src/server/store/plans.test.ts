import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import pg from 'pg';
import { createBackend, type Backend } from '../../host/backend.ts';
import { randomBytes } from '../../runtime/bytes.ts';
import { createSealer } from '../../runtime/sealer.ts';
import type { Store } from '../../service/ports/store.ts';
import { tendCertificates } from '../../service/jobs/tend-certificates.ts';
import { newSession } from '../../domain/sign-in/session.ts';
import { SESSION_LENGTH } from '../../service/session/sign-in-policy.ts';
import { digest } from '../../runtime/digest.ts';
import { createDatabase } from '../../testing/postgres.ts';
import type { Database } from '../../testing/postgres.ts';
import { makeRow, makeWorld, START } from '../../testing/rows.ts';
import { access, acl, GROUPS, list, PEOPLE, request, ROWS, serviceUser } from '../../testing/plan-rows.ts';
import { openPostgres } from './postgres.ts';
import type { Statement } from './postgres.ts';

/**
 * How PostgreSQL finds the lists (A5), asked of it for the statements that the API really sends. The tables are small
 * enough for their statistics to be complete, so that plans repeat, and large enough for an index to be worth it.
 */
let database: Database;
let store: Store;
let admin: pg.Client;
let backend: Backend;
const statements: Statement[] = [];

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  store = await openPostgres(database.url, { watch: (statement) => statements.push(statement) });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  const sessions = ['member', 'admin', 'keeper'].map(async (personId) => {
    const id = await digest(personId);
    return newSession({ id, personId, createdAt: START, expiresAt: START + SESSION_LENGTH });
  });
  await store.replaceAll(
    makeWorld({
      organizations: [makeRow('organizations', 'org1')],
      people: [
        makeRow('people', 'member'),
        makeRow('people', 'admin', { isOrganizationAdmin: true }),
        makeRow('people', 'keeper'),
        ...list(PEOPLE, (n) => makeRow('people', `per${n}`, { name: `Person ${n}` })),
      ],
      groups: list(GROUPS, (n) => makeRow('groups', `grp${n}`, { name: `Group ${n}` })),
      memberships: [
        ...['grp7', 'grp8'].map((groupId) =>
          makeRow('memberships', groupId, { groupId, personId: 'member' }),
        ),
        ...list(2 * PEOPLE, (n) =>
          makeRow('memberships', `mem${n}`, { groupId: `grp${n % GROUPS}`, personId: `per${n % PEOPLE}` }),
        ),
      ],
      accesses: list(ROWS, access),
      acls: list(ROWS, acl),
      serviceUsers: list(ROWS, serviceUser),
      credentials: list(2000, (n) =>
        makeRow('credentials', `crd${n}`, { serviceId: `svc${n % 30}`, username: access(n).username }),
      ),
      projects: list(10, (n) => makeRow('projects', `prj${n}`, { name: `project-${n}` })),
      projectMembers: list(5, (n) => ({
        id: `prj${n}:member`,
        projectId: `prj${n}`,
        personId: 'member',
        role: n === 0 ? ('operator' as const) : ('developer' as const),
        providerId: null,
      })),
      services: list(30, (n) =>
        makeRow('services', `svc${n}`, {
          projectId: `prj${n % 10}`,
          projectName: `project-${n % 10}`,
          name: `kafka-${n}`,
        }),
      ),
      roleBindings: [makeRow('roleBindings', 'rb1', { principalId: 'keeper' })],
      requests: [
        ...list(ROWS, request),
        ...list(20, (n) =>
          makeRow('requests', `key${n}`, { type: 'create_api_key', groupId: null, createdAt: START - n }),
        ),
      ],
      sessions: await Promise.all(sessions),
    }),
  );
  // Until it holds for whole tables, which anyone who looks on meanwhile (autovacuum's analyze) prevents.
  await vi.waitFor(
    async () => {
      await admin.query('vacuum analyze');
      const { rows } = await admin.query<{ unseen: number }>(
        `select sum(relpages - relallvisible)::integer as unseen from pg_class
         where relname in ('accesses', 'requests', 'acls', 'memberships', 'service_users', 'credentials')`,
      );
      if (rows[0]?.unseen !== 0) throw new Error('some pages are still being looked at');
    },
    { timeout: 30_000, interval: 100 },
  );
  backend = await createBackend({
    store,
    sealer: createSealer(randomBytes(32)),
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

/** What the planner does for each statement about the table that was asked since: see plansOf. */
const explained = async (table: string): Promise<string[]> => {
  const asked = statements.filter(({ sql }) => sql.includes(` from "${table}"`));
  const plans: string[] = [];
  for (const { sql, parameters } of asked) {
    const { rows } = await admin.query<{ 'QUERY PLAN': string }>(`explain (costs off) ${sql}`, [
      ...parameters,
    ]);
    const steps = rows.map((row) => row['QUERY PLAN']);
    const found = steps.flatMap((step) => {
      const index = /(?:Scan using|Scan Backward using|Bitmap Index Scan on) (\w+)/u.exec(step)?.[1];
      return index ?? (step.includes('Seq Scan') ? `all of ${table}` : []);
    });
    plans.push([...new Set(found)].sort().join(' + '));
  }
  return plans;
};

/** What the planner does for each statement about the table: the indexes it takes, or the table read from end to end. */
const plansOf = async (who: string, path: string, table: string): Promise<string[]> => {
  statements.length = 0;
  const headers = { cookie: `latchkey_session=${who}` };
  const answer = await backend.app.request(`/v1/organization/org1/${path}`, { headers });
  expect(answer.status).toBe(200);
  return explained(table);
};

/** Too many rows match for an index to matter; which way they are counted is the planner's own affair. */
const ANY = 'any';
const A = 'governance/access?';
const R = 'governance/requests?scope=approvals&';
const ACLS = 'project/project-0/service/kafka-0/acls?';
const USERS = 'project/project-0/service/kafka-0/users?';
// Of a service that has a small part of all users.
const FEW = 'project/project-1/service/kafka-1/users?';
const TABLE_OF = [
  ['acls?', 'acls'],
  ['users?', 'service_users'],
  ['/access?', 'accesses'],
  ['/requests?', 'requests'],
] as const;

/** Who asks for what, and how it is counted and found. */
const RECORDED: readonly (readonly [
  who: 'member' | 'admin' | 'keeper',
  path: string,
  counted: string,
  found: string,
])[] = [
  ['member', A, ANY, 'accesses_by_name'],
  ['member', `${A}direction=desc`, ANY, 'accesses_by_name'],
  ['member', `${A}sort=username`, ANY, 'accesses_by_username'],
  ['member', `${A}sort=service_name`, ANY, 'accesses_by_service_name'],
  ['member', `${A}sort=project_name`, ANY, 'accesses_by_project_name'],
  ['member', `${A}sort=owner_user_group_name`, ANY, 'accesses_by_owner_group_name'],
  ['member', `${A}sort=credential_state`, ANY, 'accesses_by_credential_state'],
  ['member', `${A}sort=certificate_not_after_time`, ANY, 'accesses_by_certificate_not_after'],
  ['member', `${A}sort=create_time`, ANY, 'accesses_by_created_at'],
  ['member', `${A}search=abc`, 'accesses_by_text', 'accesses_by_text'],
  ['member', `${A}search=abcd%20ef&sort=create_time`, 'accesses_by_text', 'accesses_by_text'],
  ['member', `${A}resource_name=orders-abc`, 'accesses_by_text', 'accesses_by_text'],
  // Every row matches, so the first in order are at hand.
  ['member', `${A}search=orders&sort=create_time`, ANY, 'accesses_by_created_at'],
  // Two letters make no trigram: every row is read. Search stays right; three letters make it fast.
  ['member', `${A}search=zq`, 'all of accesses', 'all of accesses'],
  ['member', `${A}credential_state=unviewed`, 'accesses_in_state', 'accesses_in_state'],
  ['member', `${A}project_name=project-3`, 'accesses_in_project', 'accesses_in_project'],
  ['member', `${A}service=svc4&sort=create_time`, 'accesses_by_service', 'accesses_by_service'],
  ['member', `${A}owner_user_group_id=grp3,grp5`, 'accesses_by_owner_group', 'accesses_by_owner_group'],
  ['member', `${A}expiry=7_days`, 'accesses_by_certificate_not_after', 'accesses_by_certificate_not_after'],
  [
    'member',
    `${A}expiry=7_days&owner_user_group_id=grp3`,
    'accesses_by_owner_group',
    'accesses_by_owner_group',
  ],
  ['admin', R, ANY, 'requests_by_created_at'],
  ['admin', `${R}sort=resource_name`, ANY, 'requests_by_resource_name'],
  ['admin', `${R}sort=request_type`, ANY, 'requests_by_type'],
  ['admin', `${R}sort=status`, ANY, 'requests_by_status_name'],
  ['admin', `${R}sort=requesting_group`, ANY, 'requests_by_group_name'],
  ['admin', `${R}sort=requester`, ANY, 'requests_by_requester_name'],
  ['admin', `${R}search=abc`, 'requests_by_text', 'requests_by_text'],
  ['admin', `${R}status=pending`, 'requests_by_status', 'requests_by_status'],
  ['admin', `${R}group=grp7`, 'requests_by_group', 'requests_by_group'],
  ['admin', `${R}requester=per7`, 'requests_by_requester', 'requests_by_requester'],
  ['member', R, 'requests_by_group', 'requests_by_group'],
  ['member', `${R}search=abc`, 'requests_by_text', 'requests_by_text'],
  ['member', `${R}status=approved`, 'requests_by_group', 'requests_by_group'],
  [
    'member',
    'governance/requests?scope=mine',
    'requests_by_group + requests_by_requester',
    'requests_by_group + requests_by_requester',
  ],
  ['keeper', R, 'requests_for_keys', 'requests_for_keys'],
  ['member', ACLS, ANY, 'acls_by_username'],
  ['member', `${ACLS}sort=principal&direction=desc`, ANY, 'acls_by_username'],
  ['member', `${ACLS}sort=resource_name`, ANY, 'acls_by_resource_name'],
  ['member', USERS, ANY, 'service_users_by_username'],
  ['member', `${USERS}direction=desc`, ANY, 'service_users_by_username'],
  ['member', `${USERS}sort=certificate_not_after_time`, ANY, 'service_users_by_end'],
  ['member', `${USERS}sort=renewal_state`, ANY, 'service_users_by_renewal_state'],
  ['member', `${USERS}sort=create_time&direction=desc`, ANY, 'service_users_by_creation'],
  ['member', `${USERS}type=normal`, ANY, 'service_users_by_username'],
];

test.each(RECORDED)('%s asks for %s', async (who, path, counted, found) => {
  const table = TABLE_OF.find(([part]) => path.includes(part))?.[1] ?? '';
  const plans = await plansOf(who, path, table);
  expect(plans.at(-1)).toBe(found);
  if (counted !== ANY) expect(plans).toEqual([counted, found]);
});

test('C1: how the service users of services stand is counted from an index, in one question for all', async () => {
  expect(await plansOf('member', 'services?', 'service_users')).toEqual(['service_users_by_end']);
});

test.each(['search=abc', 'renewal_state=failed,renewed', 'search=abc&sort=create_time'])(
  'C1: a service’s users alone are looked through, by whichever index leads to them: %s',
  async (query) => {
    const plans = await plansOf('member', `${FEW}${query}`, 'service_users');
    expect(plans).toHaveLength(2);
    for (const plan of plans) expect(plan).toMatch(/^service_users_by_\w+$/u);
  },
);

test('C5: what banners say is found where an index leads, over one service and over all', async () => {
  const banner = await plansOf('member', 'project/project-0/service/kafka-0?', 'service_users');
  expect(banner).toEqual(['service_users_by_end', ...list(3, () => 'service_users_by_attention')]);
  const page = await plansOf('member', 'governance/access-attention?', 'service_users');
  expect(new Set(page)).toEqual(new Set(['service_users_by_attention']));
});

test('C2, C4: what is due of a service’s certificates is found where an index leads', async () => {
  const job = makeRow('jobs', 'tend_svc0', { kind: 'tend_certificates', subjectId: 'svc0' });
  await store.write((tx) => tx.insert('jobs', job));
  statements.length = 0;
  await tendCertificates(backend.deps, job).then((again) => store.write(again));
  const plans = await explained('service_users');
  expect(new Set(plans)).toEqual(new Set(['service_users_by_newest_end', 'service_users_by_attention']));
});

test('a new service user looks for the numbers that earlier ones left where an index leads', async () => {
  statements.length = 0;
  const answer = await backend.app.request('/v1/project/project-0/service/kafka-0/user', {
    method: 'POST',
    headers: { cookie: 'latchkey_session=member', 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'new' }),
  });
  expect(answer.status).toBe(200);
  expect(await explained('credentials')).toEqual(['credentials_by_user']);
});

test('a count of more than 10,000 is remembered for some seconds, whoever asks', async () => {
  const path = `${A}credential_state=active,unviewed,expired`;
  await plansOf('member', path, 'accesses');
  expect(await plansOf('admin', `${path}&sort=username`, 'accesses')).toEqual(['accesses_by_username']);
});

test('rows that stand together at the far end of an order are not walked to', async () => {
  // All that match come last by name, which the planner cannot know.
  await admin.query(`update accesses set name = 'zzz' || name where credential_state = 'expired'`);
  expect(await plansOf('member', `${A}credential_state=expired`, 'accesses')).toEqual([
    'accesses_in_state',
    'accesses_in_state',
  ]);
});

test('every index of the lists is taken by one of them', async () => {
  const { rows } = await admin.query<{ name: string }>(
    `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid in ('accesses'::regclass, 'requests'::regclass, 'acls'::regclass, 'service_users'::regclass)
       and not i.indisunique`,
  );
  // That of a small count on the start page, held by sql-store.test.ts.
  const elsewhere = [
    'accesses_by_credentials_user',
    'service_users_by_newest_end',
    'service_users_by_attention',
  ];
  const taken = RECORDED.flatMap(([, , counted, found]) => `${counted} + ${found}`.split(' + '));
  const expected = new Set([
    ...taken.filter((name) => /^(?:accesses|requests|acls|service_users)_/u.test(name)),
    ...elsewhere,
  ]);
  expect(rows.map(({ name }) => name).sort()).toEqual([...expected].sort());
});
