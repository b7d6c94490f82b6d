import { describe, expect, test } from 'vitest';
import { issueKeyFor } from '../../service/keys/issue-key-for.ts';
import {
  approveKey,
  askForKey,
  keyRequestOf,
  requireApproval,
  wish,
  withSecondAdmin,
} from './approval-steps.ts';
import type { TestHost } from './host.ts';
import { auditOf, bind, keyBody, makeKey, unbind } from './key-steps.ts';
import { noticesOf, statusesOf } from './steps.ts';

const ENVIRONMENT = { environment_id: 'env-prod' };
const previewOf = (host: TestHost, by: 'ada' | 'cid' | 'eve', resource_id: string) =>
  host.as(by).ok('previewApiKey', { query: { resource_id } });

/** Dangerous keys take a second person's approval, where the policy asks for it (K6, R2 to R12). */
export const keyApprovalTests = (current: () => TestHost): void => {
  describe('approval of keys', () => {
    test('K6: unless somebody asks for it, nothing takes approval', async () => {
      const host = current();
      await makeKey(host, 'eve', { resource: 'cloud' });
      await makeKey(host, 'cid');
      const preview = await previewOf(host, 'cid', 'lkc-orders');
      expect(preview.approval).toMatchObject({ approval_required: false, version: 1 });
      expect(preview.owners.map(({ needs_approval }) => needs_approval)).toEqual([false, false]);
      const refusal = await host.as('cid').refused('createRequest', 'invalid_request', { body: wish() });
      expect(refusal.message).toBe('This key takes nobody’s approval. Create it instead.');
    });

    test('K6: only an OrganizationAdmin changes the policy; each change is in the audit', async () => {
      const host = current();
      const body = { approval_required: true };
      for (const name of ['ada', 'ben', 'cid', 'dan'] as const) {
        await host.as(name).refused('changeCloudKeyApproval', 'permission_denied', { body });
        await host
          .as(name)
          .refused('changeEnvironmentApproval', 'permission_denied', { params: ENVIRONMENT, body });
      }
      const eve = host.as('eve');
      const changed = await eve.ok('changeEnvironmentApproval', { params: ENVIRONMENT, body });
      expect(changed.approval).toEqual({
        approval_required: true,
        version: 2,
        verdicts: { change: { allowed: true } },
      });
      await eve.ok('changeCloudKeyApproval', { body: { approval_required: true, version: 1 } });
      // The same again changes nothing; what was seen in an older version conflicts.
      await eve.ok('changeCloudKeyApproval', { body: { approval_required: true, version: 2 } });
      const older = { body: { approval_required: false, version: 1 } };
      await eve.refused('changeCloudKeyApproval', 'stale_version', older);
      await eve.refused('changeEnvironmentApproval', 'stale_version', { params: ENVIRONMENT, ...older });
      expect(await auditOf(host, 'key_approval')).toEqual([
        'key_approval.changed prod eve',
        'key_approval.changed Cloud API keys eve',
      ]);
      expect((await host.as('ada').ok('getEnvironment', { params: ENVIRONMENT })).approval).toMatchObject({
        approval_required: true,
        version: 2,
        verdicts: { change: { allowed: false, reason: 'missing_role' } },
      });
      const unknown = { params: { environment_id: 'env-globex' }, body };
      await eve.refused('changeEnvironmentApproval', 'environment_not_found', unknown);
    });

    test('K6: what takes approval is said before it is asked for, and is created by no door', async () => {
      const host = current();
      await withSecondAdmin(host);
      const own = await previewOf(host, 'cid', 'lkc-orders');
      expect(own.approvers.map(({ real_name }) => real_name).toSorted()).toEqual(['Dan Weiss', 'Eve Tanaka']);
      expect(own.owners.map(({ id, needs_approval }) => [id, needs_approval])).toEqual([
        ['cid', true],
        ['sa-planner', false],
      ]);
      // By the owner's roles, not the maker's; other environments have policies of their own.
      expect((await previewOf(host, 'ada', 'lkc-orders')).owners[0]?.needs_approval).toBe(false);
      expect((await previewOf(host, 'eve', 'lkc-test')).owners[0]?.needs_approval).toBe(false);
      const cloud = await previewOf(host, 'eve', 'cloud');
      expect(cloud.owners.map(({ needs_approval }) => needs_approval)).toEqual([true, true]);
      expect(cloud.approvers.map(({ user_id }) => user_id)).toEqual(['dan']);

      const inConsole = await host
        .as('cid')
        .refused('createApiKey', 'permission_denied', { body: keyBody({ owner: 'cid' }) });
      const byApi = await host.as('cid').refused('createIamApiKey', 'permission_denied', {
        body: { spec: { owner: { id: 'cid' }, resource: { id: 'lkc-orders' } } },
      });
      for (const { message } of [inConsole, byApi])
        expect(message).toMatch(/takes the approval of a second person\. Request it in the console/u);
      await host.as('eve').refused('createApiKey', 'permission_denied', {
        body: keyBody({ resource: 'cloud', owner: 'sa-planner' }),
      });
      // What a service account may do makes its key dangerous, whoever asks.
      await makeKey(host, 'ada', { owner: 'sa-planner' });
      await bind(host, 'sa-planner', 'EnvironmentAdmin', ENVIRONMENT);
      await host
        .as('ada')
        .refused('createApiKey', 'permission_denied', { body: keyBody({ owner: 'sa-planner' }) });
      await makeKey(host, 'ada');
      expect(await host.store.read((tx) => tx.count('requests', {}))).toBe(0);
    });

    test('K6: the command line stands above the policy, and the audit says so', async () => {
      const host = current();
      await withSecondAdmin(host);
      const wanted = { resourceId: 'cloud', description: '' };
      const { key } = await issueKeyFor(host.backend.deps, { ownerId: 'eve' }, wanted);
      expect(await auditOf(host, 'api_key')).toEqual([
        `api_key.created ${key} null`,
        `api_key.approval_bypassed ${key} null`,
      ]);
      await issueKeyFor(host.backend.deps, { ownerId: 'ada' }, { ...wanted, resourceId: 'lkc-orders' });
      expect(await auditOf(host, 'api_key.approval_bypassed')).toHaveLength(1);
    });

    test('R5: without a second OrganizationAdmin nothing is asked for, and it says what to do', async () => {
      const host = current();
      await requireApproval(host);
      const { owners, approvers } = await previewOf(host, 'eve', 'cloud');
      expect(approvers).toEqual([]);
      expect(owners[0]?.verdict).toMatchObject({ allowed: false, reason: 'no_second_admin' });
      const refusal = await host.as('eve').refused('createRequest', 'no_second_organization_admin', {
        body: wish({ resource: 'cloud', owner: 'eve' }),
      });
      expect(refusal.message).toContain('Ask an OrganizationAdmin to give it to a second person');
      // A service account may hold the role, but it cannot decide.
      await bind(host, 'sa-planner', 'OrganizationAdmin');
      expect((await previewOf(host, 'eve', 'cloud')).approvers).toEqual([]);
      // For somebody else Eve is the second person.
      await askForKey(host);
    });

    test('R3, K9: asking takes what creating takes', async () => {
      const host = current();
      await withSecondAdmin(host);
      const cid = host.as('cid');
      const eve = host.as('eve');
      await host.as('ben').refused('createRequest', 'permission_denied', { body: wish({ owner: 'ben' }) });
      await cid.refused('createRequest', 'permission_denied', { body: wish({ resource: 'cloud' }) });
      await cid.refused('createRequest', 'permission_denied', { body: wish({ owner: 'ada' }) });
      await eve.refused('createRequest', 'cluster_not_found', { body: wish({ resource: 'lkc-globex' }) });
      await eve.refused('createRequest', 'service_account_not_found', { body: wish({ owner: 'fay' }) });
      for (let i = 0; i < 10; i += 1) await makeKey(host, 'ada', { owner: 'sa-planner' });
      await bind(host, 'sa-planner', 'EnvironmentAdmin', ENVIRONMENT);
      await cid.refused('createRequest', 'quota_exceeded', { body: wish({ owner: 'sa-planner' }) });
    });

    test.each([
      [{ message: '' }, '/message'],
      [{ message: 'x'.repeat(501) }, '/message'],
      [{ message: undefined }, '/message'],
      [{ description: 'x'.repeat(1001) }, '/description'],
      [{ owner_id: undefined }, '/owner_id'],
      [{ resource_id: undefined }, '/resource_id'],
      [{ request_type: 'make_coffee' }, '/request_type'],
      [{ request_type: undefined }, '/request_type'],
    ])('%j is refused and names %s', async (change, pointer) => {
      const body = { ...wish(), ...change };
      const problem = await current().as('cid').refused('createRequest', 'invalid_request', { body });
      expect(problem.errors[0]?.metadata?.['pointer']).toBe(pointer);
    });

    test('R4: one at a time for an owner and a resource, also among several at once', async () => {
      const host = current();
      await withSecondAdmin(host);
      const replies = await Promise.all(
        Array.from({ length: 4 }, () => host.as('cid').send('createRequest', { body: wish() })),
      );
      expect(statusesOf(replies)).toEqual([201, 409, 409, 409]);
      const { owners } = await previewOf(host, 'cid', 'lkc-orders');
      expect(owners[0]?.verdict.reason).toBe('key_request_in_progress');
      const again = await host
        .as('cid')
        .refused('createRequest', 'governance_request_already_in_progress', { body: wish() });
      expect(again.message).toMatch(/asked for already/u);
      await askForKey(host, 'cid', { resource: 'lkc-stock' });
      const request_id = replies.find(({ status }) => status === 201)?.answer?.request.request_id ?? '';
      await host.as('cid').ok('deleteRequest', { params: { request_id } });
      await askForKey(host);
    });

    test('R6 to R9: it waits for another OrganizationAdmin, who sees what it would do; nobody else decides', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host);
      const params = { request_id };
      expect(await host.store.read((tx) => tx.count('apiKeys', {}))).toBe(0);
      const { request, api_key, access, approvers } = await keyRequestOf(host, request_id, 'eve');
      expect(request).toMatchObject({
        request_type: 'create_api_key',
        status: 'pending',
        resource_name: 'orders',
        resource: { id: 'lkc-orders', kind: 'kafka', environment_id: 'env-prod' },
        environment_name: 'prod',
        owner: { id: 'cid', kind: 'user', name: 'Cid Romero' },
        description: 'Nightly',
        message: 'Moves topics at night',
        verdicts: { approve: { allowed: true }, decline: { allowed: true }, claim: { allowed: false } },
      });
      expect(access).toBeUndefined();
      expect(api_key).toMatchObject({
        create: { allowed: true },
        roles: [{ role: 'EnvironmentAdmin', scope_name: 'prod' }],
        used: 0,
        limit: 10,
      });
      expect(approvers.map(({ user_id }) => user_id).toSorted()).toEqual(['dan', 'eve']);
      for (const [name, waiting] of [
        ['eve', 1],
        ['dan', 1],
        ['cid', 0],
        ['ada', 0],
      ] as const) {
        expect((await host.as(name).ok('requestSummary')).waiting_for_me, name).toBe(waiting);
        const { total_count } = await host.as(name).ok('listRequests', { query: { type: 'create_api_key' } });
        expect(total_count, name).toBe(waiting);
      }
      expect((await keyRequestOf(host, request_id)).request.verdicts.approve).toMatchObject({
        allowed: false,
        reason: 'own_key_request',
      });
      const own = 'approval_forbidden_on_own_request';
      await host.as('cid').refused('approveRequest', own, { params, body: {} });
      await host.as('cid').refused('declineRequest', own, { params, body: { reason: 'No' } });
      for (const name of ['ada', 'ben'] as const)
        await host.as(name).refused('approveRequest', 'request_not_found', { params, body: {} });
      expect((await noticesOf(host, 'dan'))[0]).toMatchObject({
        kind: 'request_to_approve',
        request_id,
        params: { person: 'Cid Romero', owner: 'Cid Romero', resource: 'orders' },
      });
      // An OrganizationAdmin's own is another one's to decide.
      const cloud = await askForKey(host, 'eve', { resource: 'cloud' });
      await host.as('eve').refused('approveRequest', own, { params: { request_id: cloud }, body: {} });
      await approveKey(host, cloud, 'dan');
      expect((await keyRequestOf(host, cloud, 'eve')).request.decided_by?.user_id).toBe('dan');
    });

    test('R7, A4: lists, search, filters and exports hold both types', async () => {
      const host = current();
      await withSecondAdmin(host);
      await askForKey(host);
      const eve = host.as('eve');
      for (const search of ['orders', 'prod', 'lkc-orders', 'cid'])
        expect((await eve.ok('listRequests', { query: { search } })).total_count, search).toBe(1);
      expect((await eve.ok('listRequests', { query: { type: 'rotate_credentials' } })).total_count).toBe(0);
      expect((await eve.ok('listRequests', { query: { requester: 'cid' } })).total_count).toBe(1);
      expect((await eve.ok('requestFilters')).requesters.map(({ user_id }) => user_id)).toContain('cid');
      expect((await host.as('cid').ok('listRequests', { query: { scope: 'mine' } })).total_count).toBe(1);
      expect((await host.as('dan').ok('listRequests', { query: { scope: 'mine' } })).total_count).toBe(0);
      const { text } = await eve.send('exportRequests', { query: {} });
      expect(text).toMatch(/orders,Create API key,Pending,,Cid Romero,/u);
    });

    test('R9, R11: declined with a reason: nothing is made, and the requester learns why', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host);
      const params = { request_id };
      await host.as('dan').ok('declineRequest', { params, body: { reason: 'Use the pipeline' } });
      const late = await host
        .as('eve')
        .refused('approveRequest', 'governance_request_already_decided', { params, body: {} });
      expect(late.message).toContain('declined by Dan Weiss');
      expect(await host.store.read((tx) => tx.count('apiKeys', {}))).toBe(0);
      expect((await noticesOf(host, 'cid'))[0]).toMatchObject({
        kind: 'request_declined',
        request_id,
        params: { resource: 'orders', reason: 'Use the pipeline', person: 'Dan Weiss' },
      });
      expect((await noticesOf(host, 'eve'))[0]).toMatchObject({ kind: 'request_to_approve', read: true });
      await askForKey(host);
    });

    test('R12: the requester alone deletes it, while it is pending', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host);
      const params = { request_id };
      await host.as('eve').refused('deleteRequest', 'deleting_forbidden_on_governance_request', { params });
      await host.as('cid').ok('deleteRequest', { params });
      await host
        .as('eve')
        .refused('approveRequest', 'governance_request_already_decided', { params, body: {} });
      const other = await askForKey(host);
      await approveKey(host, other);
      await host
        .as('cid')
        .refused('deleteRequest', 'governance_request_already_decided', { params: { request_id: other } });
    });

    test('R9: an approver who lost the role meanwhile decides nothing', async () => {
      const host = current();
      const binding = await withSecondAdmin(host);
      const request_id = await askForKey(host);
      await unbind(host, binding);
      await host
        .as('dan')
        .refused('approveRequest', 'request_not_found', { params: { request_id }, body: {} });
      expect((await host.as('dan').ok('requestSummary')).waiting_for_me).toBe(0);
    });
  });
};
