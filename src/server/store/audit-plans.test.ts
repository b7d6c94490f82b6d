import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { TOPIC_OF_ACTION } from '../../contract/audit-words.ts';
import type { AuditAction, AuditEvent } from '../../domain/audit/event.ts';
import { createBackend, type Backend } from '../../host/backend.ts';
import { digest } from '../../runtime/digest.ts';
import { createSealer } from '../../runtime/sealer.ts';
import type { Store } from '../../service/ports/store.ts';
import { newSession } from '../../domain/sign-in/session.ts';
import { SESSION_LENGTH } from '../../service/session/sign-in-policy.ts';
import { list } from '../../testing/plan-rows.ts';
import { createDatabase, type Database } from '../../testing/postgres.ts';
import { makeRow, makeWorld, START } from '../../testing/rows.ts';
import { openPostgres, type Statement } from './postgres.ts';

/** How PostgreSQL finds audit events, as plans.test.ts does for the other lists. */
let database: Database;
let store: Store;
let admin: pg.Client;
let backend: Backend;
const statements: Statement[] = [];

const ROWS = 30_000;
// The record's own keys, which Object.keys cannot know.
const ACTIONS = Object.keys(TOPIC_OF_ACTION) as readonly AuditAction[];

/** Well mixed and the same every time. */
const pick = (n: number, salt: number, many: number): number =>
  (Math.imul(n + salt, 2_654_435_761) >>> 8) % many;

const event = (n: number): AuditEvent => {
  const refused = n % 400 === 0;
  const name = `access-${pick(n, 1, 3000).toString(36)}`;
  return makeRow('audit', `aud${String(n).padStart(6, '0')}`, {
    at: START - n * 1000,
    actorId: `per${pick(n, 2, 600)}`,
    action: refused ? 'call.refused' : (ACTIONS[pick(n, 3, ACTIONS.length)] ?? 'request.created'),
    outcome: refused ? 'refused' : 'done',
    requestId: `req${pick(n, 4, 4000)}`,
    accessId: `acc${pick(n, 5, 3000)}`,
    resourceName: name,
    searchText: name,
  });
};

beforeAll(async () => {
  database = await createDatabase(inject('postgresUrl'));
  store = await openPostgres(database.url, { watch: (statement) => statements.push(statement) });
  admin = new pg.Client({ connectionString: database.url });
  await admin.connect();
  await store.replaceAll(
    makeWorld({
      organizations: [makeRow('organizations', 'org1')],
      people: [makeRow('people', 'admin', { isOrganizationAdmin: true })],
      sessions: [
        newSession({
          id: await digest('admin'),
          personId: 'admin',
          createdAt: START,
          expiresAt: START + SESSION_LENGTH,
        }),
      ],
      // Beside those of another organization, which no order may lead through.
      audit: [
        ...list(ROWS, event),
        ...list(ROWS, (n) => ({ ...event(n), id: `far${n}`, organizationId: 'org2' })),
      ],
    }),
  );
  await vi.waitFor(
    async () => {
      await admin.query('vacuum analyze audit');
      const { rows } = await admin.query<{ unseen: number }>(
        `select sum(relpages - relallvisible)::integer as unseen from pg_class where relname = 'audit'`,
      );
      if (rows[0]?.unseen !== 0) throw new Error('some pages are still being looked at');
    },
    { timeout: 60_000, interval: 100 },
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
}, 120_000);

afterAll(async () => {
  await backend.stop();
  await store.close();
  await admin.end();
  await database.drop();
});

/** The indexes that the planner takes for the page itself, or the table read from end to end. */
const planOf = async (query: string): Promise<string> => {
  statements.length = 0;
  const answer = await backend.app.request(`/v1/organization/org1/governance/audit?${query}`, {
    headers: { cookie: 'latchkey_session=admin' },
  });
  expect(answer.status).toBe(200);
  const statement = statements.findLast(({ sql }) => sql.includes(' from "audit"'));
  const { rows } = await admin.query<{ 'QUERY PLAN': string }>(
    `explain (costs off) ${statement?.sql ?? ''}`,
    [...(statement?.parameters ?? [])],
  );
  const found = rows.flatMap((row) => {
    const step = row['QUERY PLAN'];
    const index = /(?:Scan using|Scan Backward using|Bitmap Index Scan on) (\w+)/u.exec(step)?.[1];
    return index ?? (step.includes('Seq Scan') ? 'all of audit' : []);
  });
  return [...new Set(found)].sort().join(' + ');
};

const BY_QUERY: readonly (readonly [query: string, index: string])[] = [
  ['', 'audit_by_time'],
  ['direction=asc', 'audit_by_time'],
  ['from=2026-05-10T20:00:00Z&to=2026-05-10T20:20:00Z', 'audit_by_time'],
  ['actor=per7', 'audit_by_actor'],
  ['action=group.created', 'audit_by_action'],
  ['outcome=refused', 'audit_refused'],
  ['request=req7', 'audit_by_request'],
  ['access=acc7', 'audit_by_access'],
  ['search=access-1ab', 'audit_by_text'],
];

test.each(BY_QUERY)('A3: events with %s are found by %s', async (query, index) => {
  expect(await planOf(query)).toBe(index);
});

test('A3: every index of the log is taken by one of its filters', async () => {
  const { rows } = await admin.query<{ name: string }>(
    `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
     where i.indrelid = 'audit'::regclass and not i.indisunique order by 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual([...new Set(BY_QUERY.map(([, index]) => index))].sort());
});
