import { X509Certificate } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { OVERLAP, SINGLE } from '../world.ts';
import { type TestHost } from './host.ts';
import { accessOf, pathOf } from './steps.ts';
import {
  acknowledge,
  createUser,
  expectTimes,
  historyOf,
  listedUser,
  rowOf,
  tryUser,
  userPath,
  withSecrets,
} from './user-steps.ts';

const DAY = 86_400_000;
const LIFE = 820 * DAY;
const WINDOW = 90 * DAY;
const DUE = LIFE - WINDOW;
const params = pathOf(OVERLAP);
const orders = userPath('orders-user');
const lonely = userPath('lonely-user');

const windowOf = (host: TestHost, renewal_window_days: number) =>
  host.as('cid').ok('changeCertificateNotices', { params, body: { renewal_window_days } });

const renewalsOf = async (host: TestHost, username: string): Promise<number> =>
  (await host.store.read((tx) => tx.find('simulatedRenewals', { where: { username } }))).length;

/** Certificates that renew themselves, and what people say of them. */
export const certificateTests = (current: () => TestHost): void => {
  describe('certificates', () => {
    test('C2: a certificate is renewed 90 days before its end, not earlier, and once', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const old = await withSecrets(host, path);
      const before = await listedUser(host, path);
      await host.advance(DUE - 1000);
      expect(await listedUser(host, path)).toMatchObject({
        renewal_state: 'current',
        serial: before.serial,
        verdicts: { acknowledge: { allowed: false, reason: 'never_renewed' } },
      });
      await host.advance(1000);
      const renewed = await listedUser(host, path);
      expect(renewed).toMatchObject({ renewal_state: 'renewed', severity: 'info' });
      expect(renewed.expiring_cert_not_valid_after_time).toBe(before.certificate_not_after_time);
      expect(renewed.verdicts.acknowledge.allowed).toBe(true);
      const made = await withSecrets(host, path);
      const [oldCert, newCert] = [old, made].map((one) => new X509Certificate(one.access_cert ?? ''));
      expectTimes(newCert, host.now(), host.now() + LIFE);
      expect(newCert?.subject).toBe(oldCert?.subject);
      expect(newCert?.publicKey.equals(oldCert?.publicKey ?? newCert.publicKey)).toBe(false);
      expect(made.access_key).not.toBe(old.access_key);
      expect([made.password, made.access_cert_not_valid_after_time]).toEqual([
        old.password,
        renewed.certificate_not_after_time,
      ]);
      await host.advance(30 * DAY);
      expect((await withSecrets(host, path)).access_cert).toBe(made.access_cert);
      expect([await renewalsOf(host, 'mirror'), (await rowOf(host, path)).renewals]).toEqual([1, 1]);
      expect((await historyOf(host, 'mirror')).filter((line) => line.includes('renewed'))).toEqual([
        'certificate.renewed Latchkey',
      ]);
    });

    test('C3: old and new both authenticate until the old one’s own end; acknowledging ends nothing', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const old = await withSecrets(host, path);
      await host.advance(DUE);
      const made = await withSecrets(host, path);
      const both = async () => [
        (await tryUser(host, path, old)).certificate,
        (await tryUser(host, path, made)).certificate,
        (await tryUser(host, path, old)).password,
      ];
      expect(await both()).toEqual([1, 1, 1]);
      expect((await acknowledge(host, path)).status).toBe(200);
      await host.advance(WINDOW - 1000);
      expect(await both()).toEqual([1, 1, 1]);
      await host.advance(2000);
      expect(await both()).toEqual([null, 1, 1]);
    });

    test('C7: acknowledging: 409 where nothing was renewed, then 200, and again 200 without effect', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const never = await acknowledge(host, path);
      expect([never.code, never.problem?.errors[0]?.metadata?.['reason']]).toEqual([
        'certificate_never_renewed',
        'never_renewed',
      ]);
      await host.advance(DUE);
      const first = await acknowledge(host, path);
      expect(first.status).toBe(200);
      const inService = first.answer?.service.users?.find((user) => user.username === 'mirror');
      expect(inService?.expiring_cert_not_valid_after_time).toBeUndefined();
      const listed = await listedUser(host, path);
      expect(listed).toMatchObject({
        renewal_state: 'acknowledged',
        acknowledged: { by: 'Cid Romero' },
        verdicts: { acknowledge: { allowed: false, reason: 'nothing_to_acknowledge' } },
      });
      expect([listed.severity, listed.expiring_cert_not_valid_after_time]).toEqual([undefined, undefined]);
      const before = await host.store.dump();
      const again = await host
        .byToken('cid')
        .send('modifyServiceUser', { params: path, body: { operation: 'acknowledge-renewal' } });
      expect(again.status).toBe(200);
      expect((await host.store.dump()).audit).toEqual(before.audit);
      expect((await host.store.dump()).serviceUsers).toEqual(before.serviceUsers);
      // As far as anybody knows of it the next renewal is the first again.
      await host.advance(DUE);
      expect((await acknowledge(host, path)).status).toBe(200);
    });

    test('C7: an access shows the certificate in use: the old one until the new one is acknowledged', async () => {
      const host = current();
      const before = await accessOf(host);
      await host.advance(DUE);
      expect((await accessOf(host)).certificate_not_after_time).toBe(before.certificate_not_after_time);
      await acknowledge(host, orders);
      const listed = await listedUser(host, orders);
      expect(await accessOf(host)).toMatchObject({
        certificate_not_before_time: listed.certificate_not_before_time,
        certificate_not_after_time: listed.certificate_not_after_time,
        credential_state: 'active',
      });
      expect((await accessOf(host, 'lonely', 'dan')).certificate_not_after_time).toBe(
        before.certificate_not_after_time,
      );
    });

    test('C2: a second renewal comes 730 days after the first that was acknowledged, and so on', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      for (let round = 1; round <= 3; round += 1) {
        await host.advance(DUE);
        expect((await rowOf(host, path)).renewals).toBe(round);
        expect((await listedUser(host, path)).renewal_state).toBe('renewed');
        expect((await acknowledge(host, path)).status).toBe(200);
        const made = await withSecrets(host, path);
        expect(await tryUser(host, path, made)).toEqual({ password: 1, certificate: 1 });
      }
    });

    test('C2, C3: a second renewal comes without acknowledgement too; then the first renewal’s end counts', async () => {
      const host = current();
      await host.advance(DUE);
      const first = await withSecrets(host, orders);
      await host.advance(DUE);
      const row = await listedUser(host, orders);
      expect(row.renewal_state).toBe('renewed');
      // The oldest has ended long since; clients use the one in between, or nothing.
      expect(row.expiring_cert_not_valid_after_time).toBe(first.access_cert_not_valid_after_time);
      expect((await accessOf(host)).certificate_not_after_time).toBe(first.access_cert_not_valid_after_time);
      expect(row.severity).toBe('info');
      expect((await tryUser(host, orders, first)).certificate).toBe(1);
      expect((await tryUser(host, orders, await withSecrets(host, orders))).certificate).toBe(1);
      await acknowledge(host, orders);
      expect((await accessOf(host)).certificate_not_after_time).toBe(
        (await listedUser(host, orders)).certificate_not_after_time,
      );
    });

    test('C2: each service has its window; a wider one makes due certificates renew at once, none twice', async () => {
      const host = current();
      for (const days of [6, 366, 30.5, '30', null, -1])
        await host.as('cid').refused('changeCertificateNotices', 'invalid_request', {
          params,
          body: { renewal_window_days: days },
        });
      const { service } = await windowOf(host, 30);
      expect([service.renewal_window_days, service.notices_muted]).toEqual([30, false]);
      await host.advance(LIFE - 30 * DAY - 1000);
      expect((await rowOf(host, orders)).renewals).toBe(0);
      expect((await rowOf(host, userPath('stock-user', SINGLE))).renewals).toBe(1);
      await host.advance(1000);
      expect((await rowOf(host, orders)).renewals).toBe(1);
      await windowOf(host, 365);
      await host.settle();
      expect((await rowOf(host, orders)).renewals).toBe(1);
      // A certificate that is younger than the wider window.
      await host.advance(LIFE - 365 * DAY - 1000);
      expect((await rowOf(host, orders)).renewals).toBe(1);
      await windowOf(host, 7);
      await host.advance(2000);
      expect((await rowOf(host, orders)).renewals).toBe(1);
      await windowOf(host, 365);
      await host.settle();
      expect((await rowOf(host, orders)).renewals).toBe(2);
      expect(await historyOf(host, 'kafka-overlap')).toContain('service.notices_changed Cid Romero');
    });

    test('C2: what was missed while nothing ran is made up for, expired or not', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      await host.advance(LIFE + 3 * DAY);
      const listed = await listedUser(host, path);
      expect(listed).toMatchObject({ renewal_state: 'renewed', severity: 'error' });
      expect((await rowOf(host, path)).renewals).toBe(1);
      expect((await tryUser(host, path, await withSecrets(host, path))).certificate).toBe(1);
    });

    test('C2: more than one pass holds are all renewed', async () => {
      const host = current();
      const names = Array.from({ length: 23 }, (_, i) => `mirror-${i}`);
      for (const name of names) await createUser(host, name, SINGLE);
      await host.advance(DUE);
      // Passes rest in between.
      for (let pass = 1; pass < 3; pass += 1) await host.advance(5000);
      const { users } = await host.as('ada').ok('listServiceUsers', {
        params: pathOf(SINGLE),
        query: { renewal_state: 'renewed', limit: '999' },
      });
      expect(users).toHaveLength(24);
      expect(await host.store.read((tx) => tx.count('simulatedRenewals'))).toBe(27);
    });

    test('a user without a certificate has nothing to renew or to acknowledge, and the rest goes on', async () => {
      const host = current();
      await host.setFaults('platform_refuses');
      const path = await createUser(host, 'mirror');
      await host.setFaults();
      await host.advance(DUE);
      const listed = await listedUser(host, path);
      expect([listed.renewal_state, listed.serial, listed.certificate_not_after_time]).toEqual([
        'no_certificate',
        undefined,
        undefined,
      ]);
      expect((await acknowledge(host, path)).code).toBe('certificate_never_renewed');
      expect((await rowOf(host, orders)).renewals).toBe(1);
      expect((await rowOf(host, lonely)).renewals).toBe(1);
    });

    test('a certificate that begins in the future, by a clock that lags, is shown and counts as any', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      await host.store.write(async (tx) => {
        const user = await tx.get('serviceUsers', 'svc_overlap/mirror');
        if (!user?.certificate) throw new Error('no certificate');
        const certificate = { ...user.certificate, notBefore: host.now() + DAY };
        await tx.update('serviceUsers', user.id, { certificate });
      });
      const listed = await listedUser(host, path);
      expect(listed).toMatchObject({
        renewal_state: 'current',
        certificate_not_before_time: '2026-05-11T20:40:03Z',
        verdicts: { show_access_cert: { allowed: true }, reset: { allowed: true } },
      });
      await host.advance(DUE);
      expect((await listedUser(host, path)).renewal_state).toBe('renewed');
    });

    test('C5: severity grows as the old certificate runs out: over 30 days info, 30 to 8 warning, then error', async () => {
      const host = current();
      await host.advance(DUE);
      const at = async (left: number) => {
        await host.advance(host.accesses.orders ? endOf - left - host.now() : 0);
        const { service } = await host.as('ben').ok('getServiceDetails', { params });
        const listed = await listedUser(host, orders);
        expect(service.attention?.severity).toBe(listed.severity);
        return listed.severity;
      };
      const endOf = (await rowOf(host, orders)).endsAt;
      expect(await at(31 * DAY)).toBe('info');
      expect(await at(31 * DAY - 1000)).toBe('warning');
      expect(await at(8 * DAY)).toBe('warning');
      expect(await at(8 * DAY - 1000)).toBe('error');
      expect(await at(0)).toBe('error');
      expect(await at(-5 * DAY)).toBe('error');
    });
  });
};
