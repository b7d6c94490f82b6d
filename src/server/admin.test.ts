import { existsSync } from 'node:fs';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { createDatabase } from '../testing/postgres.ts';
import { makeFolder, runAdmin, runServer, type Ended, type ServerProcess } from './testing-server.ts';

const create = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> =>
  runAdmin(env, 'token', 'create', ...args);

/** The token that the command printed; nothing else may stand there. */
const tokenIn = ({ code, output, errors }: Ended): string => {
  expect([code, errors]).toEqual([0, '']);
  expect(output).toMatch(/^lk_[\w-]{43}\n$/u);
  return output.trim();
};

/** What the token's person sees of their tokens. */
const tokensBy = async (url: string, token: string) => {
  const answer = await fetch(`${url}/v1/access_token`, { headers: { authorization: `aivenv1 ${token}` } });
  expect(answer.status).toBe(200);
  const { tokens } = (await answer.json()) as {
    tokens: { description: string; max_age_seconds: number | null; last_ip: string | null }[];
  };
  return tokens;
};

const CI = ['--description', 'CI'] as const;

/** Several processes one after the other, on a machine that is busy. */
const PATIENCE = 90_000;

describe('npm run admin, embedded database', () => {
  let folder: Awaited<ReturnType<typeof makeFolder>>;
  let env: Record<string, string>;
  let server: ServerProcess;
  let url: string;
  beforeAll(async () => {
    folder = await makeFolder();
    env = { DATA_DIR: folder.path };
    server = runServer(env);
    url = await server.url;
  });
  afterAll(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
    await folder.remove();
  });
  const sign = () => join(folder.path, 'admin.json');

  it('prints a token against the running server, which takes it', async () => {
    const token = tokenIn(
      await create(env, '--persona', 'operator', '--max-age-seconds', '3600', '--description', 'CI'),
    );
    const [row, ...others] = await tokensBy(url, token);
    expect(row).toMatchObject({ description: 'CI', max_age_seconds: 3600 });
    expect(others).toEqual([]);
    await expect.poll(async () => (await tokensBy(url, token))[0]?.last_ip).toBe('127.0.0.1');
  });

  it('R18: HEAD is not asked as a GET where a GET uses something up', async () => {
    const token = tokenIn(await create(env, '--persona', 'operator', ...CI));
    const path = `${url}/v1/organization/org_halden/governance/access/none/credentials`;
    const ask = async (method: string) =>
      (await fetch(path, { method, headers: { authorization: `Bearer ${token}` } })).status;
    expect([await ask('GET'), await ask('HEAD')]).toEqual([404, 403]);
  });

  it(
    'says in words what is wrong, and prints no token',
    async () => {
      const failures: [readonly string[], RegExp][] = [
        [[...CI], /Name one person/u],
        [['--user', 'a@b', '--persona', 'operator', ...CI], /Name one person/u],
        [['--user', 'nobody@example.com', ...CI], /There is nobody with the address nobody@example\.com/u],
        [['--persona', 'root', ...CI], /no persona called root\. There are: requester, approver/u],
        [['--persona', 'operator'], /--description/u],
        [['--persona', 'operator', '--description', ' '], /description: Must not be empty/u],
        [['--persona', 'operator', '--description', 'x'.repeat(201)], /at most 200 characters/u],
        [['--persona', 'operator', ...CI, '--max-age-seconds', '1h'], /whole number/u],
        [['--persona', 'operator', ...CI, '--max-age-seconds', '0'], /whole number/u],
        [['--persona', 'operator', ...CI, '--max-age-seconds', '999999999999'], /ten years/u],
        [['--persona', 'operator', ...CI, '--forever'], /forever/u],
      ];
      for (const [args, reason] of failures) {
        const { code, output, errors } = await create(env, ...args);
        expect([code, output], args.join(' ')).toEqual([1, '']);
        expect(errors).toMatch(reason);
        expect(errors).not.toMatch(/ at .*\.ts/u);
      }
      for (const args of [[], ['token'], ['token', 'revoke'], ['api-key']])
        expect((await runAdmin(env, ...args)).errors).toMatch(
          /The commands are: token create, api-key create, audit verify[^]*usage:/u,
        );
    },
    PATIENCE,
  );

  it(
    'K16: prints a Cloud key, whose secret is kept nowhere and which calls the management API at once',
    async () => {
      const key = await runAdmin(
        env,
        'api-key',
        'create',
        '--resource',
        'cloud',
        '--persona',
        'admin',
        ...CI,
      );
      expect([key.code, key.errors]).toEqual([0, '']);
      const [id = '', secret = ''] = key.output.trim().split(' ');
      expect(key.output).toMatch(/^[A-Z2-7]{16} lks_[0-9A-Za-z]{49}\n$/u);
      const ask = (path: string, password = secret) =>
        fetch(`${url}${path}`, { headers: { authorization: `Basic ${btoa(`${id}:${password}`)}` } });
      expect((await ask('/org/v2/environments')).status).toBe(200);
      expect((await ask('/api/org/v2/environments', `${secret}x`)).status).toBe(401);
      const text = await (await ask(`/iam/v2/api-keys/${id}`)).text();
      const { spec } = JSON.parse(text) as { spec: { description: string; owner: { id: string } } };
      expect([spec.description, text.includes(secret)]).toEqual(['CI', false]);
      // By its owner's id the same account gets another one.
      const other = await runAdmin(env, 'api-key', 'create', '--resource', 'cloud', '--owner', spec.owner.id);
      expect(other.output).toMatch(/^[A-Z2-7]{16} lks_/u);
      expect(server.errors() + server.output()).not.toContain(secret);
      const failures: [readonly string[], RegExp][] = [
        [['--persona', 'admin'], /Say with --resource/u],
        [['--resource', 'cloud'], /Name one owner/u],
        [['--resource', 'cloud', '--persona', 'admin', '--owner', spec.owner.id], /Name one owner/u],
        [['--resource', 'cloud', '--persona', 'root'], /no persona called root/u],
        [['--resource', 'cloud', '--owner', 'nobody'], /There is no service account or person nobody/u],
        [['--resource', 'lkc-none', '--persona', 'admin'], /lkc-none: resource not found/u],
        [['--resource', 'cloud', '--persona', 'admin', '--user', 'a@b'], /neither --user/u],
        [
          ['--resource', 'cloud', '--persona', 'admin', '--description', 'x'.repeat(1001)],
          /1000 characters/u,
        ],
      ];
      for (const [args, reason] of failures) {
        const { code, output, errors } = await runAdmin(env, 'api-key', 'create', ...args);
        expect([code, output], args.join(' ')).toEqual([1, '']);
        expect(errors).toMatch(reason);
      }
    },
    PATIENCE,
  );

  it('the server’s door opens to its secret alone, which its owner alone can read', async () => {
    expect((await stat(sign())).mode & 0o777).toBe(0o600);
    const { secret } = JSON.parse(await readFile(sign(), 'utf8')) as { secret: string };
    const knock = (authorization: string) =>
      fetch(`${url}/admin/tokens?persona=operator`, {
        method: 'POST',
        headers: authorization === '' ? {} : { authorization },
        body: JSON.stringify({ description: 'Door' }),
      });
    for (const wrong of ['', secret, 'Bearer', `Bearer ${secret}x`, `Bearer ${secret.slice(1)}`])
      expect((await knock(wrong)).status).toBe(404);
    expect((await fetch(`${url}/admin/api-keys?persona=admin`, { method: 'POST' })).status).toBe(404);
    const answer = await knock(`Bearer ${secret}`);
    expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
    const description = await (await fetch(`${url}/openapi.json`)).text();
    expect(description).not.toContain('/admin');
    expect(description).toContain('/v1/access_token');
  });

  it('R21: the server’s log names no token, not even one in a path', async () => {
    const token = tokenIn(await create(env, '--persona', 'operator', ...CI));
    const gone = await fetch(`${url}/v1/access_token/${token}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${token}` },
    });
    expect(gone.status).toBe(200);
    expect(server.errors() + server.output()).not.toContain(token);
  });

  it(
    'works on the store once the server has stopped, also when it was killed',
    async () => {
      const { personas } = (await (await fetch(`${url}/v1/personas`)).json()) as {
        personas: { persona: string; user_email: string }[];
      };
      const email = personas.find(({ persona }) => persona === 'operator')?.user_email ?? '';
      server.child.kill('SIGKILL');
      await server.ended;
      // What it left behind misleads nobody.
      expect(existsSync(sign())).toBe(true);
      const token = tokenIn(await create(env, '--user', email, ...CI));
      server = runServer(env);
      url = await server.url;
      expect((await tokensBy(url, token)).length).toBeGreaterThan(0);
      server.child.kill('SIGTERM');
      expect((await server.ended).code).toBe(0);
      expect(existsSync(sign())).toBe(false);
      // One waits for the other.
      const both = await Promise.all([1, 2].map(() => create(env, '--persona', 'operator', ...CI)));
      expect(new Set(both.map(tokenIn)).size).toBe(2);
    },
    PATIENCE,
  );

  it(
    'a folder without a database, or with one that something else has, is named',
    async () => {
      const empty = await create({ DATA_DIR: join(folder.path, 'none') }, '--persona', 'operator', ...CI);
      expect([empty.code, empty.output]).toEqual([1, '']);
      expect(empty.errors).toMatch(/There is no database in DATA_DIR/u);
      const stale = join(folder.path, 'stale');
      await mkdir(join(stale, 'database'), { recursive: true });
      const { lockDirectory } = await import('./store/directory-lock.ts');
      const unlock = lockDirectory(join(stale, 'database'));
      try {
        const held = await create({ DATA_DIR: stale }, '--persona', 'operator', ...CI);
        expect([held.code, held.output]).toEqual([1, '']);
        expect(held.errors).toMatch(/takes no commands/u);
        await writeFile(
          join(stale, 'admin.json'),
          JSON.stringify({ url: 'http://127.0.0.1:9', secret: 'x' }),
        );
        const silent = await create({ DATA_DIR: stale }, '--persona', 'operator', ...CI);
        expect(silent.errors).toMatch(/does not answer at http:\/\/127\.0\.0\.1:9/u);
      } finally {
        unlock();
      }
    },
    PATIENCE,
  );
});

describe('npm run admin, PostgreSQL', () => {
  it(
    'makes the token beside the running server',
    async () => {
      const database = await createDatabase(inject('postgresUrl'));
      const folder = await makeFolder();
      const env = { DATABASE_URL: database.url, DATA_DIR: folder.path };
      const server = runServer(env);
      try {
        const url = await server.url;
        expect(existsSync(join(folder.path, 'admin.json'))).toBe(false);
        expect((await fetch(`${url}/admin/tokens`, { method: 'POST' })).status).toBe(405);
        const token = tokenIn(await create(env, '--persona', 'admin', ...CI));
        expect(await tokensBy(url, token)).toHaveLength(1);
      } finally {
        server.child.kill('SIGTERM');
        await server.ended;
        await database.drop();
        await folder.remove();
      }
    },
    PATIENCE,
  );

  it('says that the database does not answer', async () => {
    const { code, output, errors } = await create(
      { DATABASE_URL: 'postgres://nobody@127.0.0.1:9/none', DATA_DIR: 'none' },
      '--persona',
      'operator',
      ...CI,
    );
    expect([code, output]).toEqual([1, '']);
    expect(errors).toMatch(/The database at DATABASE_URL does not answer/u);
  });
});
