import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../contract/operations.ts';
import type { CreatedAccessToken } from '../../contract/schemas/tokens.ts';
import { createAccessToken } from '../../service/tokens/own-tokens.ts';
import { accessTokenOf, type PersonName } from '../world.ts';
import { ADDRESS, newClaim, type TestHost } from './host.ts';
import { ask, pathParams } from './steps.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const create = (
  host: TestHost,
  more: Record<string, unknown> = {},
  by: PersonName = 'ada',
): Promise<CreatedAccessToken> =>
  host.as(by).ok('createAccessToken', { body: { description: 'Nightly export', ...more } });

/** The token as its person's list has it now. */
const listed = async (host: TestHost, prefix: string, by: PersonName = 'ada') =>
  (await host.as(by).ok('listAccessTokens')).tokens.find((token) => token.token_prefix === prefix);

const bearer = (host: TestHost, token: string) => host.program(`Bearer ${token}`);

/** Waits until a use was noted, which no answer waits for. */
const usedAt = async (host: TestHost, prefix: string, time: string | null): Promise<void> => {
  await expect.poll(async () => (await listed(host, prefix))?.last_used_time).toBe(time);
};

const atSecond = (milliseconds: number): string => `${new Date(milliseconds).toISOString().slice(0, 19)}Z`;

/** Personal access tokens (C8). */
export const tokenTests = (current: () => TestHost): void => {
  describe('access tokens', () => {
    test('C8, R21: shown once when it is made; the list has every field that published clients print', async () => {
      const host = current();
      const { full_token: token, ...facts } = await create(host, { max_age_seconds: 3600 });
      expect(token).toMatch(/^lk_[\w-]{43}$/u);
      expect(facts).toEqual({
        token_prefix: token.slice(0, 12),
        description: 'Nightly export',
        create_time: atSecond(host.now()),
        expiry_time: atSecond(host.now() + HOUR),
        max_age_seconds: 3600,
        extend_when_used: false,
        last_used_time: null,
        last_ip: null,
        last_user_agent: null,
        currently_active: false,
        created_manually: true,
      });
      expect(await listed(host, facts.token_prefix)).toEqual(facts);
      // As published clients send it: no end is null.
      const endless = await create(host, { max_age_seconds: null, extend_when_used: false });
      expect([endless.max_age_seconds, endless.expiry_time]).toEqual([null, null]);
      const { tokens } = await bearer(host, token).ok('listAccessTokens');
      expect(tokens.map(({ currently_active: active }) => active).filter(Boolean)).toHaveLength(1);
      expect(tokens.find((row) => row.currently_active)?.token_prefix).toBe(facts.token_prefix);
    });

    test.each(['Bearer', 'bearer', 'BEARER', 'aivenv1', 'AivenV1', 'Bearer '])(
      'C8: the scheme %s is taken, and the caller is the token’s person',
      async (scheme) => {
        const host = current();
        const { full_token: token } = await create(host);
        const program = host.program(`${scheme} ${token}`);
        expect((await program.ok('listAccesses')).total_count).toBe(3);
        const { request } = await program.ok('createRequest', {
          body: { request_type: 'rotate_credentials', access_id: host.accesses.orders.id, message: 'CI' },
        });
        expect(request.requester.user_id).toBe('ada');
        await program.refused('approveRequest', 'approval_forbidden_on_own_request', {
          params: { request_id: request.request_id },
          body: {},
        });
      },
    );

    test('a wrong proof is refused in the words that published clients know, and the cookie never helps out', async () => {
      const host = current();
      const { full_token: token, token_prefix: prefix } = await create(host);
      const wrong = [
        '',
        'Bearer',
        'Bearer ',
        token,
        `Basic ${token}`,
        `Token ${token}`,
        `Bearer ${token} x`,
        `Bearer ${token}x`,
        `Bearer ${token.slice(0, -1)}`,
        `Bearer ${prefix}`,
        `Bearer ${await host.backend.deps.digest(token)}`,
        `Bearer ${token.toUpperCase()}`,
        `Bearer ${'x'.repeat(5000)}`,
        'Bearer null',
      ];
      for (const authorization of wrong)
        for (const person of [host.as('ada'), host.stranger()]) {
          const headers = { authorization };
          const problem = await person.refused('listAccesses', 'authentication_failed', { headers });
          expect(problem.message).toBe('Invalid token');
        }
      // The other way round a good token counts, whoever the cookie belongs to.
      const headers = { authorization: `Bearer ${token}` };
      const { tokens } = await host.as('ben').ok('listAccessTokens', { headers });
      expect(tokens.map((row) => row.token_prefix)).toContain(prefix);
    });

    test('a token in the address is passed over', async () => {
      const host = current();
      const { full_token: token } = await create(host);
      for (const name of ['access_token', 'token', 'authorization'])
        await host.stranger().refused('listAccesses', 'session_required', { query: { [name]: token } });
    });

    test('an expired token opens nothing, is listed for 30 days, and then forgotten', async () => {
      const host = current();
      const { full_token: token, token_prefix: prefix } = await create(host, { max_age_seconds: 3600 });
      await host.advance(HOUR - 1000);
      await bearer(host, token).ok('listAccesses');
      await host.advance(1000);
      await bearer(host, token).refused('listAccesses', 'authentication_failed');
      await host.advance(29 * DAY);
      expect(await listed(host, prefix)).toBeDefined();
      await host.advance(2 * DAY);
      // The worker does that now and then.
      await expect.poll(() => listed(host, prefix)).toBeUndefined();
      expect(await listed(host, accessTokenOf('ada').slice(0, 12))).toBeDefined();
    });

    test('extend_when_used: each use gives it its whole life again', async () => {
      const host = current();
      const life = { max_age_seconds: 3600 };
      const lively = await create(host, { ...life, extend_when_used: true });
      const plain = await create(host, life);
      for (let i = 0; i < 3; i += 1) {
        await host.advance(HOUR / 2);
        await bearer(host, lively.full_token).ok('listAccesses');
        await usedAt(host, lively.token_prefix, atSecond(host.now()));
      }
      await bearer(host, plain.full_token).refused('listAccesses', 'authentication_failed');
      expect((await listed(host, lively.token_prefix))?.expiry_time).toBe(atSecond(host.now() + HOUR));
      await host.advance(HOUR);
      await bearer(host, lively.full_token).refused('listAccesses', 'authentication_failed');
    });

    test('the last use is noted with its place and program, once a minute', async () => {
      const host = current();
      const { full_token: token, token_prefix: prefix } = await create(host);
      const use = (agent: string) =>
        bearer(host, token).ok('listAccesses', { headers: { 'user-agent': agent } });
      const first = atSecond(host.now());
      await use(`curl/8 ${'x'.repeat(300)}`);
      await usedAt(host, prefix, first);
      expect(await listed(host, prefix)).toMatchObject({
        last_ip: ADDRESS,
        last_user_agent: `curl/8 ${'x'.repeat(193)}`,
      });
      await host.advance(MINUTE - 1000);
      const before = await host.store.revision();
      await use('python');
      expect(await host.store.revision()).toBe(before);
      await host.advance(1000);
      await use('python');
      await usedAt(host, prefix, atSecond(host.now()));
      expect((await listed(host, prefix))?.last_user_agent).toBe('python');
    });

    test('fifty uses at the same instant hinder nobody, and are noted', async () => {
      const host = current();
      const { full_token: token, token_prefix: prefix } = await create(host);
      await Promise.all(Array.from({ length: 50 }, () => bearer(host, token).ok('listAccesses')));
      await usedAt(host, prefix, atSecond(host.now()));
    });

    test('a token is revoked at once, by its prefix or the whole of it, also by itself', async () => {
      const host = current();
      const [one, two] = [await create(host), await create(host)];
      await host.as('ada').ok('revokeAccessToken', { params: { token_prefix: one.token_prefix } });
      await bearer(host, one.full_token).refused('listAccesses', 'authentication_failed');
      // Published clients sign out like this.
      const itself = bearer(host, two.full_token);
      await itself.ok('revokeAccessToken', { params: { token_prefix: two.full_token } });
      await itself.refused('listAccesses', 'authentication_failed');
      for (const { token_prefix } of [one, two]) {
        await host
          .as('ada')
          .refused('revokeAccessToken', 'access_token_not_found', { params: { token_prefix } });
        expect(await listed(host, token_prefix)).toBeUndefined();
      }
      const audit = await host.store.read((tx) => tx.find('audit'));
      const told = audit.filter(({ action }) => action.startsWith('token.'));
      expect(told.map(({ action, actorId, details }) => [action, actorId, details['token_prefix']])).toEqual([
        ['token.created', 'ada', one.token_prefix],
        ['token.created', 'ada', two.token_prefix],
        ['token.revoked', 'ada', one.token_prefix],
        ['token.revoked', 'ada', two.token_prefix],
      ]);
    });

    test('nobody reaches another’s token, not even an organization admin', async () => {
      const host = current();
      const { full_token: token, token_prefix: prefix } = await create(host);
      for (const name of ['ben', 'eve', 'fay'] as const)
        for (const token_prefix of [prefix, token, 'lk_unknown', 'a/b', '..%2f', 'x\0y']) {
          const params = { token_prefix };
          for (const person of [host.as(name), host.byToken(name)]) {
            await person.refused('revokeAccessToken', 'access_token_not_found', { params });
            const body = { description: 'Mine' };
            await person.refused('updateAccessToken', 'access_token_not_found', { params, body });
          }
          expect(await listed(host, prefix, name)).toBeUndefined();
        }
      await bearer(host, token).ok('listAccesses');
      const body = { description: ' Weekly export ' };
      await host.as('ada').ok('updateAccessToken', { params: { token_prefix: prefix }, body });
      expect((await listed(host, prefix))?.description).toBe('Weekly export');
    });

    test('what is for browser sessions refuses tokens, and what is for tokens refuses sessions', async () => {
      const host = current();
      const params = pathParams(host);
      const bodies: Record<string, unknown> = {
        signIn: { persona: 'requester' },
        signInByCode: { code: 'bg_unknown' },
        showServiceUserSecrets: { purpose: 'download' },
        createApiKey: { resource_id: 'lkc-orders', owner_id: 'ada', claim: newClaim() },
        claimApiKey: { claim: newClaim() },
      };
      const only = Object.values(OPERATIONS).filter(({ callers }) => callers !== 'any');
      expect(only.map(({ id }) => id).toSorted()).toEqual([
        'claimApiKey',
        'claimCredentials',
        'confirmApiKeySaved',
        'confirmSaved',
        'createApiKey',
        'endBreakGlass',
        'getSession',
        'listSessions',
        'readCredentialsByToken',
        'revokeOtherSessions',
        'revokeSession',
        'showServiceUserSecrets',
        'signIn',
        'signInByCode',
        'signOut',
      ]);
      for (const { id, callers, method } of only) {
        const person = callers === 'session' ? host.byToken('ada') : host.as('ada');
        const body = method === 'GET' ? {} : { body: bodies[id] ?? { claim: newClaim() } };
        const problem = await person.refused(id, 'permission_denied', { params, ...body });
        expect(problem.message).toMatch(callers === 'session' ? /browser sessions/u : /claim them/u);
      }
    });

    test('a call with a token needs no word on where it comes from', async () => {
      const host = current();
      const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://other.example' };
      const request_id = await ask(host);
      await host.byToken('ben').ok('approveRequest', { params: { request_id }, body: {}, headers });
    });

    test('its event stream ends with it', async () => {
      const host = current();
      const { full_token: token, token_prefix } = await create(host);
      const stream = await bearer(host, token).open('streamEvents');
      expect(stream.status).toBe(200);
      await host.as('ada').ok('revokeAccessToken', { params: { token_prefix } });
      expect(await stream.text()).toContain('event: ready');
    });

    test('one person has at most 100; expired ones make room', async () => {
      const host = current();
      await create(host, { max_age_seconds: 60 });
      for (let i = 0; i < 98; i += 1) await create(host);
      const ada = host.as('ada');
      const body = { description: 'One more' };
      const problem = await ada.refused('createAccessToken', 'access_token_limit_reached', { body });
      expect(problem.message).toContain('Revoke one');
      await create(host, {}, 'ben');
      await host.advance(MINUTE);
      await create(host);
      await ada.refused('createAccessToken', 'access_token_limit_reached', { body });
      expect((await ada.ok('listAccessTokens')).tokens).toHaveLength(100);
    });

    test.each([
      [{}, '/description'],
      [{ description: '  ' }, '/description'],
      [{ description: 'two\nlines' }, '/description'],
      [{ description: 'a\u202eb' }, '/description'],
      [{ description: 'x'.repeat(201) }, '/description'],
      [{ description: 'x', max_age_seconds: 0 }, '/max_age_seconds'],
      [{ description: 'x', max_age_seconds: -1 }, '/max_age_seconds'],
      [{ description: 'x', max_age_seconds: 1.5 }, '/max_age_seconds'],
      [{ description: 'x', max_age_seconds: '60' }, '/max_age_seconds'],
      [{ description: 'x', max_age_seconds: 1e12 }, '/max_age_seconds'],
      [{ description: 'x', extend_when_used: 'yes' }, '/extend_when_used'],
      [{ description: 'x', scopes: ['user:read'] }, '/scopes'],
      [{ description: 'x', ip_allowlist: ['10.0.0.0/8'] }, '/ip_allowlist'],
    ])('%j is refused and names %s', async (body, pointer) => {
      const problem = await current().as('ada').refused('createAccessToken', 'invalid_request', { body });
      expect(problem.errors[0]?.metadata?.['pointer']).toBe(pointer);
    });

    test('lists that restrict nothing are taken', async () => {
      await create(current(), { scopes: null, ip_allowlist: [], anything: 'else' });
    });

    test('another token with the same first characters: a new one is made instead', async () => {
      const host = current();
      const { deps } = host.backend;
      const { full_token: taken } = await create(host);
      const bits = [`${taken.slice(3, 12)}${'z'.repeat(34)}`, 'y'.repeat(43)];
      const made = await createAccessToken(
        { ...deps, randomToken: () => bits.shift() ?? '' },
        { personId: 'ada', tokenId: null },
        { description: 'x', extend_when_used: false },
      );
      expect(made.full_token).toBe(`lk_${'y'.repeat(43)}`);
    });

    test('R21: the token is in no row and in no answer but its first', async () => {
      const host = current();
      const { full_token: token, token_prefix } = await create(host);
      const params = { token_prefix };
      const program = bearer(host, token);
      for (const id of ['listAccessTokens', 'listAccesses', 'listNotifications', 'listUsers'] as const)
        await program.ok(id);
      const stream = await program.open('streamEvents');
      await program.ok('updateAccessToken', { params, body: { description: 'x' } });
      await program.refused('updateAccessToken', 'access_token_not_found', {
        params: { token_prefix: `${token}x` },
        body: { description: 'x' },
      });
      const unknown = await host.backend.app.fetch(
        new Request(`http://latchkey.test/v1/access_token/${token}/x`),
      );
      expect(await unknown.text()).not.toContain(token);
      await program.ok('revokeAccessToken', { params: { token_prefix: token } });
      expect(await stream.text()).not.toContain(token);
      expect(JSON.stringify(await host.store.dump())).not.toContain(token);
      const [first, ...others] = host.answers.filter(({ text }) => text.includes(token));
      expect([first?.id, others]).toEqual(['createAccessToken', []]);
    });
  });
};
