import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { growDemoWorld } from '../../mocks/seed/demo-world.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startServer, type RunningServer } from '../server.ts';
import { makeFolder, runAdmin } from '../testing-server.ts';

const PUBLIC = 'https://console.example.com';

let folder: Awaited<ReturnType<typeof makeFolder>>;
let server: RunningServer;

beforeAll(async () => {
  folder = await makeFolder();
  const { config } = readConfig({
    PORT: '0',
    DATA_DIR: folder.path,
    LATCHKEY_SEED: 'none',
    LATCHKEY_PUBLIC_URL: PUBLIC,
    LATCHKEY_TRUSTED_PROXIES: '127.0.0.1',
    LATCHKEY_BREAK_GLASS: 'on',
    LATCHKEY_OIDC: JSON.stringify([
      { id: 'corporate', issuer: 'https://id.example.com', client_id: 'latchkey', client_secret: 'x' },
    ]),
  });
  server = await startServer({
    config,
    log: createLog(() => undefined),
    site: join(folder.path, 'none'),
    growDemoWorld,
  });
});

afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const post = (path: string, body: object, headers: Record<string, string>): Promise<Response> =>
  fetch(`${server.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

const code = async (): Promise<string> =>
  (
    await runAdmin({ DATA_DIR: folder.path, LATCHKEY_BREAK_GLASS: 'on' }, 'break-glass', 'create')
  ).output.trim();

describe('behind a proxy that ends TLS', () => {
  it('cookies, origins and addresses follow the public URL and the proxy', async () => {
    const path = '/v1/sign-in/break-glass';
    expect((await post(path, { code: 'x' }, { origin: server.url })).status).toBe(403);
    const answer = await post(
      path,
      { code: await code() },
      { origin: PUBLIC, 'x-forwarded-for': '10.9.9.9, 203.0.113.7', 'user-agent': 'Firefox' },
    );
    expect(answer.status).toBe(200);
    expect(answer.headers.get('strict-transport-security')).toMatch(/^max-age=\d{8}/u);
    const [cookie = ''] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-latchkey_session=[\w-]{43}; /u);
    for (const part of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/', 'Max-Age=3600'])
      expect(cookie).toContain(part);
    expect(cookie).not.toMatch(/domain=/iu);
    const sessions = await fetch(`${server.url}/v1/sessions`, {
      headers: { cookie: cookie.split(';')[0] ?? '' },
    });
    expect(await sessions.json()).toMatchObject({ sessions: [{ ip: '203.0.113.7', current: true }] });
  });

  it('a cookie of the name without TLS opens nothing', async () => {
    const answer = await post('/v1/sign-in/break-glass', { code: await code() }, { origin: PUBLIC });
    const token = /=([\w-]{43})/u.exec(answer.headers.getSetCookie()[0] ?? '')?.[1];
    const plain = await fetch(`${server.url}/v1/session`, {
      headers: { cookie: `latchkey_session=${token}` },
    });
    expect(plain.status).toBe(401);
  });

  it('a provider that cannot be reached is told so, with a way back', async () => {
    const answer = await fetch(`${server.url}/auth/login/nowhere`, { redirect: 'manual' });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe(`${PUBLIC}/sign-in?error=unknown_provider`);
  });
});
