import { describe, expect, test } from 'vitest';
import { elsewhere, ADDRESS, type TestHost } from './host.ts';
import { auditOf, basic, bind, listedKey, makeKey, makeProgram, unbind } from './key-steps.ts';
import { statusesOf } from './steps.ts';

const MINUTE = 60_000;
const atSecond = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`;

/** Programs that call the management API with a Cloud key by HTTP Basic (K1, K16). */
export const keyCallerTests = (current: () => TestHost): void => {
  describe('callers with an API key', () => {
    test('a Cloud key calls the management API in its owner’s name, from its first moment on', async () => {
      const host = current();
      const { key, secret, header, program } = await makeProgram(host, 'eve');
      expect((await program.ok('listOrgEnvironments')).data.map(({ id }) => id)).toEqual([
        'env-prod',
        'env-test',
      ]);
      const account = await program.ok('createIamServiceAccount', { body: { display_name: 'made' } });
      expect(await auditOf(host, 'service_account')).toEqual(['service_account.created made eve']);
      await program.ok('deleteIamServiceAccount', { params: { id: account.id } });
      // Schemes are taken in any case, as the standard has it, and a page's origin is no matter here.
      for (const authorization of [
        header.replace('Basic', 'basic'),
        header.replace('Basic', 'BASIC '),
        `${header} `,
      ])
        await host
          .program(authorization)
          .ok('listIamUsers', { headers: { origin: 'https://elsewhere.example' } });
      // It ends with itself, too.
      await program.ok('deleteIamApiKey', { params: { id: key } });
      await host.program(basic(key, secret)).refused('listIamUsers', 'invalid_api_key');
    });

    test('a wrong secret, an unknown key, a resource key, no key: 401 in the same words', async () => {
      const host = current();
      const { key, secret } = await makeProgram(host, 'eve');
      const onOrders = await makeKey(host, 'ada');
      const hash = (await host.store.get('apiKeys', key))?.secretHash ?? '';
      const wrong = [
        basic(key, `${secret}x`),
        basic(key, secret.slice(0, -1)),
        basic(key, secret.toLowerCase()),
        basic(key, ''),
        basic(key, hash),
        basic(key.toLowerCase(), secret),
        basic('NEVERNEVERNEVER2', secret),
        basic('', ''),
        basic('\0', secret),
        basic(`${key}\0`, secret),
        basic(onOrders.key.key, onOrders.secret),
        `Basic ${btoa(key + secret)}`,
        'Basic',
        'Basic ???',
        'Basic =',
        `Basic ${'x'.repeat(5000)}`,
      ];
      for (const authorization of wrong) {
        const reply = await host.program(authorization).send('listIamApiKeys');
        expect([reply.status, reply.code, reply.problem?.message], authorization).toEqual([
          401,
          'invalid_api_key',
          'invalid API key or secret',
        ]);
        expect(reply.headers.get('www-authenticate')).toMatch(/^Basic error="invalid_key"/u);
        // Nor does a cookie help out.
        await host.as('eve').refused('listIamApiKeys', 'invalid_api_key', { headers: { authorization } });
      }
    });

    test('sessions and access tokens call the management API as well; without either it is 401', async () => {
      const host = current();
      expect((await host.byToken('eve').ok('listIamUsers')).metadata.total_size).toBe(5);
      const reply = await host.stranger().send('listIamUsers');
      expect([reply.status, reply.code]).toEqual([401, 'session_required']);
      expect(reply.headers.get('www-authenticate')).toMatch(/^Basic/u);
      await host.program('Bearer lk_wrong').refused('listIamUsers', 'authentication_failed');
    });

    test('everywhere else a key is no proof: 403', async () => {
      const host = current();
      const { program } = await makeProgram(host, 'eve');
      for (const id of [
        'listAccesses',
        'listApiKeys',
        'listAccessTokens',
        'getSession',
        'streamEvents',
      ] as const)
        expect((await program.refused(id, 'authentication_failed')).message).toBe('Invalid token');
    });

    test('a key that was deleted a moment ago is refused at once, also by another server', async () => {
      const host = current();
      const { key, header, program } = await makeProgram(host, 'eve');
      await elsewhere(host, host.store, async (_, other) => {
        await other(header).ok('listIamUsers');
        await program.ok('listIamUsers');
        await host.as('eve').ok('deleteApiKey', { params: { key } });
        await other(header).refused('listIamUsers', 'invalid_api_key');
        await program.refused('listIamUsers', 'invalid_api_key');
      });
    });

    test('a key made on one server works on the other at once', async () => {
      const host = current();
      await elsewhere(host, host.store, async (as, other) => {
        const { header } = await makeProgram({ ...host, as }, 'eve');
        for (const program of [host.program(header), other(header)]) await program.ok('listOrgEnvironments');
      });
    });

    test('too many wrong secrets: 429, and when to come back; others are not kept out', async () => {
      const host = current();
      const { key, header } = await makeProgram(host, 'eve');
      const second = await makeProgram(host, 'eve');
      await elsewhere(host, host.store, async (_, other) => {
        const wrong = other(basic(key, 'lks_wrong'));
        for (let i = 0; i < 20; i += 1) await wrong.refused('listIamUsers', 'invalid_api_key');
        const reply = await wrong.send('listIamUsers');
        expect([reply.status, reply.code, reply.headers.get('retry-after')]).toEqual([
          429,
          'too_many_requests',
          '60',
        ]);
        // Whoever tries has to wait, right or wrong; another key from there does not.
        await other(header).refused('listIamUsers', 'too_many_requests');
        await other(second.header).ok('listIamUsers');
        // Knowing a key's id is not enough to keep its holder out at another address.
        await host.program(header).ok('listIamUsers');
      });
    });

    test('fifty wrong secrets at the same instant: none gets in, and the audit holds one line a minute', async () => {
      const host = current();
      const { key } = await makeProgram(host, 'eve');
      await elsewhere(host, host.store, async (_, other) => {
        const replies = await Promise.all(
          Array.from({ length: 50 }, (_none, i) => other(basic(key, `lks_${i}`)).send('listIamUsers')),
        );
        expect(statusesOf(replies).every((status) => status === 401 || status === 429)).toBe(true);
        await expect.poll(() => auditOf(host, 'api_key.refused')).toEqual([`api_key.refused ${key} null`]);
      });
    });

    test('a refused use is in the audit with its address, once a minute; unknown ids are nobody’s', async () => {
      const host = current();
      const { key } = await makeProgram(host, 'eve');
      const refuse = () => host.program(basic(key, 'wrong')).refused('listIamUsers', 'invalid_api_key');
      await refuse();
      await expect.poll(() => auditOf(host, 'api_key.refused')).toEqual([`api_key.refused ${key} null`]);
      await refuse();
      await host.program(basic('NEVERNEVERNEVER2', 'x')).refused('listIamUsers', 'invalid_api_key');
      await host.advance(MINUTE);
      await refuse();
      await expect.poll(async () => (await auditOf(host, 'api_key.refused')).length).toBe(2);
      const [event] = await host.store.read((tx) =>
        tx.find('audit', { where: { action: 'api_key.refused' } }),
      );
      expect(event?.details).toEqual({ address: ADDRESS });
    });

    test('K8: the last use is noted, once a minute, and makes deleting it a matter of a typed name', async () => {
      const host = current();
      const { key, program } = await makeProgram(host, 'eve');
      expect(await listedKey(host, key)).toMatchObject({ used_lately: false });
      const first = atSecond(host.now());
      await Promise.all(Array.from({ length: 20 }, () => program.ok('listIamUsers')));
      await expect.poll(async () => (await listedKey(host, key))?.last_used_time).toBe(first);
      expect(await listedKey(host, key)).toMatchObject({ used_lately: true, version: 1 });
      await host.advance(MINUTE - 1000);
      const before = await host.store.revision();
      await program.ok('listIamUsers');
      expect(await host.store.revision()).toBe(before);
      await host.advance(1000);
      await program.ok('listIamUsers');
      await expect.poll(async () => (await listedKey(host, key))?.last_used_time).toBe(atSecond(host.now()));
      await host.advance(24 * 60 * MINUTE);
      expect(await listedKey(host, key)).toMatchObject({ used_lately: false });
    });

    test('a service account’s key has its roles and no others', async () => {
      const host = current();
      const { program } = await makeProgram(host, 'eve', { owner: 'sa-planner' });
      expect((await program.ok('listIamApiKeys')).metadata.total_size).toBe(1);
      const order = (id: string, owner: string) => ({
        body: { spec: { owner: { id: owner }, resource: { id } } },
      });
      for (const resource of ['lkc-orders', 'cloud'])
        await program.refused('createIamApiKey', 'permission_denied', order(resource, 'sa-planner'));
      await program.refused('createIamServiceAccount', 'permission_denied', { body: { display_name: 'x' } });
      // K11: without a role it sees nobody, and nothing but what is its own.
      const production = { query: { environment: 'env-prod' } };
      const everywhere = { query: { crn_pattern: 'crn://latchkey/organization=org_acme/*' } };
      for (const [id, input] of [
        ['listIamUsers', {}],
        ['listIamServiceAccounts', {}],
        ['listIamRoleBindings', everywhere],
        ['listOrgEnvironments', {}],
        ['listSrcmRegions', {}],
      ] as const)
        expect((await program.ok(id, input)).data, id).toEqual([]);
      await program.refused('getIamUser', 'user_not_found', { params: { id: 'eve' } });
      await program.refused('listCmkClusters', 'environment_not_found', production);
      const role = await bind(host, 'sa-planner', 'CloudClusterAdmin', { cluster_id: 'lkc-orders' });
      expect((await program.ok('listCmkClusters', production)).data).toHaveLength(2);
      expect((await program.ok('listIamRoleBindings', everywhere)).data.length).toBeGreaterThan(1);
      const made = await program.ok('createIamApiKey', order('lkc-orders', 'sa-planner'));
      expect(await auditOf(host, 'api_key.created')).toContain(`api_key.created ${made.id} sa-planner`);
      await program.refused('createIamApiKey', 'permission_denied', order('lkc-stock', 'sa-planner'));
      // Not in a person's name, not even its maker's.
      await program.refused('createIamApiKey', 'permission_denied', order('lkc-orders', 'eve'));
      const quota = await program.ok('getAppliedQuota', {
        params: { id: 'iam.max_api_keys.per_service_account' },
      });
      expect(quota.usage).toBe(2);
      await unbind(host, role);
      await program.refused('createIamApiKey', 'permission_denied', order('lkc-orders', 'sa-planner'));
      // Its own keys it sees and deletes.
      await program.ok('deleteIamApiKey', { params: { id: made.id } });
    });

    test('K15: a demoted owner’s key goes on working with what they may do now', async () => {
      const host = current();
      const role = await bind(host, 'dan', 'OrganizationAdmin');
      const { key, program } = await makeProgram(host, 'dan');
      await program.ok('createIamServiceAccount', { body: { display_name: 'before' } });
      await unbind(host, role);
      await program.ok('listIamUsers');
      await program.refused('createIamServiceAccount', 'permission_denied', {
        body: { display_name: 'after' },
      });
      expect((await program.ok('listIamApiKeys')).data.map(({ id }) => id)).toEqual([key]);
    });

    test('a fault of the store is 503, not a wrong secret', async () => {
      const host = current();
      const { program } = await makeProgram(host, 'eve');
      await host.setFaults('store_down');
      const reply = await program.send('listIamUsers');
      expect([reply.status, reply.code]).toEqual([503, 'unavailable']);
    });
  });
};
