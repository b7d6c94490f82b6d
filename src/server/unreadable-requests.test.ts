import { once } from 'node:events';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { client, makeFolder, runServer, type ServerProcess } from './testing-server.ts';

describe('requests that no operation can read', () => {
  let folder: Awaited<ReturnType<typeof makeFolder>>;
  let server: ServerProcess;
  let url = '';

  beforeAll(async () => {
    folder = await makeFolder();
    server = runServer({ DATA_DIR: folder.path, LATCHKEY_SEED: 'none' });
    url = await server.url;
  });
  afterAll(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
    await folder.remove();
  });

  /** What comes back for these bytes, to the end of the connection. */
  const send = (bytes: string): Promise<string> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(url);
      const socket = connect(Number(port), hostname);
      let text = '';
      socket.setEncoding('utf8').on('data', (more: string) => (text += more));
      socket.once('error', reject).once('close', () => resolve(text));
      socket.write(bytes);
    });

  it.each([
    ['address', `/v1/personas?x=${'y'.repeat(200_000)}`, ''],
    ['headers', '/v1/personas', `x: ${'y'.repeat(20_000)}\r\n`],
  ])('refuses too much in the %s with 431 in the words of the API', async (_name, path, header) => {
    const answer = await send(`GET ${path} HTTP/1.1\r\nhost: localhost\r\n${header}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /u);
    const body: unknown = JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')));
    expect(body).toMatchObject({ errors: [{ status: 431, error_code: 'headers_too_large' }] });
    expect(server.errors()).toBe('');
  });

  it.each(['nonsense\r\n\r\n', 'GET /v1/personas HTTP/1.1\r\nhost: x\r\na b: c\r\n\r\n', '\0\0\0\r\n\r\n'])(
    'refuses %j with 400 in the words of the API',
    async (bytes) => {
      const answer = await send(bytes);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /u);
      expect(answer).toContain('"error_code":"invalid_request"');
    },
  );

  it.each([
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 400],
    ['a host that is none', 'GET /v1/personas HTTP/1.1\r\nhost: a b\r\n\r\n', 400],
    ['no address', 'OPTIONS * HTTP/1.1\r\nhost: localhost\r\n\r\n', 400],
    ['another name', 'GET http://evil.example/ HTTP/1.1\r\nhost: localhost\r\n\r\n', 421],
    ['an expectation', 'GET /healthz HTTP/1.1\r\nhost: localhost\r\nexpect: x\r\n\r\n', 200],
    ['nothing readable', 'nonsense\r\n\r\n', 400],
  ])('no answer goes without the headers that protect, not to %s', async (_what, bytes, status) => {
    const answer = await send(bytes.replace('\r\n\r\n', '\r\nconnection: close\r\n\r\n'));
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `, 'u'));
    for (const name of [
      'content-security-policy',
      'x-content-type-options',
      'referrer-policy',
      'cache-control',
    ])
      expect(answer).toContain(`\r\n${name}: `);
  });

  it('whoever goes away amidst a body leaves no fault in the log', async () => {
    const { hostname, port } = new URL(url);
    const socket = connect(Number(port), hostname, () =>
      socket.write('POST /v1/session HTTP/1.1\r\nhost: localhost\r\ncontent-length: 100\r\n\r\n{"per', () =>
        socket.resetAndDestroy(),
      ),
    );
    await once(socket, 'close');
    // Handled behind it, and in its turn.
    for (let i = 0; i < 5; i += 1) await client(url).get('/v1/personas');
    expect(server.errors()).toBe('');
  });

  it('refuses other methods with 405 and what would do, in either envelope', async () => {
    const own = await client(url).call('/v1/personas', { method: 'DELETE' });
    expect([own.status, own.headers.get('allow')]).toStrictEqual([405, 'GET, HEAD']);
    expect(await own.json()).toMatchObject({ errors: [{ error_code: 'method_not_allowed' }] });
    for (const prefix of ['', '/api']) {
      const iam = await client(url).call(`${prefix}/iam/v2/api-keys/X`, { method: 'PUT' });
      expect([iam.status, iam.headers.get('allow')]).toStrictEqual([405, 'DELETE, GET, HEAD, PATCH']);
      expect(await iam.json()).toMatchObject({ errors: [{ status: '405', code: 'method_not_allowed' }] });
    }
    expect((await client(url).call('/v1/nothing', { method: 'PUT' })).status).toBe(404);
  });
});
