import { describe, expect, test } from 'vitest';
import type { ProblemCode } from '../../contract/problems.ts';
import { newClaim, type TestHost } from './host.ts';
import {
  accessOf,
  ask,
  changeMembers,
  generationsOf,
  noticesOf,
  ready,
  saved,
  requestOf,
  shown,
  tryOn,
  statusesOf,
} from './steps.ts';

const MINUTE = 60_000;

/** From approval to credentials (R10), also when the platform is down or refuses. */
export const provisioningTests = (current: () => TestHost): void => {
  describe('provisioning', () => {
    test('R10: approval moves to provisioning, then the platform makes credentials and it is approved', async () => {
      const host = current();
      const request_id = await ask(host);
      const { request } = await host.as('ben').ok('approveRequest', { params: { request_id }, body: {} });
      expect(request.status).toBe('provisioning');
      await host.settle();
      expect(await requestOf(host, request_id)).toMatchObject({ status: 'approved', outcome: 'unviewed' });
      expect(await accessOf(host)).toMatchObject({
        credential_state: 'unviewed',
        credentials_consumed: false,
        credentials_user_id: 'ada',
        first_credentials: false,
        active_request_id: request_id,
      });
      expect(await generationsOf(host, host.accesses.orders)).toEqual(['1 active', '2 prepared']);
    });

    test('R10: a refusal of the platform fails the request with its reason; a retry ends well', async () => {
      const host = current();
      const { orders } = host.accesses;
      await host.setFaults('platform_refuses');
      const request_id = await ready(host);
      const failed = await requestOf(host, request_id);
      expect(failed.status).toBe('failed');
      expect(failed.failure).toMatch(/refuses/u);
      expect(failed.verdicts.retry).toEqual({ allowed: true });
      expect(await generationsOf(host, orders)).toEqual(['1 active']);
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: 1, certificate: 1 });
      expect((await accessOf(host)).credential_state).toBe('active');
      for (const name of ['ada', 'ben'] as const)
        expect(await noticesOf(host, name)).toContainEqual(
          expect.objectContaining({ kind: 'request_failed', request_id, read: false }),
        );
      await host
        .as('dan')
        .send('retryRequest', { params: { request_id } })
        .then((reply) => expect([403, 404]).toContain(reply.status));
      await host.setFaults();
      await host.as('cid').ok('retryRequest', { params: { request_id } });
      await host.settle();
      const approved = await requestOf(host, request_id);
      expect(approved.status).toBe('approved');
      expect(approved.failure).toBeUndefined();
      await host
        .as('cid')
        .refused('retryRequest', 'governance_request_not_failed', { params: { request_id } });
      expect((await generationsOf(host, orders)).filter((line) => line.endsWith('prepared'))).toHaveLength(1);
    });

    test('R10: only a failed request can be retried', async () => {
      const host = current();
      const request_id = await ask(host);
      await host
        .as('ben')
        .refused('retryRequest', 'governance_request_not_failed', { params: { request_id } });
    });

    test('R4, R10: a failed request is not retried beside another rotation', async () => {
      const host = current();
      await host.setFaults('platform_refuses');
      const failed = await ready(host);
      await host.setFaults();
      await ask(host, { by: 'cid' });
      await host.as('ben').refused('retryRequest', 'governance_request_already_in_progress', {
        params: { request_id: failed },
      });
    });

    test('R10: a failed request is not retried once newer credentials were made, nor for a deleted access', async () => {
      const host = current();
      const { orders } = host.accesses;
      await host.setFaults('platform_refuses');
      const request_id = await ready(host);
      await host.setFaults();
      /** The screen's word and the API's must be the same. */
      const refusedRetry = async (reason: string, code: ProblemCode): Promise<void> => {
        const { retry } = (await requestOf(host, request_id)).verdicts;
        expect(retry).toMatchObject({ allowed: false, reason });
        const refusal = await host.as('ada').refused('retryRequest', code, { params: { request_id } });
        expect(refusal.message).toBe(retry.message);
      };
      await saved(host, { by: 'cid' });
      await refusedRetry('superseded', 'governance_request_not_failed');
      expect(await generationsOf(host, orders)).toEqual(['1 active', '3 active']);
      await host.as('ada').ok('deleteAccess', { params: { access_id: orders.id } });
      await refusedRetry('access_deleted', 'governance_access_not_found');
    });

    test('R10: of two who retry at the same instant one does, and one set of credentials is made', async () => {
      const host = current();
      await host.setFaults('platform_refuses');
      const request_id = await ready(host);
      await host.setFaults();
      const replies = await Promise.all(
        (['ada', 'ben', 'cid'] as const).map((name) =>
          host.as(name).send('retryRequest', { params: { request_id } }),
        ),
      );
      expect(statusesOf(replies)).toEqual([200, 409, 409]);
      await host.settle();
      expect(
        (await generationsOf(host, host.accesses.orders)).filter((line) => line.endsWith('prepared')),
      ).toHaveLength(1);
    });

    test('R10: the requester left: the failed request is not retried', async () => {
      const host = current();
      await host.setFaults('platform_refuses');
      const request_id = await ready(host);
      await host.setFaults();
      await changeMembers(host, 'remove_members', 'ada');
      await host.as('ben').refused('retryRequest', 'invalid_owner_user_group', { params: { request_id } });
    });

    test('R17: the requester left before the credentials were made: the request fails and blocks nobody', async () => {
      const host = current();
      await host.setFaults('platform_down');
      const request_id = await ready(host);
      await changeMembers(host, 'remove_members', 'ada');
      await host.setFaults();
      await host.advance(MINUTE);
      const failed = await requestOf(host, request_id, 'ben');
      expect(failed).toMatchObject({ status: 'failed' });
      expect(failed.failure).toMatch(/no longer a member/u);
      expect((await accessOf(host, 'orders', 'ben')).verdicts.request_rotation).toEqual({ allowed: true });
      expect(await generationsOf(host, host.accesses.orders)).toEqual(['1 active']);
    });

    test('R19: a platform that refuses during the reveal loses nothing: the same claim works afterwards', async () => {
      const host = current();
      const { orders } = host.accesses;
      await ready(host);
      await host.setFaults('platform_refuses');
      const call = { params: { access_id: orders.id }, body: { claim: newClaim() } };
      await host.as('ada').refused('claimCredentials', 'unavailable', call);
      await host.advance(10 * 86_400_000);
      await host.setFaults();
      const { credentials } = await host.as('ada').ok('claimCredentials', call);
      expect(await tryOn(host, orders, credentials)).toEqual({ password: 2, certificate: 2 });
    });

    test('R10: while the platform is down it is tried again, later and later, and ends well when it is back', async () => {
      const host = current();
      await host.setFaults('platform_down');
      const request_id = await ready(host);
      expect((await requestOf(host, request_id)).status).toBe('provisioning');
      await host.advance(1000);
      expect((await requestOf(host, request_id)).status).toBe('provisioning');
      await host.setFaults();
      await host.advance(MINUTE);
      expect((await requestOf(host, request_id)).status).toBe('approved');
      expect(await generationsOf(host, host.accesses.orders)).toEqual(['1 active', '2 prepared']);
    });

    test('R10: a platform that stays down fails the request; nothing half-done remains', async () => {
      const host = current();
      const { orders } = host.accesses;
      await host.setFaults('platform_down');
      const request_id = await ready(host);
      for (let i = 0; i < 6; i += 1) await host.advance(10 * MINUTE);
      const failed = await requestOf(host, request_id);
      expect(failed.status).toBe('failed');
      expect(failed.failure).toMatch(/does not answer/u);
      await host.setFaults();
      await host.advance(30 * MINUTE);
      expect(await generationsOf(host, orders)).toEqual(['1 active']);
      await host.as('ben').ok('retryRequest', { params: { request_id } });
      await host.settle();
      expect((await requestOf(host, request_id)).status).toBe('approved');
    });

    test('R10: while the fault lasts the backend answers everything that does not need the platform', async () => {
      const host = current();
      await host.setFaults('platform_down');
      await host.as('ada').ok('listAccesses');
      await ask(host);
    });

    test('R20: unviewed credentials expire after seven days; the platform forgets them, the request says so', async () => {
      const host = current();
      const { orders } = host.accesses;
      const request_id = await ready(host);
      const access = await accessOf(host);
      expect(Date.parse(access.credentials_expire_time ?? '') - Math.floor(host.now() / 1000) * 1000).toBe(
        7 * 86_400_000,
      );
      await host.advance(7 * 86_400_000 - 1000);
      expect((await requestOf(host, request_id)).outcome).toBe('unviewed');
      expect((await accessOf(host)).verdicts.review_credentials).toEqual({ allowed: true });
      await host.advance(1000);
      expect(await requestOf(host, request_id)).toMatchObject({ status: 'approved', outcome: 'expired' });
      expect((await accessOf(host)).credential_state).toBe('expired');
      expect(await generationsOf(host, orders)).toEqual(['1 active']);
      expect(await noticesOf(host, 'ada')).toContainEqual(
        expect.objectContaining({ kind: 'credentials_expired' }),
      );
      expect((await host.store.dump()).credentials.filter((row) => row.sealed !== null)).toEqual([]);
      expect(await tryOn(host, orders, orders.first)).toEqual({ password: 1, certificate: 1 });
      const { credentials } = await shown(host, { by: 'ben' });
      expect((await tryOn(host, orders, credentials)).password).not.toBeNull();
    });
  });
};
