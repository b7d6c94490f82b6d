import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../testing/postgres.ts';
import { openPglite } from './store/pglite.ts';
import { makeFolder, runAdmin, runProgram, runServer, type Ended } from './testing-server.ts';

/** Several processes one after the other, on a machine that is busy. */
const PATIENCE = 240_000;

const verify = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> =>
  runAdmin(env, 'audit', 'verify', ...args);

const verifyFiles = (...files: readonly string[]): Promise<Ended> =>
  runProgram(process.execPath, [join(import.meta.dirname, 'audit-verify.ts'), ...files]);

/** The head as the command prints it. */
const headIn = ({ output }: Ended): string => /head (\S+)/u.exec(output)?.[1] ?? '';

describe('npm run admin -- audit verify, embedded database', () => {
  let folder: Awaited<ReturnType<typeof makeFolder>>;
  let env: Record<string, string>;
  beforeAll(async () => {
    folder = await makeFolder();
    env = { DATA_DIR: folder.path };
  });
  afterAll(() => folder.remove());

  it(
    'walks the chain of a running server and of a stopped one, and verifies files without either',
    async () => {
      const server = runServer(env);
      try {
        const url = await server.url;
        const waiting = async () => (await verify(env)).output;
        await expect.poll(waiting, { timeout: 60_000, interval: 1000 }).toMatch(/head org_halden:\d+:/u);
        const running = await verify(env);
        expect([running.code, running.errors]).toEqual([0, '']);
        expect(running.output).toMatch(/verified: nothing was changed/u);
        const signIn = await fetch(`${url}/v1/session`, {
          method: 'POST',
          body: JSON.stringify({ persona: 'admin' }),
        });
        const headers = { cookie: signIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' };
        const answer = await fetch(`${url}/v1/organization/org_halden/governance/audit-export-json`, {
          headers,
        });
        const text = await answer.text();
        const [good, bad, cut, twice] = ['good', 'bad', 'cut', 'twice'].map((name) =>
          join(folder.path, `${name}.json`),
        );
        await writeFile(good ?? '', text);
        await writeFile(bad ?? '', text.replace('"actor_name":"Maya', '"actor_name":"Moya'));
        await writeFile(cut ?? '', text.slice(0, text.length / 2));
        await writeFile(
          twice ?? '',
          text.replace('"actor_name":"Maya', '"actor_name":"Moya","actor_name":"Maya'),
        );
        const fine = await verifyFiles(good ?? '');
        expect([fine.code, fine.errors]).toEqual([0, '']);
        expect(fine.output).toMatch(/the whole audit log of org_halden[^]*verified/u);
        // The same key as the installation prints.
        expect(running.output).toContain(/key +(\S+)/u.exec(fine.output)?.[1] ?? 'no key');
        const wrong = await verifyFiles(
          good ?? '',
          bad ?? '',
          cut ?? '',
          twice ?? '',
          join(folder.path, 'none.json'),
        );
        expect(wrong.code).toBe(1);
        expect(wrong.output).toMatch(/twice\.json was changed: a field is in it twice/u);
        expect(wrong.output).toMatch(/Event aud\w+ \(row \d+\) was changed after it was recorded\./u);
        expect(wrong.output).toMatch(/cut\.json is no JSON/u);
        expect(wrong.output).toMatch(/none\.json cannot be read/u);
        expect((await verifyFiles()).errors).toMatch(/usage: npm run audit:verify/u);
      } finally {
        server.child.kill('SIGTERM');
        await server.ended;
      }
      const stopped = await verify(env);
      expect(stopped.code).toBe(0);
      const head = headIn(stopped);
      expect((await verify(env, '--head', head)).code).toBe(0);
      expect((await verify(env, '--head', 'nonsense')).errors).toMatch(/is not ORGANIZATION:ROW:HASH/u);
      const later = head.replace(/:(\d+):/u, (_all, row: string) => `:${Number(row) + 7}:`);
      const short = await verify(env, '--head', later);
      expect(short.code).toBe(1);
      expect(short.output).toMatch(/cut: The chain ends at row \d+, but row \d+ was there/u);
      const store = await openPglite(join(folder.path, 'database'));
      const [third] = (await store.read((tx) => tx.find('auditLinks', { limit: 3 }))).slice(2);
      const world = await store.dump();
      await store.replaceAll({
        ...world,
        audit: world.audit.map((event) =>
          event.id === third?.eventId ? { ...event, actorName: 'Nobody' } : event,
        ),
      });
      await store.close();
      const changed = await verify(env);
      expect(changed.code).toBe(1);
      expect(changed.output).toContain(
        `changed: Event ${third?.eventId} (row 3) was changed after it was recorded.`,
      );
    },
    PATIENCE,
  );
});

describe('npm run admin -- audit verify, PostgreSQL', () => {
  it(
    'names what somebody changed past the triggers, which refuse whoever does not know them',
    async () => {
      const database = await createDatabase(inject('postgresUrl'));
      const folder = await makeFolder();
      const env = { DATABASE_URL: database.url, DATA_DIR: folder.path };
      const server = runServer(env);
      const client = new pg.Client({ connectionString: database.url });
      try {
        await server.url;
        await client.connect();
        const waiting = async () => (await client.query('select 1 from audit_pending limit 1')).rowCount;
        await expect.poll(waiting, { timeout: 60_000, interval: 500 }).toBe(0);
        const fine = await verify(env, '--head', headIn(await verify(env)));
        expect([fine.code, fine.errors]).toEqual([0, '']);
        for (const statement of [
          "update audit set actor_name = 'Nobody'",
          'delete from audit',
          'truncate audit',
          'update audit_links set event_id = id',
          'delete from audit_links',
          'truncate audit_links',
        ])
          await expect(client.query(statement), statement).rejects.toThrow(/append-only/u);
        const nth = async (row: number): Promise<string> =>
          (
            await client.query<{ event_id: string }>('select event_id from audit_links where sequence = $1', [
              row,
            ])
          ).rows[0]?.event_id ?? '';
        const attack = async (statement: string): Promise<Ended> => {
          await client.query(`begin; set local latchkey.audit = 'release'; ${statement}; commit`);
          return verify(env);
        };
        const last = await attack(
          'delete from audit_links where sequence > 20; delete from audit where id not in (select event_id from audit_links)',
        );
        // Where it was cut nothing is signed, unless a batch ended there by chance.
        const kept = await verify(env, '--head', headIn(fine));
        expect(kept.code).toBe(1);
        expect(kept.output).toMatch(/(?:cut|missing): /u);
        expect(last.code).toBeLessThanOrEqual(1);
        const eighth = await nth(8);
        const gone = await attack(`delete from audit where id = '${eighth}'`);
        expect(gone.code).toBe(1);
        expect(gone.output).toContain(`missing: Event ${eighth} (row 8) is missing.`);
        const sixth = await nth(6);
        const changed = await attack(`update audit set resource_name = 'other' where id = '${sixth}'`);
        expect(changed.output).toContain(`changed: Event ${sixth} (row 6) was changed`);
        const row = await attack('delete from audit_links where sequence = 4');
        expect(row.output).toContain('missing: Row 4 is missing: row 5 comes next.');
      } finally {
        await client.end();
        server.child.kill('SIGTERM');
        await server.ended;
        await database.drop();
        await folder.remove();
      }
    },
    PATIENCE,
  );
});
