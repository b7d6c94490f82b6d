import { describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { IamServiceAccountList } from '../../contract/schemas/iam.ts';
import { makeRow, START } from '../rows.ts';
import { ORIGIN } from '../client.ts';
import { ADDRESS, type TestHost } from './host.ts';
import { callRaw as raw } from './iam-places.ts';
import { auditOf, bind, makeKey, makeProgram, plantKeys } from './key-steps.ts';

const CRN = 'crn://latchkey/organization=org_acme';

const order = (spec: Record<string, unknown>) => ({ body: { spec: { owner: { id: 'eve' }, ...spec } } });

/** The management API in the vendor's shapes (K16, contract part 2). */
export const iamTests = (current: () => TestHost): void => {
  describe('management API', () => {
    test('forged page tokens, and those of other lists, are refused; a stale one goes on where it stood', async () => {
      const host = current();
      await plantKeys(
        host,
        Array.from({ length: 4 }, (_, i) => ({
          id: `KEY${i}AAAAAAAAAAAA`,
          resourceId: 'lkc-orders',
          createdAt: START + i * 1000,
        })),
      );
      const forged = [
        'x',
        '%',
        '[]',
        'null',
        JSON.stringify(['a', 0, '\0', 'x']),
        encodeURIComponent('["a",0,"text","id"]'),
        'x'.repeat(256),
      ];
      for (const id of [
        'listIamApiKeys',
        'listIamServiceAccounts',
        'listIamUsers',
        'listOrgEnvironments',
      ] as const)
        for (const page_token of forged) {
          if (id !== 'listIamApiKeys' && page_token.includes('text')) continue;
          const problem = await host.as('eve').refused(id, 'invalid_request', { query: { page_token } });
          expect(problem.errors[0]?.metadata?.['parameter']).toBe('page_token');
        }
      const { metadata } = await host.as('eve').ok('listIamApiKeys', { query: { page_size: '2' } });
      const page_token = new URL(metadata.next ?? '').searchParams.get('page_token') ?? '';
      await host.as('eve').ok('deleteIamApiKey', { params: { id: 'KEY1AAAAAAAAAAAA' } });
      const { data } = await host.as('eve').ok('listIamApiKeys', { query: { page_size: '2', page_token } });
      expect(data.map(({ id }) => id)).toEqual(['KEY2AAAAAAAAAAAA', 'KEY3AAAAAAAAAAAA']);
      await host.as('eve').refused('listIamUsers', 'invalid_request', {
        query: { page_token: page_token.replace('2', 'x').slice(0, 5) },
      });
    });

    test('people with long names of far alphabets are turned over, too', async () => {
      const host = current();
      await host.store.write(async (tx) => {
        for (let i = 0; i < 15; i += 1)
          await tx.insert(
            'people',
            makeRow('people', `far${i}`, {
              organizationId: 'org_acme',
              email: `far${i}@example.com`,
              name: `${i}${'日'.repeat(80)}`,
            }),
          );
      });
      const found: string[] = [];
      let page_token = '';
      do {
        const page = await host.as('dan').ok('listIamUsers', { query: { page_size: '4', page_token } });
        found.push(...page.data.map(({ id }) => id));
        page_token =
          page.metadata.next === null
            ? ''
            : (new URL(page.metadata.next).searchParams.get('page_token') ?? '');
      } while (page_token !== '');
      expect([found.length, new Set(found).size]).toEqual([20, 20]);
    });

    test('service accounts: 201, 409, changed, by names, 204', async () => {
      const host = current();
      const eve = host.as('eve');
      const body = { display_name: 'billing', description: 'x' };
      const made = await eve.ok('createIamServiceAccount', { body, query: { assigned_resource_owner: '' } });
      expect(made).toMatchObject({ api_version: 'iam/v2', kind: 'ServiceAccount', ...body });
      const taken = await eve.send('createIamServiceAccount', { body });
      expect([taken.status, taken.problem?.message]).toEqual([
        409,
        'Service name is already in use: billing.',
      ]);
      await eve.refused('createIamServiceAccount', 'invalid_request', {
        body: { display_name: 'x'.repeat(65) },
      });
      const params = { id: made.id };
      expect(
        (await eve.ok('updateIamServiceAccount', { params, body: { description: '' } })).description,
      ).toBe('');
      expect((await eve.ok('getIamServiceAccount', { params })).display_name).toBe('billing');
      await eve.ok('createIamServiceAccount', { body: { display_name: 'reports' } });
      const start =
        '/iam/v2/service-accounts?page_size=1&display_name=billing&display_name=planner&display_name=';
      const first = z.parse(IamServiceAccountList, (await raw(host, start)).json);
      expect(first.metadata.total_size).toBe(2);
      // The link has both names.
      const second = z.parse(IamServiceAccountList, (await raw(host, first.metadata.next ?? '')).json);
      expect([...first.data, ...second.data].map(({ display_name }) => display_name).toSorted()).toEqual([
        'billing',
        'planner',
      ]);
      expect(second.metadata.next).toBeNull();
      await makeKey(host, 'eve', { owner: made.id, resource: 'cloud' });
      for (const name of ['ada', 'dan'] as const) {
        await host.as(name).refused('deleteIamServiceAccount', 'permission_denied', { params });
        await host.as(name).refused('updateIamServiceAccount', 'permission_denied', { params, body: {} });
        await host
          .as(name)
          .refused('createIamServiceAccount', 'permission_denied', { body: { display_name: 'z' } });
      }
      await eve.ok('deleteIamServiceAccount', { params });
      expect((await host.store.dump()).apiKeys).toEqual([]);
      for (const id of ['getIamServiceAccount', 'deleteIamServiceAccount'] as const)
        await eve.refused(id, 'service_account_not_found', { params });
      await eve.refused('updateIamServiceAccount', 'service_account_not_found', { params, body: {} });
      expect(await auditOf(host, 'service_account.deleted')).toEqual(['service_account.deleted billing eve']);
    });

    test('service accounts of an organization that has none of its own', async () => {
      expect((await current().as('fay').ok('listIamServiceAccounts')).data).toEqual([]);
      expect(
        (
          await current()
            .as('dan')
            .ok('listIamServiceAccounts', { query: { display_name: 'planner' } })
        ).data,
      ).toHaveLength(1);
    });

    test('users, environments and clusters of the own organization, and of no other', async () => {
      const host = current();
      const dan = host.as('dan');
      const ada = await dan.ok('getIamUser', { params: { id: 'ada' } });
      expect(ada).toMatchObject({
        kind: 'User',
        email: 'ada@example.com',
        full_name: 'Ada Lind',
        auth_type: 'AUTH_TYPE_LOCAL',
      });
      await dan.refused('getIamUser', 'user_not_found', { params: { id: 'fay' } });
      const prod = await dan.ok('getOrgEnvironment', { params: { id: 'env-prod' } });
      expect(prod).toMatchObject({ api_version: 'org/v2', kind: 'Environment', display_name: 'prod' });
      await dan.refused('getOrgEnvironment', 'environment_not_found', { params: { id: 'env-globex' } });
      const query = { environment: 'env-prod' };
      const kafka = await dan.ok('listCmkClusters', { query });
      expect(
        kafka.data.map(({ id, spec }) => [id, spec.display_name, spec.config.kind, spec.environment.id]),
      ).toEqual([
        ['lkc-orders', 'orders', 'Standard', 'env-prod'],
        ['lkc-stock', 'stock', 'Standard', 'env-prod'],
      ]);
      expect((await dan.ok('getCmkCluster', { params: { id: 'lkc-orders' }, query })).status.phase).toBe(
        'PROVISIONED',
      );
      expect((await dan.ok('listSrcmClusters', { query })).data.map(({ id }) => id)).toEqual(['lsrc-prod']);
      await dan.ok('getSrcmCluster', { params: { id: 'lsrc-prod' }, query });
      expect(
        (await dan.ok('listKsqlClusters', { query })).data.map(({ spec }) => spec.kafka_cluster.id),
      ).toEqual(['lkc-orders']);
      await dan.ok('getKsqlCluster', { params: { id: 'lksqlc-alerts' }, query });
      for (const id of [
        'listCmkClusters',
        'listSrcmClusters',
        'listSrcmV2Clusters',
        'listKsqlClusters',
      ] as const) {
        const problem = await dan.refused(id, 'invalid_request', { query: { environment: '' } });
        expect(problem.errors[0]?.metadata?.['parameter']).toBe('environment');
        await dan.refused(id, 'environment_not_found', { query: { environment: 'env-globex' } });
      }
      // Of another environment, of another kind, of another organization: the words that the command line looks for.
      for (const [id, environment] of [
        ['lkc-test', 'env-prod'],
        ['lsrc-prod', 'env-prod'],
        ['lkc-globex', 'env-prod'],
        ['\0', 'env-prod'],
      ] as const)
        expect(
          (
            await dan.refused('getCmkCluster', 'cluster_not_found', {
              params: { id },
              query: { environment },
            })
          ).message,
        ).toContain('resource not found');
    });

    test('role bindings: made, listed by pattern, taken away', async () => {
      const host = current();
      const eve = host.as('eve');
      const cluster = `${CRN}/environment=env-prod/cloud-cluster=lkc-orders`;
      const add = (role_name: string, crn_pattern: string, principal = 'User:dan') =>
        eve.send('createIamRoleBinding', { body: { principal, role_name, crn_pattern } });
      const made = (await add('CloudClusterAdmin', cluster)).answer;
      expect(made).toMatchObject({
        api_version: 'iam/v2',
        kind: 'RoleBinding',
        principal: 'User:dan',
        role_name: 'CloudClusterAdmin',
        crn_pattern: cluster,
      });
      const topic = `${cluster}/kafka=lkc-orders/topic=orders.eu%2Fx`;
      const read = (await add('DeveloperRead', topic)).answer;
      expect(read?.crn_pattern).toBe(topic);
      expect((await add('EnvironmentAdmin', `${CRN}/environment=env-test`)).status).toBe(201);
      expect((await add('OrganizationAdmin', CRN, 'User:sa-planner')).status).toBe(201);
      const listed = async (crn_pattern: string, more: Record<string, string> = {}) =>
        (await host.as('dan').ok('listIamRoleBindings', { query: { crn_pattern, ...more } })).data
          .map(({ principal, role_name }) => `${principal} ${role_name}`)
          .toSorted();
      expect(await listed(cluster)).toEqual(['User:ada CloudClusterAdmin', 'User:dan CloudClusterAdmin']);
      expect(await listed(CRN)).toEqual(['User:eve OrganizationAdmin', 'User:sa-planner OrganizationAdmin']);
      expect(await listed(topic)).toEqual(['User:dan DeveloperRead']);
      expect(await listed(`${CRN}/environment=env-prod/*`, { principal: 'User:dan' })).toEqual([
        'User:dan CloudClusterAdmin',
        'User:dan DeveloperRead',
      ]);
      expect(await listed(`${CRN}/*`, { role_name: 'EnvironmentAdmin' })).toEqual([
        'User:cid EnvironmentAdmin',
        'User:dan EnvironmentAdmin',
      ]);
      expect(await listed(`${CRN}/*`, { role_name: 'Root' })).toEqual([]);
      const params = { id: made?.id ?? '' };
      expect(await host.as('dan').ok('getIamRoleBinding', { params })).toEqual(made);
      await host.as('ada').refused('deleteIamRoleBinding', 'permission_denied', { params });
      expect((await eve.ok('deleteIamRoleBinding', { params })).id).toBe(made?.id);
      for (const id of ['getIamRoleBinding', 'deleteIamRoleBinding'] as const)
        await eve.refused(id, 'role_binding_not_found', { params });
      await eve.refused('deleteIamRoleBinding', 'last_organization_admin', { params: { id: 'rb-eve' } });
      await host
        .as('fay')
        .refused('getIamRoleBinding', 'role_binding_not_found', { params: { id: 'rb-eve' } });
    });

    test.each([
      'crn://latchkey/organization=org_globex',
      'crn://latchkey/organization=org_acme/organization=org_globex',
      'crn:organization=org_acme',
      'organization=org_acme',
      `${CRN}/environment`,
      `${CRN}/environment=`,
      `${CRN}/environment=%E0%A4%A`,
      `${CRN}/environment=env-prod/cloud-cluster=lkc-orders/kafka=lkc-stock`,
      // Left out, these would give more than they say.
      `${CRN}/environment=env-prod/cloud-cluster=lkc-orders/group=readers`,
      `${CRN}/environment=env-prod/cloud-cluster=lkc-orders/kafka=lkc-orders/topic=*`,
      `${CRN}/environment=*`,
      `${CRN}/*`,
      '',
    ])('no role is given on %s', async (crn_pattern) => {
      const host = current();
      for (const role_name of ['OrganizationAdmin', 'Operator', 'CloudClusterAdmin', 'DeveloperManage']) {
        const body = { principal: 'User:dan', role_name, crn_pattern };
        const problem = await host.as('eve').refused('createIamRoleBinding', 'invalid_request', { body });
        expect(problem.errors[0]?.metadata).toEqual({ pointer: '/crn_pattern' });
      }
      const { role_bindings } = await host.as('eve').ok('getPrincipal', { params: { principal_id: 'dan' } });
      expect(role_bindings).toEqual([]);
    });

    test('a binding’s other faults, and who may', async () => {
      const host = current();
      const body = {
        principal: 'User:dan',
        role_name: 'CloudClusterAdmin',
        crn_pattern: `${CRN}/environment=env-prod/cloud-cluster=lkc-orders`,
      };
      const eve = host.as('eve');
      await host.as('cid').refused('createIamRoleBinding', 'permission_denied', { body });
      await eve.refused('createIamRoleBinding', 'invalid_request', { body: { ...body, principal: 'dan' } });
      await eve.refused('createIamRoleBinding', 'invalid_request', { body: { ...body, role_name: 'Root' } });
      await eve.refused('createIamRoleBinding', 'invalid_request', {
        body: { ...body, role_name: 'EnvironmentAdmin' },
      });
      await eve.refused('createIamRoleBinding', 'invalid_request', {
        body: { ...body, principal: 'User:fay' },
      });
      await eve.refused('createIamRoleBinding', 'invalid_request', {
        body: { ...body, crn_pattern: `${CRN}/environment=env-prod/cloud-cluster=lkc-test` },
      });
      await eve.refused('createIamRoleBinding', 'invalid_request', {
        body: { ...body, role_name: 'EnvironmentAdmin', crn_pattern: `${CRN}/environment=env-globex` },
      });
      const problem = await host.as('dan').refused('listIamRoleBindings', 'invalid_request');
      expect(problem.errors[0]?.metadata?.['parameter']).toBe('crn_pattern');
      await bind(host, 'dan', 'OrganizationAdmin');
      await host.as('dan').ok('createIamRoleBinding', { body });
    });

    test('every path answers under /api as well, with the same rules', async () => {
      const host = current();
      const { header, key } = await makeProgram(host, 'eve');
      const call = (path: string, init: RequestInit = {}) =>
        host.backend.app.fetch(
          new Request(`${ORIGIN}/api${path}`, { ...init, headers: { authorization: header } }),
          { address: ADDRESS },
        );
      expect((await call('/org/v2/environments')).status).toBe(200);
      const made = await call('/iam/v2/service-accounts', { method: 'POST', body: '{"display_name":"api"}' });
      expect(made.status).toBe(201);
      expect(await made.json()).toMatchObject({
        metadata: { self: expect.stringMatching(/\/api\/iam\/v2\/service-accounts\/sa-/u) },
      });
      const gone = await call(`/iam/v2/api-keys/${key}`, { method: 'DELETE' });
      expect([gone.status, await gone.text()]).toEqual([204, '']);
      expect((await call('/org/v2/environments')).status).toBe(401);
    });

    test('a page of another site cannot make a key with somebody’s cookie', async () => {
      const headers = { origin: 'https://elsewhere.example' };
      await current()
        .as('eve')
        .refused('createIamApiKey', 'cross_site_request', { ...order({}), headers });
    });
  });
};
