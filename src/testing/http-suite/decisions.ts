import { describe, expect, test } from 'vitest';
import { newClaim, type TestHost } from './host.ts';
import {
  accessOf,
  approve,
  ask,
  changeMembers,
  generationsOf,
  nameOf,
  noticesOf,
  ready,
  requestOf,
  tryOn,
  statusesOf,
} from './steps.ts';

/** Deciding: who, once (R7 to R9, R11, R13), also when several act at the same instant. */
export const decisionTests = (current: () => TestHost): void => {
  describe('decide a request', () => {
    test('R7: the count of what waits for me leaves out my own', async () => {
      const host = current();
      await ask(host);
      const waiting = async (name: 'ada' | 'ben' | 'dan' | 'eve') =>
        (await host.as(name).ok('requestSummary')).waiting_for_me;
      expect(await waiting('ada')).toBe(0);
      expect(await waiting('ben')).toBe(1);
      expect(await waiting('dan')).toBe(0);
      expect(await waiting('eve')).toBe(0);
    });

    test('R8: everything needed to decide is in one answer', async () => {
      const host = current();
      const request_id = await ask(host, { overlap: '1_hour' });
      const details = await host.as('ben').ok('getRequest', { params: { request_id } });
      expect(details.request).toMatchObject({
        message: 'The key was shared',
        overlap: '1_hour',
        requester: { real_name: 'Ada Lind' },
        request_type: 'rotate_credentials',
        requesting_group: { user_group_name: 'Payments' },
        verdicts: { approve: { allowed: true }, decline: { allowed: true }, delete: { allowed: false } },
      });
      expect(details.access?.acls.map((acl) => acl.resource_name)).toEqual(['orders', 'refunds']);
      expect(details.approvers.map((person) => person.real_name).toSorted()).toEqual([
        'Ben Okoye',
        'Cid Romero',
      ]);
      expect(details.history.map((entry) => entry.action)).toEqual(['request.created']);
    });

    test('R9: nobody decides their own request, and is told who may', async () => {
      const host = current();
      const request_id = await ask(host);
      const { verdicts } = await requestOf(host, request_id);
      expect(verdicts.approve).toMatchObject({ allowed: false, reason: 'own_request' });
      const input = { params: { request_id } };
      const refusal = await host
        .as('ada')
        .refused('approveRequest', 'approval_forbidden_on_own_request', { ...input, body: {} });
      expect(refusal.message).toContain('Payments');
      await host
        .as('ada')
        .refused('declineRequest', 'approval_forbidden_on_own_request', { ...input, body: { reason: 'No' } });
      expect((await requestOf(host, request_id)).status).toBe('pending');
    });

    test.each(['dan', 'eve'] as const)('R9: %s of another group decides nothing', async (name) => {
      const host = current();
      const request_id = await ask(host);
      const approval = await host.as(name).send('approveRequest', { params: { request_id }, body: {} });
      expect([403, 404]).toContain(approval.status);
      const decline = await host
        .as(name)
        .send('declineRequest', { params: { request_id }, body: { reason: 'No' } });
      expect([403, 404]).toContain(decline.status);
      expect((await requestOf(host, request_id)).status).toBe('pending');
    });

    test('R9: the second decision gets 409 and is told what was decided, by whom', async () => {
      const host = current();
      const request_id = await ask(host);
      await host.as('ben').ok('declineRequest', { params: { request_id }, body: { reason: 'Not now' } });
      const refusal = await host.as('cid').refused('approveRequest', 'governance_request_already_decided', {
        params: { request_id },
        body: {},
      });
      expect(refusal.message).toContain('declined');
      expect(refusal.message).toContain('Ben Okoye');
      const request = await requestOf(host, request_id, 'cid');
      expect(request).toMatchObject({
        status: 'declined',
        decided_by: { real_name: 'Ben Okoye' },
        decision_message: 'Not now',
      });
      expect(request.verdicts.approve).toMatchObject({ allowed: false, reason: 'not_pending' });
    });

    test('R9: of two who approve at the same instant exactly one does', async () => {
      const host = current();
      const request_id = await ask(host);
      const names = ['ben', 'cid'] as const;
      const replies = await Promise.all(
        names.map((name) => host.as(name).send('approveRequest', { params: { request_id }, body: {} })),
      );
      expect(statusesOf(replies)).toEqual([200, 409]);
      const winner = names[replies[0]?.status === 200 ? 0 : 1];
      const loser = replies.find((reply) => reply.status === 409);
      expect(loser?.code).toBe('governance_request_already_decided');
      expect(loser?.problem?.message).toContain(nameOf(winner));
      await host.settle();
      expect((await requestOf(host, request_id)).decided_by?.real_name).toBe(nameOf(winner));
      expect(await generationsOf(host, host.accesses.orders)).toEqual(['1 active', '2 prepared']);
    });

    test('R9: approve and decline at the same instant: exactly one counts', async () => {
      const host = current();
      const request_id = await ask(host);
      const [approval, decline] = await Promise.all([
        host.as('ben').send('approveRequest', { params: { request_id }, body: {} }),
        host.as('cid').send('declineRequest', { params: { request_id }, body: { reason: 'No' } }),
      ]);
      expect(statusesOf([approval, decline])).toEqual([200, 409]);
      await host.settle();
      expect((await requestOf(host, request_id)).status).toBe(
        approval.status === 200 ? 'approved' : 'declined',
      );
    });

    test('R9, R12: approve while the requester deletes: exactly one counts', async () => {
      const host = current();
      const request_id = await ask(host);
      const [approval, deletion] = await Promise.all([
        host.as('ben').send('approveRequest', { params: { request_id }, body: {} }),
        host.as('ada').send('deleteRequest', { params: { request_id } }),
      ]);
      expect(statusesOf([approval, deletion])).toEqual([200, 409]);
      expect(approval.code ?? deletion.code).toBe('governance_request_already_decided');
      await host.settle();
      expect((await requestOf(host, request_id)).status).toBe(
        approval.status === 200 ? 'approved' : 'deleted',
      );
      expect(await generationsOf(host, host.accesses.orders)).toEqual(
        approval.status === 200 ? ['1 active', '2 prepared'] : ['1 active'],
      );
    });

    test('a decision about an older version conflicts; about the seen one it counts', async () => {
      const host = current();
      const request_id = await ask(host);
      const { version } = await requestOf(host, request_id, 'ben');
      const params = { request_id };
      await host
        .as('ben')
        .refused('approveRequest', 'stale_version', { params, body: { version: version + 1 } });
      await host
        .as('ben')
        .refused('declineRequest', 'stale_version', { params, body: { reason: 'No', version: version + 1 } });
      const { request } = await host
        .as('ben')
        .ok('approveRequest', { params, body: { version, message: 'Fine' } });
      expect(request).toMatchObject({ status: 'provisioning', decision_message: 'Fine' });
    });

    test('R11: declined: nothing is made, the old credentials keep working, the requester learns why', async () => {
      const host = current();
      const { orders } = host.accesses;
      const request_id = await ask(host);
      await host
        .as('ben')
        .ok('declineRequest', { params: { request_id }, body: { reason: 'Not in the freeze' } });
      await host.settle();
      expect(await generationsOf(host, orders)).toEqual(['1 active']);
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: 1, certificate: 1 });
      expect((await accessOf(host)).credential_state).toBe('active');
      const [notice] = await noticesOf(host, 'ada');
      expect(notice).toMatchObject({ kind: 'request_declined', request_id });
      expect(Object.values(notice?.params ?? {})).toContain('Not in the freeze');
    });

    test('R13: the approvers are told of a new request, then it is settled, and the requester is told it is ready', async () => {
      const host = current();
      const request_id = await ask(host);
      const about = async (name: 'ada' | 'ben' | 'cid' | 'dan' | 'eve' | 'fay') =>
        (await noticesOf(host, name)).filter((notice) => notice.request_id === request_id);
      for (const name of ['ben', 'cid'] as const)
        expect(await about(name)).toMatchObject([{ kind: 'request_to_approve', read: false }]);
      for (const name of ['ada', 'dan', 'eve', 'fay'] as const) expect(await about(name)).toEqual([]);
      await approve(host, request_id);
      for (const name of ['ben', 'cid'] as const)
        expect(await about(name)).toMatchObject([{ kind: 'request_to_approve', read: true }]);
      expect(await about('ada')).toMatchObject([{ kind: 'credentials_ready', read: false }]);
      for (const name of ['dan', 'eve', 'fay'] as const) expect(await about(name)).toEqual([]);
    });

    test('R13: notifications are marked as read one by one or all at once, by their own reader only', async () => {
      const host = current();
      await ask(host);
      await ask(host, { access: 'stock' });
      const unread = async () => (await host.as('ben').ok('listNotifications')).unread_count;
      expect(await unread()).toBe(2);
      const [first] = (await host.as('ben').ok('listNotifications')).notifications;
      const notification_ids = [first?.notification_id ?? ''];
      await host.as('cid').ok('markNotificationsRead', { body: { notification_ids } });
      expect(await unread()).toBe(2);
      await host.as('ben').ok('markNotificationsRead', { body: { notification_ids } });
      expect(await unread()).toBe(1);
      await host.as('ben').ok('markNotificationsRead', { body: { notification_ids: ['unknown'] } });
      await host.as('ben').ok('markNotificationsRead', { body: {} });
      expect(await unread()).toBe(0);
      expect((await host.as('cid').ok('listNotifications')).unread_count).toBe(2);
    });

    test('R9: the requester left the group before the approval: it can only be declined', async () => {
      const host = current();
      const request_id = await ask(host);
      await changeMembers(host, 'remove_members', 'ada');
      const params = { request_id };
      const refusal = await host
        .as('ben')
        .refused('approveRequest', 'invalid_owner_user_group', { params, body: {} });
      expect(refusal.message).toContain('Ada Lind');
      await host.as('ben').ok('declineRequest', { params, body: { reason: 'Ada left' } });
      await ask(host, { by: 'ben' });
    });

    test('R17: the requester left between approval and reveal: nobody sees the credentials, another may ask again', async () => {
      const host = current();
      await ready(host);
      await changeMembers(host, 'remove_members', 'ada');
      await host.settle();
      const input = { params: { access_id: host.accesses.orders.id }, body: { claim: newClaim() } };
      const refusal = await host.as('ada').send('claimCredentials', input);
      expect(refusal.status).toBe(403);
      expect((await host.as('ben').send('claimCredentials', input)).status).not.toBe(200);
      expect(await generationsOf(host, host.accesses.orders)).toEqual(['1 active']);
      const id = await ask(host, { by: 'ben' });
      await approve(host, id, 'cid');
      await host.as('ben').ok('claimCredentials', input);
    });

    test('R9: an approver who left the group decides nothing more', async () => {
      const host = current();
      const request_id = await ask(host);
      await changeMembers(host, 'remove_members', 'ben');
      const reply = await host.as('ben').send('approveRequest', { params: { request_id }, body: {} });
      expect([403, 404]).toContain(reply.status);
      await approve(host, request_id, 'cid');
      expect((await requestOf(host, request_id)).status).toBe('approved');
    });
  });
};
