import { describe, expect, test } from 'vitest';
import { OVERLAP, SINGLE } from '../world.ts';
import { close, REASON, report, reportUser, revoked } from './compromise-steps.ts';
import type { TestHost } from './host.ts';
import { accessOf, approve, ask, ready, requestOf, saved, shown, tryOn } from './steps.ts';
import { createUser, giveRole, listedUser, reset, tryUser, userPath, withSecrets } from './user-steps.ts';

const NOTHING = { password: null, certificate: null };
const orders = userPath('orders-user');

/** Credentials that are compromised end at once, and a second person reviews that (P8). */
export const compromiseTests = (current: () => TestHost): void => {
  describe('compromised credentials', () => {
    test('P8: an access’s password and certificate are refused by the platform, and its page says why', async () => {
      const host = current();
      const { orders: access } = host.accesses;
      const incident = await report(host);
      expect(incident).toMatchObject({
        kind: 'access',
        state: 'open',
        name: 'orders',
        access_id: access.id,
        reason: REASON,
        reporter: { real_name: 'Ada Lind' },
        report_time: '2026-05-10T20:40:03Z',
        version: 1,
      });
      expect(incident.revoke_time).toBeUndefined();
      await host.settle();
      expect(await tryOn(host, access, access.first)).toEqual(NOTHING);
      const seen = await accessOf(host);
      expect(seen.credential_state).toBe('compromised');
      expect(seen.certificate_not_after_time).toBeUndefined();
      expect(seen.compromise).toEqual({
        incident_id: incident.incident_id,
        reason: REASON,
        reported_by: 'Ada Lind',
        report_time: '2026-05-10T20:40:03Z',
        revoke_time: '2026-05-10T20:40:03Z',
      });
      expect(seen.verdicts.report_compromise).toMatchObject({
        allowed: false,
        reason: 'already_compromised',
      });
      expect(seen.verdicts.request_rotation).toEqual({ allowed: true });
      expect((await listedUser(host, orders)).compromise?.incident_id).toBe(incident.incident_id);
      const { access: listed } = await host
        .as('dan')
        .ok('listAccesses', { query: { credential_state: 'compromised' } });
      expect(listed.map(({ access_name }) => access_name)).toEqual(['orders']);
    });

    test.each(['orders', 'stock'] as const)('P8: %s: old ones in their overlap end too', async (name) => {
      const host = current();
      const access = host.accesses[name];
      const { credentials } = await saved(host, { access: name });
      await revoked(host, { access: name, by: 'ben' });
      expect(await tryOn(host, access, credentials)).toEqual(NOTHING);
      expect(await tryOn(host, access, access.first)).toEqual(NOTHING);
      const seen = await accessOf(host, name);
      expect(seen.old_credentials).toBeUndefined();
      expect(seen.verdicts.retire_old_credentials.allowed).toBe(false);
    });

    test('P8: what nobody viewed yet is destroyed, its request closed, and another can be asked for', async () => {
      const host = current();
      const request = await ready(host);
      await revoked(host, { by: 'ben' });
      await host.as('ada').refused('claimCredentials', 'credentials_expired', {
        params: { access_id: host.accesses.orders.id },
        body: { claim: 'c'.repeat(43) },
      });
      expect(await requestOf(host, request)).toMatchObject({ status: 'approved', outcome: 'compromised' });
      const sealed = await host.store.read((tx) =>
        tx.count('credentials', { where: { accessId: host.accesses.orders.id, sealed: { not: null } } }),
      );
      expect(sealed).toBe(0);
      expect(await tryOn(host, host.accesses.orders, host.accesses.orders.first)).toEqual(NOTHING);
      const { credentials } = await saved(host);
      expect(await tryOn(host, host.accesses.orders, credentials)).toEqual({ password: 3, certificate: 3 });
      const after = await accessOf(host);
      expect(after.credential_state).toBe('active');
      // Nothing old works beside them.
      expect(after.old_credentials).toBeUndefined();
      // The review stays open and visible all the same.
      expect(after.compromise).toBeDefined();
      expect(after.verdicts.report_compromise).toEqual({ allowed: true });
    });

    test('P8: a reset after the report fails: what a rotation makes then has nothing old beside it', async () => {
      const host = current();
      await revoked(host, { by: 'ben' });
      await host.setFaults('platform_refuses');
      await reset(host, orders);
      expect(await listedUser(host, orders)).toMatchObject({ status: 'failed' });
      await host.setFaults();
      const { credentials } = await saved(host, { overlap: '7_days' });
      expect(await tryOn(host, host.accesses.orders, credentials)).toEqual({ password: 3, certificate: 3 });
      const seen = await accessOf(host);
      expect(seen.credential_state).toBe('active');
      expect(seen.old_credentials).toBeUndefined();
      expect(seen.verdicts.retire_old_credentials.allowed).toBe(false);
    });

    test('P8: a request that waits for a decision is closed with words', async () => {
      const host = current();
      const pending = await ask(host);
      await report(host, { by: 'ben' });
      const closed = await requestOf(host, pending);
      expect(closed).toMatchObject({ status: 'declined' });
      expect(closed.decided_by).toBeUndefined();
      expect(closed.decision_message).toContain('reported as compromised');
      await host.as('ben').refused('approveRequest', 'governance_request_already_decided', {
        params: { request_id: pending },
        body: {},
      });
      await approve(host, await ask(host));
      expect((await accessOf(host)).credential_state).toBe('unviewed');
    });

    test('P8: declining the next rotation leaves the access as it was', async () => {
      const host = current();
      const incident = await revoked(host);
      const decline = async () =>
        host.as('ben').ok('declineRequest', {
          params: { request_id: await ask(host) },
          body: { reason: 'Not now' },
        });
      await decline();
      expect((await accessOf(host)).credential_state).toBe('compromised');
      await close(host, incident);
      expect(await accessOf(host)).toMatchObject({ credential_state: 'revoked' });
      await decline();
      expect((await accessOf(host)).credential_state).toBe('revoked');
      // A reset brings it back to use, whatever is declined later.
      await reset(host, orders);
      await decline();
      const seen = await accessOf(host);
      expect(seen.credential_state).toBe('active');
      expect(seen.certificate_not_after_time).toBeDefined();
    });

    test.each([OVERLAP, SINGLE])('P8: a service user without access on $service_name', async (service) => {
      const host = current();
      const path = await createUser(host, 'mirror', service);
      const old = await withSecrets(host, path);
      const incident = await reportUser(host, path);
      expect(incident).toMatchObject({ kind: 'service_user', name: 'mirror', project_name: 'shop' });
      await host.settle();
      expect(await tryUser(host, path, old)).toEqual(NOTHING);
      const listed = await listedUser(host, path);
      expect(listed).toMatchObject({ status: 'revoked', renewal_state: 'no_certificate' });
      expect(listed.verdicts.download).toMatchObject({ allowed: false, reason: 'secrets_revoked' });
      expect(await withSecrets(host, path)).toMatchObject({ password: null });
      await host.as('cid').refused('reportUserCompromise', 'already_compromised', {
        params: path,
        body: { reason: REASON },
      });
      // A reset makes others, which can be reported in turn.
      await reset(host, path);
      expect(await tryUser(host, path, await withSecrets(host, path))).toEqual({
        password: 2,
        certificate: 2,
      });
      const again = await reportUser(host, path);
      expect(again.incident_id).not.toBe(incident.incident_id);
      expect((await host.as('cid').ok('listIncidents', { query: { state: 'open' } })).total_count).toBe(2);
    });

    test('P8: a service user that belongs to an access is reported as the access', async () => {
      const host = current();
      const incident = await reportUser(host, orders);
      expect(incident).toMatchObject({ kind: 'access', access_id: host.accesses.orders.id });
      expect((await accessOf(host)).credential_state).toBe('compromised');
    });

    test('P8: renewals stop until there are others', async () => {
      const host = current();
      await revoked(host);
      await host.advance(760 * 86_400_000);
      expect(await listedUser(host, orders)).toMatchObject({ renewal_state: 'no_certificate' });
      const { certificates_ending } = await host.as('ada').ok('accessAttention');
      // The other access of the group ends; this one has none that could.
      expect(certificates_ending).toBe(0);
    });

    test('P8: who may report, and who is refused with words', async () => {
      const host = current();
      const params = { access_id: host.accesses.orders.id };
      const body = { reason: REASON };
      const problem = await host
        .as('dan')
        .refused('reportAccessCompromise', 'permission_denied', { params, body });
      expect(problem.message).toContain('organization admins can do this.');
      await host.as('fay').refused('reportAccessCompromise', 'governance_access_not_found', { params, body });
      await host.as('fay').refused('reportUserCompromise', 'project_not_found', { params: orders, body });
      const preview = await host.as('dan').ok('previewAccessCompromise', { params });
      expect(preview.verdict).toMatchObject({ allowed: false, reason: 'not_concerned_by_access' });
      await giveRole(host, 'dan', 'developer');
      await host.as('dan').refused('reportAccessCompromise', 'permission_denied', { params, body });
      await giveRole(host, 'dan', 'operator');
      expect((await accessOf(host, 'orders', 'dan')).verdicts.report_compromise).toEqual({ allowed: true });
      await host.as('dan').ok('reportAccessCompromise', { params, body });
      // Eve has no role in the project.
      const path = await createUser(host, 'mirror');
      await host.as('ben').refused('reportUserCompromise', 'permission_denied', {
        params: path,
        body,
      });
      await host.as('eve').ok('reportUserCompromise', { params: path, body });
    });

    test('P8: a reason is asked for, of 1 to 500 characters', async () => {
      const host = current();
      const params = { access_id: host.accesses.orders.id };
      for (const reason of ['', '   ', 'x'.repeat(501), undefined])
        await host
          .as('ada')
          .refused('reportAccessCompromise', 'invalid_request', { params, body: { reason } });
      expect((await accessOf(host)).credential_state).toBe('active');
    });

    test('P6: beforehand it is said what would end, and who could review it', async () => {
      const host = current();
      const params = { access_id: host.accesses.orders.id };
      await shown(host);
      const preview = await host.as('ada').ok('previewAccessCompromise', { params });
      expect(preview).toMatchObject({
        kind: 'access',
        name: 'orders',
        acl_count: 2,
        credentials_waiting: true,
        request_under_way: false,
        viewed: { by: 'Ada Lind' },
        verdict: { allowed: true },
      });
      expect(preview.topics.map(({ resource_name }) => resource_name)).toEqual(['orders', 'refunds']);
      expect(preview.reviewers.map(({ real_name }) => real_name)).toEqual([
        'Ben Okoye',
        'Cid Romero',
        'Eve Tanaka',
      ]);
      const user = await host.as('cid').ok('previewUserCompromise', { params: orders });
      expect(user).toMatchObject({ kind: 'access', name: 'orders' });
    });
  });
};
