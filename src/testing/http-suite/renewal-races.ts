import { describe, expect, test } from 'vitest';
import { OVERLAP } from '../world.ts';
import { elsewhere, type TestHost } from './host.ts';
import { accessOf, pathOf, saved, tryOn } from './steps.ts';
import {
  acknowledge,
  createUser,
  historyOf,
  listedUser,
  rowOf,
  tryUser,
  userPath,
  withSecrets,
  type UserPath,
} from './user-steps.ts';

const DAY = 86_400_000;
const LIFE = 820 * DAY;
const WINDOW = 90 * DAY;
const DUE = LIFE - WINDOW;
const params = pathOf(OVERLAP);
const orders = userPath('orders-user');

const windowOf = (host: TestHost, renewal_window_days: number) =>
  host.as('cid').ok('changeCertificateNotices', { params, body: { renewal_window_days } });

const renewalsOf = async (host: TestHost, username: string): Promise<number> =>
  (await host.store.read((tx) => tx.find('simulatedRenewals', { where: { username } }))).length;

/** Moves on until all certificates would be due, had the service not the least window; and then this one alone is. */
const onlyDue = async (host: TestHost, path: UserPath): Promise<void> => {
  await windowOf(host, 7);
  await host.advance(DUE);
  const { id } = await rowOf(host, path);
  await host.store.write((tx) => tx.update('serviceUsers', id, { newestEndsAt: host.now() + 7.5 * DAY }));
};

/** Renewals that something else comes between. */
export const renewalRaceTests = (current: () => TestHost): void => {
  describe('renewals and what comes between', () => {
    test('two servers at once renew each certificate once', async () => {
      const host = current();
      const names = Array.from({ length: 12 }, (_, i) => `mirror-${i}`);
      for (const name of names) await createUser(host, name);
      await elsewhere(host, host.store, async (as) => {
        await host.advance(DUE);
        await as('cid').ok('listServiceUsers', { params });
        await host.settle();
      });
      // The other one may have stopped with some left to do.
      await host.advance(60_000);
      const audited = await host.store.read((tx) =>
        tx.find('audit', { where: { action: 'certificate.renewed' } }),
      );
      const users = await host.store.read((tx) => tx.find('serviceUsers'));
      expect(users.map(({ renewals }) => renewals)).toEqual(users.map(() => 1));
      expect(audited).toHaveLength(users.length);
      const path = userPath('mirror-0');
      expect((await tryUser(host, path, await withSecrets(host, path))).certificate).toBe(1);
    });

    test('a user that is deleted while its certificate is renewed is gone, and so is the certificate', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      await createUser(host, 'other');
      const remove = () => host.as('cid').ok('deleteServiceUser', { params: path });
      await onlyDue(host, path);
      host.amidst('simulatedRenewals', remove);
      await windowOf(host, 8);
      await host.settle();
      expect(await renewalsOf(host, 'mirror')).toBe(0);
      expect(await historyOf(host, 'mirror')).not.toContain('certificate.renewed Latchkey');
      await host.as('cid').refused('getServiceUser', 'user_not_found', { params: path });
      await windowOf(host, 90);
      await host.settle();
      expect((await rowOf(host, userPath('other'))).renewals).toBe(1);
    });

    test('an access that is deleted while its certificate is renewed is gone as well', async () => {
      const host = current();
      host.amidst('simulatedRenewals', () =>
        host.as('ada').ok('deleteAccess', { params: { access_id: host.accesses.orders.id } }),
      );
      await host.as('dan').ok('deleteAccess', { params: { access_id: host.accesses.lonely.id } });
      await host.as('ada').ok('deleteAccess', { params: { access_id: host.accesses.stock.id } });
      await host.as('fay').ok('deleteAccess', { params: { access_id: host.accesses.foreign.id } });
      await host.advance(DUE);
      expect(await host.store.read((tx) => tx.count('simulatedRenewals'))).toBe(0);
      expect(await host.store.read((tx) => tx.count('serviceUsers'))).toBe(0);
    });

    test('reset while its certificate is renewed: the reset wins, nothing of the renewal stays', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const old = await withSecrets(host, path);
      await onlyDue(host, path);
      host.amidst('simulatedRenewals', async () => {
        await host
          .as('cid')
          .ok('modifyServiceUser', { params: path, body: { operation: 'reset-credentials' } });
        expect(await rowOf(host, path)).toMatchObject({ status: 'ready', generation: 2 });
      });
      await windowOf(host, 8);
      await host.settle();
      const made = await withSecrets(host, path);
      expect(await tryUser(host, path, made)).toEqual({ password: 2, certificate: 2 });
      expect(await tryUser(host, path, old)).toEqual({ password: null, certificate: null });
      expect(await listedUser(host, path)).toMatchObject({ renewal_state: 'current', status: 'ready' });
      expect(await renewalsOf(host, 'mirror')).toBe(0);
    });

    test('R10, C7: a rotation between renewal and acknowledgement leaves nothing to acknowledge', async () => {
      const host = current();
      await host.advance(DUE);
      const renewed = await withSecrets(host, orders);
      const { credentials } = await saved(host, { overlap: 'immediately' });
      const listed = await listedUser(host, orders);
      expect(listed).toMatchObject({
        renewal_state: 'current',
        verdicts: { acknowledge: { allowed: false, reason: 'nothing_to_acknowledge' } },
      });
      expect([listed.severity, listed.expiring_cert_not_valid_after_time]).toEqual([undefined, undefined]);
      expect((await tryUser(host, orders, renewed)).certificate).toBeNull();
      expect(await tryOn(host, host.accesses.orders, credentials)).toEqual({ password: 2, certificate: 2 });
      const before = await accessOf(host);
      expect((await acknowledge(host, orders)).status).toBe(200);
      expect(await accessOf(host)).toEqual(before);
      // It renews in its turn, and counts on.
      await host.advance(DUE);
      expect((await rowOf(host, orders)).renewals).toBe(2);
      expect((await tryUser(host, orders, await withSecrets(host, orders))).certificate).toBe(2);
    });

    test('a rotation whose overlap goes on keeps the renewed certificate of before working until then', async () => {
      const host = current();
      await host.advance(DUE);
      const renewed = await withSecrets(host, orders);
      await saved(host, { overlap: '24_hours' });
      expect((await tryUser(host, orders, renewed)).certificate).toBe(1);
      await host.advance(DAY);
      expect((await tryUser(host, orders, renewed)).certificate).toBeNull();
    });
  });
};
