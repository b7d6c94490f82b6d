import { describe, expect, test } from 'vitest';
import { readCredentialsByToken } from '../../service/credentials/read-by-token.ts';
import type { Platform } from '../../service/ports/ports.ts';
import { ORIGIN } from '../client.ts';
import { accessTokenOf } from '../world.ts';
import { newClaim, type TestHost } from './host.ts';
import { accessOf, ready, requestOf, tryOn } from './steps.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

const at = (host: TestHost) => ({ params: { access_id: host.accesses.orders.id } });

/** The published one-time read of new credentials, for callers with a token (C8, R17, R18). */
export const tokenReadTests = (current: () => TestHost): void => {
  describe('credentials by access token', () => {
    test('C8: they come once, work, and are gone for everybody afterwards', async () => {
      const host = current();
      const { orders } = host.accesses;
      const requestId = await ready(host);
      const ada = host.byToken('ada');
      const { credentials } = await ada.ok('readCredentialsByToken', at(host));
      expect(Object.keys(credentials).toSorted()).toEqual(['access_cert', 'access_key', 'password']);
      expect(await tryOn(host, orders, credentials)).toEqual({ password: 2, certificate: 2 });
      await ada.refused('readCredentialsByToken', 'credentials_consumed', at(host));
      const body = { claim: newClaim() };
      await host.as('ada').refused('claimCredentials', 'credentials_consumed', { ...at(host), body });
      await host.as('ada').refused('confirmSaved', 'credentials_consumed', { ...at(host), body });
      expect((await accessOf(host)).credential_state).toBe('shown');
      // Nobody can confirm them; the old ones stay until somebody retires them (R22).
      await host.advance(10 * MINUTE);
      expect((await accessOf(host)).credential_state).toBe('unconfirmed');
      expect((await requestOf(host, requestId)).outcome).toBe('unconfirmed');
      expect((await host.store.dump()).credentials.filter((row) => row.sealed !== null)).toEqual([]);
      expect((await tryOn(host, orders, orders.first)).certificate).toBe(1);
      await ada.refused('readCredentialsByToken', 'credentials_consumed', at(host));
      await host.byToken('ben').ok('retireOldCredentials', { ...at(host), body: {} });
      await host.settle();
      expect((await tryOn(host, orders, orders.first)).certificate).toBeNull();
    });

    test('A3: the history says who, and with which token', async () => {
      const host = current();
      const request_id = await ready(host);
      await host.byToken('ada').ok('readCredentialsByToken', at(host));
      const { history } = await host.as('ben').ok('getRequest', { params: { request_id } });
      expect(history.map((entry) => `${entry.action} ${entry.actor_name}`)).toContain(
        'credential.shown Ada Lind',
      );
      const audit = await host.store.read((tx) =>
        tx.find('audit', { where: { action: 'credential.shown' } }),
      );
      expect(audit.map(({ details }) => details['token_prefix'])).toContain(
        accessTokenOf('ada').slice(0, 12),
      );
    });

    test('R18: of 1,000 simultaneous reads exactly one succeeds', async () => {
      const host = current();
      await ready(host);
      const ada = host.byToken('ada');
      const replies = await Promise.all(
        Array.from({ length: 1000 }, () => ada.send('readCredentialsByToken', at(host))),
      );
      const counts = new Map<string, number>();
      for (const { status, code } of replies) {
        const key = `${status} ${code ?? ''}`.trim();
        counts.set(key, (counts.get(key) ?? 0) + 1);
      }
      expect(Object.fromEntries(counts)).toEqual({ '200': 1, '410 credentials_consumed': 999 });
    }, 30_000);

    test.each(['ben', 'dan', 'eve'] as const)('R17: %s is refused and told who may', async (name) => {
      const host = current();
      await ready(host);
      const problem = await host
        .byToken(name)
        .refused('readCredentialsByToken', 'permission_denied', at(host));
      expect(problem.message).toContain('Ada Lind');
      await host.byToken('ada').ok('readCredentialsByToken', at(host));
    });

    test('R18: neither a session nor HEAD uses anything up', async () => {
      const host = current();
      await ready(host);
      const problem = await host.as('ada').refused('readCredentialsByToken', 'permission_denied', at(host));
      expect(problem.message).toContain('claim them');
      const path = `/v1/organization/org_acme/governance/access/${host.accesses.orders.id}/credentials`;
      const headers = { authorization: `Bearer ${accessTokenOf('ada')}` };
      const head = await host.backend.app.fetch(new Request(`${ORIGIN}${path}`, { method: 'HEAD', headers }));
      expect(head.status).toBe(403);
      await host.byToken('ada').ok('readCredentialsByToken', at(host));
    });

    test('before there are any: 409; after seven days: 410', async () => {
      const host = current();
      const ada = host.byToken('ada');
      await ada.refused('readCredentialsByToken', 'credentials_consumed', at(host));
      await ready(host);
      await host.advance(7 * DAY);
      await ada.refused('readCredentialsByToken', 'credentials_expired', at(host));
    });

    test('R19: while the platform is down nothing is used up, by whomever they are asked for then', async () => {
      const host = current();
      const { orders } = host.accesses;
      await ready(host);
      await host.setFaults('platform_down');
      const ada = host.byToken('ada');
      for (let i = 0; i < 2; i += 1) await ada.refused('readCredentialsByToken', 'unavailable', at(host));
      expect((await accessOf(host)).credential_state).toBe('unviewed');
      await host.setFaults();
      const { credentials } = await ada.ok('readCredentialsByToken', at(host));
      expect(await tryOn(host, orders, credentials)).toEqual({ password: 2, certificate: 2 });
    });

    test('R20: given back while the platform is down, they still end in time', async () => {
      const host = current();
      await ready(host);
      await host.setFaults('platform_down');
      await host.byToken('ada').refused('readCredentialsByToken', 'unavailable', at(host));
      await host.setFaults();
      await host.advance(7 * DAY);
      expect((await accessOf(host)).credential_state).toBe('expired');
      const body = { claim: newClaim() };
      await host.as('ada').refused('claimCredentials', 'credentials_expired', { ...at(host), body });
    });

    test('a token that is revoked while the platform takes them gets nothing', async () => {
      const host = current();
      await ready(host);
      const { deps } = host.backend;
      const activate: Platform['activate'] = async (target, generation, secrets) => {
        await deps.platform.activate(target, generation, secrets);
        const params = { token_prefix: accessTokenOf('ada') };
        await host.as('ada').ok('revokeAccessToken', { params });
      };
      const owner = { personId: 'ada', tokenId: await deps.digest(accessTokenOf('ada')) };
      const read = readCredentialsByToken(
        { ...deps, platform: { ...deps.platform, activate } },
        owner,
        'org_acme',
        host.accesses.orders.id,
      );
      await expect(read).rejects.toThrow('Invalid token');
      const shown = await host.store.read((tx) =>
        tx.find('audit', { where: { action: 'credential.shown' } }),
      );
      expect(shown.filter(({ details }) => 'token_prefix' in details)).toEqual([]);
    });
  });
};
