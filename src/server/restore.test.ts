import { randomBytes } from 'node:crypto';
import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createDatabase } from '../testing/postgres.ts';
import { makeFolder, runProgram, runServer, signIn, type ServerProcess } from './testing-server.ts';

const run = (env: Readonly<Record<string, string>>): ServerProcess => {
  const server = runServer(env);
  onTestFinished(() => void server.child.kill('SIGKILL'));
  return server;
};

const stop = async (server: ServerProcess): Promise<void> => {
  server.child.kill('SIGTERM');
  await server.ended;
};

const afterRestore = (env: Readonly<Record<string, string>>) =>
  runProgram(process.execPath, [join(import.meta.dirname, 'after-restore.ts')], env);

/** Maya in front of the credentials that wait for her. */
const maya = async (url: string) => {
  const person = await signIn(url, 'requester');
  const { organization } = (await person.get('/v1/session')) as { organization: { organization_id: string } };
  const governance = `/v1/organization/${organization.organization_id}/governance`;
  const { access } = (await person.get(`${governance}/access?credential_state=unviewed`)) as {
    access: { access_id: string; verdicts: { review_credentials: { allowed: boolean } } }[];
  };
  return {
    session: async () => (await person.call('/v1/session')).status,
    access: access.find(({ verdicts }) => verdicts.review_credentials.allowed)?.access_id ?? '',
    claim: async (accessId: string) =>
      (
        await person.post(`${governance}/access/${accessId}/credentials/claim`, {
          claim: randomBytes(32).toString('base64url'),
        })
      ).status,
    askAgain: async (accessId: string) =>
      (
        await person.post(`${governance}/requests`, {
          request_type: 'rotate_credentials',
          access_id: accessId,
          message: 'The backup was brought back.',
        })
      ).status,
    again: (other: string) =>
      fetch(`${other}/v1/session`, { headers: { cookie: person.cookie } }).then(({ status }) => status),
  };
};

/** Shows what waits, after the backup was made; returns what must not be shown a second time. */
const showOnce = async (server: ServerProcess) => {
  const before = await maya(await server.url);
  expect(before.access).not.toBe('');
  expect(await before.claim(before.access)).toBe(200);
  await stop(server);
  return before;
};

const expectRestored = async (
  env: Readonly<Record<string, string>>,
  before: Awaited<ReturnType<typeof maya>>,
): Promise<void> => {
  const done = await afterRestore(env);
  expect(done).toMatchObject({ code: 0, errors: '' });
  expect(done.output).toMatch(
    /^\d+ sessions ended\. [1-9]\d* credentials that nobody had saved can be shown to nobody/u,
  );
  const server = run(env);
  const url = await server.url;
  expect(await before.again(url)).toBe(401);
  const after = await maya(url);
  // Once only, whatever the database has forgotten (R18).
  expect(await after.claim(before.access)).toBe(410);
  expect(await after.askAgain(before.access)).toBe(201);
  await stop(server);
  expect(server.errors()).toBe('');
};

it('R18: a backup of PostgreSQL that is brought back shows nothing a second time, and work goes on', async () => {
  const databases = [
    await createDatabase(inject('postgresUrl')),
    await createDatabase(inject('postgresUrl')),
  ] as const;
  for (const database of databases) onTestFinished(() => database.drop());
  const folder = await makeFolder();
  onTestFinished(() => folder.remove());
  const LATCHKEY_SEALING_KEY = randomBytes(32).toString('base64url');
  const envOf = (url: string) => ({ DATABASE_URL: url, DATA_DIR: folder.path, LATCHKEY_SEALING_KEY });
  const [first, second] = databases;
  const server = run(envOf(first.url));
  await server.url;
  const file = join(folder.path, 'backup');
  const bin = inject('postgresBin');
  const dumped = await runProgram(join(bin, 'pg_dump'), ['-Fc', '-f', file, first.url]);
  expect(dumped).toMatchObject({ code: 0 });
  const before = await showOnce(server);
  const restored = await runProgram(join(bin, 'pg_restore'), ['-d', second.url, '--no-owner', file]);
  expect(restored).toMatchObject({ code: 0, errors: '' });
  await expectRestored(envOf(second.url), before);
}, 240_000);

it('R18: the same with a copy of the embedded database', async () => {
  const folder = await makeFolder();
  onTestFinished(() => folder.remove());
  const [live, copy] = [join(folder.path, 'live'), join(folder.path, 'copy')] as const;
  const first = run({ DATA_DIR: live });
  await first.url;
  expect((await afterRestore({ DATA_DIR: live })).errors).toContain('is in use by another Latchkey');
  await stop(first);
  await cp(live, copy, { recursive: true });
  const before = await showOnce(run({ DATA_DIR: live }));
  await expectRestored({ DATA_DIR: copy }, before);
}, 240_000);
