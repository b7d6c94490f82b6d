import { createServer } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from '../../testing/free-port.ts';
import { createProviderClient, ProviderDownError, type ProviderClient } from './provider-client.ts';
import { parseProviders } from './provider-config.ts';

const LOGOUT = { 'http://schemas.openid.net/event/backchannel-logout': {} };

let issuer: string;
let keysStatus = 200;
let client: ProviderClient;
let privateKey: Awaited<ReturnType<typeof generateKeyPair>>['privateKey'];
const server = createServer((request, response) => {
  response.setHeader('content-type', 'application/json');
  response.statusCode = request.url === '/keys' ? keysStatus : 200;
  response.end(JSON.stringify(request.url === '/keys' ? { keys } : { issuer, jwks_uri: `${issuer}/keys` }));
});
const keys: object[] = [];

beforeAll(async () => {
  const port = await freePort();
  issuer = `http://127.0.0.1:${port}`;
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', () => resolve()));
  const pair = await generateKeyPair('RS256');
  ({ privateKey } = pair);
  keys.push({ ...(await exportJWK(pair.publicKey)), kid: 'k', alg: 'RS256' });
  const [config] = parseProviders(JSON.stringify([{ id: 'corporate', issuer, client_id: 'latchkey' }]));
  if (!config) throw new Error('no provider');
  client = createProviderClient(config, 'http://127.0.0.1');
});
afterAll(() => void server.close());

const token = (change: JWTPayload, ahead = 0): Promise<string> =>
  new SignJWT({
    iss: issuer,
    aud: 'latchkey',
    sub: 'ada',
    jti: 'x',
    events: LOGOUT,
    iat: Math.floor(Date.now() / 1000) + ahead,
    ...change,
  })
    .setProtectedHeader({ alg: 'RS256', kid: 'k', typ: 'logout+jwt' })
    .sign(privateKey);

it('says that the provider is down where its keys cannot be had, so that it tells us again', async () => {
  keysStatus = 500;
  await expect(client.readLogoutToken(await token({}))).rejects.toBeInstanceOf(ProviderDownError);
  keysStatus = 200;
  expect(await client.readLogoutToken(await token({}))).toMatchObject({ subject: 'ada' });
});

it.each([0, 20, -20, -590])(
  'takes a logout token of a clock that is %d seconds ahead of ours',
  async (ahead) => {
    const read = await client.readLogoutToken(await token({ sid: 's1' }, ahead));
    expect(read).toEqual({ subject: 'ada', providerSession: 's1' });
  },
);

it.each([
  ['from far ahead', {}, 60],
  ['long ago', {}, -700],
  ['for another client', { aud: 'other' }, 0],
  ['of another issuer', { iss: 'https://id.example.com' }, 0],
  ['that is an ID token', { nonce: 'n' }, 0],
  ['of another event', { events: { 'https://example.com/other': {} } }, 0],
  ['without an id', { jti: undefined }, 0],
  ['about nobody', { sub: undefined }, 0],
] as const)('refuses a logout token %s', async (_what, change, ahead) => {
  // As SignJWT takes it: what is undefined is left out.
  await expect(client.readLogoutToken(await token(change as JWTPayload, ahead))).rejects.toThrow(
    /iat|aud|iss|jti|no logout token/u,
  );
});
