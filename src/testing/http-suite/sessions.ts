import { describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../contract/operations.ts';
import { newSession } from '../../domain/sign-in/session.ts';
import { newClaim, type TestHost } from './host.ts';
import { ask, pathParams } from './steps.ts';

/** Who calls, and from where. */
export const sessionTests = (current: () => TestHost): void => {
  describe('sessions', () => {
    test('A6: one signs in as any persona, is told who one is, and switches', async () => {
      const host = current();
      const browser = host.stranger();
      const { personas } = await browser.ok('listPersonas');
      expect(personas.map(({ persona }) => persona)).toEqual([
        'requester',
        'approver',
        'outsider',
        'admin',
        'operator',
      ]);
      const session = await browser.ok('signIn', { body: { persona: 'requester' } });
      expect(session).toMatchObject({
        user: { user_id: 'ada', real_name: 'Ada Lind', persona: 'requester', is_organization_admin: false },
        organization: { organization_id: 'org_acme', organization_name: 'Acme' },
        groups: [{ user_group_id: 'grp_payments', user_group_name: 'Payments' }],
        demo: true,
      });
      expect(await browser.ok('getSession')).toEqual(session);
      const before = browser.cookie();
      expect((await browser.ok('signIn', { body: { persona: 'operator' } })).project_roles).toEqual({
        shop: 'operator',
      });
      expect(browser.cookie()).not.toBe(before);
      // Switching ends the session that was left.
      const old = host.stranger(before);
      await old.refused('getSession', 'session_required');
      await browser.refused('signIn', 'invalid_request', { body: { persona: 'root' } });
    });

    test('the cookie is out of reach of scripts and of other sites', async () => {
      const response = await current()
        .stranger()
        .open('signIn', { body: { persona: 'requester' } });
      const [cookie] = response.headers.getSetCookie();
      expect(cookie).toMatch(/; HttpOnly/iu);
      expect(cookie).toMatch(/; SameSite=(Lax|Strict)/iu);
      expect(cookie).toMatch(/; Path=\//iu);
    });

    test('without a session every operation that needs one answers 401, and says nothing else', async () => {
      const host = current();
      for (const operation of Object.values(OPERATIONS)) {
        if (operation.session !== 'required') continue;
        const reply = await host.stranger().send(operation.id, { params: pathParams(host, operation.id) });
        expect(reply.code, `answer of ${operation.id}`).toBe('session_required');
      }
    });

    test('signing out ends the session for good', async () => {
      const host = current();
      const browser = host.stranger();
      await browser.ok('signIn', { body: { persona: 'requester' } });
      const token = browser.cookie();
      await browser.ok('signOut');
      expect(browser.cookie()).toBeUndefined();
      const thief = host.stranger(token);
      await thief.refused('getSession', 'session_required');
      await browser.ok('signOut');
    });

    test('a session ends by itself after its time', async () => {
      const host = current();
      const token = 'an-old-session';
      await host.store.write(async (tx) => {
        const now = host.now();
        const id = await host.backend.deps.digest(token);
        await tx.insert(
          'sessions',
          newSession({ id, personId: 'ada', createdAt: now - 1000, expiresAt: now }),
        );
      });
      const browser = host.stranger(token);
      await browser.refused('getSession', 'session_required');
      await browser.refused('createRequest', 'session_required', { body: {} });
    });

    test('ended sessions get 401 in the middle of a form, and the form can be sent again after signing in', async () => {
      const host = current();
      const browser = host.stranger();
      await browser.ok('signIn', { body: { persona: 'requester' } });
      const form = {
        request_type: 'rotate_credentials',
        access_id: host.accesses.orders.id,
        message: 'Long text',
      };
      await host.stranger().ok('expireSessions');
      await browser.refused('createRequest', 'session_required', { body: form });
      await browser.ok('signIn', { body: { persona: 'requester' } });
      await browser.ok('createRequest', { body: form });
    });

    test('a page of another site cannot act in anybody’s name', async () => {
      const host = current();
      const body = { request_type: 'rotate_credentials', access_id: host.accesses.orders.id, message: 'Why' };
      for (const headers of [
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        { 'sec-fetch-site': 'cross-site', origin: 'http://latchkey.test' },
        { origin: 'https://evil.example' },
        { origin: 'null' },
      ] as Record<string, string>[])
        await host.as('ada').refused('createRequest', 'cross_site_request', { body, headers });
      expect(
        (await host.as('ada').ok('listRequests', { headers: { 'sec-fetch-site': 'cross-site' } }))
          .total_count,
      ).toBe(0);
      await host.as('ada').ok('createRequest', {
        body,
        headers: { 'sec-fetch-site': 'same-origin', origin: 'http://latchkey.test' },
      });
    });

    test('every operation that changes something refuses another site', async () => {
      const host = current();
      const request_id = await ask(host);
      for (const operation of Object.values(OPERATIONS)) {
        if (operation.method === 'GET') continue;
        await host.as('ada').refused(operation.id, 'cross_site_request', {
          params: { ...pathParams(host, operation.id), request_id },
          headers: { 'sec-fetch-site': 'cross-site' },
        });
      }
    });

    test('the store does not answer: 503 in plain words, nothing is lost', async () => {
      const host = current();
      await host.setFaults('store_down');
      const body = { request_type: 'rotate_credentials', access_id: host.accesses.orders.id, message: 'Why' };
      const reply = await host.as('ada').send('createRequest', { body });
      expect(reply.code).toBe('unavailable');
      expect(reply.headers.get('retry-after')).toMatch(/^\d+$/u);
      expect(reply.problem?.message).toMatch(/again/u);
      await host.as('ada').refused('listAccesses', 'unavailable');
      await host.setFaults();
      expect((await host.as('ada').ok('listRequests')).total_count).toBe(0);
      await host.as('ada').ok('createRequest', { body });
    });

    test('the fault conflict makes a decision stale', async () => {
      const host = current();
      const request_id = await ask(host);
      await host.setFaults('conflict');
      await host.as('ben').refused('approveRequest', 'stale_version', { params: { request_id }, body: {} });
      expect((await host.stranger().ok('getDemo')).faults).toEqual(['conflict']);
      await host.setFaults();
      await host.as('ben').ok('approveRequest', { params: { request_id }, body: {} });
    });

    test('an address that is not there is 404 in the same envelope', async () => {
      const host = current();
      for (const path of ['/v1/nothing', '/v1/organization/org_acme/nothing', '/']) {
        const response = await host.backend.app.fetch(new Request(`http://latchkey.test${path}`));
        expect(response.status).toBe(404);
        expect(await response.json()).toMatchObject({ errors: [{ error_code: 'not_found', status: 404 }] });
      }
    });

    test('health and readiness answer', async () => {
      const { app } = current().backend;
      expect((await app.fetch(new Request('http://latchkey.test/healthz'))).status).toBe(200);
      expect((await app.fetch(new Request('http://latchkey.test/readyz'))).status).toBe(200);
    });

    test('starting the demo over takes back what was done', async () => {
      const host = current();
      await ask(host);
      await host.stranger().ok('resetDemo');
      expect((await host.as('ada').ok('listRequests')).total_count).toBe(0);
      await host.as('ada').refused('claimCredentials', 'credentials_consumed', {
        params: { access_id: host.accesses.orders.id },
        body: { claim: newClaim() },
      });
    });
  });
};
