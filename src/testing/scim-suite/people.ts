import { describe, expect, it } from 'vitest';
import { failure, REFRESH } from '../sign-in-console.ts';
import { createUserAgent } from '../user-agent.ts';
import { account, type ScimHost } from './host.ts';
import { entraUser, group, oktaUser, patchOp } from './pushes.ts';

/** What Entra sends, and who it is that a push is about. */
export const pushedPeopleTests = (current: () => ScimHost): void => {
  describe('as Entra pushes', () => {
    const filter = (text: string) => `filter=${encodeURIComponent(text)}`;

    it('tries the connection with a user that is not there, makes, matches by its object id, changes and disables', async () => {
      const { acme, entra, pushEntra } = current();
      const missing = await pushEntra('GET', `/Users?${filter('userName eq "3c6e7a1b-0000"')}`);
      expect(missing).toMatchObject({ status: 200, body: { totalResults: 0 } });
      const oid = '6f9619ff-8b86-d011-b42d-00cf4fc964ff';
      const { body: user } = await pushEntra('POST', '/Users', entraUser(oid, 'gus@example.org', 'Gus Holm'));
      const found = await pushEntra('GET', `/Users?${filter(`externalId eq "${oid}"`)}`);
      expect(found.body.Resources.map(({ id }) => id)).toEqual([user.id]);
      const { body: made } = await pushEntra('POST', '/Groups', {
        ...group('Customs desk'),
        externalId: 'g-oid',
      });
      const listed = await pushEntra(
        'GET',
        `/Groups?excludedAttributes=members&${filter('displayName eq "Customs desk"')}`,
      );
      expect(listed.body).toMatchObject({
        totalResults: 1,
        Resources: [{ id: made.id, externalId: 'g-oid' }],
      });
      const member = patchOp({ op: 'Add', path: 'members', value: [{ $ref: null, value: user.id }] });
      expect((await pushEntra('PATCH', `/Groups/${made.id}`, member)).status).toBe(200);
      const isMember = `/Groups?excludedAttributes=members&${filter(`id eq "${made.id}" and members eq "${user.id}"`)}`;
      expect((await pushEntra('GET', isMember)).body.totalResults).toBe(1);

      // Its subjects are of its own making, and its addresses are proved to nobody: the object id alone says who it is.
      entra.set('pairwise', account('gus@example.org', 'Gus Holm', { oid, emailVerified: false }));
      entra.set('mallory', account('gus@example.org', 'Mallory', { oid: 'another', emailVerified: true }));
      expect(failure(await acme.signIn(createUserAgent(), 'mallory', { provider: 'entra' }))).toEqual([
        '/sign-in',
        'email_taken',
      ]);
      const agent = await acme.signedIn('pairwise', { provider: 'entra' });
      expect([(await acme.me(agent)).user.real_name, await acme.groupsOf(agent)]).toEqual([
        'Gus Holm',
        ['Customs desk'],
      ]);

      const renamed = await pushEntra(
        'PATCH',
        `/Users/${user.id}`,
        patchOp(
          { op: 'Replace', path: 'displayName', value: 'Gus Ek' },
          { op: 'Replace', path: 'emails[type eq "work"].value', value: 'gus.ek@example.org' },
          {
            op: 'Add',
            path: 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department',
            value: 'Tolls',
          },
        ),
      );
      expect(renamed.body).toMatchObject({
        emails: [{ value: 'gus.ek@example.org', primary: true, type: 'work' }],
      });
      // Where they came in, their address is what the login says.
      expect((await acme.me(agent)).user).toMatchObject({
        real_name: 'Gus Ek',
        user_email: 'gus@example.org',
      });
      // Asked again, it does not say that id; who it is stays known.
      entra.set('pairwise', account('gus@example.org', 'Gus Holm', { emailVerified: false }));
      await acme.pass(REFRESH);
      expect((await acme.me(agent)).user.real_name).toBe('Gus Ek');

      // A subject of another registration is the same account, and ends with it.
      entra.set('pairwise-2', account('gus@example.org', 'Gus Ek', { oid, emailVerified: false }));
      const other = await acme.signedIn('pairwise-2', { provider: 'entra' });
      expect((await acme.me(other)).user).toEqual((await acme.me(agent)).user);
      const leave = patchOp({ op: 'Remove', path: 'members', value: [{ value: user.id }] });
      expect((await pushEntra('PATCH', `/Groups/${made.id}`, leave)).status).toBe(200);
      expect([await acme.sessionStatus(agent), await acme.sessionStatus(other)]).toEqual([401, 401]);
      const off = await pushEntra(
        'PATCH',
        `/Users/${user.id}`,
        patchOp({ op: 'Replace', path: 'active', value: 'False' }),
      );
      expect(off.body['active']).toBe(false);
      expect((await pushEntra('GET', `/Users?${filter('active eq false')}`)).body.totalResults).toBe(1);
    });
  });

  describe('a provider that pushes people alone', () => {
    it('leaves groups to the claims, and says who is let in', async () => {
      const { acme, pushKeycloak } = current();
      acme
        .provider('keycloak')
        .accounts.set('per', account('per@example.net', 'Per Ost', { groups: ['Harbour'] }));
      const agent = await acme.signedIn('per', { provider: 'keycloak' });
      const { body: user } = await pushKeycloak(
        'POST',
        '/Users',
        oktaUser('per', 'per@example.net', 'Per Ost'),
      );
      await pushKeycloak('POST', '/Groups', group('kafka-admins', user.id));
      await acme.pass(REFRESH);
      expect(await acme.groupsOf(agent)).toEqual(['Harbour']);
      await pushKeycloak(
        'PATCH',
        `/Users/${user.id}`,
        patchOp({ op: 'replace', path: 'active', value: false }),
      );
      expect(await acme.sessionStatus(agent)).toBe(401);
      expect(failure(await acme.signIn(createUserAgent(), 'per', { provider: 'keycloak' }))).toEqual([
        '/sign-in',
        'not_allowed',
      ]);
      await pushKeycloak(
        'PATCH',
        `/Users/${user.id}`,
        patchOp({ op: 'replace', path: 'active', value: true }),
      );
      expect(await acme.groupsOf(await acme.signedIn('per', { provider: 'keycloak' }))).toEqual(['Harbour']);
    });
  });

  describe('whom a push is about', () => {
    it('without an id that the login says as well: whoever proves the address', async () => {
      const { acme, okta, pushOkta } = current();
      const { body: user } = await pushOkta(
        'POST',
        '/Users',
        oktaUser('uid=kim', 'kim@example.com', 'Kim Dahl'),
      );
      await pushOkta('POST', '/Groups', group('Kim’s', user.id));
      okta.set('kim-sub', account('kim@example.com', 'Kim Dahl', { emailVerified: false }));
      expect(failure(await acme.signIn(createUserAgent(), 'kim-sub', { provider: 'okta' }))).toEqual([
        '/sign-in',
        'email_taken',
      ]);
      okta.set('kim-sub', account('kim@example.com', 'Kim Dahl'));
      expect(await acme.groupsOf(await acme.signedIn('kim-sub', { provider: 'okta' }))).toEqual(['Kim’s']);
    });

    it('nobody who merely takes over a name', async () => {
      const { acme, okta, pushOkta } = current();
      const named = (userName: string, email: string) => ({ userName, emails: [{ value: email }] });
      const { body: first } = await pushOkta('POST', '/Users', named('nils', 'nils@example.com'));
      await pushOkta('POST', '/Groups', group('Nils’s', first.id));
      await pushOkta(
        'PATCH',
        `/Users/${first.id}`,
        patchOp({ op: 'replace', value: { userName: 'nils.old' } }),
      );
      const second = await pushOkta('POST', '/Users', named('nils', 'nils.new@example.com'));
      await pushOkta('POST', '/Groups', group('New Nils’s', second.body.id));
      okta.set('nils-1', account('nils@example.com', 'nils'));
      const agent = await acme.signedIn('nils-1', { provider: 'okta' });
      expect(await acme.groupsOf(agent)).toEqual(['Nils’s']);
      expect((await pushOkta('DELETE', `/Users/${second.body.id}`)).status).toBe(204);
      expect(await acme.sessionStatus(agent)).toBe(200);
    });

    it('nobody any more from whom the provider took the user', async () => {
      const { acme, okta, pushOkta, pushed } = current();
      const id = await pushed('tor', 'Tor Vik');
      await pushOkta('POST', '/Groups', group('Tor’s', id));
      const agent = await acme.signedIn('tor', { provider: 'okta' });
      okta.set('ulf', account('ulf@example.com', 'Ulf Vik'));
      await pushOkta('PUT', `/Users/${id}`, oktaUser('ulf', 'ulf@example.com', 'Ulf Vik'));
      expect(await acme.groupsOf(await acme.signedIn('ulf', { provider: 'okta' }))).toEqual(['Tor’s']);
      expect(await acme.sessionStatus(agent)).toBe(401);
    });

    it('who was pushed anew under other names is who they were, once they come in', async () => {
      const { acme, okta, pushOkta, pushed } = current();
      const first = await pushed('liv', 'Liv Moe');
      const { body: made } = await pushOkta('POST', '/Groups', group('Liv’s', first));
      const { user: before } = await acme.me(await acme.signedIn('liv', { provider: 'okta' }));
      await pushOkta('DELETE', `/Users/${first}`);
      const { body: second } = await pushOkta(
        'POST',
        '/Users',
        oktaUser('liv-2', 'liv.moe@example.com', 'Liv Moe'),
      );
      await pushOkta('PUT', `/Groups/${made.id}`, group('Liv’s', second.id));
      okta.set('liv', account('liv.moe@example.com', 'Liv Moe'));
      const agent = await acme.signedIn('liv', { provider: 'okta' });
      expect((await acme.me(agent)).user).toEqual({ ...before, user_email: 'liv.moe@example.com' });
      // What the push had made of them meanwhile has nothing left.
      expect(await acme.groupsOf(agent)).toEqual(['Liv’s']);
      expect(
        (await pushOkta('PATCH', `/Users/${second.id}`, patchOp({ op: 'replace', value: { active: false } })))
          .status,
      ).toBe(200);
      expect(await acme.sessionStatus(agent)).toBe(401);
    });

    it('an address that somebody has already makes nobody them', async () => {
      const { acme, entra, pushEntra } = current();
      const taken = 'maya.lindqvist@haldenfreight.example';
      const { body: user } = await pushEntra('POST', '/Users', entraUser('thief', taken, 'Not Maya'));
      await pushEntra('POST', '/Groups', group('Payments', user.id));
      entra.set('thief', account(taken, 'Not Maya', { oid: 'thief' }));
      expect(failure(await acme.signIn(createUserAgent(), 'thief', { provider: 'entra' }))).toEqual([
        '/sign-in',
        'email_taken',
      ]);
    });
  });
};
