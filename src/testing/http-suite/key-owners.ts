import { describe, expect, test } from 'vitest';
import { makeRow } from '../rows.ts';
import type { TestHost } from './host.ts';
import { auditOf, bind, NEW_ACL, plantKeys } from './key-steps.ts';

/** So many more service accounts of Acme, the first called `app-0000`. */
const plantAccounts = (host: TestHost, count: number): Promise<void> =>
  host.store.write(async (tx) => {
    for (let i = 0; i < count; i += 1) {
      const name = `app-${String(i).padStart(4, '0')}`;
      await tx.insert(
        'serviceAccounts',
        makeRow('serviceAccounts', `sa-${name}`, {
          organizationId: 'org_acme',
          name,
          nameKey: `org_acme/${name}`,
          searchText: `${name}\n`,
        }),
      );
    }
  });

/** Whom keys are made for: found among many, and described. */
export const keyOwnerTests = (current: () => TestHost): void => {
  describe('owners of API keys', () => {
    test('K4: of many service accounts the first hundred are offered, and a search finds the others', async () => {
      const host = current();
      await plantAccounts(host, 130);
      await plantKeys(host, [
        { id: 'KEYAAAAAAAAAAAAA', ownerId: 'sa-app-0129', resourceId: 'lkc-orders' },
        { id: 'KEYBBBBBBBBBBBBB', ownerId: 'sa-app-0000', resourceId: 'lkc-orders' },
      ]);
      const preview = async (search?: string) =>
        host.as('ada').ok('previewApiKey', {
          query: { resource_id: 'lkc-orders', ...(search === undefined ? {} : { search }) },
        });
      const first = await preview();
      expect(first.service_account_count).toBe(131);
      expect(first.owners.map(({ id }) => id)).toEqual([
        'ada',
        ...Array.from({ length: 100 }, (_, i) => `sa-app-${String(i).padStart(4, '0')}`),
      ]);
      expect(first.owners.map(({ used }) => used).slice(0, 3)).toEqual([0, 1, 0]);
      const found = await preview('APP 129');
      expect([found.service_account_count, found.owners.map(({ id, used }) => [id, used])]).toEqual([
        1,
        [
          ['ada', 0],
          ['sa-app-0129', 1],
        ],
      ]);
      const none = await preview('zeppelin');
      expect([none.service_account_count, none.owners.map(({ id }) => id)]).toEqual([0, ['ada']]);
      expect(none.verdict).toEqual(first.verdict);
      // Empty means not given.
      expect((await preview('')).service_account_count).toBe(131);
      await host.as('ada').refused('previewApiKey', 'invalid_request', {
        query: { resource_id: 'lkc-orders', search: 'x'.repeat(201) },
      });
    });

    test('K11: who is powerless is told of those found, by role and by ACL', async () => {
      const host = current();
      await plantAccounts(host, 4);
      await bind(host, 'sa-app-0001', 'EnvironmentAdmin', { environment_id: 'env-prod' });
      await bind(host, 'sa-app-0002', 'CloudClusterAdmin', { cluster_id: 'lkc-stock' });
      await host.as('eve').ok('addAccountAcl', { body: { ...NEW_ACL, principal_id: 'sa-app-0003' } });
      const { owners } = await host
        .as('ada')
        .ok('previewApiKey', { query: { resource_id: 'lkc-orders', search: 'app' } });
      expect(owners.map(({ powerless }) => powerless)).toEqual([false, true, false, true, false]);
    });

    test('a service account is described, cleared, and found by its new words', async () => {
      const host = current();
      const params = { service_account_id: 'sa-planner' };
      const change = (description: string, was?: string) =>
        host.as('eve').send('describeServiceAccount', {
          params,
          body: { description, ...(was === undefined ? {} : { was }) },
        });
      const { answer } = await change('Plans routes for lorries');
      expect(answer?.service_account).toMatchObject({
        display_name: 'planner',
        description: 'Plans routes for lorries',
      });
      const { total_count: found } = await host
        .as('dan')
        .ok('listServiceAccounts', { query: { search: 'lorries' } });
      expect(found).toBe(1);
      // Two tabs: the second one saw what is no longer so.
      expect((await change('Plans ships', '')).code).toBe('stale_version');
      expect((await change('', 'Plans routes for lorries')).answer?.service_account.description).toBe('');
      expect(
        (await host.as('dan').ok('getPrincipal', { params: { principal_id: 'sa-planner' } })).principal
          .description,
      ).toBe('');
      expect(await auditOf(host, 'service_account.described')).toEqual(
        Array(2).fill('service_account.described planner eve'),
      );
    });

    test('only an OrganizationAdmin describes service accounts, of the own organization', async () => {
      const host = current();
      const body = { description: 'Mine' };
      for (const name of ['ada', 'cid', 'dan'] as const)
        await host.as(name).refused('describeServiceAccount', 'permission_denied', {
          params: { service_account_id: 'sa-planner' },
          body,
        });
      for (const service_account_id of ['sa-none', 'ada', '\0'])
        await host.as('eve').refused('describeServiceAccount', 'service_account_not_found', {
          params: { service_account_id },
          body,
        });
      for (const description of ['x'.repeat(129), 'a\u0007b', null]) {
        const problem = await host.as('eve').refused('describeServiceAccount', 'invalid_request', {
          params: { service_account_id: 'sa-planner' },
          body: { description },
        });
        expect(problem.errors[0]?.metadata?.['pointer']).toBe('/description');
      }
    });
  });
};
