import { describe, expect, test } from 'vitest';
import { createBreakGlassCode } from '../../service/session/break-glass.ts';
import { afterRestore } from '../../service/upkeep/after-restore.ts';
import { approveKey, askForKey, claimInput, keyRequestOf, withSecondAdmin } from './approval-steps.ts';
import { newClaim, type TestHost } from './host.ts';
import {
  auditOf,
  basic,
  bind,
  keyBody,
  listedKey,
  makeKey,
  propagate,
  triedOn,
  unbind,
} from './key-steps.ts';
import { noticesOf, statusesOf } from './steps.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Asked for by Cid and approved by Eve: the key waits for him. */
const approved = async (host: TestHost): Promise<string> => {
  await withSecondAdmin(host);
  const request_id = await askForKey(host);
  await approveKey(host, request_id);
  return request_id;
};

/** Keys that were asked for: how they are made, and the one look at their secrets (R10, R13 to R21). */
export const requestedKeyTests = (current: () => TestHost): void => {
  describe('requested keys', () => {
    test('R10, R13: approval makes the key, sealed, and its requester is told', async () => {
      const host = current();
      const request_id = await approved(host);
      const { request, history, api_key } = await keyRequestOf(host, request_id);
      expect(request).toMatchObject({
        status: 'approved',
        outcome: 'unviewed',
        decided_by: { user_id: 'eve' },
        verdicts: { claim: { allowed: true } },
      });
      expect(Date.parse(api_key?.expire_time ?? '')).toBe(host.now() + 7 * DAY);
      expect(history.map(({ action }) => action)).toEqual([
        'request.created',
        'request.approved',
        'api_key.created',
      ]);
      const key = await listedKey(host, request.key ?? '');
      expect(key).toMatchObject({ description: 'Nightly', owner: { id: 'cid' }, state: 'propagating' });
      const [row] = await host.store.read((tx) => tx.find('apiKeys', {}));
      expect(row).toMatchObject({ createdBy: 'cid', claimHash: null, requestId: request_id });
      expect(row?.sealed).not.toBeNull();
      expect((await noticesOf(host, 'cid'))[0]).toMatchObject({ kind: 'api_key_ready', request_id });
      await propagate(host);
      expect((await listedKey(host, request.key ?? ''))?.state).toBe('ready');
    });

    test('R14 to R19: shown once, again to the same page, and destroyed once it is saved', async () => {
      const host = current();
      const request_id = await approved(host);
      await propagate(host);
      const cid = host.as('cid');
      const input = claimInput(request_id);
      const reply = await cid.send('claimApiKey', input);
      expect(reply.headers.get('cache-control')).toContain('no-store');
      const made = await cid.ok('claimApiKey', input);
      expect(made).toEqual(reply.answer);
      expect(Date.parse(made.recoverable_until_time)).toBe(host.now() + 10 * MINUTE);
      expect(await triedOn(host, made)).toBe(true);
      expect((await keyRequestOf(host, request_id)).request.outcome).toBe('shown');
      await cid.refused('claimApiKey', 'credentials_consumed', claimInput(request_id));
      await cid.ok('confirmApiKeySaved', { params: { key: made.key.key }, body: input.body });
      const gone = await cid.refused('claimApiKey', 'credentials_consumed', input);
      expect(gone.message).toContain('already shown');
      const { request, history } = await keyRequestOf(host, request_id);
      expect(request).toMatchObject({ outcome: 'saved', verdicts: { claim: { allowed: false } } });
      expect(history.map(({ action }) => action).slice(3)).toEqual([
        'api_key.shown',
        'api_key.recovered',
        'api_key.saved',
      ]);
      expect(JSON.stringify([await host.store.dump(), history])).not.toContain(made.secret);
      // Settled: another may be asked for (R4).
      await askForKey(host);
    });

    test('R17: everybody else is refused, and told who may', async () => {
      const host = current();
      const request_id = await approved(host);
      for (const name of ['eve', 'dan'] as const) {
        const refusal = await host
          .as(name)
          .refused('claimApiKey', 'permission_denied', claimInput(request_id));
        expect(refusal.message).toBe('Only Cid Romero, who asked for this API key, can see its secret.');
        expect((await keyRequestOf(host, request_id, name)).request.verdicts.claim.allowed).toBe(false);
      }
      for (const name of ['ada', 'fay'] as const)
        expect((await host.as(name).send('claimApiKey', claimInput(request_id))).status).toBe(404);
      await host.stranger().refused('claimApiKey', 'session_required', claimInput(request_id));
      expect((await keyRequestOf(host, request_id)).request.outcome).toBe('unviewed');
    });

    test('R18: of ten pages that look at once exactly one is shown it', async () => {
      const host = current();
      const request_id = await approved(host);
      const replies = await Promise.all(
        Array.from({ length: 10 }, () => host.as('cid').send('claimApiKey', claimInput(request_id))),
      );
      expect(statusesOf(replies)).toEqual([200, ...Array.from({ length: 9 }, () => 410)]);
      expect(await auditOf(host, 'api_key.shown')).toHaveLength(1);
    });

    test('a claim opens nothing but what it was first sent for', async () => {
      const host = current();
      const request_id = await approved(host);
      const claim = newClaim();
      await makeKey(host, 'ada', { claim });
      await host.as('cid').refused('claimApiKey', 'credentials_consumed', claimInput(request_id, claim));
      expect((await keyRequestOf(host, request_id)).request.outcome).toBe('unviewed');
    });

    test('R17: the claim of a key that was asked for opens it through no other door', async () => {
      const host = current();
      const request_id = await approved(host);
      const claim = newClaim();
      await host.as('cid').ok('claimApiKey', claimInput(request_id, claim));
      const body = keyBody({ owner: 'cid', claim });
      await host.as('cid').refused('createApiKey', 'credentials_consumed', { body });
      await unbind(host, 'rb-cid');
      await host.as('cid').refused('claimApiKey', 'permission_denied', claimInput(request_id, claim));
      await host.as('cid').refused('createApiKey', 'credentials_consumed', { body });
    });

    test('R19: the claim of a deleted key takes no other, and stands in the way of no deletion', async () => {
      const host = current();
      const request_id = await approved(host);
      const claim = newClaim();
      const { key } = await makeKey(host, 'ada', { claim });
      await host.as('ada').ok('deleteApiKey', { params: { key: key.key } });
      await host.as('cid').refused('claimApiKey', 'credentials_consumed', claimInput(request_id, claim));
      await host.as('cid').ok('claimApiKey', claimInput(request_id));
      const { request } = await keyRequestOf(host, request_id);
      await host.as('cid').ok('deleteApiKey', { params: { key: request.key ?? '' } });
    });

    test('R6: before it is approved, and for a rotation, there is nothing to show', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host);
      await host.as('cid').refused('claimApiKey', 'credentials_not_ready', claimInput(request_id));
      await host.as('cid').refused('claimApiKey', 'request_not_found', claimInput('req_unknown'));
      const malformed = { params: { request_id }, body: { claim: 'short' } };
      await host.as('cid').refused('claimApiKey', 'invalid_request', malformed);
    });

    test('R19: ten minutes after it was shown the copy is destroyed; saying "saved" still counts', async () => {
      const host = current();
      const request_id = await approved(host);
      const input = claimInput(request_id);
      await host.advance(3 * DAY);
      const { key } = await host.as('cid').ok('claimApiKey', input);
      await host.advance(10 * MINUTE);
      await host.as('cid').refused('claimApiKey', 'credentials_consumed', input);
      expect((await keyRequestOf(host, request_id)).request.outcome).toBe('unconfirmed');
      expect((await host.store.read((tx) => tx.get('apiKeys', key.key)))?.sealed).toBeNull();
      await host.as('cid').ok('confirmApiKeySaved', { params: { key: key.key }, body: input.body });
      expect((await keyRequestOf(host, request_id)).request.outcome).toBe('saved');
    });

    test('R20: unviewed for seven days it is deleted, and the request says so', async () => {
      const host = current();
      const request_id = await approved(host);
      const { request } = await keyRequestOf(host, request_id);
      await host.advance(7 * DAY - 1000);
      expect((await keyRequestOf(host, request_id)).request.outcome).toBe('unviewed');
      await host.advance(2000);
      expect((await keyRequestOf(host, request_id)).request).toMatchObject({
        status: 'approved',
        outcome: 'expired',
      });
      expect(await listedKey(host, request.key ?? '')).toBeUndefined();
      const refusal = await host
        .as('cid')
        .refused('claimApiKey', 'credentials_expired', claimInput(request_id));
      expect(refusal.message).toContain('deleted');
      expect((await noticesOf(host, 'cid'))[0]).toMatchObject({ kind: 'api_key_expired', request_id });
      expect(await auditOf(host, 'api_key.deleted')).toEqual([`api_key.deleted ${request.key} null`]);
      await askForKey(host);
    });

    test('R18: after a backup was restored, what may have been shown since is shown to nobody and ends', async () => {
      const host = current();
      const shown = await approved(host);
      await host.as('cid').ok('claimApiKey', claimInput(shown));
      const request_id = await askForKey(host, 'cid', { resource: 'lkc-stock' });
      await approveKey(host, request_id);
      const { key } = (await keyRequestOf(host, request_id, 'eve')).request;
      const { code } = await createBreakGlassCode(host.backend.deps);
      const sessions = await host.store.read((tx) => tx.find('sessions', {}));
      await afterRestore(host.backend.deps);
      // As if everybody had signed in again.
      await host.store.write(async (tx) => {
        for (const session of sessions) await tx.insert('sessions', session);
      });
      const { request } = await keyRequestOf(host, request_id, 'eve');
      expect(request.outcome).toBe('expired');
      await host.as('cid').refused('claimApiKey', 'credentials_expired', claimInput(request_id));
      expect(await listedKey(host, key ?? '')).toBeUndefined();
      // One that was being looked at stays, and nobody is shown it again.
      const seen = await keyRequestOf(host, shown, 'eve');
      expect(seen.request.outcome).toBe('unconfirmed');
      await host.as('cid').refused('claimApiKey', 'credentials_consumed', claimInput(shown));
      expect(await listedKey(host, seen.request.key ?? '')).toBeDefined();
      await host.stranger().refused('signInByCode', 'authentication_failed', { body: { code } });
    });

    test('K14: deleted with its owner before it was seen, the request says so', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host, 'eve', { resource: 'cloud', owner: 'sa-planner' });
      await approveKey(host, request_id, 'dan');
      const { request } = await keyRequestOf(host, request_id, 'eve');
      await host.as('eve').ok('deleteServiceAccount', {
        params: { service_account_id: 'sa-planner' },
        body: { keys: [request.key ?? ''] },
      });
      expect((await keyRequestOf(host, request_id, 'eve')).request.outcome).toBe('deleted');
      await host.as('eve').refused('claimApiKey', 'credentials_expired', claimInput(request_id));
      expect((await keyRequestOf(host, request_id, 'eve')).api_key).toBeUndefined();
    });

    test('a Cloud key that was approved calls the API from the look at it on', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host, 'eve', { resource: 'cloud' });
      await approveKey(host, request_id, 'dan');
      const { key, secret } = await host.as('eve').ok('claimApiKey', claimInput(request_id));
      expect(key).toMatchObject({ state: 'ready', resource: { kind: 'cloud' } });
      await host.program(basic(key.key, secret)).ok('listIamApiKeys');
    });

    test('R10: a requester who lost the role meanwhile: the request fails and says why, and is retried once they have it', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host);
      await unbind(host, 'rb-cid');
      expect((await keyRequestOf(host, request_id, 'eve')).api_key?.create.reason).toBe('missing_role');
      const { request } = await approveKey(host, request_id);
      expect(request.status).toBe('failed');
      expect(request.failure).toMatch(/^The key was not created\. This takes the role /u);
      expect(await host.store.read((tx) => tx.count('apiKeys', {}))).toBe(0);
      for (const name of ['cid', 'eve'] as const)
        expect((await noticesOf(host, name))[0]).toMatchObject({ kind: 'request_failed', request_id });
      const params = { request_id };
      const again = await host.as('eve').ok('retryRequest', { params, body: {} });
      expect(again.request.status).toBe('failed');
      await bind(host, 'cid', 'EnvironmentAdmin', { environment_id: 'env-prod' });
      await host.as('eve').refused('retryRequest', 'stale_version', { params, body: { version: 1 } });
      const made = await host.as('cid').ok('retryRequest', { params, body: {} });
      expect(made.request).toMatchObject({ status: 'approved', outcome: 'unviewed' });
      await host.as('cid').ok('claimApiKey', claimInput(request_id));
      await host.as('eve').refused('retryRequest', 'governance_request_not_failed', { params, body: {} });
    });

    test('K10: a quota that was reached meanwhile fails it too', async () => {
      const host = current();
      await withSecondAdmin(host);
      await bind(host, 'sa-planner', 'EnvironmentAdmin', { environment_id: 'env-prod' });
      const request_id = await askForKey(host, 'cid', { owner: 'sa-planner' });
      for (let i = 0; i < 10; i += 1)
        await makeKey(host, 'eve', { owner: 'sa-planner', resource: 'lkc-test' });
      const { request } = await approveKey(host, request_id);
      expect(request.status).toBe('failed');
      expect(request.failure).toContain('planner is currently limited to 10 API keys');
    });

    test('an owner that was deleted meanwhile fails it too', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host, 'eve', { resource: 'cloud', owner: 'sa-planner' });
      await host.as('eve').ok('deleteServiceAccount', {
        params: { service_account_id: 'sa-planner' },
        body: { keys: [] },
      });
      const { request } = await approveKey(host, request_id, 'dan');
      expect(request.failure).toContain('There is no service account or person sa-planner');
    });

    test('R4, R10: a failed one is not retried beside another', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host);
      await unbind(host, 'rb-cid');
      await approveKey(host, request_id);
      await bind(host, 'cid', 'EnvironmentAdmin', { environment_id: 'env-prod' });
      await askForKey(host);
      const refusal = await host.as('eve').refused('retryRequest', 'governance_request_already_in_progress', {
        params: { request_id },
        body: {},
      });
      expect(refusal.message).toMatch(/key of this account/u);
    });

    test('R17: who lost the role before the look loses the key that waits, at once', async () => {
      const host = current();
      const request_id = await approved(host);
      const { request } = await keyRequestOf(host, request_id);
      await unbind(host, 'rb-cid');
      expect((await keyRequestOf(host, request_id)).request.outcome).toBe('expired');
      await host.as('cid').refused('claimApiKey', 'credentials_expired', claimInput(request_id));
      expect(await listedKey(host, request.key ?? '')).toBeUndefined();
      await propagate(host);
    });

    test('R9: of two who approve at the same instant exactly one does, and one key is made', async () => {
      const host = current();
      await withSecondAdmin(host);
      const request_id = await askForKey(host);
      const replies = await Promise.all(
        (['eve', 'dan'] as const).map((name) =>
          host.as(name).send('approveRequest', { params: { request_id }, body: {} }),
        ),
      );
      expect(statusesOf(replies)).toEqual([200, 409]);
      expect(await host.store.read((tx) => tx.count('apiKeys', {}))).toBe(1);
    });

    test('convention 14: asking and approving again under their keys is answered as at first', async () => {
      const host = current();
      const binding = await withSecondAdmin(host);
      const headers = { 'idempotency-key': 'again' };
      const request_id = await askForKey(host);
      const input = { params: { request_id }, body: {}, headers };
      const first = await host.as('dan').send('approveRequest', input);
      await unbind(host, binding);
      const second = await host.as('dan').send('approveRequest', input);
      expect([second.status, second.text]).toEqual([200, first.text]);
      expect(await host.store.read((tx) => tx.count('apiKeys', {}))).toBe(1);
    });
  });
};
