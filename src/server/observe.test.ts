import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { growDemoWorld } from '../mocks/seed/demo-world.ts';
import { freePort } from '../testing/free-port.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startServer, type RunningServer } from './server.ts';
import { client, makeFolder, runProgram, signIn } from './testing-server.ts';

const LIMIT = 40;

let folder: Awaited<ReturnType<typeof makeFolder>>;
let server: RunningServer;
let metricsUrl: string;
const lines: string[] = [];

/** What a client gets that sends one letter of its headers every second. */
const slowly = (url: string): Promise<{ readonly text: string; readonly milliseconds: number }> =>
  new Promise((resolve) => {
    const from = performance.now();
    let text = '';
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write('GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    const timer = setInterval(() => socket.write('a'), 1000);
    socket
      .on('data', (data) => (text += String(data)))
      .on('error', () => undefined)
      .on('close', () => {
        clearInterval(timer);
        resolve({ text, milliseconds: performance.now() - from });
      });
  });

let slow: ReturnType<typeof slowly>;

beforeAll(async () => {
  folder = await makeFolder();
  const port = await freePort();
  metricsUrl = `http://127.0.0.1:${port}/metrics`;
  const { config } = readConfig({
    PORT: '0',
    DATA_DIR: join(folder.path, 'data'),
    LATCHKEY_RATE_LIMIT: String(LIMIT),
    LATCHKEY_METRICS: `127.0.0.1:${port}`,
    LATCHKEY_LOG_REQUESTS: 'on',
  });
  server = await startServer({
    config,
    log: createLog((line) => void lines.push(line)),
    site: join(folder.path, 'no-site'),
    growDemoWorld,
  });
  slow = slowly(server.url);
});

afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const metric = async (start: string): Promise<number | undefined> => {
  const text = await (await fetch(metricsUrl)).text();
  const line = text.split('\n').find((one) => one.startsWith(start));
  return line === undefined ? undefined : Number(line.split(' ').at(-1));
};

const sessionOf = async (persona: string) => {
  const person = await signIn(server.url, persona);
  return { ...person, status: async () => (await person.call('/v1/session')).status };
};

describe('the limit of calls', () => {
  it('lets a caller call so often and no more, and others go on', async () => {
    const maya = await sessionOf('requester');
    const jonas = await sessionOf('approver');
    let last = await maya.call('/v1/session');
    let passed = 0;
    // Each second and a half, one more may pass.
    for (; last.status === 200 && passed < 3 * LIMIT; passed += 1) last = await maya.call('/v1/session');
    expect(passed).toBeGreaterThanOrEqual(LIMIT);
    expect(last.status).toBe(429);
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await last.json()).toMatchObject({
      message: expect.stringMatching(/^More than 40 calls in a minute\. Wait .+ and try again\.$/u),
      errors: [{ error_code: 'too_many_requests', status: 429 }],
    });
    expect(await jonas.status()).toBe(200);
    // Told in time: after as long as it said, it goes on.
    await expect.poll(() => maya.status()).toBe(200);
  });

  it('counts unknown tokens for the address that they come from', async () => {
    const operator = await sessionOf('operator');
    const nobody = client(server.url);
    const statuses = new Set<number>();
    for (let i = 0; i < 3 * LIMIT && !statuses.has(429); i += 1) {
      const authorization = `Bearer lk_${randomBytes(32).toString('base64url')}`;
      statuses.add((await nobody.call('/v1/session', { headers: { authorization } })).status);
    }
    expect([...statuses]).toStrictEqual([403, 429]);
    // Whoever is signed in behind the same address is not kept out.
    expect(await operator.status()).toBe(200);
  });
});

describe('what can be seen from outside', () => {
  it('counts answers by operation, without names, and looks at jobs and database when it is asked', async () => {
    expect(
      await metric(
        'latchkey_http_request_duration_seconds_count{operation="getSession",method="GET",status="429"}',
      ),
    ).toBeGreaterThan(0);
    expect(await metric('latchkey_database_up')).toBe(1);
    expect(await metric('latchkey_jobs{state="dead"}')).toBe(0);
    expect(await metric('latchkey_event_streams')).toBe(0);
    expect(await metric('process_resident_memory_bytes')).toBeGreaterThan(0);
    const text = await (await fetch(metricsUrl)).text();
    expect(text).not.toMatch(/maya|lk_|org_/iu);
    expect((await fetch(metricsUrl.replace('/metrics', '/'))).status).toBe(404);
    // Not where the console is.
    expect(await (await fetch(`${server.url}/metrics`)).text()).not.toContain('latchkey_jobs');
  });

  it('logs each request on a line, without what people typed', async () => {
    lines.length = 0;
    await fetch(`${server.url}/v1/session?search=hunter2`, {
      headers: { authorization: 'Bearer lk_hunter2' },
    });
    await fetch(`${server.url}/healthz?hunter2`);
    expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
      {
        level: 'info',
        message: 'request',
        operation: 'getSession',
        request: { method: 'GET', path: '/v1/session' },
      },
      { level: 'info', message: 'request', operation: 'page', status: 200, request: { path: '/healthz' } },
    ]);
    expect(lines.join()).not.toContain('hunter2');
  });
});

describe('slow clients', () => {
  it('are let go before long, and keep nobody else waiting', async () => {
    const { text, milliseconds } = await slow;
    expect(text).toMatch(/^(?:HTTP\/1\.1 408 |$)/u);
    // Sooner than a whole request has to be there, which may take thirty seconds.
    expect(milliseconds).toBeLessThan(28_000);
  });
});

describe('npm run config:check', () => {
  const check = (env: Readonly<Record<string, string>>) =>
    runProgram(process.execPath, [join(import.meta.dirname, 'config-check.ts')], env);

  it('says what holds, without secrets', async () => {
    const key = randomBytes(32).toString('base64url');
    const { code, output } = await check({
      LATCHKEY_SEALING_KEY: key,
      LATCHKEY_RATE_LIMITS: '1',
      PORT: '9000',
    });
    expect(code).toBe(0);
    expect(output).not.toContain(key);
    expect(output).toContain('LATCHKEY_SEALING_KEY=(set)\n');
    expect(output).toContain('PORT=9000\n');
    expect(output).toContain(
      'warning: LATCHKEY_RATE_LIMITS is not known; the nearest that is: LATCHKEY_RATE_LIMIT\n',
    );
  });

  it('explains each fault in one line', async () => {
    const { code, errors, output } = await check({ PORT: 'http', LATCHKEY_SEALING_KEY: 'short' });
    expect({ code, output }).toStrictEqual({ code: 1, output: '' });
    expect(errors.trim().split('\n')).toStrictEqual([
      'PORT must be a whole number from 0 to 65535',
      'LATCHKEY_SEALING_KEY must be 32 bytes in base64url, base64 or hexadecimal',
    ]);
  });
});
