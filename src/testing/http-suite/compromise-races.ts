import { describe, expect, test } from 'vitest';
import { approveKey, askForKey, claimInput, keyRequestOf, withSecondAdmin } from './approval-steps.ts';
import { CLOSING, incidentOf, REASON, report, reportKey, reportUser, revoked } from './compromise-steps.ts';
import { newClaim, type TestHost } from './host.ts';
import { basic, listedKey, makeKey, makeProgram, propagate, triedOn } from './key-steps.ts';
import { accessOf, ask, generationsOf, ready, requestOf, saved, shown, statusesOf, tryOn } from './steps.ts';
import { createUser, listedUser, reset, rowOf, tryUser, userPath, withSecrets } from './user-steps.ts';

const NOTHING = { password: null, certificate: null };
const DAY = 86_400_000;
const orders = userPath('orders-user');

/** Nothing brings compromised credentials back, whoever is in the middle of what (P8). */
export const compromiseRaceTests = (current: () => TestHost): void => {
  describe('compromised credentials, in the middle of other work', () => {
    test('the platform is down: it is said that revocation is on its way, and carried out later', async () => {
      const host = current();
      const access = host.accesses.orders;
      await host.setFaults('platform_down');
      const incident = await revoked(host);
      expect((await incidentOf(host, incident)).revoke_time).toBeUndefined();
      expect((await accessOf(host)).compromise?.revoke_time).toBeUndefined();
      expect(await tryOn(host, access, access.first)).toEqual({ password: 1, certificate: 1 });
      const params = { incident_id: incident.incident_id };
      await host.as('ben').refused('closeIncident', 'revocation_under_way', { params, body: CLOSING });
      await host.setFaults('platform_refuses');
      await host.advance(DAY);
      expect((await incidentOf(host, incident)).revoke_time).toBeUndefined();
      await host.setFaults();
      await host.advance(300_000);
      expect(await tryOn(host, access, access.first)).toEqual(NOTHING);
      expect((await incidentOf(host, incident)).revoke_time).toBe('2026-05-11T20:45:03Z');
    });

    test('two report the same at once, and one of them twice: one incident', async () => {
      const host = current();
      const params = { access_id: host.accesses.orders.id };
      const call = (by: 'ada' | 'ben', key: string) =>
        host.as(by).send('reportAccessCompromise', {
          params,
          body: { reason: REASON },
          headers: { 'idempotency-key': key },
        });
      const replies = await Promise.all([call('ada', 'a'), call('ada', 'a'), call('ben', 'b')]);
      const won = replies.filter(({ status }) => status === 201).length;
      expect([1, 2]).toContain(won);
      expect(statusesOf(replies).every((status) => status === 201 || status === 409)).toBe(true);
      expect(await host.store.read((tx) => tx.count('incidents'))).toBe(1);
    });

    test('a report while a rotation is being carried out: it fails with words, its credentials never work', async () => {
      const host = current();
      const access = host.accesses.orders;
      const request_id = await ask(host);
      await host.as('ben').ok('approveRequest', { params: { request_id }, body: {} });
      // The platform has prepared them, and the worker has not stored them yet.
      host.amidst('simulatedGenerations', () => report(host, { by: 'cid' }));
      await host.settle();
      const closed = await requestOf(host, request_id);
      expect(closed.status).toBe('failed');
      expect(closed.failure).toContain('reported as compromised');
      expect((await accessOf(host)).credential_state).toBe('compromised');
      expect(await tryOn(host, access, access.first)).toEqual(NOTHING);
      expect((await generationsOf(host, access)).filter((one) => !one.endsWith('retired'))).toEqual([]);
      // Two people agreed: it may be tried again, and makes others.
      await host.as('ada').ok('retryRequest', { params: { request_id }, body: {} });
      await host.settle();
      expect((await accessOf(host)).credential_state).toBe('unviewed');
      await host.settle();
      expect(await tryOn(host, access, access.first)).toEqual(NOTHING);
    });

    test('a report while new credentials are being shown: the page gets none, and they never work', async () => {
      const host = current();
      await ready(host);
      const access = host.accesses.orders;
      host.amidst('simulatedGenerations', async () => {
        await report(host, { by: 'cid' });
      });
      await host.as('ada').refused('claimCredentials', 'credentials_expired', {
        params: { access_id: access.id },
        body: { claim: newClaim() },
      });
      await host.settle();
      expect((await generationsOf(host, access)).filter((one) => one.endsWith('active'))).toEqual([]);
      expect((await accessOf(host)).credential_state).toBe('compromised');
      await host.advance(DAY);
      expect((await generationsOf(host, access)).filter((one) => one.endsWith('active'))).toEqual([]);
    });

    test('a report within the ten minutes of a claim: neither the same claim nor a confirmation brings them back', async () => {
      const host = current();
      const { claim, credentials } = await shown(host);
      const access = host.accesses.orders;
      expect(await tryOn(host, access, credentials)).toEqual({ password: 2, certificate: 2 });
      await revoked(host, { by: 'cid' });
      expect(await tryOn(host, access, credentials)).toEqual(NOTHING);
      const call = { params: { access_id: access.id }, body: { claim } };
      await host.as('ada').refused('claimCredentials', 'credentials_expired', call);
      await host.as('ada').refused('confirmSaved', 'credentials_expired', call);
      await host.byToken('ada').refused('readCredentialsByToken', 'credentials_expired', {
        params: call.params,
      });
      await host.advance(DAY);
      expect(await tryOn(host, access, credentials)).toEqual(NOTHING);
      expect(await tryOn(host, access, access.first)).toEqual(NOTHING);
      expect((await accessOf(host)).credential_state).toBe('compromised');
    });

    test('the platform is down while a page waits for its credentials, and they are reported: it gets none', async () => {
      const host = current();
      await ready(host);
      await host.setFaults('platform_down');
      const access = host.accesses.orders;
      const claim = newClaim();
      const call = { params: { access_id: access.id }, body: { claim } };
      await host.as('ada').refused('claimCredentials', 'unavailable', call);
      await revoked(host, { by: 'cid' });
      await host.setFaults();
      await host.advance(600_000);
      await host.as('ada').refused('claimCredentials', 'credentials_expired', call);
      expect(await tryOn(host, access, access.first)).toEqual(NOTHING);
      expect((await generationsOf(host, access)).filter((one) => one.endsWith('active'))).toEqual([]);
    });

    test('a report during a reset: what it was making never works, the next reset does', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      const old = await withSecrets(host, path);
      await host.setFaults('platform_down');
      await host
        .as('cid')
        .ok('modifyServiceUser', { params: path, body: { operation: 'reset-credentials' } });
      await host.settle();
      await reportUser(host, path);
      // Asked for before the platform is back: two jobs of the same user must not meet.
      await host
        .as('cid')
        .ok('modifyServiceUser', { params: path, body: { operation: 'reset-credentials' } });
      await host.setFaults();
      await host.advance(600_000);
      expect(await tryUser(host, path, old)).toEqual(NOTHING);
      expect(await tryUser(host, path, await withSecrets(host, path))).toEqual({
        password: 3,
        certificate: 3,
      });
      expect(await listedUser(host, path)).toMatchObject({ status: 'ready' });
    });

    test.each([1, 2])('a report between step %d of a reset and what follows', async (step) => {
      const host = current();
      const path = await createUser(host, 'mirror');
      // Step 1: prepared. Step 2: accepted.
      const when = (left: number): void =>
        host.amidst('simulatedGenerations', async () => {
          if (left > 1) when(left - 1);
          else await reportUser(host, path);
        });
      when(step);
      await host
        .as('cid')
        .ok('modifyServiceUser', { params: path, body: { operation: 'reset-credentials' } });
      await host.settle();
      await host.advance(DAY);
      const row = await rowOf(host, path);
      expect(row).toMatchObject({
        status: 'revoked',
        generation: 0,
        sealed: null,
        nextSealed: null,
        resetBy: null,
      });
      const service = await host.store.read((tx) => tx.get('services', row.serviceId));
      if (!service) throw new Error('no service');
      const left = await host.backend.platform.generations({ service, username: 'mirror' });
      expect(left.filter(({ status }) => status === 'active')).toEqual([]);
      await reset(host, path);
      expect(await tryUser(host, path, await withSecrets(host, path))).toEqual({
        password: 3,
        certificate: 3,
      });
    });

    test('a report while a certificate is being renewed: nothing of it is kept or accepted', async () => {
      const host = current();
      const path = await createUser(host, 'mirror');
      host.amidst('simulatedRenewals', () => reportUser(host, path));
      await host.advance(731 * DAY);
      const row = await rowOf(host, path);
      expect(row).toMatchObject({ status: 'revoked', renewalState: 'no_certificate', sealed: null });
      expect(
        await host.store.read((tx) => tx.count('simulatedRenewals', { where: { username: 'mirror' } })),
      ).toBe(0);
    });

    test('a report before old credentials were due to end: their end does not touch what comes next', async () => {
      const host = current();
      await saved(host, { overlap: '1_hour' });
      await revoked(host, { by: 'cid' });
      const { credentials } = await saved(host);
      await host.advance(2 * DAY);
      expect(await tryOn(host, host.accesses.orders, credentials)).toEqual({ password: 3, certificate: 3 });
      expect((await accessOf(host)).credential_state).toBe('active');
    });

    test('revocation comes late, when new ones are in use already: they go on working', async () => {
      const host = current();
      const access = host.accesses.orders;
      const incident = await report(host, { by: 'cid' });
      // Whoever carries reports to the platform is held up.
      const jobs = await host.store.read((tx) => tx.find('jobs', { where: { kind: 'revoke_compromised' } }));
      await host.store.write(async (tx) => {
        for (const { id } of jobs) await tx.update('jobs', id, { runAt: host.now() + DAY });
      });
      const { credentials } = await saved(host, { overlap: '7_days' });
      await host.advance(DAY);
      expect(await tryOn(host, access, access.first)).toEqual(NOTHING);
      expect(await tryOn(host, access, credentials)).toEqual({ password: 2, certificate: 2 });
      expect((await incidentOf(host, incident)).revoke_time).toBeDefined();
      expect((await accessOf(host)).credential_state).toBe('active');
      expect((await listedUser(host, orders)).status).toBe('ready');
    });

    test('K: a Cloud key opens nothing from the moment of the report; a try is written down', async () => {
      const host = current();
      const { key, secret, program } = await makeProgram(host, 'eve');
      await program.ok('listIamApiKeys');
      const incident = await reportKey(host, key, 'eve');
      expect(incident).toMatchObject({ kind: 'api_key', name: key, revoke_time: incident.report_time });
      await program.refused('listIamApiKeys', 'invalid_api_key');
      await host
        .program(basic(key, secret))
        .refused('getIamApiKey', 'invalid_api_key', { params: { id: key } });
      // Gone for programs, there for people until the review is closed.
      await host.byToken('eve').refused('getIamApiKey', 'api_key_not_found', { params: { id: key } });
      await host.byToken('eve').refused('deleteIamApiKey', 'api_key_not_found', { params: { id: key } });
      const listed = await listedKey(host, key);
      expect(listed).toMatchObject({ state: 'compromised', compromise: { reason: REASON } });
      expect(listed?.verdicts.delete).toMatchObject({ allowed: false, reason: 'key_under_review' });
      await host.as('eve').refused('deleteApiKey', 'permission_denied', { params: { key } });
      expect(await host.store.read((tx) => tx.count('audit', { where: { action: 'api_key.refused' } }))).toBe(
        1,
      );
    });

    test('K: a resource key ends on its resource, counts for no quota, and leaves with its review', async () => {
      const host = current();
      const made = await makeKey(host, 'ada');
      await propagate(host);
      expect(await triedOn(host, made)).toBe(true);
      const { key } = made.key;
      const preview = await host.as('ada').ok('previewKeyCompromise', { params: { key } });
      expect(preview).toMatchObject({ kind: 'api_key', key_owner_name: 'Ada Lind', resource_name: 'orders' });
      expect(preview.reviewers.map(({ real_name }) => real_name)).toEqual(['Cid Romero', 'Eve Tanaka']);
      await host.as('dan').refused('reportKeyCompromise', 'api_key_not_found', {
        params: { key },
        body: { reason: REASON },
      });
      // Ben may read a topic, and so see the key.
      await host.as('ben').refused('reportKeyCompromise', 'permission_denied', {
        params: { key },
        body: { reason: REASON },
      });
      const incident = await reportKey(host, key, 'ada');
      await host.settle();
      expect(await triedOn(host, made)).toBe(false);
      const { owners } = await host.as('ada').ok('previewApiKey', { query: { resource_id: 'lkc-orders' } });
      expect(owners.find(({ id }) => id === 'ada')?.used).toBe(0);
      const params = { incident_id: incident.incident_id };
      await host.as('ada').refused('closeIncident', 'approval_forbidden_on_own_request', {
        params,
        body: CLOSING,
      });
      await host.as('ben').refused('closeIncident', 'incident_not_found', { params, body: CLOSING });
      await host.as('cid').ok('closeIncident', { params, body: CLOSING });
      expect(await listedKey(host, key)).toBeUndefined();
    });

    test('R19, A3: the review ends a key as deleting does: its claim makes no other, and the history has it', async () => {
      const host = current();
      const claim = newClaim();
      const made = await makeKey(host, 'ada', { claim });
      await propagate(host);
      const { incident_id } = await reportKey(host, made.key.key, 'ada');
      await host.settle();
      await host.as('cid').ok('closeIncident', { params: { incident_id }, body: CLOSING });
      await host.settle();
      await host.as('ada').refused('createApiKey', 'credentials_consumed', {
        body: { resource_id: 'lkc-orders', owner_id: 'ada', description: '', claim },
      });
      const where = { action: 'api_key.deleted', resourceName: made.key.key } as const;
      expect(await host.store.read((tx) => tx.find('audit', { where }))).toEqual([
        expect.objectContaining({
          actorId: 'cid',
          details: expect.objectContaining({ owner: 'Ada Lind', review: incident_id }),
        }),
      ]);
    });

    test('K: a key that is still on its way to its resource never arrives', async () => {
      const host = current();
      host.amidst('simulatedKeys', async () => {
        const [key] = await host.store.read((tx) => tx.find('apiKeys'));
        await reportKey(host, key?.id ?? '', 'ada');
      });
      const made = await makeKey(host, 'ada');
      await propagate(host);
      await host.advance(60_000);
      expect(await triedOn(host, made)).toBe(false);
      expect((await listedKey(host, made.key.key))?.state).toBe('compromised');
    });

    test('K: a requested key that nobody viewed: nobody is shown it, it stays until reviewed, another may be asked for', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host);
      await approveKey(host, request_id);
      const { request } = await keyRequestOf(host, request_id);
      const key = request.key ?? '';
      const incident = await reportKey(host, key, 'eve');
      await host.as('cid').refused('claimApiKey', 'credentials_expired', claimInput(request_id));
      await host.advance(8 * DAY);
      expect((await listedKey(host, key))?.state).toBe('compromised');
      await askForKey(host);
      await host.as('cid').ok('closeIncident', {
        params: { incident_id: incident.incident_id },
        body: CLOSING,
      });
      expect(await listedKey(host, key)).toBeUndefined();
    });

    test('K: the platform is down: said to be on its way; the secret is gone from here at once', async () => {
      const host = current();
      const claim = newClaim();
      const made = await makeKey(host, 'ada', { claim });
      await propagate(host);
      await host.setFaults('platform_down');
      const incident = await reportKey(host, made.key.key, 'ada');
      await host.settle();
      expect((await incidentOf(host, incident)).revoke_time).toBeUndefined();
      await host.as('ada').refused('createApiKey', 'credentials_consumed', {
        body: { resource_id: 'lkc-orders', owner_id: 'ada', description: '', claim },
      });
      await host.setFaults();
      await host.advance(300_000);
      expect(await triedOn(host, made)).toBe(false);
      expect((await incidentOf(host, incident)).revoke_time).toBeDefined();
    });
  });
};
