import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { openLine, type Line } from '../testing/line.ts';
import { createDatabase } from '../testing/postgres.ts';
import { client, makeFolder, runServer, signIn, type ServerProcess } from './testing-server.ts';

const folder = async (): Promise<string> => {
  const made = await makeFolder();
  onTestFinished(() => made.remove());
  return made.path;
};

/** Killed after the test if it has not ended by then. */
const run = (env: Readonly<Record<string, string>>): ServerProcess => {
  const server = runServer(env);
  onTestFinished(() => void server.child.kill('SIGKILL'));
  return server;
};

const stop = async (server: ServerProcess, signal: NodeJS.Signals = 'SIGTERM') => {
  server.child.kill(signal);
  return server.ended;
};

const organizationsOf = async (url: string) => {
  const admin = await signIn(url, 'admin');
  const { organizations } = (await admin.get('/v1/organizations')) as {
    organizations: { organization_id: string }[];
  };
  const id = organizations[0]?.organization_id;
  const list = (await admin.get(`/v1/organization/${id}/governance/access`)) as { total_count: number };
  return { count: organizations.length, accesses: list.total_count };
};

/** Asks for a rotation, always under the same key. */
const askOnce = async (url: string): Promise<string> => {
  const maya = await signIn(url, 'requester');
  const { organization } = (await maya.get('/v1/session')) as { organization: { organization_id: string } };
  const governance = `/v1/organization/${organization.organization_id}/governance`;
  const { access } = (await maya.get(`${governance}/access?search=refund-service`)) as {
    access: { access_id: string }[];
  };
  const answer = await maya.call(`${governance}/requests`, {
    method: 'POST',
    headers: { 'idempotency-key': 'once' },
    body: JSON.stringify({
      request_type: 'rotate_credentials',
      access_id: access[0]?.access_id,
      message: 'Once.',
    }),
  });
  return `${answer.status} ${await answer.text()}`;
};

/** A way to the database that can be cut and mended. */
const makeLine = async (target: URL): Promise<Line> => {
  const line = await openLine(target);
  onTestFinished(() => line.close());
  return line;
};

const database = async (): Promise<URL> => {
  const made = await createDatabase(inject('postgresUrl'));
  onTestFinished(() => made.drop());
  return new URL(made.url);
};

describe('the server process on its embedded database', () => {
  it('fills it once, keeps it over restarts, and lets no second process in', async () => {
    const data = join(await folder(), 'data');
    const first = run({ DATA_DIR: data });
    const url = await first.url;
    expect(first.output().trim().split('\n')).toHaveLength(1);
    const before = await organizationsOf(url);
    expect(before).toMatchObject({ count: 1, accesses: 40 });

    const second = run({ DATA_DIR: data });
    expect(await second.ended).toMatchObject({ code: 1 });
    expect(second.errors()).toBe(
      `DATA_DIR ${data} is in use by another Latchkey. Stop that one, or choose another folder with DATA_DIR.\n`,
    );

    expect(await stop(first)).toStrictEqual({ code: 0, signal: null });
    expect(first.errors()).toBe('');
    const again = run({ DATA_DIR: data });
    expect(await organizationsOf(await again.url)).toStrictEqual(before);
    console.log(
      `ready after ${Math.round(first.readyAfter())} ms (first), ${Math.round(again.readyAfter())} ms (later)`,
    );
    const asked = await askOnce(await again.url);
    expect(asked).toMatch(/^201 /u);
    await stop(again, 'SIGKILL');
    const last = await run({ DATA_DIR: data }).url;
    expect(await organizationsOf(last)).toStrictEqual(before);
    expect(await askOnce(last)).toBe(asked);
    // Four starts, one of which fills the database.
  }, 120_000);

  it('refuses another sealing key than the one that the data was made with', async () => {
    const data = join(await folder(), 'data');
    const first = run({ DATA_DIR: data, LATCHKEY_SEED: 'none' });
    await first.url;
    await stop(first);
    const other = run({ DATA_DIR: data, LATCHKEY_SEALING_KEY: randomBytes(32).toString('base64') });
    expect(await other.ended).toMatchObject({ code: 1 });
    expect(other.errors()).toContain('The sealing key is not the one that this database was made with');
  });

  it('says when the port is taken, and closes what it had opened', async () => {
    const data = join(await folder(), 'data');
    const blocker = createServer();
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void blocker.close());
    const address = blocker.address();
    const port = String(typeof address === 'object' ? address?.port : '');
    const server = run({ DATA_DIR: data, LATCHKEY_SEED: 'none', PORT: port });
    expect(await server.ended).toMatchObject({ code: 1 });
    expect(server.errors()).toBe(
      `Port ${port} on 127.0.0.1 is in use. Choose another with PORT, or stop what listens there.\n`,
    );
  });

  it('ends event streams and finishes requests when it is asked to stop', async () => {
    const data = join(await folder(), 'data');
    const server = run({ DATA_DIR: data, LATCHKEY_DEMO_CONTROLS: 'on' });
    const url = await server.url;
    const admin = await signIn(url, 'admin');
    const stream = await admin.call('/v1/events');
    await client(url).call('/v1/demo/faults', { method: 'PUT', body: JSON.stringify({ faults: ['slow'] }) });
    // Takes 1.5 seconds; `/healthz` answers while it is under way.
    const underWay = admin.call('/v1/session');
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    const ended = stop(server, 'SIGINT');
    // npm and the terminal both hand on one Ctrl+C.
    server.child.kill('SIGINT');
    expect((await underWay).status).toBe(200);
    await stream.text();
    expect(await ended).toStrictEqual({ code: 0, signal: null });
    expect(server.errors()).toBe('');
    await expect(fetch(`${url}/healthz`)).rejects.toThrow('fetch failed');
  });

  it('says that it is not ready, and still answers a load balancer, unless it is asked again', async () => {
    const server = run({
      DATA_DIR: join(await folder(), 'data'),
      LATCHKEY_SEED: 'none',
      // Longer than anybody here waits for anything.
      LATCHKEY_DRAIN: '300',
    });
    const url = await server.url;
    expect((await fetch(`${url}/readyz`)).status).toBe(200);
    server.child.kill('SIGTERM');
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
    const answer = await fetch(`${url}/v1/personas`);
    expect([answer.status, answer.headers.get('connection')]).toStrictEqual([200, 'close']);
    const askAgain = (): number | null => {
      server.child.kill('SIGTERM');
      return server.child.exitCode;
    };
    await expect.poll(askAgain).toBe(1);
  });
});

describe('the server process refuses', () => {
  it.each([
    [{ HOST: '0.0.0.0' }, /^HOST=0\.0\.0\.0 is refused/u],
    [{ NODE_ENV: 'production' }, /^NODE_ENV=production is refused.*\nLATCHKEY_SEALING_KEY is required/u],
    [{ PORT: 'eighty' }, /^PORT must be a whole number from 0 to 65535\n$/u],
    [
      {
        DATABASE_URL: 'postgres://latchkey:hunter2@127.0.0.1:1/latchkey',
        LATCHKEY_SEALING_KEY: 'a'.repeat(64),
      },
      /^The database at DATABASE_URL does not answer: .*ECONNREFUSED/u,
    ],
  ])('to start with %o', async (env, reason) => {
    const server = run({ DATA_DIR: join(await folder(), 'data'), ...env });
    expect(await server.ended).toStrictEqual({ code: 1, signal: null });
    expect(server.errors()).toMatch(reason);
    expect(server.errors()).not.toContain('hunter2');
    expect(server.output()).toBe('');
  });
});

describe('server processes on PostgreSQL', () => {
  it('fill an empty database once when they start together, and hear of each other', async () => {
    const url = (await database()).href;
    const key = randomBytes(32).toString('hex');
    const env = { DATABASE_URL: url, LATCHKEY_SEALING_KEY: key, DATA_DIR: await folder() };
    const [one, two] = [run(env), run(env)];
    const [first, second] = await Promise.all([one.url, two.url]);
    expect(await organizationsOf(first)).toMatchObject({ count: 1, accesses: 40 });
    expect(await organizationsOf(second)).toMatchObject({ count: 1, accesses: 40 });
    const listening = await (await signIn(second, 'admin')).call('/v1/events');
    const reader = listening.body!.pipeThrough(new TextDecoderStream()).getReader();
    const acting = await signIn(first, 'requester');
    const me = (await acting.get('/v1/session')) as { organization: { organization_id: string } };
    const governance = `/v1/organization/${me.organization.organization_id}/governance`;
    const { access } = (await acting.get(`${governance}/access?limit=999`)) as {
      access: { access_id: string; verdicts: { request_rotation: { allowed: boolean } } }[];
    };
    const free = access.find(({ verdicts }) => verdicts.request_rotation.allowed);
    await acting.post(`${governance}/requests`, {
      request_type: 'rotate_credentials',
      access_id: free?.access_id,
      message: 'Heard by the other server',
      overlap: 'immediately',
    });
    let heard = '';
    while (!heard.includes('"requests"')) heard += (await reader.read()).value ?? '';
    await reader.cancel();
    console.log(
      `ready after ${Math.round(one.readyAfter())} and ${Math.round(two.readyAfter())} ms (PostgreSQL, together)`,
    );
    expect([one.errors(), two.errors()]).toStrictEqual(['', '']);
    expect((await Promise.all([stop(one), stop(two)])).map(({ code }) => code)).toStrictEqual([0, 0]);
  });

  it('answer 503 while the database is gone and go on when it is back', async () => {
    const line = await makeLine(await database());
    const key = randomBytes(32).toString('hex');
    const server = run({ DATABASE_URL: line.url, LATCHKEY_SEALING_KEY: key, DATA_DIR: await folder() });
    const url = await server.url;
    const admin = await signIn(url, 'admin');
    expect((await fetch(`${url}/readyz`)).status).toBe(200);

    line.cut();
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(503);
    const answer = await admin.call('/v1/session');
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(await answer.json()).toMatchObject({ errors: [{ error_code: 'unavailable', status: 503 }] });
    expect((await fetch(`${url}/healthz`)).status).toBe(200);
    expect((await fetch(`${url}/`)).status).toBe(200);

    line.mend();
    await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200);
    expect((await admin.call('/v1/session')).status).toBe(200);
    const entries = server.errors().trim().split('\n').filter(Boolean);
    for (const entry of entries) expect(JSON.parse(entry)).toHaveProperty('level', 'error');
    expect(server.errors()).not.toContain(key);
    expect(await stop(server)).toStrictEqual({ code: 0, signal: null });
  });
});
