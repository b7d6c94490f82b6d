import { describe, expect, it } from 'vitest';
import { failure, REFRESH } from '../sign-in-console.ts';
import { createUserAgent } from '../user-agent.ts';
import type { ScimHost } from './host.ts';
import { group, oktaUser, patchOp } from './pushes.ts';

/** What Okta sends, and what comes of it. */
export const oktaTests = (current: () => ScimHost): void => {
  describe('as Okta pushes', () => {
    it('tries the connection, looks for a user, makes them and reads them again', async () => {
      const { acme, pushOkta } = current();
      for (const path of ['/Users?startIndex=1&count=2', '/Groups?startIndex=1&count=100']) {
        const { status, headers, body } = await pushOkta('GET', path);
        expect([status, body.totalResults]).toEqual([200, 0]);
        expect(headers.get('content-type')).toBe('application/scim+json; charset=utf-8');
        expect(headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/u);
        expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      }
      const search = `/Users?filter=${encodeURIComponent('userName eq "maja@example.com"')}&startIndex=1&count=100`;
      expect((await pushOkta('GET', search)).body).toMatchObject({ totalResults: 0, Resources: [] });
      const made = await pushOkta('POST', '/Users', oktaUser('00u-maja', 'maja@example.com', 'Maja Sund'));
      expect(made.status).toBe(201);
      expect(made.headers.get('location')).toBe(`${acme.url}/scim/v2/okta/Users/${made.body.id}`);
      expect(made.body).toMatchObject({ active: true, externalId: '00u-maja', displayName: 'Maja Sund' });
      expect(made.body).not.toHaveProperty('locale');
      expect((await pushOkta('GET', search)).body).toMatchObject({ totalResults: 1, Resources: [made.body] });
      expect((await pushOkta('GET', `/Users/${made.body.id}`)).body).toEqual(made.body);
      expect(await pushOkta('POST', '/Users', oktaUser('x', 'MAJA@example.com', 'Maja Two'))).toMatchObject({
        status: 409,
        body: { scimType: 'uniqueness', status: '409' },
      });
      const put = await pushOkta(
        'PUT',
        `/Users/${made.body.id}`,
        oktaUser('00u-maja', 'maja@example.com', 'Maja Berg'),
      );
      expect(put).toMatchObject({ status: 200, body: { displayName: 'Maja Berg', active: true } });
    });

    it('groups decide what somebody may do, from before their first sign-in on, and no claim does', async () => {
      const { acme, pushOkta, pushed } = current();
      const id = await pushed('ida', 'Ida Ek');
      // Nothing fits yet.
      expect(failure(await acme.signIn(createUserAgent(), 'ida', { provider: 'okta' }))).toEqual([
        '/sign-in',
        'not_allowed',
      ]);
      const { body: payments } = await pushOkta('POST', '/Groups', group('Payments', id));
      const { body: admins } = await pushOkta('POST', '/Groups', group('kafka-admins'));
      const agent = await acme.signedIn('ida', { provider: 'okta' });
      expect(await acme.groupsOf(agent)).toEqual(['Payments']);
      await pushOkta(
        'PATCH',
        `/Groups/${admins.id}`,
        patchOp({ op: 'add', path: 'members', value: [{ value: id }] }),
      );
      expect((await acme.me(agent)).user.is_organization_admin).toBe(true);
      expect(await acme.groupsOf(agent)).toEqual(['kafka-admins', 'Payments']);
      // The provider is asked again, and its claims say what they always said.
      await acme.pass(REFRESH);
      expect(await acme.groupsOf(agent)).toEqual(['kafka-admins', 'Payments']);
      await pushOkta(
        'PATCH',
        `/Groups/${admins.id}`,
        patchOp({ op: 'remove', path: `members[value eq "${id}"]` }),
      );
      expect((await acme.me(agent)).user.is_organization_admin).toBe(false);
      // Another name, other rights.
      await pushOkta(
        'PATCH',
        `/Groups/${payments.id}`,
        patchOp({ op: 'replace', value: { id: payments.id, displayName: 'Fulfilment' } }),
      );
      expect(await acme.groupsOf(agent)).toEqual(['Fulfilment']);
      const shown = await pushOkta('GET', `/Groups/${payments.id}`);
      expect(shown.body['members']).toMatchObject([{ value: id }]);
      const bare = await pushOkta('GET', `/Groups/${payments.id}?excludedAttributes=members`);
      expect(bare.body).not.toHaveProperty('members');
      expect((await pushOkta('DELETE', `/Groups/${payments.id}`)).status).toBe(204);
      // Whom nothing fits any more is signed out.
      expect(await acme.sessionStatus(agent)).toBe(401);
      await pushOkta('DELETE', `/Groups/${admins.id}`);
    });

    it('a group of many is carried out part by part, before the answer; several calls about one group add up', async () => {
      const { acme, pushOkta, pushed } = current();
      const ids: string[] = [];
      for (let i = 0; i < 52; i += 1) ids.push(await pushed(`crew${i}`, `Crew ${i}`));
      const { body: crew } = await pushOkta('POST', '/Groups', group('Crew', ...ids));
      const agent = await acme.signedIn('crew51', { provider: 'okta' });
      expect(await acme.groupsOf(agent)).toEqual(['Crew']);
      await pushOkta('PUT', `/Groups/${crew.id}`, group('Deck', ...ids));
      expect(await acme.groupsOf(agent)).toEqual(['Deck']);
      await Promise.all(
        ids
          .slice(0, 12)
          .map((id) =>
            pushOkta(
              'PATCH',
              `/Groups/${crew.id}`,
              patchOp({ op: 'remove', path: `members[value eq "${id}"]` }),
            ),
          ),
      );
      expect((await pushOkta('GET', `/Groups/${crew.id}`)).body['members']).toHaveLength(40);
      expect(await acme.sessionStatus(agent)).toBe(200);
      await pushOkta('DELETE', `/Groups/${crew.id}`);
      expect(await acme.sessionStatus(agent)).toBe(401);
    });

    it('deactivating ends sessions, tokens and groups at once; activating lets in again', async () => {
      const { acme, pushOkta, pushed } = current();
      const id = await pushed('noa', 'Noa Lund');
      const { body: made } = await pushOkta('POST', '/Groups', group('Analytics', id));
      const agent = await acme.signedIn('noa', { provider: 'okta' });
      const { body: token } = await acme.api(agent, 'POST', '/v1/access_token', {
        description: 'For a script',
      });
      // The answer of that operation, which the conformance suite holds against its schema.
      const authorization = `Bearer ${(token as { full_token: string }).full_token}`;
      const byToken = async () =>
        (await fetch(`${acme.url}/v1/access_token`, { headers: { authorization } })).status;
      expect(await byToken()).toBe(200);
      const off = await pushOkta(
        'PATCH',
        `/Users/${id}`,
        patchOp({ op: 'replace', value: { active: false } }),
      );
      expect(off).toMatchObject({ status: 200, body: { active: false } });
      expect([await acme.sessionStatus(agent), await byToken()]).toEqual([401, 403]);
      expect(failure(await acme.signIn(createUserAgent(), 'noa', { provider: 'okta' }))).toEqual([
        '/sign-in',
        'not_allowed',
      ]);
      // Okta still sends them whole, and says so again.
      const on = { ...oktaUser('noa', 'noa@example.com', 'Noa Lund'), active: true };
      expect((await pushOkta('PUT', `/Users/${id}`, on)).status).toBe(200);
      expect(await byToken()).toBe(403);
      const again = await acme.signedIn('noa', { provider: 'okta' });
      expect([await acme.groupsOf(again), await byToken()]).toEqual([['Analytics'], 200]);
      expect((await pushOkta('DELETE', `/Users/${id}`)).status).toBe(204);
      expect([await acme.sessionStatus(again), await byToken()]).toEqual([401, 403]);
      expect((await pushOkta('GET', `/Users/${id}`)).status).toBe(404);
      expect((await pushOkta('GET', `/Groups/${made.id}`)).body).not.toHaveProperty('members');
      // Who is pushed anew is who they were.
      const { user } = await acme.me(
        await (async () => {
          const { body } = await pushOkta('POST', '/Users', oktaUser('noa', 'noa@example.com', 'Noa Lund'));
          await pushOkta('PUT', `/Groups/${made.id}`, group('Analytics', body.id));
          return acme.signedIn('noa', { provider: 'okta' });
        })(),
      );
      expect(user.user_email).toBe('noa@example.com');
    });
  });
};
