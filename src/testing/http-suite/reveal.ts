import { describe, expect, test } from 'vitest';
import { claimCredentials } from '../../service/credentials/reveal.ts';
import type { Platform, Store } from '../../service/ports/ports.ts';
import { newClaim, type TestHost } from './host.ts';
import { accessOf, changeMembers, generationsOf, ready, requestOf, shown, tryOn } from './steps.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const at = (host: TestHost) => ({ access_id: host.accesses.orders.id });

/** The one-time reveal (R14 to R20, P2). */
export const revealTests = (current: () => TestHost): void => {
  describe('show credentials once', () => {
    test('R15: the reveal carries all that a client needs, and the platform accepts it', async () => {
      const host = current();
      const { orders } = host.accesses;
      await ready(host);
      const reveal = await host
        .as('ada')
        .ok('claimCredentials', { params: at(host), body: { claim: newClaim() } });
      expect(reveal.credentials.username).toBe(orders.username);
      expect(reveal.credentials.access_cert).toMatch(
        /^-----BEGIN CERTIFICATE-----\n[^]+\n-----END CERTIFICATE-----\n$/u,
      );
      expect(reveal.credentials.access_key).toMatch(
        /^-----BEGIN PRIVATE KEY-----\n[^]+\n-----END PRIVATE KEY-----\n$/u,
      );
      expect(reveal.credentials.ca_cert).toMatch(
        /^-----BEGIN CERTIFICATE-----\n[^]+\n-----END CERTIFICATE-----\n$/u,
      );
      expect(reveal.access.topics.map((topic) => topic.name)).toEqual(['orders', 'refunds']);
      expect(reveal.certificate.not_after_time > reveal.certificate.not_before_time).toBe(true);
      expect(Date.parse(reveal.certificate.not_after_time) - host.now()).toBeGreaterThan(800 * DAY);
      expect(Date.parse(reveal.recoverable_until_time)).toBe(
        Math.floor((host.now() + 10 * MINUTE) / 1000) * 1000,
      );
      expect(await tryOn(host, orders, reveal.credentials)).toEqual({ password: 2, certificate: 2 });
      expect((await accessOf(host)).credential_state).toBe('shown');
    });

    test('R18: of 1,000 simultaneous claims exactly one succeeds', async () => {
      const host = current();
      await ready(host);
      const ada = host.as('ada');
      const replies = await Promise.all(
        Array.from({ length: 1000 }, () =>
          ada.send('claimCredentials', { params: at(host), body: { claim: newClaim() } }),
        ),
      );
      const counts = new Map<string, number>();
      for (const { status, code } of replies) {
        const key = `${status} ${code ?? ''}`.trim();
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      expect(Object.fromEntries(counts)).toEqual({ '200': 1, '410 credentials_consumed': 999 });
    }, 30_000);

    test('R19: the same claim, sent many times at once and again, gets the same secrets', async () => {
      const host = current();
      await ready(host);
      const body = { claim: newClaim() };
      const replies = await Promise.all(
        Array.from({ length: 20 }, () => host.as('ada').ok('claimCredentials', { params: at(host), body })),
      );
      expect(new Set(replies.map((reveal) => JSON.stringify(reveal.credentials))).size).toBe(1);
      await host.advance(10 * MINUTE - 1000);
      const again = await host.as('ada').ok('claimCredentials', { params: at(host), body });
      expect(again).toEqual(replies[0]);
    });

    test('R19: any other claim is refused, and after ten minutes the same one too; the copy is gone', async () => {
      const host = current();
      const { claim, requestId } = await shown(host);
      const ada = host.as('ada');
      await ada.refused('claimCredentials', 'credentials_consumed', {
        params: at(host),
        body: { claim: newClaim() },
      });
      await host.advance(10 * MINUTE);
      await ada.refused('claimCredentials', 'credentials_consumed', { params: at(host), body: { claim } });
      expect((await host.store.dump()).credentials.filter((row) => row.sealed !== null)).toEqual([]);
      expect((await accessOf(host)).credential_state).toBe('unconfirmed');
      expect((await requestOf(host, requestId)).outcome).toBe('unconfirmed');
    });

    test('R19: confirming destroys the copy, is repeatable, and needs the page’s own claim', async () => {
      const host = current();
      const { claim, requestId } = await shown(host);
      const ada = host.as('ada');
      await ada.refused('confirmSaved', 'credentials_consumed', {
        params: at(host),
        body: { claim: newClaim() },
      });
      const { access } = await ada.ok('confirmSaved', { params: at(host), body: { claim } });
      expect(access).toMatchObject({ credential_state: 'active', credentials_consumed: true });
      expect(access.active_request_id).toBeUndefined();
      const once = await accessOf(host);
      await ada.ok('confirmSaved', { params: at(host), body: { claim } });
      expect((await accessOf(host)).old_credentials).toEqual(once.old_credentials);
      await ada.refused('claimCredentials', 'credentials_consumed', { params: at(host), body: { claim } });
      expect((await host.store.dump()).credentials.filter((row) => row.sealed !== null)).toEqual([]);
      expect((await requestOf(host, requestId)).outcome).toBe('saved');
    });

    test('R19: nothing can be confirmed that was not shown', async () => {
      const host = current();
      await ready(host);
      const reply = await host
        .as('ada')
        .send('confirmSaved', { params: at(host), body: { claim: newClaim() } });
      expect([409, 410]).toContain(reply.status);
      expect((await accessOf(host)).credential_state).toBe('unviewed');
    });

    test('R18: a GET from a session consumes nothing, by whomever and however often', async () => {
      const host = current();
      await ready(host);
      for (const name of ['ada', 'ben', 'dan', 'eve', 'ada'] as const)
        await host.as(name).refused('readCredentialsByToken', 'permission_denied', { params: at(host) });
      await host.as('ada').ok('claimCredentials', { params: at(host), body: { claim: newClaim() } });
    });

    test.each(['ben', 'dan', 'eve'] as const)('R17: %s is refused and told who may', async (name) => {
      const host = current();
      await ready(host);
      const access = await accessOf(host, 'orders', name);
      expect(access.verdicts.review_credentials).toMatchObject({
        allowed: false,
        reason: 'credentials_for_someone_else',
      });
      const refusal = await host
        .as(name)
        .refused('claimCredentials', 'permission_denied', { params: at(host), body: { claim: newClaim() } });
      expect(refusal.message).toContain('Ada Lind');
      await host.as('ada').ok('claimCredentials', { params: at(host), body: { claim: newClaim() } });
    });

    test('R17: knowing the claim does not help somebody else', async () => {
      const host = current();
      const { claim } = await shown(host);
      await host
        .as('ben')
        .refused('claimCredentials', 'permission_denied', { params: at(host), body: { claim } });
      await host
        .as('ben')
        .refused('confirmSaved', 'permission_denied', { params: at(host), body: { claim } });
    });

    test('R20: after seven days they are refused with 410', async () => {
      const host = current();
      await ready(host);
      await host.advance(7 * DAY);
      await host.as('ada').refused('claimCredentials', 'credentials_expired', {
        params: at(host),
        body: { claim: newClaim() },
      });
    });

    test('R19: while the platform is down nothing is shown and nothing is lost: the same claim works afterwards', async () => {
      const host = current();
      const { orders } = host.accesses;
      await ready(host);
      await host.setFaults('platform_down');
      const body = { claim: newClaim() };
      const ada = host.as('ada');
      const refusal = await ada.refused('claimCredentials', 'unavailable', { params: at(host), body });
      expect(refusal.message).toMatch(/\w/u);
      await ada.refused('claimCredentials', 'unavailable', { params: at(host), body });
      // An outage longer than the window takes nothing away.
      await host.advance(60 * MINUTE);
      await host.setFaults();
      const { credentials } = await ada.ok('claimCredentials', { params: at(host), body });
      expect(await tryOn(host, orders, credentials)).toEqual({ password: 2, certificate: 2 });
      await ada.refused('claimCredentials', 'credentials_consumed', {
        params: at(host),
        body: { claim: newClaim() },
      });
    });

    test('A3, R19: the history says shown when the secrets go out, not when the platform was down', async () => {
      const host = current();
      const request_id = await ready(host);
      const call = { params: at(host), body: { claim: newClaim() } };
      const actions = async () =>
        (await host.as('ben').ok('getRequest', { params: { request_id } })).history
          .map((entry) => entry.action)
          .filter((action) => /shown|recovered/u.test(action));
      await host.setFaults('platform_down');
      for (let i = 0; i < 2; i += 1) await host.as('ada').refused('claimCredentials', 'unavailable', call);
      expect(await actions()).toEqual([]);
      await host.setFaults();
      await host.as('ada').ok('claimCredentials', call);
      expect(await actions()).toEqual(['credential.shown']);
      await host.as('ada').ok('claimCredentials', call);
      expect(await actions()).toEqual(['credential.shown', 'credential.recovered']);
    });

    test('R17: removed while the platform takes the new credentials: nobody gets them, and they work no more', async () => {
      const host = current();
      const { orders } = host.accesses;
      const request_id = await ready(host);
      const { deps } = host.backend;
      const offered: string[] = [];
      const activate: Platform['activate'] = async (target, generation, secrets) => {
        await deps.platform.activate(target, generation, secrets);
        offered.push(secrets.password);
        await changeMembers(host, 'remove_members', 'ada');
      };
      const platform = { ...deps.platform, activate };
      const reveal = claimCredentials({ ...deps, platform }, 'ada', 'org_acme', orders.id, {
        claim: newClaim(),
      });
      await expect(reveal).rejects.toThrow('You are no longer a member of Payments');
      await host.settle();
      expect(await generationsOf(host, orders)).toEqual(['1 active']);
      const attempt = { password: offered[0] ?? '', access_cert: orders.first.access_cert };
      expect(await tryOn(host, orders, attempt)).toEqual({ password: null, certificate: 1 });
      const { history } = await host.as('ben').ok('getRequest', { params: { request_id } });
      expect(history.map((entry) => entry.action)).not.toContain('credential.shown');
    });

    test('R17: removed, and the credentials forgotten, before the platform is asked: told why, not to try again', async () => {
      const host = current();
      await ready(host);
      const { deps } = host.backend;
      const activate: Platform['activate'] = async (target, generation, secrets) => {
        await changeMembers(host, 'remove_members', 'ada');
        await host.settle();
        await deps.platform.activate(target, generation, secrets);
      };
      const platform = { ...deps.platform, activate };
      const { id } = host.accesses.orders;
      const reveal = claimCredentials({ ...deps, platform }, 'ada', 'org_acme', id, { claim: newClaim() });
      await expect(reveal).rejects.toThrow('You are no longer a member of Payments');
      expect(await generationsOf(host, host.accesses.orders)).toEqual(['1 active']);
    });

    test('R17: removed when the platform has taken them, before the answer: refused', async () => {
      const host = current();
      const request_id = await ready(host);
      const { deps } = host.backend;
      let writes = 0;
      const write: Store['write'] = async (work) => {
        const result = await deps.store.write(work);
        writes += 1;
        // The claim was the first, the activation the second.
        if (writes === 2) await changeMembers(host, 'remove_members', 'ada');
        return result;
      };
      const store = { ...deps.store, write };
      const { id } = host.accesses.orders;
      const reveal = claimCredentials({ ...deps, store }, 'ada', 'org_acme', id, { claim: newClaim() });
      await expect(reveal).rejects.toThrow('You are no longer a member of Payments');
      const { history } = await host.as('ben').ok('getRequest', { params: { request_id } });
      expect(history.map((entry) => entry.action)).not.toContain('credential.shown');
    });

    test('R17, R19: removed from the group inside the window: the same claim is refused', async () => {
      const host = current();
      const { orders } = host.accesses;
      const { claim } = await shown(host);
      await changeMembers(host, 'remove_members', 'ada');
      for (const id of ['claimCredentials', 'confirmSaved'] as const)
        await host.as('ada').refused(id, 'permission_denied', { params: at(host), body: { claim } });
      await host.advance(10 * MINUTE);
      expect((await host.store.dump()).credentials.filter((row) => row.sealed !== null)).toEqual([]);
      expect((await tryOn(host, orders, orders.first)).password).toBe(1);
    });

    test('R14: the first credentials of an access are shown once to who made it', async () => {
      const host = current();
      const access = await accessOf(host);
      expect(access.first_credentials).toBe(true);
      await host.as('ada').refused('claimCredentials', 'credentials_consumed', {
        params: at(host),
        body: { claim: newClaim() },
      });
    });

    test('the line is cut: a claim that nobody heard the answer of is not lost', async () => {
      const host = current();
      await ready(host);
      const body = { claim: newClaim() };
      const response = await host.as('ada').open('claimCredentials', { params: at(host), body });
      await response.body?.cancel();
      const { credentials } = await host.as('ada').ok('claimCredentials', { params: at(host), body });
      expect(await generationsOf(host, host.accesses.orders)).toEqual(['1 active', '2 active']);
      expect(credentials.password).not.toBe('');
    });
  });
};
