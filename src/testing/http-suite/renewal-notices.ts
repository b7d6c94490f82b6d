import { describe, expect, test } from 'vitest';
import { OVERLAP, SINGLE, type PersonName } from '../world.ts';
import type { TestHost } from './host.ts';
import { pathOf } from './steps.ts';
import {
  acknowledge,
  createPrimary,
  createUser,
  giveRole,
  historyOf,
  listedUser,
  rowOf,
  tryUser,
  userPath,
  withSecrets,
} from './user-steps.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const DUE = 730 * DAY;
const params = pathOf(OVERLAP);
const orders = userPath('orders-user');
const lonely = userPath('lonely-user');

/** What somebody was told about certificates since they last read it: kind, service and how many. */
const toldTo = async (host: TestHost, name: PersonName): Promise<readonly string[]> => {
  const person = host.as(name);
  const { notifications } = await person.ok('listNotifications');
  await person.ok('markNotificationsRead', { body: {} });
  return notifications
    .filter(({ kind, read }) => kind.startsWith('certificate') && !read)
    .map(({ kind, params: { service, user, count = '' } }) => `${kind} ${service} ${user} ${count}`.trim())
    .toSorted();
};

const mute = (host: TestHost, muted: boolean) =>
  host.as('cid').ok('changeCertificateNotices', { params, body: { muted } });

const bannerOf = async (host: TestHost, name: PersonName = 'cid') =>
  (await host.as(name).ok('getServiceDetails', { params })).service.attention;

const startPageOf = async (host: TestHost, name: PersonName = 'cid') => {
  const attention = await host.as(name).ok('accessAttention');
  return {
    services: attention.certificates_renewed.map((one) => `${one.service_name} ${one.count}`),
    count: attention.certificates_renewed_count,
  };
};

/** Banners and reminders of renewed certificates, and of renewals that fail. */
export const renewalNoticeTests = (current: () => TestHost): void => {
  describe('notices of certificates', () => {
    test('C4: admins and operators are told of a renewal, once for all users of a service; nobody else is', async () => {
      const host = current();
      await giveRole(host, 'ben', 'admin');
      await createUser(host, 'mirror');
      await host.advance(DUE);
      for (const name of ['ben', 'cid'] as const)
        expect(await toldTo(host, name)).toEqual([
          'certificates_renewed kafka-overlap lonely-user 3',
          'certificates_renewed kafka-single stock-user 1',
        ]);
      for (const name of ['ada', 'dan', 'eve'] as const) expect(await toldTo(host, name)).toEqual([]);
      expect(await toldTo(host, 'fay')).toEqual(['certificates_renewed kafka-globex foreign-user 1']);
    });

    test('C4: again every week, daily in the last 14 days and after the end, until acknowledged', async () => {
      const host = current();
      await acknowledgeStock(host);
      const told: number[] = [];
      // From the renewal on, 90 days to the old certificate's end, and some after it.
      for (let day = 0; day <= 95; day += 1) {
        if ((await toldTo(host, 'cid')).includes('certificates_renewed kafka-overlap lonely-user 2'))
          told.push(90 - day);
        await host.advance(DAY);
      }
      const daily = Array.from({ length: 20 }, (_, i) => 14 - i);
      expect(told).toEqual([90, 83, 76, 69, 62, 55, 48, 41, 34, 27, 20, ...daily]);
      await acknowledge(host, lonely);
      await host.advance(DAY);
      expect(await toldTo(host, 'cid')).toEqual(['certificates_renewed kafka-overlap orders-user 1']);
      await acknowledge(host, orders);
      await host.advance(10 * DAY);
      expect(await toldTo(host, 'cid')).toEqual([]);
    });

    test('C4: after long downtime people are told once, not once for every week missed', async () => {
      const host = current();
      await host.advance(DUE + 80 * DAY);
      const { notifications } = await host.as('cid').ok('listNotifications');
      const kinds = notifications.filter(({ kind }) => kind === 'certificates_renewed');
      expect(new Set(kinds.map((one) => one.params['service']))).toEqual(
        new Set(['kafka-overlap', 'kafka-single']),
      );
      expect(kinds).toHaveLength(2);
      expect(kinds.map((one) => one.params['days'])).toEqual(['10', '10']);
      expect(await toldTo(host, 'cid')).toHaveLength(2);
      await host.advance(DAY);
      expect(await toldTo(host, 'cid')).toHaveLength(2);
    });

    test('C4: a reminder that nobody read is replaced by the next, and goes when all are acknowledged', async () => {
      const host = current();
      await acknowledgeStock(host);
      const unread = async () =>
        (await host.as('cid').ok('listNotifications')).notifications.filter(
          ({ kind, read }) => kind === 'certificates_renewed' && !read,
        );
      for (let week = 0; week < 5; week += 1) await host.advance(7 * DAY);
      expect((await unread()).map((one) => one.params)).toEqual([
        { project: 'shop', service: 'kafka-overlap', user: 'lonely-user', count: '2', days: '55' },
      ]);
      await acknowledge(host, lonely);
      await acknowledge(host, orders);
      await host.settle();
      expect(await unread()).toEqual([]);
    });

    test('C4: a reminder goes with the user that it is about', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      await acknowledgeStock(host);
      await acknowledge(host, lonely);
      await acknowledge(host, orders);
      expect(await toldTo(host, 'cid')).not.toEqual([]);
      await host.advance(7 * DAY);
      await host.as('cid').ok('deleteServiceUser', { params: path });
      await host.settle();
      expect(await toldTo(host, 'cid')).toEqual([]);
    });

    test('C5, C7: one banner counts; acknowledging one user leaves the others’', async () => {
      const host = current();
      for (const name of ['b', 'c', 'd']) await createUser(host, name);
      expect([await bannerOf(host), await startPageOf(host)]).toEqual([
        undefined,
        { services: [], count: 0 },
      ]);
      await host.advance(DUE);
      expect(await bannerOf(host)).toMatchObject({
        project_name: 'shop',
        service_name: 'kafka-overlap',
        count: 5,
        failed_count: 0,
        soonest_time: '2028-08-07T20:40:03Z',
        severity: 'info',
      });
      expect((await bannerOf(host))?.usernames).toHaveLength(3);
      const all = { services: ['kafka-overlap 5', 'kafka-single 1'], count: 6 };
      const seen = await startPageOf(host);
      expect([seen.services.toSorted(), seen.count]).toEqual([all.services, all.count]);
      // Developers see the banner on the service; what waits on the start page is for those who may do something.
      expect((await bannerOf(host, 'ada'))?.count).toBe(5);
      for (const name of ['ada', 'ben', 'dan', 'eve'] as const)
        expect(await startPageOf(host, name)).toEqual({ services: [], count: 0 });
      await acknowledge(host, orders);
      expect((await bannerOf(host))?.count).toBe(4);
      expect((await bannerOf(host))?.usernames).not.toContain('orders-user');
      for (const name of ['b', 'c', 'd', 'lonely-user']) await acknowledge(host, userPath(name));
      expect(await bannerOf(host)).toBeUndefined();
      expect(await startPageOf(host)).toEqual({ services: ['kafka-single 1'], count: 1 });
      await giveRole(host, 'cid', 'read_only');
      expect((await startPageOf(host)).count).toBe(0);
    });

    test('C10: muted: renewal goes on, no banner, nobody is told; unmuted, both come', async () => {
      const host = current();
      const { service } = await mute(host, true);
      expect(service.notices_muted).toBe(true);
      await host.advance(DUE + 10 * DAY);
      expect((await rowOf(host, orders)).renewals).toBe(1);
      const listed = await listedUser(host, orders);
      expect(listed).toMatchObject({
        renewal_state: 'renewed',
        verdicts: { acknowledge: { allowed: true } },
      });
      expect(await bannerOf(host)).toBeUndefined();
      expect(await startPageOf(host)).toEqual({ services: ['kafka-single 1'], count: 1 });
      expect(await toldTo(host, 'cid')).toEqual(['certificates_renewed kafka-single stock-user 1']);
      await mute(host, false);
      await host.settle();
      expect((await bannerOf(host))?.count).toBe(2);
      expect(await toldTo(host, 'cid')).toContain('certificates_renewed kafka-overlap lonely-user 2');
      await mute(host, true);
      await host.advance(30 * DAY);
      expect((await toldTo(host, 'cid')).filter((line) => line.includes('overlap'))).toEqual([]);
      // Saying the same again changes and records nothing.
      const before = await host.store.read((tx) => tx.count('audit'));
      await mute(host, true);
      await host.as('cid').ok('changeCertificateNotices', { params, body: {} });
      expect(await host.store.read((tx) => tx.count('audit'))).toBe(before);
    });

    test('C10: muted, a renewal that fails shows in the list, and nobody is told', async () => {
      const host = current();
      await mute(host, true);
      await host.setFaults('platform_refuses');
      await host.advance(DUE);
      expect((await listedUser(host, orders)).renewal_state).toBe('failed');
      expect((await toldTo(host, 'cid')).filter((line) => line.includes('overlap'))).toEqual([]);
      await host.setFaults();
    });

    test('the platform refuses a renewal: shown and told at once, tried again, and over when it succeeds', async () => {
      const host = current();
      await host.setFaults('platform_refuses');
      await host.advance(DUE);
      expect(await listedUser(host, orders)).toMatchObject({
        status: 'ready',
        renewal_state: 'failed',
        failure: 'The Kafka platform refuses this change.',
        severity: 'info',
        verdicts: { acknowledge: { allowed: false, reason: 'never_renewed' } },
      });
      expect(await bannerOf(host)).toMatchObject({ count: 2, failed_count: 2, severity: 'info' });
      expect(await toldTo(host, 'cid')).toEqual([
        'certificate_renewal_failed kafka-overlap lonely-user',
        'certificate_renewal_failed kafka-overlap orders-user',
        'certificate_renewal_failed kafka-single stock-user',
      ]);
      expect(await historyOf(host, 'orders-user')).toContain('certificate.renewal_failed Latchkey');
      // Tried again and again, ever later; told no more.
      await host.advance(5 * MINUTE);
      expect((await rowOf(host, orders)).renewalAttempts).toBe(2);
      await host.advance(9 * MINUTE);
      expect((await rowOf(host, orders)).renewalAttempts).toBe(2);
      await host.advance(MINUTE);
      expect((await rowOf(host, orders)).renewalAttempts).toBe(3);
      for (let day = 0; day < 59; day += 1) await host.advance(DAY);
      expect((await rowOf(host, orders)).renewalAttempts).toBeGreaterThan(30);
      expect((await listedUser(host, orders)).severity).toBe('warning');
      expect(await toldTo(host, 'cid')).toEqual([]);
      await host.setFaults();
      await host.advance(DAY);
      const listed = await listedUser(host, orders);
      expect(listed.renewal_state).toBe('renewed');
      expect(listed.failure).toBeUndefined();
      expect(await bannerOf(host)).toMatchObject({ count: 2, failed_count: 0 });
      expect((await toldTo(host, 'cid')).at(0)).toBe('certificates_renewed kafka-overlap lonely-user 2');
      expect((await tryUser(host, orders, await withSecrets(host, orders))).certificate).toBe(1);
      expect((await rowOf(host, orders)).renewals).toBe(1);
    });

    test('the platform does not answer: told after the third time, and renewed when it is back', async () => {
      const host = current();
      await host.as('dan').ok('deleteAccess', { params: { access_id: host.accesses.lonely.id } });
      await host.settle();
      await host.setFaults('platform_down');
      await host.advance(DUE);
      expect(await rowOf(host, orders)).toMatchObject({ renewalAttempts: 1, renewalState: 'current' });
      expect(await bannerOf(host)).toBeUndefined();
      await host.advance(5 * MINUTE);
      expect(await toldTo(host, 'cid')).toEqual([]);
      await host.advance(10 * MINUTE);
      expect(await listedUser(host, orders)).toMatchObject({
        renewal_state: 'failed',
        failure: 'The Kafka platform does not answer.',
      });
      expect(await toldTo(host, 'cid')).toEqual([
        'certificate_renewal_failed kafka-overlap orders-user',
        'certificate_renewal_failed kafka-single stock-user',
      ]);
      await host.advance(10 * MINUTE);
      expect(await toldTo(host, 'cid')).toEqual([]);
      await host.setFaults();
      await host.advance(10 * MINUTE);
      expect((await listedUser(host, orders)).renewal_state).toBe('renewed');
      expect((await rowOf(host, orders)).renewals).toBe(1);
    });

    test('an outage that lasts keeps nobody from being reminded of what was renewed before', async () => {
      const host = current();
      await host.advance(100 * DAY);
      for (let i = 0; i < 3; i += 1) await createUser(host, `later-${i}`);
      // The accesses' certificates are renewed, those of the others come due in the outage.
      await host.advance(DUE - 100 * DAY);
      await toldTo(host, 'cid');
      await host.store.write(async (tx) => {
        for (const { id } of await tx.find('serviceUsers', { where: { accessId: null } }))
          await tx.update('serviceUsers', id, { newestEndsAt: host.now() + 91 * DAY });
      });
      await host.as('cid').ok('changeCertificateNotices', { params, body: { renewal_window_days: 89 } });
      await host.setFaults('platform_down');
      for (let day = 0; day < 8; day += 1) await host.advance(DAY);
      expect(await toldTo(host, 'cid')).toContain('certificates_renewed kafka-overlap lonely-user 2');
      expect((await rowOf(host, userPath('later-0'))).renewalState).toBe('failed');
      await host.setFaults();
    });

    test('C7: a renewal that failed is no longer to be looked into once credentials were reset', async () => {
      const host = current();
      await createPrimary(host);
      await host.setFaults('platform_refuses');
      await host.advance(DUE);
      await host.setFaults();
      expect((await bannerOf(host))?.failed_count).toBe(3);
      await host.as('cid').ok('resetServiceCredentials', { params });
      await host.settle();
      expect((await listedUser(host, userPath('avnadmin'))).renewal_state).toBe('current');
      expect((await bannerOf(host))?.failed_count).toBe(2);
    });
  });
};

/** Renews all there is, and leaves what waits on one service alone. */
const acknowledgeStock = async (host: TestHost): Promise<void> => {
  await host.advance(DUE);
  await acknowledge(host, userPath('stock-user', SINGLE));
  await host.settle();
};
