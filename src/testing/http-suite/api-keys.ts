import { describe, expect, test } from 'vitest';
import { isSecretForm } from '../../domain/api-key/secret.ts';
import { makeRow } from '../rows.ts';
import { type TestHost } from './host.ts';
import { auditOf, bind, keyBody, listedKey, makeKey, plantKeys, unbind } from './key-steps.ts';
import { statusesOf } from './steps.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

/** API keys in the console: who may make them, for whom, and what becomes of their secrets (K1 to K12). */
export const apiKeyTests = (current: () => TestHost): void => {
  describe('API keys', () => {
    test('K4, K7: a key has its form; what the console shows of it has everything but the secret', async () => {
      const host = current();
      const { key, secret, recoverable_until_time } = await makeKey(host, 'ada', {
        description: ' Nightly ',
      });
      expect(key.key).toMatch(/^[A-Z2-7]{16}$/u);
      expect(isSecretForm(secret)).toBe(true);
      expect(Date.parse(recoverable_until_time)).toBe(host.now() + 10 * MINUTE);
      expect(key).toMatchObject({
        description: 'Nightly',
        display_name: '',
        owner: { id: 'ada', kind: 'user', name: 'Ada Lind', email: 'ada@example.com' },
        resource: { id: 'lkc-orders', kind: 'kafka', name: 'orders', environment_id: 'env-prod' },
        state: 'propagating',
        used_lately: false,
        stale_authority: false,
        version: 1,
        verdicts: { edit: { allowed: true }, delete: { allowed: true } },
      });
      expect(key).not.toHaveProperty('last_used_time');
      expect(await listedKey(host, key.key, 'ada')).toEqual(key);
      expect(await auditOf(host, 'api_key')).toEqual([`api_key.created ${key.key} ada`]);
    });

    // Who may, through the console: by resource.
    const MAKERS = {
      'lkc-orders': ['ada', 'cid', 'eve'],
      'lkc-stock': ['cid', 'eve'],
      'lsrc-prod': ['cid', 'eve'],
      'lksqlc-alerts': ['ada', 'cid', 'eve'],
      'lkc-test': ['eve'],
      cloud: ['eve'],
    } as const;
    test.each(Object.entries(MAKERS))(
      'K6, K9: in the console a key for %s takes one of the roles',
      async (resource, makers) => {
        const host = current();
        for (const name of ['ada', 'ben', 'cid', 'dan', 'eve'] as const) {
          const preview = await host.as(name).ok('previewApiKey', { query: { resource_id: resource } });
          const may = makers.some((maker) => maker === name);
          expect(preview.verdict.allowed, `${name} on ${resource}`).toBe(may);
          if (may) await makeKey(host, name, { resource });
          else {
            const problem = await host
              .as(name)
              .refused('createApiKey', 'permission_denied', { body: keyBody({ resource, owner: name }) });
            expect(problem.message).toMatch(
              resource === 'cloud'
                ? /^This takes the role OrganizationAdmin on the organization\.$/u
                : /^This takes the role OrganizationAdmin, EnvironmentAdmin or CloudClusterAdmin on /u,
            );
          }
        }
      },
    );

    test('K9: through the API a narrow role on the resource will do, and no role will not', async () => {
      const host = current();
      const order = (owner: string, resource: string) => ({
        body: { spec: { owner: { id: owner }, resource: { id: resource } } },
      });
      await host.as('ben').ok('createIamApiKey', order('ben', 'lkc-orders'));
      const other = await host
        .as('ben')
        .refused('createIamApiKey', 'permission_denied', order('ben', 'lkc-stock'));
      expect(other.message).toMatch(
        /Operator, ResourceOwner, DeveloperManage, DeveloperRead or DeveloperWrite on stock/u,
      );
      const cloud = await host
        .as('ada')
        .refused('createIamApiKey', 'permission_denied', order('ada', 'cloud'));
      expect(cloud.message).toBe('This takes the role OrganizationAdmin on the organization.');
      await host.as('dan').refused('createIamApiKey', 'permission_denied', order('dan', 'lkc-orders'));
      await bind(host, 'dan', 'Operator', { environment_id: 'env-prod' });
      await host.as('dan').ok('createIamApiKey', order('dan', 'lsrc-prod'));
      // The console asks for more.
      await host.as('dan').refused('createApiKey', 'permission_denied', { body: keyBody({ owner: 'dan' }) });
    });

    test('K2, K4: for oneself or a service account, never for another person or one of another organization', async () => {
      const host = current();
      const { key } = await makeKey(host, 'ada', { owner: 'sa-planner' });
      expect(key.owner).toEqual({ id: 'sa-planner', kind: 'service_account', name: 'planner' });
      const problem = await host
        .as('eve')
        .refused('createApiKey', 'permission_denied', { body: keyBody({ owner: 'ada' }) });
      expect(problem.message).toBe(
        'A key is for your own account or for a service account, not for Ada Lind.',
      );
      await host.store.write((tx) =>
        tx.insert(
          'serviceAccounts',
          makeRow('serviceAccounts', 'sa-globex', { organizationId: 'org_globex' }),
        ),
      );
      for (const owner of ['fay', 'sa-globex', 'sa-unknown', '\0', ''])
        await host
          .as('eve')
          .refused('createApiKey', 'service_account_not_found', { body: keyBody({ owner }) });
      for (const resource of ['lkc-globex', 'lkc-unknown', '\0', ''])
        await host
          .as('eve')
          .refused('createApiKey', 'cluster_not_found', { body: keyBody({ resource, owner: 'eve' }) });
    });

    test('K10: ten keys for one account; the eleventh names the limit, also among several at once', async () => {
      const host = current();
      for (let i = 0; i < 8; i += 1) await makeKey(host, 'ada');
      const replies = await Promise.all(
        Array.from({ length: 4 }, () => host.as('ada').send('createApiKey', { body: keyBody() })),
      );
      expect(statusesOf(replies)).toEqual([200, 200, 402, 402]);
      const problem = await host.as('ada').refused('createApiKey', 'quota_exceeded', { body: keyBody() });
      expect(problem.message).toBe('Ada Lind is currently limited to 10 API keys. Delete one first.');
      const { owners } = await host.as('ada').ok('previewApiKey', { query: { resource_id: 'lkc-orders' } });
      expect(owners.map(({ id, used, limit, verdict }) => [id, used, limit, verdict.allowed])).toEqual([
        ['ada', 10, 10, false],
        ['sa-planner', 0, 10, true],
      ]);
      await makeKey(host, 'ada', { owner: 'sa-planner' });
      const { keys } = await host.as('ada').ok('listApiKeys', { query: { owner_id: 'ada' } });
      await host.as('ada').ok('deleteApiKey', { params: { key: keys[0]?.key ?? '' } });
      await makeKey(host, 'ada');
    });

    test.each([
      [{ description: 'x'.repeat(1001) }, '/description'],
      [{ description: 'a\u202eb' }, '/description'],
      [{ description: 'a\0b' }, '/description'],
      [{ claim: 'short' }, '/claim'],
      [{ claim: undefined }, '/claim'],
      [{ owner_id: undefined }, '/owner_id'],
      [{ owner_id: 'x'.repeat(256) }, '/owner_id'],
      [{ resource_id: undefined }, '/resource_id'],
      [{ resource_id: ['cloud'] }, '/resource_id'],
    ])('%j is refused and names %s', async (change, pointer) => {
      const body = { ...keyBody(), ...change };
      const problem = await current().as('ada').refused('createApiKey', 'invalid_request', { body });
      expect(problem.errors[0]?.metadata?.['pointer']).toBe(pointer);
    });

    test.each(['<script>alert(1)</script>', '=cmd|calc', '日本語 \u{1f600}', 'line\nline', 'x'.repeat(1000)])(
      'a description comes back as it was: %.30j',
      async (description) => {
        const host = current();
        const { key } = await makeKey(host, 'ada', { description });
        expect((await listedKey(host, key.key))?.description).toBe(description);
      },
    );

    test('K8: a description is changed and cleared; what changed meanwhile conflicts', async () => {
      const host = current();
      const { key } = await makeKey(host, 'ada', { description: 'First' });
      const params = { key: key.key };
      const describe_ = (by: 'ada' | 'cid' | 'eve', description: string, version?: number) =>
        host
          .as(by)
          .send('describeApiKey', { params, body: { description, ...(version ? { version } : {}) } });
      expect((await describe_('cid', 'Second', 1)).answer?.key).toMatchObject({
        description: 'Second',
        version: 2,
      });
      expect((await describe_('ada', 'Third', 1)).code).toBe('stale_version');
      expect((await describe_('ada', '', 2)).answer?.key.description).toBe('');
      expect((await describe_('eve', 'x'.repeat(1001))).code).toBe('invalid_request');
      expect(await listedKey(host, 'second')).toBeUndefined();
      expect(await auditOf(host, 'api_key.described')).toHaveLength(2);
      // Ben sees it, because he has a role on the cluster; it is not his to change.
      expect((await listedKey(host, key.key, 'ben'))?.verdicts.delete.allowed).toBe(false);
      for (const [id, body] of [
        ['describeApiKey', { description: 'x' }],
        ['deleteApiKey', undefined],
      ] as const)
        expect(
          (await host.as('ben').refused(id, 'permission_denied', { params, ...(body ? { body } : {}) }))
            .message,
        ).toMatch(/OrganizationAdmin, EnvironmentAdmin or CloudClusterAdmin on orders/u);
      await host.as('dan').refused('deleteApiKey', 'api_key_not_found', { params });
    });

    test('K8: deleted is deleted: a second time, in a second tab or at once, it is not there', async () => {
      const host = current();
      const { key } = await makeKey(host, 'ada');
      const params = { key: key.key };
      const replies = await Promise.all([1, 2, 3].map(() => host.as('ada').send('deleteApiKey', { params })));
      expect(statusesOf(replies)).toEqual([204, 404, 404]);
      await host
        .as('ada')
        .refused('describeApiKey', 'api_key_not_found', { params, body: { description: 'x' } });
      expect(await auditOf(host, 'api_key.deleted')).toHaveLength(1);
    });

    test('K14: of several keys one that came to be used meanwhile stays', async () => {
      const host = current();
      const { key } = await makeKey(host, 'ada');
      const params = { key: key.key };
      const query = { unused: 'true' };
      await host.store.write((tx) => tx.update('apiKeys', key.key, { lastUsedAt: host.now() }));
      const refused = await host.as('ada').refused('deleteApiKey', 'api_key_in_use', { params, query });
      expect(refused.message).toContain('used within the last 24 hours');
      await host.advance(24 * 60 * MINUTE);
      await host.as('ada').ok('deleteApiKey', { params, query });
      await host.as('ada').refused('deleteApiKey', 'api_key_not_found', { params, query });
    });

    test('an owner may delete their key although the role is gone', async () => {
      const host = current();
      const { key } = await makeKey(host, 'ada');
      await unbind(host, 'rb-ada');
      await host.as('ada').ok('deleteApiKey', { params: { key: key.key } });
    });

    test('another organization’s key is not there, by any way', async () => {
      const host = current();
      await plantKeys(host, [
        { id: 'GLOBEXKEYGLOBEX2', organizationId: 'org_globex', ownerId: 'fay', resourceId: 'lkc-globex' },
      ]);
      const params = { key: 'GLOBEXKEYGLOBEX2', id: 'GLOBEXKEYGLOBEX2' };
      const eve = host.as('eve');
      await eve.refused('deleteApiKey', 'api_key_not_found', { params });
      await eve.refused('describeApiKey', 'api_key_not_found', { params, body: { description: '' } });
      await eve.refused('getIamApiKey', 'api_key_not_found', { params });
      await eve.refused('deleteIamApiKey', 'api_key_not_found', { params });
      await eve.refused('updateIamApiKey', 'api_key_not_found', { params, body: { spec: {} } });
      expect((await eve.ok('listApiKeys')).total_count).toBe(0);
    });
  });
};
