import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createServer as createLine } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { isLoopbackAddress, isPublicAddress, isSomebodysAddress } from './addresses.ts';
import { createPoster, type PosterOptions } from './poster.ts';

const NOW = Date.UTC(2026, 4, 10);
const poster = (options: Partial<PosterOptions> = {}) =>
  createPoster({ privateNetworks: false, loopback: true, now: () => NOW, ...options });

const call = (url: string) => ({ url, id: 'whd1', body: '{"text":"é"}', secret: 'whsec_x' });

/** A receiver; what it got, and where it is. */
const receive = async (status: number, headers: Record<string, string> = {}) => {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.once('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(status, headers).end('an answer');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return { got, url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/hook` };
};

describe('posting to a webhook', () => {
  it('signs what it posts, with the time', async () => {
    const { got, url } = await receive(200);
    expect(await poster().post(call(url))).toEqual({ taken: true, answer: 'HTTP 200' });
    const [first] = got;
    const seconds = NOW / 1000;
    const expected = createHmac('sha256', 'whsec_x').update(`${seconds}.{"text":"é"}`).digest('hex');
    expect(first?.body).toBe('{"text":"é"}');
    expect(first?.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'latchkey-delivery': 'whd1',
      'latchkey-signature': `t=${seconds},v1=${expected}`,
    });
  });

  it.each([204, 201])('%i: taken', async (status) => {
    const { url } = await receive(status);
    expect((await poster().post(call(url))).taken).toBe(true);
  });

  it.each([400, 404, 410, 500, 503])('%i: not taken', async (status) => {
    const { url } = await receive(status);
    expect(await poster().post(call(url))).toEqual({ taken: false, answer: `HTTP ${status}` });
  });

  it('follows no redirect', async () => {
    const inner = await receive(200);
    const { url } = await receive(307, { location: inner.url });
    expect(await poster().post(call(url))).toEqual({ taken: false, answer: 'HTTP 307' });
    expect(inner.got).toEqual([]);
  });

  it('whatever a receiver does to the line, the call ends', async () => {
    const upgrade = 'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: x\r\n\r\n';
    const noise = createLine((socket) => socket.once('data', () => socket.end(upgrade)));
    onTestFinished(() => void noise.close());
    await new Promise<void>((resolve) => noise.listen(0, '127.0.0.1', resolve));
    const address = noise.address();
    const port = typeof address === 'object' ? address?.port : '';
    expect(await poster().post(call(`http://127.0.0.1:${port}/`))).toEqual({
      taken: false,
      answer: 'closed the connection without an answer',
    });
  });

  it('nobody there, and a name that leads nowhere: not taken, with the reason', async () => {
    expect(await poster().post(call('http://127.0.0.1:1/'))).toEqual({
      taken: false,
      answer: 'ECONNREFUSED',
    });
    expect((await poster().post(call('https://nowhere.invalid/'))).taken).toBe(false);
  });

  it('a name that leads to this machine is judged when it is resolved', async () => {
    const { got, url } = await receive(200);
    const answer = await poster({ loopback: false }).post(call(url.replace('127.0.0.1', 'localhost')));
    expect(answer.taken).toBe(false);
    expect(got).toEqual([]);
  });

  it.each([
    'http://chat.example.com/hook',
    'https://user:word@chat.example.com/hook',
    'ftp://chat.example.com',
    'https://10.0.0.5/hook',
    'https://192.168.1.1/hook',
    'https://169.254.169.254/latest/meta-data',
    'https://[fd00::1]/hook',
    'https://[::ffff:10.0.0.5]/hook',
    'https://0x0a000005/hook',
    'https://2130706433/hook',
    'nothing',
  ])('%s is refused', (url) => {
    expect(poster({ loopback: false }).refusal(url)).toMatch(/^[A-Z].*\.$/u);
  });

  it('this machine is refused unless it is allowed, private networks as well', () => {
    expect(poster({ loopback: false }).refusal('http://localhost:3000/')).not.toBeNull();
    expect(poster().refusal('http://localhost:3000/')).toBeNull();
    expect(poster({ privateNetworks: true }).refusal('https://10.0.0.5/hook')).toBeNull();
    expect(poster({ privateNetworks: true }).refusal('http://10.0.0.5/hook')).not.toBeNull();
    expect(poster().refusal('https://chat.example.com/hook')).toBeNull();
  });
});

describe('addresses', () => {
  it.each(['8.8.8.8', '1.1.1.1', '2606:4700::1111', '172.32.0.1'])('%s is of the internet', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '127.0.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '192.168.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:8.8.8.8',
    'fd00::1',
    'fe80::1',
    'ff02::1',
    '64:ff9b::a00:5',
    '2002:a00:5::',
    'example.com',
  ])('%s is not', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    ['10.1.2.3', true],
    ['fd00::1', true],
    ['8.8.8.8', true],
    ['0.0.0.0', false],
    ['169.254.169.254', false],
    ['224.0.0.1', false],
    ['::', false],
    ['fe80::1', false],
    ['ff02::1', false],
    ['::ffff:169.254.169.254', false],
    ['::ffff:10.1.2.3', true],
    ['::7f00:1', false],
    ['64:ff9b::a9fe:a9fe', false],
    ['2002:7f00:1::', false],
    ['fd00:ec2::254', false],
    ['100.100.100.200', false],
    ['example.com', false],
  ])('%s may be meant by somebody who allows private networks: %s', (address, meant) => {
    expect(isSomebodysAddress(address)).toBe(meant);
  });

  it('knows this machine', () => {
    expect([isLoopbackAddress('127.9.9.9'), isLoopbackAddress('::1'), isLoopbackAddress('8.8.8.8')]).toEqual([
      true,
      true,
      false,
    ]);
  });
});
