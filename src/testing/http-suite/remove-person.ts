import { describe, expect, test } from 'vitest';
import { approveKey, askForKey, keyRequestOf, withSecondAdmin } from './approval-steps.ts';
import { close, revoked } from './compromise-steps.ts';
import { newClaim, type TestHost } from './host.ts';
import { auditOf, bind, keyBody, makeKey, makeProgram, propagate, triedOn } from './key-steps.ts';
import { approve, ask, nameOf, noticesOf, ready, requestOf, statusesOf } from './steps.ts';

const remove = (host: TestHost, user_id: string, keys: readonly string[] = []) =>
  host.as('eve').send('removeOrganizationMember', { params: { user_id }, body: { keys } });

/** Removing a person from the organization: what ends with them, and what stays (K14). */
export const removePersonTests = (current: () => TestHost): void => {
  describe('removing a person', () => {
    test('K14: sessions, tokens, keys, roles and memberships end in one go; names stay in history', async () => {
      const host = current();
      const request_id = await ask(host);
      await approve(host, request_id);
      await host.settle();
      const made = await makeKey(host, 'ada');
      await propagate(host);
      await bind(host, 'ada', 'OrganizationAdmin');
      const cloud = await makeProgram(host, 'ada');
      const { full_token } = await host
        .as('ada')
        .ok('createAccessToken', { body: { description: 'Script' } });
      const { belongings, verdicts } = await host
        .as('eve')
        .ok('getPrincipal', { params: { principal_id: 'ada' } });
      expect(belongings?.access_token_count).toBeGreaterThan(0);
      expect(belongings?.user_groups).toContain('Payments');
      expect(verdicts.delete).toEqual({ allowed: true });

      const keys = [made.key.key, cloud.key];
      expect((await remove(host, 'ada', keys.slice(1))).code).toBe('stale_version');
      const unused = { params: { user_id: 'ada' }, body: { keys, unused: true } };
      await host.store.write((tx) => tx.update('apiKeys', cloud.key, { lastUsedAt: host.now() }));
      await host.as('eve').refused('removeOrganizationMember', 'api_key_in_use', unused);
      expect((await host.store.dump()).apiKeys).toHaveLength(2);
      expect((await remove(host, 'ada', keys)).status).toBe(200);
      await host.settle();

      await host.as('ada').refused('listAccesses', 'session_required');
      await cloud.program.refused('listIamApiKeys', 'invalid_api_key');
      await host.program(`Bearer ${full_token}`).refused('listAccesses', 'authentication_failed');
      expect(await triedOn(host, made)).toBe(false);
      const rows = await host.store.dump();
      expect(rows.apiKeys).toEqual([]);
      const { sessions, accessTokens, memberships, projectMembers, notifications } = rows;
      for (const table of [sessions, accessTokens, memberships, projectMembers, notifications])
        expect(table.filter(({ personId }) => personId === 'ada')).toEqual([]);
      expect(rows.people.some(({ id }) => id === 'ada')).toBe(false);
      const held = rows.roleBindings.filter((one) => one.principalId === 'ada' && one.removedAt === null);
      expect(held).toEqual([]);
      for (const [id, params] of [
        ['getPrincipal', { principal_id: 'ada' }],
        ['getIamUser', { id: 'ada' }],
      ] as const)
        expect((await host.as('eve').send(id, { params })).status).toBe(404);
      const { users } = await host.as('eve').ok('listOrganizationMembers', { query: { search: 'ada' } });
      expect(users).toEqual([]);
      const request = await requestOf(host, request_id, 'ben');
      expect(request.requester.real_name).toBe(nameOf('ada'));
      expect(await auditOf(host, 'person.removed')).toEqual([`person.removed ${nameOf('ada')} eve`]);
      expect(await auditOf(host, 'api_key.deleted')).toHaveLength(2);
    });

    test('K14: who decided keeps their name in what they decided', async () => {
      const host = current();
      const request_id = await ask(host);
      await approve(host, request_id, 'ben');
      const before = await requestOf(host, request_id, 'cid');
      expect(JSON.stringify(before)).toContain(nameOf('ben'));
      expect((await remove(host, 'ben')).status).toBe(200);
      expect(JSON.stringify(await requestOf(host, request_id, 'cid'))).toContain(nameOf('ben'));
    });

    test('K14: credentials that wait for the person alone end, and what they asked for is closed', async () => {
      const host = current();
      await ready(host);
      const pending = await ask(host, { access: 'stock' });
      expect((await remove(host, 'ada')).status).toBe(200);
      await host.settle();
      const { credentials } = await host.store.dump();
      expect(credentials.filter(({ status, sealed }) => status === 'sealed' && sealed !== null)).toEqual([]);
      const request = await requestOf(host, pending, 'ben');
      expect(request).toMatchObject({
        status: 'declined',
        decision_message: 'Ada Lind was removed from the organization.',
      });
      // Nobody is asked to decide it, and the next may be asked for.
      expect((await noticesOf(host, 'ben')).filter(({ read }) => !read)).toEqual([]);
      await ask(host, { by: 'ben', access: 'stock' });
    });

    test('K14: a key that somebody asked for who was removed since is not made, and it says why', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host);
      expect((await remove(host, 'cid')).status).toBe(200);
      const { request } = await keyRequestOf(host, request_id, 'eve');
      expect(request).toMatchObject({ status: 'declined', requester: { real_name: nameOf('cid') } });
      expect(JSON.stringify(request)).toContain('was removed from the organization');
      await host.as('eve').refused('approveRequest', 'governance_request_already_decided', {
        params: { request_id },
        body: {},
      });
      expect((await host.store.dump()).apiKeys).toEqual([]);
    });

    test('K14: a key that waits for somebody who was removed ends, whoever owns it', async () => {
      const host = current();
      await withSecondAdmin(host);
      const wanted = { resource: 'cloud', owner: 'sa-planner' };
      const request_id = await askForKey(host, 'dan', wanted);
      await approveKey(host, request_id);
      await host.as('dan').ok('changeMailPreferences', {
        body: { preferences: [{ topic: 'approvals', delivery: 'none' }] },
      });
      expect((await remove(host, 'dan')).status).toBe(200);
      const { apiKeys, mailPreferences } = await host.store.dump();
      expect([apiKeys, mailPreferences]).toEqual([[], []]);
      expect((await keyRequestOf(host, request_id, 'eve')).request.outcome).toBe('expired');
      await bind(host, 'ben', 'OrganizationAdmin');
      await askForKey(host, 'eve', wanted);
    });

    test('K14: nobody removes themselves, the last admin, somebody of elsewhere, or anybody without the role', async () => {
      const host = current();
      const own = await remove(host, 'eve');
      expect([own.code, own.problem?.message]).toEqual([
        'permission_denied',
        'Nobody removes themselves. Another OrganizationAdmin can do it.',
      ]);
      for (const user_id of ['fay', 'nobody', 'sa-planner', '\0'])
        expect((await remove(host, user_id)).code).toBe('user_not_found');
      for (const name of ['ada', 'cid', 'dan'] as const) {
        const params = { user_id: 'ben', id: 'ben' };
        const as = host.as(name);
        await as.refused('removeOrganizationMember', 'permission_denied', { params, body: { keys: [] } });
        await as.refused('deleteIamUser', 'permission_denied', { params });
        const seen = await as.ok('getPrincipal', { params: { principal_id: 'ben' } });
        expect([seen.verdicts.delete.allowed, seen.belongings]).toEqual([false, undefined]);
      }
      // A program of that role may, but not the last person: somebody has to be left.
      await bind(host, 'sa-planner', 'OrganizationAdmin');
      const { program } = await makeProgram(host, 'eve', { owner: 'sa-planner' });
      const last = await program.refused('deleteIamUser', 'last_organization_admin', {
        params: { id: 'eve' },
      });
      expect(last.message).toMatch(/is the last who administers the organization/u);
      await program.refused('deleteIamUser', 'user_not_found', { params: { id: 'fay' } });
      await program.ok('deleteIamUser', { params: { id: 'dan' } });
      await program.refused('deleteIamUser', 'user_not_found', { params: { id: 'dan' } });
      expect(await auditOf(host, 'person.removed')).toHaveLength(1);
    });

    test('who was removed is told of nothing any more', async () => {
      const host = current();
      const incident = await revoked(host);
      expect((await remove(host, 'ada')).status).toBe(200);
      // Closing tells who reported it, besides others.
      await close(host, incident, 'eve');
      const { notifications } = await host.store.dump();
      expect(notifications.filter(({ personId }) => personId === 'ada')).toEqual([]);
    });

    test('K14: twice at once is once, and a key made meanwhile is never left behind', async () => {
      const host = current();
      expect(statusesOf(await Promise.all([remove(host, 'dan'), remove(host, 'dan')]))).toEqual([200, 404]);
      await bind(host, 'ben', 'CloudClusterAdmin', { cluster_id: 'lkc-orders' });
      const body = keyBody({ owner: 'ben', claim: newClaim() });
      await Promise.all([remove(host, 'ben'), host.as('ben').send('createApiKey', { body })]);
      const { people, apiKeys } = await host.store.dump();
      const there = people.some(({ id }) => id === 'ben');
      expect(apiKeys.filter(({ ownerId }) => ownerId === 'ben').length).toBe(there ? 1 : 0);
    });
  });
};
