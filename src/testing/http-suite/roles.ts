import { describe, expect, test } from 'vitest';
import type { RoleName } from '../../domain/api-key/role.ts';
import type { TestHost } from './host.ts';
import { auditOf, bind, keyBody, listedKey, makeKey, unbind, propagate } from './key-steps.ts';
import { statusesOf } from './steps.ts';

const rolesOf = async (host: TestHost, principal_id: string): Promise<readonly string[]> =>
  (await host.as('dan').ok('getPrincipal', { params: { principal_id } })).role_bindings.map(
    ({ role, scope, scope_name }) => `${role} ${scope} ${scope_name}`,
  );

/** Roles: who gives them, where they fit, and what becomes of keys once they are gone (K9, K15). */
export const roleTests = (current: () => TestHost): void => {
  describe('roles', () => {
    test('an OrganizationAdmin gives roles and takes them away; twice is once', async () => {
      const host = current();
      const first = await bind(host, 'dan', 'CloudClusterAdmin', { cluster_id: 'lkc-stock' });
      // The environment may be named along.
      const same = { environment_id: 'env-prod', cluster_id: 'lkc-stock' };
      expect(await bind(host, 'dan', 'CloudClusterAdmin', same)).toBe(first);
      await bind(host, 'dan', 'DeveloperRead', { cluster_id: 'lkc-stock', topic: 'orders' });
      await bind(host, 'dan', 'Operator', {});
      expect((await rolesOf(host, 'dan')).toSorted()).toEqual([
        'CloudClusterAdmin cluster stock',
        'DeveloperRead resource orders on stock',
        'Operator organization Organization',
      ]);
      await makeKey(host, 'dan', { resource: 'lkc-stock' });
      await unbind(host, first);
      expect(await rolesOf(host, 'dan')).toHaveLength(2);
      await host.as('dan').refused('createApiKey', 'permission_denied', {
        body: keyBody({ resource: 'lkc-stock', owner: 'dan' }),
      });
      await host
        .as('eve')
        .refused('removeRoleBinding', 'role_binding_not_found', { params: { role_binding_id: first } });
      expect(await auditOf(host, 'role')).toEqual([
        ...Array.from({ length: 3 }, () => 'role.bound Dan Weiss eve'),
        'role.unbound Dan Weiss eve',
      ]);
      // One that was taken away can be given again.
      expect(await bind(host, 'dan', 'CloudClusterAdmin', { cluster_id: 'lkc-stock' })).not.toBe(first);
    });

    test('the same role five times at once is one', async () => {
      const host = current();
      const ids = await Promise.all(
        Array.from({ length: 5 }, () =>
          bind(host, 'dan', 'EnvironmentAdmin', { environment_id: 'env-test' }),
        ),
      );
      expect(new Set(ids).size).toBe(1);
    });

    test('nobody else gives or takes roles; the refusal names the role', async () => {
      const host = current();
      const body = { principal_id: 'ada', role: 'OrganizationAdmin' };
      for (const name of ['ada', 'ben', 'cid', 'dan'] as const) {
        const problem = await host.as(name).refused('addRoleBinding', 'permission_denied', { body });
        expect(problem.message).toBe('This takes the role OrganizationAdmin on the organization.');
        const params = { role_binding_id: 'rb-ben' };
        await host.as(name).refused('removeRoleBinding', 'permission_denied', { params });
        const { role_bindings, verdicts } = await host
          .as(name)
          .ok('getPrincipal', { params: { principal_id: 'ben' } });
        expect(role_bindings.map(({ verdicts: { remove } }) => remove.allowed)).toEqual([false]);
        expect(verdicts.manage.allowed).toBe(false);
      }
    });

    test.each<[RoleName, Record<string, string>]>([
      ['OrganizationAdmin', { environment_id: 'env-prod' }],
      ['OrganizationAdmin', { cluster_id: 'lkc-orders' }],
      ['EnvironmentAdmin', {}],
      ['EnvironmentAdmin', { cluster_id: 'lkc-orders' }],
      ['CloudClusterAdmin', {}],
      ['CloudClusterAdmin', { environment_id: 'env-prod' }],
      ['CloudClusterAdmin', { cluster_id: 'lkc-orders', topic: 'orders' }],
      ['Operator', { cluster_id: 'lkc-orders', topic: 'orders' }],
      ['ResourceOwner', { cluster_id: 'lkc-orders' }],
      ['ResourceOwner', { cluster_id: 'lsrc-prod', topic: 'orders' }],
      ['ResourceOwner', { environment_id: 'env-prod', topic: 'orders' }],
      ['DeveloperManage', {}],
      ['DeveloperRead', { topic: 'orders' }],
      ['DeveloperWrite', { cluster_id: 'lksqlc-alerts', topic: 'orders' }],
    ])('%s does not fit %j: 400 says where it is bound', async (role, scope) => {
      const body = { principal_id: 'dan', role, ...scope };
      const problem = await current().as('eve').refused('addRoleBinding', 'invalid_request', { body });
      expect(problem.message).toMatch(new RegExp(`^${role} is bound to `, 'u'));
    });

    test('an unknown or foreign person, environment or cluster is 404, a wrong role 400', async () => {
      const host = current();
      const add = (body: Record<string, string>) => host.as('eve').send('addRoleBinding', { body });
      const admin = { role: 'CloudClusterAdmin', cluster_id: 'lkc-orders', principal_id: 'dan' };
      for (const principal_id of ['fay', 'unknown', '\0', ''])
        expect((await add({ ...admin, principal_id })).code).toBe('service_account_not_found');
      for (const cluster_id of ['lkc-globex', 'unknown', '\0'])
        expect((await add({ ...admin, cluster_id })).code).toBe('cluster_not_found');
      for (const environment_id of ['env-globex', 'unknown'])
        expect((await add({ ...admin, role: 'EnvironmentAdmin', environment_id })).code).toBe(
          'environment_not_found',
        );
      expect((await add({ ...admin, environment_id: 'env-test' })).code).toBe('cluster_not_found');
      expect((await add({ ...admin, role: 'Root' })).code).toBe('invalid_request');
      expect((await add({ ...admin, role: 'DeveloperRead', topic: 'a\nb' })).code).toBe('invalid_request');
    });

    test('the last OrganizationAdmin stays, also when two give each other up at once', async () => {
      const host = current();
      const problem = await host
        .as('eve')
        .refused('removeRoleBinding', 'last_organization_admin', { params: { role_binding_id: 'rb-eve' } });
      expect(problem.message).toMatch(/somebody else first/u);
      // A service account is nobody who signs in.
      await bind(host, 'sa-planner', 'OrganizationAdmin');
      await host
        .as('eve')
        .refused('removeRoleBinding', 'last_organization_admin', { params: { role_binding_id: 'rb-eve' } });
      const second = await bind(host, 'dan', 'OrganizationAdmin');
      const replies = await Promise.all([
        host.as('eve').send('removeRoleBinding', { params: { role_binding_id: second } }),
        host.as('dan').send('removeRoleBinding', { params: { role_binding_id: 'rb-eve' } }),
      ]);
      // Whoever is second has lost the role, or is the last who has it.
      const [good, bad] = statusesOf(replies);
      expect(good).toBe(204);
      expect([403, 409]).toContain(bad);
      const left = await host.store.read((tx) =>
        tx.count('roleBindings', {
          where: {
            organizationId: 'org_acme',
            role: 'OrganizationAdmin',
            principalKind: 'user',
            removedAt: null,
          },
        }),
      );
      expect(left).toBe(1);
    });

    test('K15: keys outlive their owner’s role, are marked, found and deleted; the role clears the mark', async () => {
      const host = current();
      await bind(host, 'ada', 'CloudClusterAdmin', { cluster_id: 'lkc-stock' });
      const onOrders = await makeKey(host, 'ada');
      const onStock = await makeKey(host, 'ada', { resource: 'lkc-stock' });
      const planner = await makeKey(host, 'ada', { owner: 'sa-planner' });
      const marked = async (): Promise<readonly string[]> =>
        (await host.as('eve').ok('listApiKeys', { query: { stale_authority: 'true' } })).keys.map(
          ({ key }) => key,
        );
      expect(await marked()).toEqual([]);
      await unbind(host, 'rb-ada');
      expect(await marked()).toEqual([onOrders.key.key]);
      await propagate(host);
      expect((await listedKey(host, onOrders.key.key))?.state).toBe('ready');
      // A narrow role could make it through the API, so it stands.
      const narrow = await bind(host, 'ada', 'DeveloperRead', { cluster_id: 'lkc-orders', topic: 'orders' });
      expect(await marked()).toEqual([]);
      await unbind(host, narrow);
      expect(await marked()).toEqual([onOrders.key.key]);
      const wide = await bind(host, 'ada', 'EnvironmentAdmin', { environment_id: 'env-prod' });
      expect(await marked()).toEqual([]);
      await unbind(host, wide);
      // Her own eyes see the mark, too; and Eve ends it.
      expect((await listedKey(host, onOrders.key.key, 'ada'))?.stale_authority).toBe(true);
      await host.as('eve').ok('deleteApiKey', { params: { key: onOrders.key.key } });
      expect(await marked()).toEqual([]);
      for (const { key } of [onStock, planner])
        expect((await listedKey(host, key.key))?.stale_authority).toBe(false);
    });

    test('K15: a demoted OrganizationAdmin’s Cloud key is marked', async () => {
      const host = current();
      const role = await bind(host, 'dan', 'OrganizationAdmin');
      const { key } = await makeKey(host, 'dan', { resource: 'cloud' });
      await unbind(host, role);
      expect((await listedKey(host, key.key))?.stale_authority).toBe(true);
    });
  });
};
