import { describe, expect, test } from 'vitest';
import { OVERLAP, SINGLE } from '../world.ts';
import type { TestHost } from './host.ts';
import {
  accessOf,
  approve,
  ask,
  generationsOf,
  noticesOf,
  ready,
  requestOf,
  saved,
  shown,
  tryOn,
} from './steps.ts';
import {
  createPrimary,
  createUser,
  historyOf,
  listedUser,
  reset,
  rowOf,
  tryUser,
  userPath,
  withSecrets,
} from './user-steps.ts';

const DAY = 86_400_000;
const orders = userPath('orders-user');
const resetting = { operation: 'reset-credentials' };

/** Credentials made anew from the Users tab (C11). */
export const resetTests = (current: () => TestHost): void => {
  describe('reset credentials', () => {
    test.each([OVERLAP, SINGLE])(
      'C11: on $service_name old password and old certificate end, new ones work',
      async (service) => {
        const host = current();
        const path = await createUser(host, 'mirror', service);
        const old = await withSecrets(host, path);
        await host.advance(DAY);
        await reset(host, path);
        expect(await tryUser(host, path, old)).toEqual({ password: null, certificate: null });
        const made = await withSecrets(host, path);
        expect(await tryUser(host, path, made)).toEqual({ password: 2, certificate: 2 });
        expect(made.password_updated_time).toBe('2026-05-11T20:40:03Z');
        expect(made.access_cert_not_valid_after_time).toBe('2028-08-08T20:40:03Z');
        expect(await historyOf(host, 'mirror')).toEqual(
          expect.arrayContaining(['service_user.reset_requested Cid Romero', 'service_user.reset Latchkey']),
        );
      },
    );

    test('C8: a password of one’s own has 8 to 256 printable characters, and authenticates', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      for (const new_password of ['x'.repeat(8), 'x'.repeat(256), ' "quoted" \\ and spaced ']) {
        await reset(host, path, { new_password });
        const { password } = await withSecrets(host, path);
        expect(password).toBe(new_password);
        expect((await tryUser(host, path, { password })).password).not.toBeNull();
      }
      for (const new_password of ['x'.repeat(7), 'x'.repeat(257), '', 'pass\nword', 'paßwort!', 12_345_678]) {
        const problem = await host.as('cid').refused('modifyServiceUser', 'invalid_request', {
          params: path,
          body: { ...resetting, new_password },
        });
        expect(problem.errors[0]?.metadata?.['pointer']).toBe('/new_password');
        expect(problem.message).not.toContain(String(new_password) || 'undefined');
      }
      // Without one, the next is random again.
      await reset(host, path);
      const { password } = await withSecrets(host, path);
      expect(password).not.toBe(' "quoted" \\ and spaced ');
    });

    test('C8: an unknown operation and a missing body are refused, and their place named', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const old = await withSecrets(host, path);
      for (const body of [
        {},
        { operation: 'set-access-control' },
        { operation: 'Reset-Credentials' },
        { operation: null },
        { new_password: 'x'.repeat(8) },
        undefined,
      ]) {
        const problem = await host.as('cid').refused('modifyServiceUser', 'invalid_request', {
          params: path,
          ...(body === undefined ? {} : { body }),
        });
        expect(problem.errors[0]?.metadata?.['pointer']).toBe('/operation');
      }
      await host.as('cid').refused('modifyServiceUser', 'malformed_json', { params: path, text: '{' });
      expect(await tryUser(host, path, old)).toEqual({ password: 1, certificate: 1 });
    });

    test('C8: every way to reset does the same; the answer is the service, without secrets', async () => {
      const host = current();
      await createPrimary(host);
      const path = userPath('avnadmin');
      const old = await withSecrets(host, path);
      const ways = [
        () => host.byToken('cid').ok('modifyServiceUser', { params: path, body: resetting }),
        () => host.byToken('cid').ok('resetServiceUser', { params: path }),
        () => host.byToken('cid').ok('resetServiceCredentials', { params: path }),
      ];
      let generation = 1;
      for (const way of ways) {
        const { service } = await way();
        expect(service.service_name).toBe('kafka-overlap');
        expect(service.users?.find((user) => user.username === 'avnadmin')?.password).toBeNull();
        expect(JSON.stringify(service)).not.toContain('PRIVATE KEY');
        generation += 1;
        const made = await withSecrets(host, path);
        expect(await tryUser(host, path, made)).toEqual({ password: generation, certificate: generation });
      }
      expect(await tryUser(host, path, old)).toEqual({ password: null, certificate: null });
    });

    test('C11: of an access’s user: the owner group is told, and the access’s certificate is the new one', async () => {
      const host = current();
      await host.advance(DAY);
      await reset(host, orders);
      const made = await withSecrets(host, orders);
      const { first } = host.accesses.orders;
      expect(await tryUser(host, orders, first)).toEqual({ password: null, certificate: null });
      expect(await tryUser(host, orders, made)).toEqual({ password: 2, certificate: 2 });
      for (const name of ['ada', 'ben', 'cid'] as const)
        expect((await noticesOf(host, name))[0]).toMatchObject({
          kind: 'service_user_reset',
          params: { project: 'shop', service: 'kafka-overlap', user: 'orders-user', access: 'orders' },
        });
      for (const name of ['dan', 'eve', 'fay'] as const)
        expect((await noticesOf(host, name)).map(({ kind }) => kind)).not.toContain('service_user_reset');
      expect(await accessOf(host)).toMatchObject({
        // Five minutes early, for clocks that lag.
        certificate_not_before_time: '2026-05-11T20:35:03Z',
        certificate_not_after_time: '2028-08-08T20:40:03Z',
        credential_state: 'active',
      });
      // The next rotation counts on from there.
      const { credentials } = await saved(host, { overlap: '24_hours' });
      expect(await tryUser(host, orders, credentials)).toEqual({ password: 3, certificate: 3 });
      expect(await tryUser(host, orders, made)).toEqual({ password: 2, certificate: 2 });
      await host.advance(DAY);
      expect(await tryUser(host, orders, made)).toEqual({ password: null, certificate: null });
      expect((await rowOf(host, orders)).sealed).toBeNull();
    });

    test('C11, R22: it ends old credentials that would have worked for a while yet', async () => {
      const host = current();
      const { credentials } = await saved(host, { overlap: '7_days' });
      expect((await accessOf(host)).old_credentials).toBeDefined();
      await reset(host, orders);
      expect((await accessOf(host)).old_credentials).toBeUndefined();
      expect(await tryOn(host, host.accesses.orders, host.accesses.orders.first)).toEqual({
        password: null,
        certificate: null,
      });
      expect(await tryOn(host, host.accesses.orders, credentials)).toEqual({
        password: null,
        certificate: null,
      });
      await host.advance(8 * DAY);
      const made = await withSecrets(host, orders);
      expect(await tryUser(host, orders, made)).toEqual({ password: 3, certificate: 3 });
      expect((await accessOf(host)).credential_state).toBe('active');
    });

    test('R4: refused while a rotation is under way or its credentials wait to be saved; the list says why', async () => {
      const host = current();
      const refused = async (reason: string) => {
        const problem = await host
          .as('cid')
          .refused('modifyServiceUser', 'governance_request_already_in_progress', {
            params: orders,
            body: resetting,
          });
        expect(problem.errors[0]?.metadata?.['reason']).toBe(reason);
        expect((await listedUser(host, orders)).verdicts.reset).toMatchObject({ allowed: false, reason });
      };
      await host.setFaults('platform_down');
      const request_id = await ask(host);
      await approve(host, request_id);
      await refused('rotation_in_progress');
      await host.setFaults();
      await host.advance(600_000);
      await refused('credentials_waiting');
      const { claim, credentials } = await (async () => {
        const body = { claim: 'c'.repeat(43) };
        const params = { access_id: host.accesses.orders.id };
        return { ...body, ...(await host.as('ada').ok('claimCredentials', { params, body })) };
      })();
      await refused('credentials_waiting');
      await host
        .as('ada')
        .ok('confirmSaved', { params: { access_id: host.accesses.orders.id }, body: { claim } });
      await host.settle();
      expect(await tryUser(host, orders, credentials)).toEqual({ password: 2, certificate: 2 });
      await reset(host, orders);
    });

    test('R4: a request that nobody decided yet does not stand in the way, and goes on after it', async () => {
      const host = current();
      const request_id = await ask(host);
      await reset(host, orders);
      const made = await withSecrets(host, orders);
      expect((await requestOf(host, request_id)).status).toBe('pending');
      expect((await accessOf(host)).credential_state).toBe('rotation_pending');
      await approve(host, request_id);
      const body = { claim: 'd'.repeat(43) };
      const params = { access_id: host.accesses.orders.id };
      const { credentials } = await host.as('ada').ok('claimCredentials', { params, body });
      expect(await tryUser(host, orders, credentials)).toEqual({ password: 3, certificate: 3 });
      expect(await tryUser(host, orders, made)).toEqual({ password: 2, certificate: 2 });
    });

    test('C11: while a reset is under way no rotation is approved, which would overtake it', async () => {
      const host = current();
      const request_id = await ask(host);
      await host.setFaults('platform_down');
      const asked = host.as('cid').send('modifyServiceUser', { params: orders, body: resetting });
      await expect.poll(async () => (await rowOf(host, orders)).status).toBe('resetting');
      const deciding = { params: { request_id }, body: {} };
      await host.as('ben').refused('approveRequest', 'service_user_not_ready', deciding);
      await host.setFaults();
      await host.advance(600_000);
      expect((await asked).status).toBe(200);
      expect((await requestOf(host, request_id)).status).toBe('pending');
      const made = await withSecrets(host, orders);
      expect(await tryUser(host, orders, host.accesses.orders.first)).toEqual({
        password: null,
        certificate: null,
      });
      await approve(host, request_id);
      const body = { claim: 'e'.repeat(43) };
      const params = { access_id: host.accesses.orders.id };
      const { credentials } = await host.as('ada').ok('claimCredentials', { params, body });
      await host.as('ada').ok('confirmSaved', { params, body });
      await host.advance(600_000);
      expect(await tryUser(host, orders, credentials)).toEqual({ password: 3, certificate: 3 });
      expect(await tryUser(host, orders, made)).toEqual({ password: 2, certificate: 2 });
      const row = await rowOf(host, orders);
      expect([row.status, row.generation]).toEqual(['ready', 3]);
      const { certificate_not_after_time } = await accessOf(host);
      expect((await listedUser(host, orders)).certificate_not_after_time).toBe(certificate_not_after_time);
    });

    test('unconfirmed credentials do not stand in the way and end with it', async () => {
      const host = current();
      const { credentials } = await shown(host);
      await host.advance(DAY);
      expect((await accessOf(host)).credential_state).toBe('unconfirmed');
      await reset(host, orders);
      expect(await tryOn(host, host.accesses.orders, credentials)).toEqual({
        password: null,
        certificate: null,
      });
      expect(await accessOf(host)).toMatchObject({ credential_state: 'active' });
    });

    test('expired credentials do not stand in the way', async () => {
      const host = current();
      await ready(host);
      await host.advance(8 * DAY);
      expect((await accessOf(host)).credential_state).toBe('expired');
      await reset(host, orders);
      expect(await tryUser(host, orders, await withSecrets(host, orders))).toEqual({
        password: 3,
        certificate: 3,
      });
      expect((await generationsOf(host, host.accesses.orders)).at(-1)).toBe('3 active');
    });

    test('R10: what the platform refuses changes nothing, says why, and may be tried again', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const old = await withSecrets(host, path);
      await host.setFaults('platform_refuses');
      await reset(host, path, { new_password: 'chosen by somebody' });
      const listed = await listedUser(host, path);
      expect([listed.status, listed.failure]).toEqual(['ready', 'The Kafka platform refuses this change.']);
      expect(await tryUser(host, path, old)).toEqual({ password: 1, certificate: 1 });
      expect((await rowOf(host, path)).sealedWish).toBeNull();
      expect(await historyOf(host, 'mirror')).toContain('service_user.reset_failed Latchkey');
      await host.setFaults();
      await reset(host, path);
      const made = await withSecrets(host, path);
      expect(await tryUser(host, path, made)).toEqual({ password: 3, certificate: 3 });
      expect((await listedUser(host, path)).failure).toBeUndefined();
    });

    test('one at a time: of two at the same instant the second is refused', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const ask2 = () => host.as('cid').send('modifyServiceUser', { params: path, body: resetting });
      const replies = await Promise.all([ask2(), ask2()]);
      await host.settle();
      for (const reply of replies) expect([undefined, 'service_user_not_ready']).toContain(reply.code);
      const made = await withSecrets(host, path);
      const { generation } = await rowOf(host, path);
      expect(await tryUser(host, path, made)).toEqual({ password: generation, certificate: generation });
    });
  });
};
