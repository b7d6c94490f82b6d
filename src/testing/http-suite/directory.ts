import { describe, expect, test } from 'vitest';
import { OVERLAP } from '../world.ts';
import { newAccess, newClaim, type TestHost } from './host.ts';
import { accessOf, ask, changeMembers, ready, saved, tryOn, statusesOf } from './steps.ts';

/** Organization, groups and services; accesses made and deleted. */
export const directoryTests = (current: () => TestHost): void => {
  describe('directory and accesses', () => {
    test('one sees one’s own organization, people, groups, projects, services and topics', async () => {
      const host = current();
      const ada = host.as('ada');
      expect((await ada.ok('listOrganizations')).organizations.map((org) => org.organization_id)).toEqual([
        'org_acme',
      ]);
      expect((await ada.ok('getOrganization')).organization_name).toBe('Acme');
      expect((await ada.ok('listUsers')).users.map((user) => user.user_id).toSorted()).toEqual([
        'ada',
        'ben',
        'cid',
        'dan',
        'eve',
      ]);
      const { user_groups } = await ada.ok('listGroups');
      expect(user_groups.map((group) => `${group.user_group_name} ${group.member_count}`).toSorted()).toEqual(
        ['Logistics 1', 'Payments 3'],
      );
      expect((await ada.ok('getGroup', { params: { user_group_id: 'grp_payments' } })).user_group_name).toBe(
        'Payments',
      );
      expect((await ada.ok('listProjects')).projects.map((project) => project.project_name)).toEqual([
        'shop',
      ]);
      const project = { project: 'shop' };
      expect((await ada.ok('getProject', { params: project })).project.project_name).toBe('shop');
      expect((await ada.ok('listServices', { params: project })).services).toHaveLength(2);
      const params = { ...project, service_name: OVERLAP.service_name };
      expect((await ada.ok('getService', { params })).service.service_uri).toMatch(/^[\w.-]+:\d+$/u);
      expect((await ada.ok('listTopics', { params })).topics.map((topic) => topic.topic_name)).toEqual([
        'orders',
        'refunds',
      ]);
      const filters = await ada.ok('accessFilters');
      expect(filters.projects).toEqual(['shop']);
      expect(filters.groups.map((group) => group.user_group_name).toSorted()).toEqual([
        'Logistics',
        'Payments',
      ]);
    });

    test('only an organization admin changes a group; repeating changes nothing', async () => {
      const host = current();
      const params = { user_group_id: 'grp_logistics' };
      const body = { operation: 'add_members', member_ids: ['eve', 'eve'] };
      for (const name of ['ada', 'dan'] as const)
        await host.as(name).refused('updateMembers', 'permission_denied', { params, body });
      await host.as('eve').ok('updateMembers', { params, body });
      await host.as('eve').ok('updateMembers', { params, body });
      const members = async () =>
        (await host.as('ada').ok('listMembers', { params })).members
          .map((member) => member.user_id)
          .toSorted();
      expect(await members()).toEqual(['dan', 'eve']);
      await changeMembers(host, 'remove_members', 'eve', 'grp_logistics');
      await changeMembers(host, 'remove_members', 'eve', 'grp_logistics');
      expect(await members()).toEqual(['dan']);
      await host.as('eve').refused('updateMembers', 'invalid_request', {
        params,
        body: { operation: 'add_members', member_ids: [] },
      });
    });

    test('R14: an access is made, its first credentials are shown once to who made it', async () => {
      const host = current();
      const { access } = await host
        .as('ada')
        .ok('createAccess', { body: newAccess('fresh', 'grp_payments', OVERLAP, ['orders']) });
      expect(access).toMatchObject({
        access_name: 'fresh',
        credential_state: 'provisioning',
        created_by: 'ada',
      });
      const params = { access_id: access.access_id };
      const rotation = {
        body: { request_type: 'rotate_credentials', access_id: access.access_id, message: 'x' },
      };
      await host.settle();
      const made = (await host.as('ada').ok('getAccess', { params })).access;
      expect(made).toMatchObject({
        credential_state: 'unviewed',
        first_credentials: true,
        credentials_user_id: 'ada',
        verdicts: { review_credentials: { allowed: true } },
      });
      await host.as('ben').refused('createRequest', 'governance_request_already_in_progress', rotation);
      await host
        .as('ben')
        .refused('claimCredentials', 'permission_denied', { params, body: { claim: newClaim() } });
      const { credentials } = await host
        .as('ada')
        .ok('claimCredentials', { params, body: { claim: newClaim() } });
      const ready_ = { ...host.accesses.orders, id: access.access_id, username: 'fresh-user' };
      expect(await tryOn(host, ready_, credentials)).toEqual({ password: 1, certificate: 1 });
      expect((await host.as('ada').ok('listNotifications')).notifications[0]?.kind).toBe(
        'first_credentials_ready',
      );
    });

    test('a service user made again after its access was deleted outlives what is still to end of the old one', async () => {
      const host = current();
      const again = { body: newAccess('fresh', 'grp_payments', OVERLAP, ['orders']) };
      const ada = host.as('ada');
      const first = (await ada.ok('createAccess', again)).access.access_id;
      await host.settle();
      await host.setFaults('platform_down');
      await ada.ok('deleteAccess', { params: { access_id: first } });
      await host.settle();
      // The platform has not forgotten the old user yet.
      await ada.refused('createAccess', 'governance_access_already_exists', again);
      await host.setFaults();
      await host.advance(600_000);
      const { access } = await ada.ok('createAccess', again);
      await host.settle();
      const params = { access_id: access.access_id };
      const claim = newClaim();
      const { credentials } = await ada.ok('claimCredentials', { params, body: { claim } });
      await ada.ok('confirmSaved', { params, body: { claim } });
      await host.advance(8 * 86_400_000);
      const made = { ...host.accesses.orders, id: access.access_id, username: 'fresh-user' };
      expect((await tryOn(host, made, credentials)).password).not.toBeNull();
    });

    test('a service user made again after the first one never got credentials gets some', async () => {
      const host = current();
      const ada = host.as('ada');
      const again = { body: newAccess('fresh', 'grp_payments', OVERLAP, ['orders']) };
      await host.setFaults('platform_down');
      const { access } = await ada.ok('createAccess', again);
      const params = { access_id: access.access_id };
      for (let i = 0; i < 8; i += 1) await host.advance(600_000);
      expect((await ada.ok('getAccess', { params })).access.credential_state).toBe('failed');
      await ada.ok('deleteAccess', { params });
      await host.setFaults();
      // The user goes first; forgetting what was prepared for it is put off for longer by now.
      for (let i = 0; i < 10; i += 1) await host.advance(60_000);
      const second = (await ada.ok('createAccess', again)).access.access_id;
      await host.settle();
      const made = await ada.ok('getAccess', { params: { access_id: second } });
      expect(made.access.credential_state).toBe('unviewed');
    });

    test('while its first credentials are made an access is neither rotated nor deleted', async () => {
      const host = current();
      await host.setFaults('platform_down');
      const { access } = await host
        .as('ada')
        .ok('createAccess', { body: newAccess('fresh', 'grp_payments', OVERLAP, ['orders']) });
      const { access_id } = access;
      await host.as('ada').refused('deleteAccess', 'governance_access_not_ready', { params: { access_id } });
      await host.as('ada').refused('createRequest', 'governance_access_not_ready', {
        body: { request_type: 'rotate_credentials', access_id, message: 'x' },
      });
      await host.setFaults();
      await host.advance(60_000);
      expect((await host.as('ada').ok('getAccess', { params: { access_id } })).access.credential_state).toBe(
        'unviewed',
      );
    });

    test('an access whose first credentials failed can get some by a rotation', async () => {
      const host = current();
      await host.setFaults('platform_refuses');
      const { access } = await host
        .as('ada')
        .ok('createAccess', { body: newAccess('fresh', 'grp_payments', OVERLAP, ['orders']) });
      const params = { access_id: access.access_id };
      await host.settle();
      expect((await host.as('ada').ok('getAccess', { params })).access.credential_state).toBe('failed');
      await host.setFaults();
      const { request } = await host.as('ada').ok('createRequest', {
        body: { request_type: 'rotate_credentials', access_id: access.access_id, message: 'x' },
      });
      await host.as('ben').ok('approveRequest', { params: { request_id: request.request_id }, body: {} });
      await host.settle();
      const claim = newClaim();
      await host.as('ada').ok('claimCredentials', { params, body: { claim } });
      const saved_ = await host.as('ada').ok('confirmSaved', { params, body: { claim } });
      expect(saved_.access.old_credentials).toBeUndefined();
      expect(saved_.access.credential_state).toBe('active');
    });

    test('an empty user name is made up, an empty host is any; a taken user name is refused', async () => {
      const host = current();
      const body = newAccess('fresh', 'grp_payments', OVERLAP, ['orders']);
      const plain: unknown = JSON.parse(
        JSON.stringify(body).replace('"fresh-user"', '""').replaceAll('"*"', '""'),
      );
      const first = await host.as('ada').ok('createAccess', { body: plain });
      const second = await host.as('ada').ok('createAccess', { body: plain });
      expect(first.access.access_data.username).not.toBe('');
      expect(first.access.access_data.username).not.toBe(second.access.access_data.username);
      expect(first.access.access_data.acls[0]?.host).toBe('*');
      expect(first.access.access_data.acls[0]?.principal).toBe(`User:${first.access.access_data.username}`);
      await host.as('ada').ok('createAccess', { body });
      await host.as('ben').refused('createAccess', 'governance_access_already_exists', { body });
    });

    test('of two who make the same user at the same instant one does', async () => {
      const host = current();
      const body = newAccess('fresh', 'grp_payments', OVERLAP, ['orders']);
      const replies = await Promise.all(
        (['ada', 'ben'] as const).map((name) => host.as(name).send('createAccess', { body })),
      );
      expect(statusesOf(replies)).toEqual([200, 409]);
    });

    test('a deleted access is gone, its credentials end, its name is free again; its requests remain', async () => {
      const host = current();
      const { orders } = host.accesses;
      const { credentials, requestId } = await saved(host);
      const params = { access_id: orders.id };
      for (const name of ['dan', 'eve'] as const)
        await host.as(name).refused('deleteAccess', 'permission_denied', { params });
      expect(await host.as('ben').ok('deleteAccess', { params })).toEqual({ access_id: orders.id });
      await host.settle();
      await host.as('ben').refused('getAccess', 'governance_access_not_found', { params });
      for (const old of [orders.first, credentials])
        expect(await tryOn(host, orders, old)).toEqual({ password: null, certificate: null });
      const details = await host.as('ben').ok('getRequest', { params: { request_id: requestId } });
      expect(details.access).toBeUndefined();
      await host
        .as('ada')
        .ok('createAccess', { body: newAccess('orders', 'grp_payments', OVERLAP, ['orders']) });
      await host.advance(30 * 86_400_000);
    });

    test('an access in rotation is not deleted', async () => {
      const host = current();
      const params = { access_id: host.accesses.orders.id };
      const request_id = await ask(host);
      await host.as('ada').refused('deleteAccess', 'governance_request_already_in_progress', { params });
      await host.as('ada').ok('deleteRequest', { params: { request_id } });
      await ready(host);
      await host.as('ada').refused('deleteAccess', 'governance_request_already_in_progress', { params });
      expect((await accessOf(host)).verdicts.delete_access.allowed).toBe(false);
    });
  });
};
