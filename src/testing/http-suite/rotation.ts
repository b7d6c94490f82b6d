import { describe, expect, test } from 'vitest';
import { newClaim, type TestHost } from './host.ts';
import {
  accessOf,
  approve,
  ask,
  changeMembers,
  generationsOf,
  noticesOf,
  ready,
  requestOf,
  saved,
  shown,
  statusesOf,
} from './steps.ts';

const body = (access_id: string, more: Record<string, unknown> = {}) => ({
  request_type: 'rotate_credentials',
  access_id,
  message: 'The key was shared',
  ...more,
});

/** Asking for a rotation: who, when, with whom (R2 to R6, R12). */
export const rotationTests = (current: () => TestHost): void => {
  describe('ask for a rotation', () => {
    test('R2: the preview names the other members, the overlaps and what is chosen by itself', async () => {
      const host = current();
      const { id } = host.accesses.orders;
      const preview = await host.as('ada').ok('previewRotation', { params: { access_id: id } });
      expect(preview.approvers.map((person) => person.real_name).toSorted()).toEqual([
        'Ben Okoye',
        'Cid Romero',
      ]);
      expect(preview.overlaps).toEqual(['immediately', '1_hour', '24_hours', '7_days']);
      expect(preview.overlap_preset).toBe('24_hours');
      expect(preview.verdict).toEqual({ allowed: true });
    });

    test('R2: without a choice the overlap is 24 hours', async () => {
      const host = current();
      expect((await requestOf(host, await ask(host))).overlap).toBe('24_hours');
    });

    test('R2: where passwords cannot overlap only immediately is offered, and nothing else is taken', async () => {
      const host = current();
      const { id } = host.accesses.stock;
      const preview = await host.as('ada').ok('previewRotation', { params: { access_id: id } });
      expect(preview.overlaps).toEqual(['immediately']);
      expect(preview.overlap_preset).toBe('immediately');
      expect(preview.passwords_overlap).toBe(false);
      for (const overlap of ['1_hour', '24_hours', '7_days'])
        await host.as('ada').refused('createRequest', 'invalid_request', { body: body(id, { overlap }) });
      expect((await requestOf(host, await ask(host, { access: 'stock' }))).overlap).toBe('immediately');
    });

    test.each(['dan', 'eve'] as const)(
      'R3: %s, no member of the owner group, sees why not and gets 403',
      async (name) => {
        const host = current();
        const access = await accessOf(host, 'orders', name);
        expect(access.verdicts.request_rotation).toMatchObject({
          allowed: false,
          reason: 'not_owner_group_member',
        });
        expect(access.verdicts.request_rotation.message).toContain('Payments');
        const problem = await host
          .as(name)
          .refused('createRequest', 'permission_denied', { body: body(host.accesses.orders.id) });
        expect(problem.message).toContain('Payments');
        expect(problem.message).toBe(access.verdicts.request_rotation.message);
        expect((await accessOf(host)).credential_state).toBe('active');
      },
    );

    test('R4: a second request is refused while the first is pending, approved and unviewed, or shown', async () => {
      const host = current();
      const { id } = host.accesses.orders;
      const again = (): Promise<unknown> =>
        host.as('ben').refused('createRequest', 'governance_request_already_in_progress', { body: body(id) });
      const request = await ask(host);
      await again();
      expect((await accessOf(host)).verdicts.request_rotation).toMatchObject({
        allowed: false,
        reason: 'rotation_in_progress',
      });
      await approve(host, request);
      await again();
      const claim = newClaim();
      await host.as('ada').ok('claimCredentials', { params: { access_id: id }, body: { claim } });
      await again();
      await host.as('ada').ok('confirmSaved', { params: { access_id: id }, body: { claim } });
      await ask(host, { by: 'ben' });
    });

    test('R4: refused while being provisioned', async () => {
      const host = current();
      const request = await ask(host);
      await host.setFaults('platform_down');
      await approve(host, request);
      expect((await requestOf(host, request)).status).toBe('provisioning');
      await host.as('ben').refused('createRequest', 'governance_request_already_in_progress', {
        body: body(host.accesses.orders.id),
      });
    });

    test.each(['declined', 'deleted', 'failed', 'saved', 'expired', 'unconfirmed'] as const)(
      'R4: allowed again once the first is %s',
      async (end) => {
        const host = current();
        if (end === 'declined')
          await host
            .as('ben')
            .ok('declineRequest', { params: { request_id: await ask(host) }, body: { reason: 'Not now' } });
        if (end === 'deleted')
          await host.as('ada').ok('deleteRequest', { params: { request_id: await ask(host) } });
        if (end === 'failed') {
          await host.setFaults('platform_refuses');
          await ready(host);
          await host.setFaults();
        }
        if (end === 'saved') await saved(host);
        if (end === 'expired') {
          await ready(host);
          await host.advance(7 * 86_400_000);
        }
        if (end === 'unconfirmed') {
          await shown(host);
          await host.advance(600_000);
        }
        expect((await accessOf(host)).verdicts.request_rotation).toEqual({ allowed: true });
        await ask(host, { by: 'ben' });
      },
    );

    test('R4: of two at the same instant one is made', async () => {
      const host = current();
      const { id } = host.accesses.orders;
      const replies = await Promise.all(
        (['ada', 'ben', 'cid', 'ada'] as const).map((name) =>
          host.as(name).send('createRequest', { body: body(id) }),
        ),
      );
      expect(statusesOf(replies)).toEqual([201, 409, 409, 409]);
      const codes = replies.flatMap((reply) => (reply.code ? [reply.code] : []));
      expect(new Set(codes)).toEqual(new Set(['governance_request_already_in_progress']));
      const { total_count } = await host.as('ada').ok('listRequests');
      expect(total_count).toBe(1);
    });

    test('R5: a group without a second member says so before submit, and what to do', async () => {
      const host = current();
      const { id } = host.accesses.lonely;
      const preview = await host.as('dan').ok('previewRotation', { params: { access_id: id } });
      expect(preview.approvers).toEqual([]);
      expect(preview.verdict).toMatchObject({ allowed: false, reason: 'no_second_member' });
      expect(preview.verdict.message).toMatch(/Logistics.*admin/u);
      await host.as('dan').refused('createRequest', 'invalid_owner_user_group', { body: body(id) });
      await changeMembers(host, 'add_members', 'cid', 'grp_logistics');
      await ask(host, { access: 'lonely', by: 'dan' });
    });

    test('R6: submitting makes nothing and shows nothing', async () => {
      const host = current();
      const before = await generationsOf(host, host.accesses.orders);
      await ask(host);
      await host.settle();
      expect(await generationsOf(host, host.accesses.orders)).toEqual(before);
      await host.as('ada').refused('claimCredentials', 'credentials_consumed', {
        params: { access_id: host.accesses.orders.id },
        body: { claim: newClaim() },
      });
      expect((await accessOf(host)).credential_state).toBe('rotation_pending');
    });

    test('R12: only the requester deletes, only while pending; approvers are no longer asked', async () => {
      const host = current();
      const request_id = await ask(host);
      for (const name of ['ben', 'dan', 'eve'] as const) {
        const reply = await host.as(name).send('deleteRequest', { params: { request_id } });
        expect([403, 404]).toContain(reply.status);
      }
      const refusal = await host
        .as('ben')
        .refused('deleteRequest', 'deleting_forbidden_on_governance_request', { params: { request_id } });
      expect(refusal.message).toContain('Ada Lind');
      await host.as('ada').ok('deleteRequest', { params: { request_id } });
      expect((await requestOf(host, request_id)).status).toBe('deleted');
      await host
        .as('ada')
        .refused('deleteRequest', 'governance_request_already_decided', { params: { request_id } });
      expect((await noticesOf(host, 'ben')).filter((notice) => !notice.read)).toEqual([]);
    });

    test('R12: an approved request cannot be deleted', async () => {
      const host = current();
      const request_id = await ready(host);
      const refusal = await host
        .as('ada')
        .refused('deleteRequest', 'governance_request_already_decided', { params: { request_id } });
      expect(refusal.message).toContain('Ben Okoye');
    });

    test('R12: my and my groups’ requests are listed for the group, and for nobody else', async () => {
      const host = current();
      const id = await ask(host);
      for (const name of ['ada', 'ben', 'cid'] as const) {
        const { requests } = await host.as(name).ok('listRequests', { query: { scope: 'mine' } });
        expect(requests.map((request) => request.request_id)).toEqual([id]);
      }
      const { requests } = await host.as('dan').ok('listRequests', { query: { scope: 'mine' } });
      expect(requests).toEqual([]);
    });
  });
};
