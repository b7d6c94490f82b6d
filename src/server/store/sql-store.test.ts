import { afterAll, beforeAll, beforeEach, describe, expect, inject, it, onTestFinished, vi } from 'vitest';
import pg from 'pg';
import { UnavailableError } from '../../service/ports/store.ts';
import type { Change, Store } from '../../service/ports/store.ts';
import { createDatabase } from '../../testing/postgres.ts';
import type { Database } from '../../testing/postgres.ts';
import { makeChange, makeRow, makeWorld } from '../../testing/rows.ts';
import { columnsOf, snakeCase, sqlType, TABLE_NAMES, uniqueColumns } from './columns.ts';
import { openPostgres } from './postgres.ts';

/** What only the store on PostgreSQL can show: its schema, and what happens when connections break. */
describe('SQL store', () => {
  let database: Database;
  let store: Store;
  let admin: pg.Client;
  const reported: string[] = [];

  beforeAll(async () => {
    database = await createDatabase(inject('postgresUrl'));
    store = await openPostgres(database.url, {
      poolSize: 3,
      report: (message) => reported.push(message),
    });
    admin = new pg.Client({ connectionString: database.url });
    await admin.connect();
  });
  beforeEach(() => store.replaceAll(makeWorld()));
  afterAll(async () => {
    await admin.end();
    await store.close();
    await database.drop();
  });

  it('has the tables and columns that TABLES says', async () => {
    const { rows } = await admin.query<Record<string, string | null>>(
      `select table_name, column_name, data_type, is_nullable, collation_name from information_schema.columns
       where table_schema = 'public' and table_name not like 'kysely%' order by table_name, ordinal_position`,
    );
    const expected = TABLE_NAMES.flatMap((table) =>
      columnsOf(table).map(([column, kind]) => ({
        table_name: snakeCase(table),
        column_name: snakeCase(column),
        data_type: sqlType(kind).replace('timestamptz', 'timestamp with time zone'),
        is_nullable: kind.endsWith('?') ? 'YES' : 'NO',
        collation_name: sqlType(kind) === 'text' ? 'C' : null,
      })),
    );
    const byTable = (a: { table_name?: string | null }, b: { table_name?: string | null }) =>
      (a.table_name ?? '') < (b.table_name ?? '') ? -1 : a.table_name === b.table_name ? 0 : 1;
    expect([...rows].sort(byTable)).toEqual([...expected].sort(byTable));
  });

  it('has the keys and unique indexes that TABLES says', async () => {
    const { rows } = await admin.query<{ name: string }>(
      `select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid
       join pg_class t on t.oid = i.indrelid join pg_namespace n on n.oid = t.relnamespace
       where n.nspname = 'public' and t.relname not like 'kysely%' and i.indisunique`,
    );
    const expected = TABLE_NAMES.flatMap((table) => [
      `${snakeCase(table)}_pkey`,
      ...uniqueColumns(table).map((column) => `${snakeCase(table)}_${snakeCase(column)}_unique`),
    ]);
    expect(rows.map(({ name }) => name).sort()).toEqual(expected.sort());
  });

  it('finds the approvers’ notices of a request by an index, however many there are of others', async () => {
    const notifications = Array.from({ length: 3000 }, (_, index) =>
      makeRow('notifications', `n${index}`, { requestId: `r${index % 1000}` }),
    );
    await store.replaceAll(makeWorld({ notifications }));
    const { rows } = await admin.query<Record<string, string>>(
      `explain select * from notifications
       where request_id = 'r7' and kind = 'request_to_approve' and read_at is null`,
    );
    expect(JSON.stringify(rows)).toContain('notifications_unread_by_request');
  });

  it.each([
    ["owner_group_id in ('g7', 'g8') and certificate_not_after <= now()", 'accesses_by_owner_group'],
    ["credentials_user_id = 'p7' and credential_state = 'unviewed'", 'accesses_by_credentials_user'],
  ])('counts what waits for a person by an index: %s', async (condition, index) => {
    const accesses = Array.from({ length: 3000 }, (_, n) =>
      makeRow('accesses', `a${n}`, {
        ownerGroupId: `g${n % 100}`,
        credentialsUserId: n % 10 === 0 ? `p${n % 70}` : null,
        credentialState: n % 5 === 0 ? 'unviewed' : 'active',
      }),
    );
    await store.replaceAll(makeWorld({ accesses }));
    const { rows } = await admin.query<Record<string, string>>(
      `explain select count(*) from accesses where organization_id = 'org1' and ${condition}`,
    );
    expect(JSON.stringify(rows)).toContain(index);
  });

  it.each([
    ["prefix = 'lk_t7'", 'access_tokens_prefix_unique'],
    ["person_id = 'p7' order by created_at desc, id desc", 'access_tokens_by_person'],
    ["expires_at <= now() - interval '30 days' order by id limit 500", 'access_tokens_by_expiry'],
  ])('finds access tokens by an index: %s', async (condition, index) => {
    const accessTokens = Array.from({ length: 3000 }, (_, n) =>
      makeRow('accessTokens', `t${n}`, { personId: `p${n % 100}`, expiresAt: Date.UTC(9999, 0) - n }),
    );
    await store.replaceAll(makeWorld({ accessTokens }));
    await admin.query('analyze access_tokens');
    const { rows } = await admin.query<Record<string, string>>(
      `explain select * from access_tokens where ${condition}`,
    );
    expect(JSON.stringify(rows)).toContain(index);
  });

  it.each([
    ['name', 'asc'],
    ['certificateNotAfter', 'desc'],
  ] as const)('walks an index for a page by %s %s', async (column, direction) => {
    const accesses = Array.from({ length: 3000 }, (_, index) => makeRow('accesses', `a${index}`));
    await store.replaceAll(makeWorld({ accesses }));
    const key = column === 'name' ? 'lower(name)' : 'certificate_not_after';
    const { rows } = await admin.query<Record<string, string>>(
      `explain select * from accesses where organization_id = 'org1' order by ${key} ${direction}, id ${direction} limit 25`,
    );
    expect(JSON.stringify(rows)).toContain(`accesses_by_${snakeCase(column)}`);
  });

  it('refuses a second transaction inside the first', async () => {
    const again = () => store.read((tx) => tx.count('groups'));
    await expect(store.write(again)).rejects.toThrow('open already');
    await expect(store.read(again)).rejects.toThrow('open already');
    await expect(store.read(() => store.takeJobs(0, 1, 1))).rejects.toThrow('open already');
    expect(await again()).toBe(0);
  });

  it('says so when the database cannot be reached', async () => {
    const nobody = 'postgres://postgres@127.0.0.1:1/none';
    await expect(openPostgres(nobody)).rejects.toThrow(UnavailableError);
  });

  describe('that has little time', () => {
    let hasty: Store;
    beforeAll(async () => {
      // Its limits are for these two alone: a busy machine takes longer for what they are not about.
      hasty = await openPostgres(database.url, {
        poolSize: 1,
        statementTimeout: 1000,
        connectionTimeout: 1000,
      });
      await hasty.ping();
    });
    afterAll(() => hasty.close());

    it('gives up on a statement that takes too long, and answers afterwards', async () => {
      await admin.query('begin; lock table groups in access exclusive mode');
      try {
        await expect(hasty.read((tx) => tx.count('groups'))).rejects.toThrow(UnavailableError);
      } finally {
        await admin.query('rollback');
      }
      await hasty.ping();
    });

    it('gives up when no connection is free', async () => {
      const goOn = Promise.withResolvers<void>();
      const reader = hasty.read(() => goOn.promise);
      await expect(hasty.ping()).rejects.toThrow(UnavailableError);
      goOn.resolve();
      await reader;
      await hasty.ping();
    });
  });

  it('comes back, and says that news may be missing, when all its connections are cut', async () => {
    const resync = vi.fn<() => void>();
    const changes = vi.fn<(change: Change) => void>();
    onTestFinished(store.listen(changes, resync));
    await store.write(async (tx) => {
      await tx.insert('groups', makeRow('groups', 'g1'));
      tx.announce(makeChange());
    });
    await expect.poll(() => changes).toHaveBeenCalledOnce();
    resync.mockClear();

    const held = store.write(async (tx) => {
      await tx.update('groups', 'g1', { name: 'half done' });
      await admin.query(
        `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
      );
      await tx.update('groups', 'g1', { name: 'done' });
    });
    await expect(held).rejects.toThrow(UnavailableError);
    await expect.poll(() => reported).toContain('a database connection broke');
    await expect.poll(() => resync).toHaveBeenCalled();
    await expect.poll(() => store.ping().then(() => 'there', String)).toBe('there');
    expect(await store.read((tx) => tx.get('groups', 'g1'))).toStrictEqual(makeRow('groups', 'g1'));
    await store.write(async (tx) => tx.announce(makeChange('after')));
    await expect.poll(() => changes).toHaveBeenCalledWith(makeChange('after'));
  });

  it('gives up after many conflicts', async () => {
    await store.write((tx) => tx.insert('settings', { id: 's', value: 0 }));
    let tries = 0;
    const hopeless = store.write(async (tx) => {
      tries += 1;
      await tx.get('settings', 's');
      // Somebody else is always faster.
      await admin.query('update settings set value = $1', [tries]);
      await tx.update('settings', 's', { value: -1 });
    });
    await expect(hopeless).rejects.toThrow(UnavailableError);
    expect(tries).toBe(20);
  });

  it('has every index as before after a world of so many rows that they were made anew', async () => {
    const definitions = async () => {
      const { rows } = await admin.query(
        `select indexname, indexdef from pg_indexes where schemaname = 'public' order by indexname`,
      );
      return rows;
    };
    const before = await definitions();
    const sessions = Array.from({ length: 50_001 }, (_, index) => makeRow('sessions', `session-${index}`));
    await store.replaceAll(makeWorld({ sessions }));
    expect(await definitions()).toEqual(before);
    expect(before.length).toBeGreaterThan(50);
    expect(await store.read((tx) => tx.count('sessions'))).toBe(50_001);
  });

  it('replaces and orders many rows quickly enough for a demo', async () => {
    const audit = Array.from({ length: 20_000 }, (_, index) =>
      makeRow('audit', `event-${index}`, { at: index }),
    );
    await store.replaceAll(makeWorld({ audit }));
    expect(await store.read((tx) => tx.count('audit'))).toBe(20_000);
    const [last] = await store.read((tx) =>
      tx.find('audit', { order: { column: 'at', direction: 'desc' }, limit: 1 }),
    );
    expect(last?.id).toBe('event-19999');
  });
});
