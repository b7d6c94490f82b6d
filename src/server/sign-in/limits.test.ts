import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { growDemoWorld } from '../../mocks/seed/demo-world.ts';
import { freePort } from '../../testing/free-port.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startServer } from '../server.ts';
import { makeFolder } from '../testing-server.ts';
import { createProviderClient, ProviderDownError, type Flow } from './provider-client.ts';
import { parseProviders } from './provider-config.ts';

const provider = (issuer: string) => JSON.stringify([{ id: 'corporate', issuer, client_id: 'latchkey' }]);

it('logins are counted with the address that they come from, and so are answers to none', async () => {
  const folder = await makeFolder();
  const [port, nobody] = [await freePort(), await freePort()];
  const url = `http://127.0.0.1:${port}`;
  const { config } = readConfig({
    PORT: String(port),
    DATA_DIR: join(folder.path, 'data'),
    LATCHKEY_SEED: 'none',
    LATCHKEY_PUBLIC_URL: url,
    LATCHKEY_RATE_LIMIT: '4',
    LATCHKEY_OIDC: provider(`http://127.0.0.1:${nobody}`),
  });
  const lines: string[] = [];
  const server = await startServer({
    config,
    log: createLog((line) => void lines.push(line)),
    site: join(folder.path, 'none'),
    growDemoWorld,
  });
  try {
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${url}${path}`, { redirect: 'manual', ...init });
    const callback = '/auth/callback/corporate?code=x&state=y';
    const statuses: number[] = [];
    for (const path of [callback, '/auth/login/corporate', '/v1/sign-in', callback])
      statuses.push((await ask(path)).status);
    expect(statuses).toEqual([303, 303, 200, 303]);
    const refused = await ask(callback);
    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/u);
    expect(await refused.text()).toContain('and try again');
    const before = lines.length;
    const body = new URLSearchParams({ logout_token: 'a.b.c' });
    for (const path of ['/auth/login/corporate', '/v1/sign-in']) expect((await ask(path)).status).toBe(429);
    const logout = await ask('/auth/backchannel-logout/corporate', { method: 'POST', body });
    expect([429, 503]).toContain(logout.status);
    expect(lines.slice(before)).toEqual([]);
  } finally {
    await server.stop();
    await folder.remove();
  }
  // Starting a server may take long beside others.
}, 60_000);

it('a provider that does not describe itself is left alone for a while', async () => {
  let asked = 0;
  const broken = createServer((_request, response) => {
    asked += 1;
    response.writeHead(500).end();
  });
  const port = await freePort();
  await new Promise<void>((resolve) => broken.listen(port, '127.0.0.1', () => resolve()));
  try {
    let time = Date.now();
    const [config] = parseProviders(provider(`http://127.0.0.1:${port}`));
    if (!config) throw new Error('no provider');
    const client = createProviderClient(config, 'http://127.0.0.1', () => time);
    const flow: Flow = {
      provider: 'corporate',
      state: 's',
      nonce: 'n',
      verifier: 'v',
      returnTo: '/',
      fresh: false,
      ownWindow: false,
      startedAt: time,
    };
    const login = () => expect(client.loginUrl(flow)).rejects.toBeInstanceOf(ProviderDownError);
    await Promise.all([login(), login()]);
    await login();
    expect(asked).toBe(1);
    time += 5000;
    await login();
    expect(asked).toBe(2);
  } finally {
    broken.close();
  }
});

it('the log keeps what a library was given to itself', () => {
  const lines: string[] = [];
  const log = createLog((line) => void lines.push(line));
  log.fault(
    'x',
    new Error('outer', { cause: new Error('inner', { cause: new URLSearchParams('code=abc') }) }),
  );
  expect(lines.join()).toContain('inner');
  expect(lines.join()).not.toContain('abc');
});
