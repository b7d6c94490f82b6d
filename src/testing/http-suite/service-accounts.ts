import { describe, expect, test } from 'vitest';
import { newClaim, type TestHost } from './host.ts';
import {
  auditOf,
  basic,
  bind,
  keyBody,
  makeKey,
  makeProgram,
  NEW_ACL,
  triedOn,
  propagate,
} from './key-steps.ts';
import { statusesOf } from './steps.ts';

const create = (host: TestHost, display_name: string, description?: string) =>
  host.as('eve').send('createServiceAccount', {
    body: { display_name, ...(description === undefined ? {} : { description }) },
  });

/** Deletes the planner as a dialog does that showed these keys. */
const deletePlanner = (host: TestHost, keys: readonly string[]) =>
  host
    .as('eve')
    .send('deleteServiceAccount', { params: { service_account_id: 'sa-planner' }, body: { keys } });

/** Accounts of applications: what they are called, what they may do, and what goes with them (K11, K14). */
export const serviceAccountTests = (current: () => TestHost): void => {
  describe('service accounts', () => {
    test('created, listed with its keys counted, searched, sorted, exported', async () => {
      const host = current();
      const { answer } = await create(host, ' billing ', 'Sends invoices');
      expect(answer?.service_account).toMatchObject({
        display_name: 'billing',
        description: 'Sends invoices',
        created_by: 'Eve Tanaka',
        key_count: 0,
        key_limit: 10,
      });
      const id = answer?.service_account.service_account_id ?? '';
      expect(id).toMatch(/^sa-/u);
      await makeKey(host, 'eve', { owner: id });
      const { service_accounts, verdicts } = await host.as('dan').ok('listServiceAccounts');
      expect(service_accounts.map(({ display_name, key_count }) => [display_name, key_count])).toEqual([
        ['billing', 1],
        ['planner', 0],
      ]);
      expect(verdicts.create.allowed).toBe(false);
      expect((await host.as('eve').ok('listServiceAccounts')).verdicts.create.allowed).toBe(true);
      const found = await host
        .as('dan')
        .ok('listServiceAccounts', { query: { search: 'INVOICES', sort: 'create_time', direction: 'desc' } });
      expect(found.service_accounts.map(({ service_account_id }) => service_account_id)).toEqual([id]);
      const csv = (await host.as('dan').send('exportServiceAccounts', { query: { search: 'invoices' } }))
        .text;
      expect(csv).toMatch(
        /^.?Service account,Name,Description,API keys,Created\r?\nsa-\w+,billing,Sends invoices,1,20/u,
      );
      expect((await host.as('fay').ok('listServiceAccounts')).total_count).toBe(0);
      expect(await auditOf(host, 'service_account')).toEqual(['service_account.created billing eve']);
    });

    test('a name is taken once, also by several at once; another organization has its own', async () => {
      const host = current();
      const { code, problem } = await create(host, 'planner');
      expect([code, problem?.message]).toEqual([
        'service_account_already_exists',
        'Service name is already in use: planner.',
      ]);
      expect(statusesOf(await Promise.all([1, 2, 3].map(() => create(host, 'twin'))))).toEqual([
        200, 409, 409,
      ]);
      await host.as('fay').ok('createServiceAccount', { body: { display_name: 'planner' } });
    });

    test.each([
      '<script>',
      '=1+1',
      '日本語',
      "'; drop table",
      '\u{1f600}'.repeat(64),
      'a/b',
      '..',
      '%00',
      '__proto__',
    ])('a name comes back as it was: %.20j', async (name) => {
      const host = current();
      const { answer } = await create(host, name, 'x'.repeat(128));
      const principal_id = answer?.service_account.service_account_id ?? '';
      const { principal } = await host.as('dan').ok('getPrincipal', { params: { principal_id } });
      expect([principal.name, principal.description.length, principal.kind]).toEqual([
        name,
        128,
        'service_account',
      ]);
      const { keys } = await host.as('eve').ok('listApiKeys', { query: { search: name.slice(0, 100) } });
      expect(keys).toEqual([]);
    });

    test.each([
      ['', '', '/display_name'],
      ['  ', '', '/display_name'],
      ['x'.repeat(65), '', '/display_name'],
      ['two\nlines', '', '/display_name'],
      ['a\0b', '', '/display_name'],
      ['a\u202eb', '', '/display_name'],
      ['ok', 'x'.repeat(129), '/description'],
      ['ok', 'a\u0007b', '/description'],
    ])('%.10j with %.10j is refused and names %s', async (name, description, pointer) => {
      const { code, problem } = await create(current(), name, description);
      expect([code, problem?.errors[0]?.metadata?.['pointer']]).toEqual(['invalid_request', pointer]);
    });

    test('only an OrganizationAdmin creates, deletes and gives ACLs', async () => {
      const host = current();
      const params = { service_account_id: 'sa-planner', acl_id: 'unknown' };
      for (const name of ['ada', 'cid', 'dan'] as const) {
        await host
          .as(name)
          .refused('createServiceAccount', 'permission_denied', { body: { display_name: 'x' } });
        await host
          .as(name)
          .refused('deleteServiceAccount', 'permission_denied', { params, body: { keys: [] } });
        await host.as(name).refused('addAccountAcl', 'permission_denied', { body: NEW_ACL });
      }
      const { acl } = await host.as('eve').ok('addAccountAcl', { body: NEW_ACL });
      await host
        .as('ada')
        .refused('removeAccountAcl', 'permission_denied', { params: { acl_id: acl.acl_id } });
      await host
        .as('fay')
        .refused('removeAccountAcl', 'service_acl_not_found', { params: { acl_id: acl.acl_id } });
    });

    test('K14: it goes with the keys that the dialog showed, its roles and its ACLs; then it is gone', async () => {
      const host = current();
      await bind(host, 'sa-planner', 'OrganizationAdmin');
      await host.as('eve').ok('addAccountAcl', { body: NEW_ACL });
      const onOrders = await makeKey(host, 'ada', { owner: 'sa-planner' });
      const cloud = await makeProgram(host, 'eve', { owner: 'sa-planner' });
      const other = await makeKey(host, 'ada');
      await propagate(host);
      expect(await triedOn(host, onOrders)).toBe(true);
      await cloud.program.ok('listIamApiKeys');
      const before = await host.store.dump();
      const stale = await deletePlanner(host, [onOrders.key.key]);
      expect([stale.code, stale.problem?.message]).toEqual([
        'stale_version',
        'planner has other API keys by now. Look at them again and decide then.',
      ]);
      const after = await host.store.dump();
      for (const table of ['apiKeys', 'serviceAccounts', 'roleBindings', 'accountAcls', 'jobs'] as const)
        // The note of the Cloud key's use may come in between.
        expect(after[table].length, table).toBe(before[table].length);
      expect((await deletePlanner(host, [onOrders.key.key, cloud.key, 'GONEGONEGONEGONE'])).status).toBe(200);
      await cloud.program.refused('listIamApiKeys', 'invalid_api_key');
      await host.settle();
      expect(await triedOn(host, onOrders)).toBe(false);
      const dump = await host.store.dump();
      expect(dump.apiKeys.map(({ id }) => id)).toEqual([other.key.key]);
      expect([dump.serviceAccounts.length, dump.accountAcls]).toEqual([0, []]);
      expect(
        dump.roleBindings.filter(
          ({ principalId, removedAt }) => principalId === 'sa-planner' && removedAt === null,
        ),
      ).toEqual([]);
      for (const id of ['getPrincipal'] as const)
        await host
          .as('eve')
          .refused(id, 'service_account_not_found', { params: { principal_id: 'sa-planner' } });
      expect((await deletePlanner(host, [])).code).toBe('service_account_not_found');
      const told = await auditOf(host, 'api_key.deleted');
      expect(told.toSorted()).toEqual(
        [onOrders.key.key, cloud.key].map((key) => `api_key.deleted ${key} eve`).toSorted(),
      );
      // Its name is free again.
      expect((await create(host, 'planner')).status).toBe(200);
    });

    test('K14: where its dialog showed no use, a key that came to be used meanwhile stops it', async () => {
      const host = current();
      const { key } = await makeKey(host, 'ada', { owner: 'sa-planner' });
      const params = { service_account_id: 'sa-planner' };
      const body = { keys: [key.key], unused: true };
      await host.store.write((tx) => tx.update('apiKeys', key.key, { lastUsedAt: host.now() }));
      const refusal = await host
        .as('eve')
        .refused('deleteServiceAccount', 'api_key_in_use', { params, body });
      expect(refusal.message).toContain(`${key.key} was used within the last 24 hours`);
      expect((await host.store.dump()).apiKeys).toHaveLength(1);
      await host.advance(24 * 60 * 60_000);
      await host.as('eve').ok('deleteServiceAccount', { params, body });
    });

    test('K14: a key that is made while it goes is gone with it, or was seen, or was refused', async () => {
      const host = current();
      for (let i = 0; i < 5; i += 1) {
        const [gone, made] = await Promise.all([
          deletePlanner(host, []),
          host.as('ada').send('createApiKey', { body: keyBody({ owner: 'sa-planner', claim: newClaim() }) }),
        ]);
        const { apiKeys, serviceAccounts } = await host.store.dump();
        if (gone.status === 200)
          expect([made.code, apiKeys, serviceAccounts]).toEqual(['service_account_not_found', [], []]);
        else expect([gone.code, apiKeys.length, made.status]).toEqual(['stale_version', 1, 200]);
        await host.reset();
      }
    });

    test('another organization’s account is not there', async () => {
      const host = current();
      const fay = host.as('fay');
      const params = { service_account_id: 'sa-planner', principal_id: 'sa-planner', id: 'sa-planner' };
      await fay.refused('deleteServiceAccount', 'service_account_not_found', { params, body: { keys: [] } });
      await fay.refused('getPrincipal', 'service_account_not_found', { params });
      await fay.refused('addAccountAcl', 'service_account_not_found', { body: NEW_ACL });
      await fay.refused('getIamServiceAccount', 'service_account_not_found', { params });
      await fay.refused('deleteIamServiceAccount', 'service_account_not_found', { params });
      await host
        .as('eve')
        .refused('addAccountAcl', 'cluster_not_found', { body: { ...NEW_ACL, cluster_id: 'lkc-globex' } });
      // A person has no ACLs here.
      await host
        .as('eve')
        .refused('addAccountAcl', 'service_account_not_found', { body: { ...NEW_ACL, principal_id: 'ada' } });
    });

    test('K11: an account without ACL or role on the Kafka cluster is powerless there, and elsewhere nothing is said', async () => {
      const host = current();
      const powerless = async (resource_id: string): Promise<boolean | undefined> =>
        (await host.as('eve').ok('previewApiKey', { query: { resource_id } })).owners.find(
          ({ id }) => id === 'sa-planner',
        )?.powerless;
      expect(await powerless('lkc-orders')).toBe(true);
      for (const resource of ['lsrc-prod', 'lksqlc-alerts', 'cloud'])
        expect(await powerless(resource)).toBe(false);
      const { acl } = await host.as('eve').ok('addAccountAcl', { body: NEW_ACL });
      expect(acl).toMatchObject({
        cluster_id: 'lkc-orders',
        cluster_name: 'orders',
        topic: 'orders',
        operation: 'Read',
      });
      expect([await powerless('lkc-orders'), await powerless('lkc-stock')]).toEqual([false, true]);
      // Repeated, also at once, it is the same one.
      const again = await Promise.all(
        [1, 2, 3].map(() => host.as('eve').ok('addAccountAcl', { body: NEW_ACL })),
      );
      expect(new Set(again.map((one) => one.acl.acl_id))).toEqual(new Set([acl.acl_id]));
      const { acls } = await host.as('dan').ok('getPrincipal', { params: { principal_id: 'sa-planner' } });
      expect(acls).toEqual([acl]);
      await host.as('eve').ok('removeAccountAcl', { params: { acl_id: acl.acl_id } });
      await host
        .as('eve')
        .refused('removeAccountAcl', 'service_acl_not_found', { params: { acl_id: acl.acl_id } });
      expect(await powerless('lkc-orders')).toBe(true);
      await bind(host, 'sa-planner', 'EnvironmentAdmin', { environment_id: 'env-prod' });
      expect([await powerless('lkc-orders'), await powerless('lkc-test')]).toEqual([false, true]);
      expect(await auditOf(host, 'service_account.acl')).toEqual([
        'service_account.acl_added planner eve',
        'service_account.acl_removed planner eve',
      ]);
    });

    test.each([
      [{ ...NEW_ACL, topic: 'a b' }, '/topic'],
      [{ ...NEW_ACL, topic: '' }, '/topic'],
      [{ ...NEW_ACL, operation: 'Delete' }, '/operation'],
      [{ ...NEW_ACL, cluster_id: undefined }, '/cluster_id'],
    ])('ACL %j is refused and names %s', async (body, pointer) => {
      const problem = await current().as('eve').refused('addAccountAcl', 'invalid_request', { body });
      expect(problem.errors[0]?.metadata?.['pointer']).toBe(pointer);
    });

    test('K11: only Kafka clusters have ACLs', async () => {
      for (const cluster_id of ['lsrc-prod', 'lksqlc-alerts'])
        await current()
          .as('eve')
          .refused('addAccountAcl', 'invalid_request', { body: { ...NEW_ACL, cluster_id } });
    });

    test('a key of an account that is gone opens nothing, and its id in a header tells nothing', async () => {
      const host = current();
      const { key, secret } = await makeProgram(host, 'eve', { owner: 'sa-planner' });
      expect((await deletePlanner(host, [key])).status).toBe(200);
      const [gone, unknown] = await Promise.all(
        [key, 'NEVERNEVERNEVER2'].map((id) => host.program(basic(id, secret)).send('listIamApiKeys')),
      );
      const plain = (text = '') => text.replace(/"id":"[^"]*"/u, '');
      expect([gone?.status, plain(gone?.text)]).toEqual([401, plain(unknown?.text)]);
    });
  });
};
