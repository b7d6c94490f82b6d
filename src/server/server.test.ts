import { mkdir, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { growDemoWorld } from '../mocks/seed/demo-world.ts';
import { readConfig } from './config.ts';
import { createLog } from './log.ts';
import { startServer, type RunningServer } from './server.ts';
import { client, makeFolder, signIn } from './testing-server.ts';

const SCRIPT = `export const text = ${JSON.stringify('latchkey '.repeat(400))};\n`;
const PAGE =
  '<!doctype html><title>Latchkey</title><script nonce="__CSP_NONCE__" src="/assets/a-1.js"></script><body></body>\n';

let folder: Awaited<ReturnType<typeof makeFolder>>;
let server: RunningServer;
const lines: string[] = [];

beforeAll(async () => {
  folder = await makeFolder();
  const site = join(folder.path, 'dist');
  await mkdir(join(site, 'assets'), { recursive: true });
  await writeFile(join(site, 'index.html'), PAGE);
  await writeFile(join(site, 'assets', 'a-1.js'), SCRIPT);
  await writeFile(join(site, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  await writeFile(join(folder.path, 'secret.txt'), 'the secret beside the site');
  const { config } = readConfig({
    PORT: '0',
    DATA_DIR: join(folder.path, 'data'),
    LATCHKEY_DEMO_CONTROLS: 'on',
  });
  server = await startServer({
    config,
    log: createLog((line) => void lines.push(line)),
    site,
    growDemoWorld,
  });
});

afterAll(async () => {
  await server.stop();
  await folder.remove();
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}${path}`, { headers });

/** What a client gets that neither tidies the path nor decodes the answer. */
const raw = (
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<{ status: number; headers: Record<string, unknown>; bytes: Buffer }> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const call = httpRequest({ hostname, port, path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, bytes: Buffer.concat(chunks) }),
      );
    });
    call.on('error', reject).end();
  });

interface AccessRow {
  readonly access_id: string;
  readonly verdicts: { readonly request_rotation: { readonly allowed: boolean } };
}

const organizationOf = async (person: ReturnType<typeof client>): Promise<string> => {
  const me = (await person.get('/v1/session')) as { organization: { organization_id: string } };
  return `/v1/organization/${me.organization.organization_id}`;
};

const accessesOf = async (person: ReturnType<typeof client>): Promise<readonly AccessRow[]> => {
  const list = (await person.get(`${await organizationOf(person)}/governance/access?limit=999`)) as {
    access: readonly AccessRow[];
  };
  return list.access;
};

describe('the API over HTTP', () => {
  it('says that it lives and is ready', async () => {
    for (const [path, status] of [
      ['/healthz', 'ok'],
      ['/readyz', 'ready'],
    ] as const) {
      const answer = await get(path);
      expect(answer.status).toBe(200);
      expect(answer.headers.get('cache-control')).toBe('no-store');
      expect(await answer.json()).toStrictEqual({ status });
    }
  });

  it('keeps the session in a cookie that scripts and other sites cannot use', async () => {
    const answer = await client(server.url).post('/v1/session', { persona: 'requester' });
    expect(answer.status).toBe(200);
    const cookie = answer.headers.getSetCookie().join();
    expect(cookie).toMatch(/^latchkey_session=[\w-]{43};/u);
    expect(cookie).toContain('HttpOnly');
    expect(cookie).toContain('SameSite=Lax');
    expect(cookie).toContain('Path=/');
    expect((await get('/v1/session')).status).toBe(401);
  });

  it('tells of changes by others (A5)', async () => {
    const [requester, approver] = await Promise.all([
      signIn(server.url, 'requester'),
      signIn(server.url, 'approver'),
    ]);
    const stream = await approver.call('/v1/events');
    expect(stream.headers.get('content-type')).toContain('text/event-stream');
    expect(stream.headers.get('content-encoding')).toBeNull();
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader();
    let heard = (await reader.read()).value ?? '';
    const access = (await accessesOf(requester)).find(({ verdicts }) => verdicts.request_rotation.allowed);
    const created = await requester.post(`${await organizationOf(requester)}/governance/requests`, {
      request_type: 'rotate_credentials',
      access_id: access?.access_id,
      message: 'The yearly rotation',
      overlap: 'immediately',
    });
    expect(created.status).toBe(201);
    while (!heard.includes('"requests"')) heard += (await reader.read()).value ?? '';
    await reader.cancel();
  });

  it('refuses oversized bodies, with and without a declared length', async () => {
    const body = JSON.stringify({ persona: 'x'.repeat(70_000) });
    const declared = await client(server.url).call('/v1/session', { method: 'POST', body });
    expect(declared.status).toBe(413);
    const chunks = new ReadableStream<Uint8Array>({
      start: (controller) => {
        for (let i = 0; i < 40; i += 1) controller.enqueue(new Uint8Array(4096).fill(32));
        controller.close();
      },
    });
    const streamed = await fetch(`${server.url}/v1/session`, {
      method: 'POST',
      body: chunks,
      // Node's fetch wants it for streams; the DOM's types do not know it.
      ...({ duplex: 'half' } as object),
    });
    expect(streamed.status).toBe(413);
    expect(await streamed.json()).toMatchObject({ errors: [{ error_code: 'body_too_large' }] });
  });

  it('compresses long answers, and never those that carry secrets', async () => {
    const requester = await signIn(server.url, 'requester');
    const path = `${await organizationOf(requester)}/governance/access`;
    const list = await requester.call(path, { headers: { 'accept-encoding': 'gzip' } });
    expect(list.headers.get('content-encoding')).toBe('gzip');
    expect(list.headers.get('vary')).toBe('accept-encoding');
    expect(await list.json()).toHaveProperty('access');
    const csv = await requester.call(`${path}-export`, { headers: { 'accept-encoding': 'gzip' } });
    expect(csv.headers.get('content-encoding')).toBe('gzip');
    expect((await csv.text()).split('\n').length).toBeGreaterThan(40);
    const [access] = await accessesOf(requester);
    const claim = await requester.post(`${path}/${access?.access_id}/credentials/claim`, { claim: 'x' });
    expect(claim.headers.get('content-encoding')).toBeNull();
    expect(claim.headers.get('cache-control')).toBe('no-store');
  });

  it('answers HEAD without a body, also for streams', async () => {
    const admin = await signIn(server.url, 'admin');
    for (const path of ['/', '/healthz', '/assets/a-1.js', '/v1/personas', '/v1/events', '/openapi.json']) {
      const answer = await admin.call(path, { method: 'HEAD' });
      expect([path, answer.status, await answer.text()]).toStrictEqual([path, 200, '']);
    }
  });

  it('answers only to names of this machine', async () => {
    expect((await raw('/v1/personas', { host: 'rebound.example.com' })).status).toBe(421);
    expect((await raw('/', { host: 'localhost.example.com' })).status).toBe(421);
    expect((await raw('/v1/personas', { host: 'localhost:1234' })).status).toBe(200);
  });

  it('starts the demo over, the same each time, and leaves people signed in', async () => {
    const requester = await signIn(server.url, 'requester');
    expect((await requester.post('/v1/demo/reset', {})).status).toBe(200);
    const first = await accessesOf(requester);
    expect((await requester.post('/v1/demo/reset', {})).status).toBe(200);
    expect(await accessesOf(requester)).toStrictEqual(first);
  });

  it('writes no log line for all of that', () => {
    expect(lines).toStrictEqual([]);
  });
});

describe('the console’s files', () => {
  it('come with a strict policy and a new nonce each time', async () => {
    const [one, two] = await Promise.all([get('/'), get('/approvals/req01?x=1')]);
    const policy = one.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/u.exec(policy)?.[1] ?? '';
    expect(nonce).toMatch(/^[\w+/]{22}==$/u);
    expect(await one.text()).toContain(`nonce="${nonce}"`);
    expect(two.headers.get('content-security-policy')).not.toBe(policy);
    expect(policy).toContain("default-src 'none'; script-src 'self' 'nonce-");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(policy).not.toContain('unsafe');
    expect(one.headers.get('cache-control')).toBe('no-store');
    expect(await two.text()).toContain('<title>Latchkey</title>');
  });

  it('tell their console who asks, and nobody else', async () => {
    const signedIn = await client(server.url).post('/v1/session', { persona: 'requester' });
    const [cookie = ''] = signedIn.headers.getSetCookie().join().split(';');
    const block = /id="session">(.*)<\/script>/u.exec(await (await get('/accesses', { cookie })).text())?.[1];
    const answer = await (await get('/v1/session', { cookie })).json();
    expect(JSON.parse(block ?? '')).toMatchObject({ user: (answer as { user: unknown }).user });
    for (const stranger of ['', 'latchkey_session=made-up'])
      expect(await (await get('/accesses', { cookie: stranger })).text()).not.toContain('id="session"');
  });

  it('send protective headers with everything', async () => {
    for (const path of [
      '/',
      '/assets/a-1.js',
      '/assets/none.js',
      '/v1/personas',
      '/v1/none',
      '/docs',
      '/openapi.json',
    ]) {
      const { headers } = await get(path);
      expect([path, headers.get('x-content-type-options')]).toStrictEqual([path, 'nosniff']);
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('camera=()');
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/u);
    }
  });

  it('are kept for ever under /assets, compressed once, and not sent twice', async () => {
    const brotli = await raw('/assets/a-1.js', { 'accept-encoding': 'gzip, br' });
    expect(brotli.headers).toMatchObject({
      'content-encoding': 'br',
      'cache-control': 'public, max-age=31536000, immutable',
      'content-type': 'text/javascript; charset=utf-8',
      vary: 'accept-encoding',
    });
    expect(brotli.bytes.byteLength).toBeLessThan(200);
    const gzip = await raw('/assets/a-1.js', { 'accept-encoding': 'gzip, br;q=0' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    const plain = await raw('/assets/a-1.js');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(plain.bytes.toString()).toBe(SCRIPT);
    const etag = String(brotli.headers['etag']);
    const again = await raw('/assets/a-1.js', { 'accept-encoding': 'br', 'if-none-match': etag });
    expect([again.status, again.bytes.byteLength]).toStrictEqual([304, 0]);
    expect((await get('/favicon.svg')).headers.get('cache-control')).toBe('public, max-age=3600');
  });

  it.each([
    ['/assets/none.js', 404],
    ['/worker.js', 404],
    ['/index.html', 200],
  ])('answer %s with %i', async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  it('are no answer to whoever pushes where no provider is to', async () => {
    const answer = await get('/scim/v2/okta/Users');
    expect([answer.status, await answer.json()]).toMatchObject([404, { status: '404' }]);
  });

  it('take GET and HEAD only', async () => {
    const answer = await fetch(server.url, { method: 'POST', body: 'x' });
    expect([answer.status, answer.headers.get('allow')]).toStrictEqual([405, 'GET, HEAD']);
  });

  it.each([
    '/../secret.txt',
    '/assets/../../secret.txt',
    '/assets/..%2f..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/%2e%2e%2fsecret.txt',
    '/assets/..\\..\\secret.txt',
    '//etc/passwd',
    '/assets/%00',
    '/%',
  ])('never leave their folder: %s', async (path) => {
    const { bytes, status } = await raw(path);
    expect([200, 400, 404]).toContain(status);
    expect(bytes.toString()).not.toMatch(/the secret beside|root:/u);
  });

  it('survive requests that are no HTTP', async () => {
    const { hostname, port } = new URL(server.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write('GET / HTTP/1.1\r\nHost: bad host\r\n\r\n'),
      );
      socket.once('data', (data) => {
        resolve(data.toString());
        socket.destroy();
      });
      socket.once('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 4\d\d /u);
    expect((await get('/healthz')).status).toBe(200);
  });
});

describe('the description of the API', () => {
  it('is served as data and as a page that asks nobody else', async () => {
    const document = await get('/openapi.json');
    expect(document.headers.get('content-type')).toBe('application/json');
    expect(await document.json()).toMatchObject({ openapi: '3.1.0' });
    const page = await get('/docs');
    expect(page.headers.get('content-security-policy')).not.toContain('unsafe');
    const html = await page.text();
    expect(html).not.toMatch(/https?:\/\//u);
    expect(html).not.toMatch(/<script>/u);
    expect(page.headers.get('content-security-policy')).toContain("script-src 'self';");
    for (const [, path] of html.matchAll(/(?:src|href)="([^"]+)"/gu))
      expect((await get(path!)).status).toBe(200);
  });
});

describe('without a built console', () => {
  it('says which command builds it, and the API works', async () => {
    const own = await makeFolder();
    const { config } = readConfig({ PORT: '0', DATA_DIR: join(own.path, 'data'), LATCHKEY_SEED: 'none' });
    const bare = await startServer({
      config,
      log: createLog(() => undefined),
      site: join(own.path, 'none'),
      growDemoWorld,
    });
    const page = await fetch(`${bare.url}/access`);
    expect(await page.text()).toContain('npm run build');
    expect(await (await fetch(`${bare.url}/v1/personas`)).json()).toStrictEqual({ personas: [] });
    expect((await fetch(`${bare.url}/v1/demo`)).status).toBe(404);
    await bare.stop();
    await own.remove();
  });
});
