import { describe, expect, test } from 'vitest';
import { ORIGIN } from '../client.ts';
import { tokenOf } from '../world.ts';
import type { TestHost } from './host.ts';
import { ask, statusesOf } from './steps.ts';

const params = { user_group_id: 'grp_payments' };

/** Groups made, renamed and deleted; people with their groups. */
export const groupTests = (current: () => TestHost): void => {
  describe('groups', () => {
    test('a person and the groups they belong to are told to colleagues', async () => {
      const ada = current().as('ada');
      const { users } = await ada.ok('listUsers');
      const user = await ada.ok('getUser', { params: { user_id: 'ben' } });
      expect(users).toContainEqual(user);
      expect(user.user_info.real_name).toBe('Ben Okoye');
      const { user_groups } = await ada.ok('listGroupsOfUser', { params: { user_id: 'ben' } });
      expect(user_groups.map((group) => [group.user_group_name, group.member_count])).toEqual([
        ['Payments', 3],
      ]);
      expect((await ada.ok('listGroupsOfUser', { params: { user_id: 'eve' } })).user_groups).toEqual([]);
      for (const user_id of ['fay', 'unknown'])
        for (const id of ['getUser', 'listGroupsOfUser'] as const)
          await ada.refused(id, 'user_not_found', { params: { user_id } });
    });

    test('an organization admin makes a group, whose name no other group has', async () => {
      const host = current();
      const body = { user_group_name: ' Fraud desk ', description: '' };
      for (const name of ['ada', 'cid'] as const)
        await host.as(name).refused('createGroup', 'permission_denied', { body });
      const group = await host.as('eve').ok('createGroup', { body });
      expect(group).toMatchObject({ user_group_name: 'Fraud desk', description: '', managed_by_scim: false });
      expect(group).not.toHaveProperty('member_count');
      const found = await host.as('ada').ok('getGroup', { params: { user_group_id: group.user_group_id } });
      expect(found).toEqual(group);
      const { message } = await host
        .as('eve')
        .refused('createGroup', 'user_group_names_must_be_unique', { body });
      expect(message).toContain('already exists');
      // Another organization's names are its own affair.
      await host.as('fay').ok('createGroup', { body });
      for (const wrong of [
        { description: '' },
        { user_group_name: '', description: '' },
        { user_group_name: 'x'.repeat(129), description: '' },
        { user_group_name: 'x' },
        { user_group_name: 'x', description: 'x'.repeat(4097) },
        { user_group_name: 'two\nlines', description: '' },
      ])
        await host.as('eve').refused('createGroup', 'invalid_request', { body: wrong });
    });

    test('of two who make a group of one name at the same instant one does', async () => {
      const host = current();
      const body = { user_group_name: 'Once', description: '' };
      const replies = await Promise.all([1, 2].map(() => host.as('eve').send('createGroup', { body })));
      expect(statusesOf(replies)).toEqual([200, 409]);
    });

    test('a renamed group is renamed wherever its name is shown, searched and sorted by', async () => {
      const host = current();
      const request_id = await ask(host);
      await host
        .as('ada')
        .refused('updateGroup', 'permission_denied', { params, body: { user_group_name: 'Mine' } });
      const before = await host.as('ada').ok('getAccess', { params: { access_id: host.accesses.orders.id } });
      const renamed = await host
        .as('eve')
        .ok('updateGroup', { params, body: { user_group_name: 'Checkout', description: 'Pays' } });
      expect(renamed).toMatchObject({ user_group_name: 'Checkout', description: 'Pays' });
      const accesses = await host.as('ada').ok('listAccesses', { query: { search: 'checkout' } });
      expect(accesses.access.map((one) => one.owner_user_group_name)).toEqual(['Checkout', 'Checkout']);
      expect((await host.as('ada').ok('listAccesses', { query: { search: 'payments' } })).total_count).toBe(
        0,
      );
      // Nobody's open form is out of date by it.
      expect(accesses.access.find((one) => one.access_id === host.accesses.orders.id)?.version).toBe(
        before.access.version,
      );
      const { requests } = await host.as('ben').ok('listRequests', { query: { search: 'checkout' } });
      expect(requests.map((one) => one.request_id)).toEqual([request_id]);
      await host.as('ben').ok('approveRequest', { params: { request_id }, body: {} });
      await host.settle();

      const again = await host.as('eve').ok('updateGroup', { params, body: { user_group_name: 'Checkout' } });
      expect(again).toEqual(renamed);
      await host.as('eve').ok('updateGroup', { params, body: {} });
      await host.as('eve').refused('updateGroup', 'user_group_names_must_be_unique', {
        params,
        body: { user_group_name: 'Logistics' },
      });
      await host.as('eve').refused('updateGroup', 'user_group_not_found', {
        params: { user_group_id: 'grp_globex' },
        body: { user_group_name: 'Ours' },
      });
    });

    test('a group that owns nothing is deleted with its memberships; one that owns something is not', async () => {
      const host = current();
      const eve = host.as('eve');
      const { user_group_id } = await eve.ok('createGroup', {
        body: { user_group_name: 'Brief', description: '' },
      });
      const mine = { user_group_id };
      await eve.ok('updateMembers', {
        params: mine,
        body: { operation: 'add_members', member_ids: ['ada'] },
      });
      await host.as('ada').refused('deleteGroup', 'permission_denied', { params: mine });
      // As aiven-go-client sends it: a JSON content type, no body, limit=999.
      const answer = await host.backend.app.fetch(
        new Request(`${ORIGIN}/v1/organization/org_acme/user-groups/${user_group_id}?limit=999`, {
          method: 'DELETE',
          headers: { cookie: `latchkey_session=${tokenOf('eve')}`, 'content-type': 'application/json' },
        }),
      );
      expect([answer.status, await answer.text()]).toEqual([204, '']);
      await eve.refused('deleteGroup', 'user_group_not_found', { params: mine });
      expect(
        await host.store.read((tx) => tx.count('memberships', { where: { groupId: user_group_id } })),
      ).toBe(0);
      const owner = await eve.refused('deleteGroup', 'resource_managed_by_governance', { params });
      expect(owner.message).toContain('Payments');
      const lone = await eve.ok('createGroup', { body: { user_group_name: 'Lone', description: '' } });
      await eve.ok('deleteGroup', { params: { user_group_id: lone.user_group_id } });
      const { user_groups } = await eve.ok('listGroups');
      expect(user_groups.map((group) => group.user_group_name)).toEqual(['Logistics', 'Payments']);
    });
  });
};
