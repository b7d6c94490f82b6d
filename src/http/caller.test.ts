import { expect, test } from 'vitest';
import { proofOf, tokenAsJwt } from './caller.ts';
import { hideTokens } from './hide-tokens.ts';

const none = { via: 'token', secret: '' };
const token = { via: 'token', secret: 'lk_abc' };

test.each([
  [undefined, undefined, null],
  [undefined, '', null],
  [undefined, 'cookie', { via: 'session', secret: 'cookie' }],
  ['Bearer lk_abc', undefined, token],
  ['Bearer lk_abc', 'cookie', token],
  ['bearer lk_abc', 'cookie', token],
  ['BEARER   lk_abc  ', 'cookie', token],
  ['aivenv1 lk_abc', 'cookie', token],
  ['AIVENV1 lk_abc', 'cookie', token],
  // Whatever else stands there is a token that opens nothing, never the cookie.
  ['', 'cookie', none],
  ['Bearer', 'cookie', none],
  ['Bearer ', 'cookie', none],
  ['Bearerlk_abc', 'cookie', none],
  ['lk_abc', 'cookie', none],
  ['Basic lk_abc', 'cookie', none],
  ['aivenv2 lk_abc', 'cookie', none],
  ['x Bearer lk_abc', 'cookie', none],
  ['Bearer lk_abc lk_def', 'cookie', none],
  ['Bearer lk_abc, Bearer lk_def', 'cookie', none],
  [`Bearer ${'x'.repeat(201)}`, 'cookie', none],
] as const)('Authorization %j with the cookie %j proves %j', (authorization, cookie, proof) => {
  expect(proofOf(authorization, cookie)).toEqual(proof);
});

test('a token that was handed out as a JWT is that token', () => {
  const jwt = tokenAsJwt('lk_abc-_', 1_763_800_000_999);
  const [head = '', facts = ''] = jwt.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  expect([JSON.parse(head), JSON.parse(facts)]).toEqual([
    { alg: 'HS256', typ: 'JWT' },
    { exp: 1_763_800_000 },
  ]);
  expect(proofOf(`Bearer ${jwt}`, undefined)).toEqual({ via: 'token', secret: 'lk_abc-_' });
  for (const other of ['a.b', 'a.b.c.d', 'a.b.!', 'lk_abc'])
    expect(proofOf(`Bearer ${other}`, undefined)).toEqual({ via: 'token', secret: other });
});

const WHOLE = `lk_${'aB-_9'.repeat(8)}xyz`;

test.each([
  [`/v1/access_token/${WHOLE}`, '/v1/access_token/[hidden]'],
  [`/v1/access_token/%6Ck_${WHOLE.slice(3)}/x`, '/v1/access_token/[hidden]/x'],
  ['/v1/access_token/short', '/v1/access_token/[hidden]'],
  ['/v1/access_token', '/v1/access_token'],
  [`/V1/elsewhere/${WHOLE}?x`, '/V1/elsewhere/[hidden]?x'],
  [`failed for ${WHOLE}.`, 'failed for [hidden].'],
  [`Bearer ${tokenAsJwt(WHOLE, 0)}`, `Bearer ${tokenAsJwt('', 0)}[hidden]`],
  // Somebody who takes the secret for the id.
  [`/iam/v2/api-keys/lks_${'aB9'.repeat(16)}z`, '/iam/v2/api-keys/[hidden]'],
  // A prefix alone opens nothing, and is how people speak of a token.
  ['token lk_abcdefghi', 'token lk_abcdefghi'],
])('%s is written as %s', (text, written) => {
  expect(hideTokens(text)).toBe(written);
});
