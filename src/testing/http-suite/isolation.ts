import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../contract/operations.ts';
import { CLOSING } from './compromise-steps.ts';
import { newAccess, newClaim, type TestHost } from './host.ts';
import { ask, changeMembers, pathParams, QUERIES } from './steps.ts';
import { FOREIGN, OVERLAP } from '../world.ts';

/** What exists for one organization does not exist for another; unknown things are 404. */
export const isolationTests = (current: () => TestHost): void => {
  describe('unknown and foreign ids', () => {
    /** Every way to reach one access. */
    const tryAccess = async (host: TestHost, access_id: string): Promise<void> => {
      const ada = host.as('ada');
      const params = { access_id };
      const code = 'governance_access_not_found';
      for (const id of ['getAccess', 'deleteAccess', 'previewRotation', 'retireOldCredentials'] as const)
        await ada.refused(id, code, { params });
      await host.byToken('ada').refused('readCredentialsByToken', code, { params });
      for (const id of ['claimCredentials', 'confirmSaved'] as const)
        await ada.refused(id, code, { params, body: { claim: newClaim() } });
      await ada.refused('createRequest', code, {
        body: { request_type: 'rotate_credentials', access_id, message: 'Why' },
      });
    };

    const tryRequest = async (host: TestHost, request_id: string): Promise<void> => {
      const ada = host.as('ada');
      const params = { request_id };
      for (const id of ['getRequest', 'deleteRequest', 'retryRequest'] as const)
        await ada.refused(id, 'request_not_found', { params });
      await ada.refused('approveRequest', 'request_not_found', { params, body: {} });
      await ada.refused('declineRequest', 'request_not_found', { params, body: { reason: 'No' } });
    };

    test('an unknown access or request is 404 for every operation', async () => {
      const host = current();
      await tryAccess(host, 'acc_unknown');
      await tryRequest(host, 'req_unknown');
    });

    test('an access or request of another organization is 404 for every operation', async () => {
      const host = current();
      await tryAccess(host, host.accesses.foreign.id);
      await changeMembers(host, 'add_members', 'dan', 'grp_payments');
      const { request } = await (async () => {
        await host.store.write(async (tx) => {
          const hal = await tx.get('people', 'fay');
          if (!hal) throw new Error('no fay');
          await tx.insert('people', { ...hal, id: 'hal', email: 'hal@example.com', name: 'Hal' });
          await tx.insert('memberships', {
            id: 'grp_globex:hal',
            groupId: 'grp_globex',
            personId: 'hal',
            createdAt: 0,
            providerId: null,
          });
        });
        return host.as('fay').ok('createRequest', {
          body: { request_type: 'rotate_credentials', access_id: host.accesses.foreign.id, message: 'Ours' },
        });
      })();
      await tryRequest(host, request.request_id);
      expect((await host.as('eve').ok('listRequests')).total_count).toBe(0);
      expect((await host.as('fay').ok('listRequests')).total_count).toBe(1);
      expect(
        (await host.as('eve').ok('listAccesses')).access.map((access) => access.access_id),
      ).not.toContain(host.accesses.foreign.id);
    });

    test('another organization is 404 in every operation that names one', async () => {
      const host = current();
      const request_id = await ask(host);
      const bodies: Record<string, unknown> = {
        createAccess: newAccess('x', 'grp_payments', OVERLAP, ['orders']),
        createRequest: {
          request_type: 'rotate_credentials',
          access_id: host.accesses.orders.id,
          message: 'x',
        },
        approveRequest: {},
        declineRequest: { reason: 'x' },
        claimCredentials: { claim: newClaim() },
        confirmSaved: { claim: newClaim() },
        updateMembers: { operation: 'add_members', member_ids: ['ada'] },
        createGroup: { user_group_name: 'x', description: '' },
        updateGroup: { user_group_name: 'x' },
        showServiceUserSecrets: { purpose: 'download' },
        changeCertificateNotices: { muted: true },
        createApiKey: { resource_id: 'cloud', owner_id: 'eve', claim: newClaim() },
        confirmApiKeySaved: { claim: newClaim() },
        claimApiKey: { claim: newClaim() },
        changeEnvironmentApproval: { approval_required: true },
        changeCloudKeyApproval: { approval_required: true },
        describeApiKey: { description: 'x' },
        createServiceAccount: { display_name: 'x' },
        deleteServiceAccount: { keys: [] },
        removeOrganizationMember: { keys: [] },
        describeServiceAccount: { description: 'Mine' },
        changeTechnicalAddresses: { technical_addresses: [] },
        createWebhook: { description: 'x', url: 'https://chat.example.com/', topics: ['resets'] },
        retryMailBounce: { address: 'x@example.com' },
        addRoleBinding: { principal_id: 'ada', role: 'OrganizationAdmin' },
        reportAccessCompromise: { reason: 'x' },
        reportUserCompromise: { reason: 'x' },
        reportKeyCompromise: { reason: 'x' },
        closeIncident: CLOSING,
        addAccountAcl: {
          principal_id: 'sa-planner',
          cluster_id: 'lkc-orders',
          topic: 'orders',
          operation: 'Read',
        },
      };
      for (const operation of Object.values(OPERATIONS)) {
        if (!operation.path.includes('{organization_id}')) continue;
        const eve = operation.callers === 'token' ? host.byToken('eve') : host.as('eve');
        for (const organization_id of ['org_globex', 'org_unknown'])
          await eve.refused(operation.id, 'organization_not_found', {
            params: { ...pathParams(host), organization_id, request_id },
            query: QUERIES[operation.id] ?? {},
            ...(operation.id in bodies ? { body: bodies[operation.id] } : {}),
          });
      }
    });

    test('projects, services, topics and groups of others are 404', async () => {
      const host = current();
      const ada = host.as('ada');
      for (const project of [FOREIGN.project_name, 'unknown']) {
        await ada.refused('getProject', 'project_not_found', { params: { project } });
        await ada.refused('listServices', 'project_not_found', { params: { project } });
        for (const id of ['getService', 'listTopics'] as const)
          await ada.refused(id, 'project_not_found', {
            params: { project, service_name: FOREIGN.service_name },
          });
      }
      for (const id of ['getService', 'listTopics'] as const)
        await ada.refused(id, 'service_not_found', {
          params: { project: 'shop', service_name: FOREIGN.service_name },
        });
      for (const user_group_id of ['grp_globex', 'unknown']) {
        for (const id of ['getGroup', 'listMembers'] as const)
          await ada.refused(id, 'user_group_not_found', { params: { user_group_id } });
        await host.as('eve').refused('updateMembers', 'user_group_not_found', {
          params: { user_group_id },
          body: { operation: 'add_members', member_ids: ['ada'] },
        });
      }
    });

    test('a person of another organization cannot be put into a group', async () => {
      const host = current();
      for (const member of ['fay', 'unknown'])
        await host.as('eve').refused('updateMembers', 'user_not_found', {
          params: { user_group_id: 'grp_payments' },
          body: { operation: 'add_members', member_ids: [member, 'dan'] },
        });
      const { members } = await host
        .as('ada')
        .ok('listMembers', { params: { user_group_id: 'grp_payments' } });
      expect(members.map((member) => member.user_id).toSorted()).toEqual(['ada', 'ben', 'cid']);
    });

    test('an access cannot be made over another organization’s group, project, service or topic', async () => {
      const host = current();
      const make = (group: string, service: typeof FOREIGN, topic: string) => ({
        body: newAccess('mine', group, service, [topic]),
      });
      const ada = host.as('ada');
      await ada.refused('createAccess', 'user_group_not_found', make('grp_globex', OVERLAP, 'orders'));
      await ada.refused('createAccess', 'project_not_found', make('grp_payments', FOREIGN, 'secrets'));
      await ada.refused(
        'createAccess',
        'service_not_found',
        make('grp_payments', { ...OVERLAP, service_name: 'kafka-globex' }, 'orders'),
      );
      await ada.refused('createAccess', 'topic_not_found', make('grp_payments', OVERLAP, 'secrets'));
      await ada.refused('createAccess', 'permission_denied', make('grp_logistics', OVERLAP, 'orders'));
    });

    test('ids that no id looks like are 404 or 400, never a fault', async () => {
      const host = current();
      const ada = host.as('ada');
      for (const hostile of [
        '\0',
        'a\0b',
        '..',
        '%',
        '%00',
        "'; drop table accesses; --",
        '\u202e',
        'ä'.repeat(500),
        '{}',
        '\ud83d\ude00',
        '__proto__',
        'constructor',
      ]) {
        for (const [id, params] of [
          ['getAccess', { access_id: hostile }],
          ['getRequest', { request_id: hostile }],
          ['getGroup', { user_group_id: hostile }],
          ['getProject', { project: hostile }],
          ['getService', { project: 'shop', service_name: hostile }],
          ['getOrganization', { organization_id: hostile }],
        ] as const) {
          if (hostile === '..') continue;
          const reply = await ada.send(id, { params });
          expect([400, 404], `${id} ${hostile}: ${reply.text}`).toContain(reply.status);
        }
        const query = { search: hostile, group: hostile, requester: hostile };
        expect((await ada.send('listRequests', { query })).status).toBeLessThan(500);
        const filters = {
          search: hostile,
          resource_name: hostile.slice(0, 200),
          owner_user_group_id: hostile,
          service: hostile,
          project_name: hostile,
        };
        expect(
          (await ada.send('listAccesses', { query: { ...filters, search: hostile.slice(0, 200) } })).status,
        ).toBeLessThan(500);
        await ada.send('markNotificationsRead', { body: { notification_ids: [hostile] } });
        await host.as('eve').refused('updateMembers', 'user_not_found', {
          params: { user_group_id: 'grp_payments' },
          body: { operation: 'add_members', member_ids: [hostile] },
        });
        const reply = await ada.send('createRequest', {
          body: { request_type: 'rotate_credentials', access_id: hostile, message: 'Why' },
        });
        expect([400, 404], `createRequest: ${reply.text}`).toContain(reply.status);
        const made = await ada.send('createAccess', {
          body: newAccess('mine', hostile.slice(0, 36), { project_name: hostile, service_name: hostile }, [
            'orders',
          ]),
        });
        expect([400, 404], `createAccess: ${made.text}`).toContain(made.status);
        const tried = await host.stranger().send('authenticateOnPlatform', {
          body: { ...OVERLAP, username: hostile, password: hostile },
        });
        expect(tried.answer?.accepted ?? false).toBe(false);
      }
    });
  });
};
