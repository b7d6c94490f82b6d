import { MAIL_TOPIC_NAMES } from '../../contract/values.ts';
import { describe, expect, test } from 'vitest';
import { newSession, sessionHandle, type Session } from '../../domain/sign-in/session.ts';
import { BREAK_GLASS_PERSON } from '../../domain/people.ts';
import { createBreakGlassCode } from '../../service/session/break-glass.ts';
import { ADMIN_BREAK_GLASS, createAdminDoor } from '../../server/admin-door.ts';
import { openSession } from '../../service/session/sessions.ts';
import { tokenOf, type PersonName } from '../world.ts';
import { ADDRESS, newClaim, type TestHost } from './host.ts';
import { askForKey, requireApproval, wish } from './approval-steps.ts';
import { report } from './compromise-steps.ts';
import { unbind } from './key-steps.ts';
import { noticesOf } from './steps.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Another session of somebody, begun now; its token is its name. */
export const otherSession = async (
  host: TestHost,
  personId: PersonName,
  token: string,
  facts: Partial<Session> = {},
): Promise<Session> => {
  const now = host.now();
  const id = await host.backend.deps.digest(token);
  const session = newSession({ id, personId, createdAt: now, expiresAt: now + HOUR, ...facts });
  await host.store.write((tx) => tx.insert('sessions', session));
  return session;
};

const actionsOf = async (host: TestHost, prefix: string): Promise<readonly string[]> =>
  (await host.store.read((tx) => tx.find('audit')))
    .filter(({ action }) => action.startsWith(prefix))
    .map(({ action, actorName }) => `${action} by ${actorName}`);

const code = async (host: TestHost): Promise<string> => (await createBreakGlassCode(host.backend.deps)).code;

/** My sessions, and the door behind glass. */
export const ownSessionTests = (current: () => TestHost): void => {
  describe('my sessions', () => {
    test('are listed with device and address, the one last used first', async () => {
      const host = current();
      await host.advance(10 * MINUTE);
      const browser = host.stranger();
      await browser.ok('signIn', { body: { persona: 'requester' }, headers: { 'user-agent': 'Firefox' } });
      await otherSession(host, 'ben', 'not-hers');
      const { sessions } = await browser.ok('listSessions');
      expect(sessions).toMatchObject([
        { kind: 'persona', provider_name: null, ip: ADDRESS, user_agent: 'Firefox', current: true },
        { ip: null, current: false },
      ]);
      expect(JSON.stringify(sessions)).not.toContain(browser.cookie());
    });

    test('a use is noted once a minute, with where it came from', async () => {
      const host = current();
      const id = await host.backend.deps.digest(tokenOf('ada'));
      const seen = async () => host.store.get('sessions', id);
      await host.store.write((tx) => tx.update('sessions', id, { lastUsedAt: host.now() - MINUTE }));
      await host.as('ada').ok('listGroups', { headers: { 'user-agent': 'Safari' } });
      await expect
        .poll(seen)
        .toMatchObject({ lastUsedAt: host.now(), address: ADDRESS, userAgent: 'Safari' });
      await host.as('ada').ok('listGroups', { headers: { 'user-agent': 'Other' } });
      expect(await seen()).toMatchObject({ userAgent: 'Safari' });
    });

    test('one is revoked at once; nobody else’s can be', async () => {
      const host = current();
      const other = await otherSession(host, 'ada', 'hers');
      const foreign = await otherSession(host, 'ben', 'his');
      const hers = host.stranger('hers');
      await hers.ok('getSession');
      await host.as('ada').refused('revokeSession', 'session_not_found', {
        params: { session_id: sessionHandle(foreign) },
      });
      await host.as('ada').ok('revokeSession', { params: { session_id: sessionHandle(other) } });
      await hers.refused('getSession', 'session_required');
      await host.stranger('his').ok('getSession');
      expect(await actionsOf(host, 'session.revoked')).toEqual(['session.revoked by Ada Lind']);
    });

    test('all but this one are revoked together', async () => {
      const host = current();
      for (const token of ['one', 'two']) await otherSession(host, 'ada', token);
      await host.as('ada').ok('revokeOtherSessions');
      expect((await host.as('ada').ok('listSessions')).sessions).toMatchObject([{ current: true }]);
      for (const token of ['one', 'two'])
        await host.stranger(token).refused('getSession', 'session_required');
    });

    test('one that nobody used for too long is over, as is one whose time is up', async () => {
      const host = current();
      const { idle } = host.backend.deps.signIn;
      const now = host.now();
      const far = now + 100 * idle;
      await otherSession(host, 'ada', 'unused', { lastUsedAt: now - idle, expiresAt: far });
      await otherSession(host, 'ada', 'used', { lastUsedAt: now - idle + 1, expiresAt: far });
      await otherSession(host, 'ada', 'over', { expiresAt: now });
      await host.stranger('unused').refused('getSession', 'session_required');
      await host.stranger('over').refused('getSession', 'session_required');
      await host.stranger('used').ok('getSession');
    });

    test('a cookie that somebody planted is worth nothing after signing in', async () => {
      const host = current();
      const browser = host.stranger('planted');
      await browser.ok('signIn', { body: { persona: 'requester' } });
      expect(browser.cookie()).not.toBe('planted');
      await host.stranger('planted').refused('getSession', 'session_required');
    });

    test('how one signs in is told to anybody', async () => {
      expect(await current().stranger().ok('getSignInOptions')).toEqual({
        personas: true,
        providers: [],
        break_glass: true,
      });
    });
  });

  describe('break-glass', () => {
    test('a code lets somebody in once, for an hour, and everybody who administers is told', async () => {
      const host = current();
      const made = await code(host);
      const browser = host.stranger();
      const session = await browser.ok('signInByCode', { body: { code: made } });
      expect(session).toMatchObject({
        user: { user_id: BREAK_GLASS_PERSON, is_organization_admin: true },
        sign_in: { kind: 'break_glass' },
      });
      expect(Date.parse(session.expire_time)).toBe(host.now() + HOUR);
      expect((await host.as('ada').ok('getSession')).break_glass_until_time).toBe(session.expire_time);
      expect(await noticesOf(host, 'eve')).toMatchObject([{ kind: 'break_glass_used' }]);
      expect(await actionsOf(host, 'break_glass')).toEqual(['break_glass.code_made by Command line']);
      const again = host.stranger();
      await again.refused('signInByCode', 'authentication_failed', { body: { code: made } });
      expect(await actionsOf(host, 'break_glass.refused')).toHaveLength(1);
      await browser.ok('signOut');
      expect((await host.as('ada').ok('getSession')).break_glass_until_time).toBeUndefined();
    });

    test('an organization admin ends it, and nobody else', async () => {
      const host = current();
      const browser = host.stranger();
      await browser.ok('signInByCode', { body: { code: await code(host) } });
      const waiting = await code(host);
      await host.as('ada').refused('endBreakGlass', 'permission_denied');
      await host.as('eve').ok('endBreakGlass');
      await browser.refused('getSession', 'session_required');
      await host.stranger().refused('signInByCode', 'authentication_failed', { body: { code: waiting } });
      await host.as('eve').ok('getSession');
      const ended = ['session.revoked by Eve Tanaka', 'break_glass.ended by Eve Tanaka'];
      expect([
        ...(await actionsOf(host, 'session.revoked')),
        ...(await actionsOf(host, 'break_glass.ended')),
      ]).toEqual(ended);
      // With nothing left to end there is nothing to tell; a code alone is something.
      await host.as('eve').ok('endBreakGlass');
      await code(host);
      await host.as('eve').ok('endBreakGlass');
      expect(await actionsOf(host, 'break_glass.ended')).toHaveLength(2);
    });

    test('a code ends after 15 minutes, and when another is made', async () => {
      const host = current();
      const first = await code(host);
      const second = await code(host);
      await host.stranger().refused('signInByCode', 'authentication_failed', { body: { code: first } });
      await host.advance(15 * MINUTE);
      await host.stranger().refused('signInByCode', 'authentication_failed', { body: { code: second } });
    });

    test('the command line makes codes where that is switched on, and nowhere else', async () => {
      const { deps } = current().backend;
      const ask = (on: boolean) =>
        createAdminDoor(deps, 'secret', () => undefined, on).request(ADMIN_BREAK_GLASS, {
          method: 'POST',
          headers: { authorization: 'Bearer secret' },
        });
      expect((await ask(false)).status).toBe(404);
      expect(await (await ask(true)).json()).toMatchObject({
        code: expect.stringMatching(/^bg_[\w-]{43}$/u),
      });
    });

    test('nothing that it makes outlives it', async () => {
      const host = current();
      const browser = host.stranger();
      await browser.ok('signInByCode', { body: { code: await code(host) } });
      await browser.refused('createAccessToken', 'permission_denied', { body: { description: 'Later' } });
      await browser.refused('createApiKey', 'permission_denied', {
        body: { resource_id: 'lkc-orders', owner_id: 'ada', claim: newClaim() },
      });
      await browser.refused('createWebhook', 'permission_denied', {
        body: { description: 'Chat', url: 'https://hooks.example.com/', topics: [...MAIL_TOPIC_NAMES] },
      });
      await browser.refused('addRoleBinding', 'permission_denied', {
        body: { principal_id: 'ada', role: 'OrganizationAdmin' },
      });
      await browser.refused('createIamRoleBinding', 'permission_denied', {
        body: { principal: 'User:ada', role_name: 'OrganizationAdmin', crn_pattern: 'crn://x' },
      });
      const [group] = (await browser.ok('listGroups')).user_groups;
      const change = (operation: 'add_members' | 'remove_members') => ({
        params: { user_group_id: group?.user_group_id ?? '' },
        body: { operation, member_ids: ['eve'] },
      });
      await browser.refused('updateMembers', 'permission_denied', change('add_members'));
      await browser.ok('updateMembers', change('remove_members'));
    });

    test('where it is switched off, a session that began with it opens nothing', async () => {
      const host = current();
      const { deps } = host.backend;
      await otherSession(host, 'ben', 'in', { kind: 'break_glass' });
      expect(await openSession(deps, 'in')).toMatchObject({ personId: 'ben' });
      const off = { ...deps, signIn: { ...deps.signIn, breakGlass: false } };
      expect(await openSession(off, 'in')).toBeNull();
    });

    test('it administers while it lasts, and not a moment longer', async () => {
      const host = current();
      const administers = async () => {
        const { people, roleBindings } = await host.store.dump();
        const held = roleBindings.filter(
          (one) => one.principalId === BREAK_GLASS_PERSON && one.removedAt === null,
        );
        const person = people.find(({ id }) => id === BREAK_GLASS_PERSON);
        return [person?.isOrganizationAdmin, held.length];
      };
      const comeIn = async () => {
        const browser = host.stranger();
        await browser.ok('signInByCode', { body: { code: await code(host) } });
        expect(await administers()).toEqual([true, 1]);
        return browser;
      };
      await (await comeIn()).ok('signOut');
      expect(await administers()).toEqual([false, 0]);
      await comeIn();
      await host.as('eve').ok('endBreakGlass');
      expect(await administers()).toEqual([false, 0]);
      // One of two that signs out leaves the other in.
      const first = await comeIn();
      const second = await comeIn();
      await first.ok('signOut');
      expect(await administers()).toEqual([true, 1]);
      expect((await second.ok('getSession')).user.is_organization_admin).toBe(true);
      // Nobody signs out: its time is up. Moving the demo's clock would move it along.
      await host.store.write(async (tx) => {
        for (const { id } of await tx.find('sessions', { where: { kind: 'break_glass' } }))
          await tx.update('sessions', id, { expiresAt: host.now() });
      });
      await host.advance(3 * HOUR);
      expect(await administers()).toEqual([false, 0]);
    });

    test('it counts for nobody who administers, is asked or told, and is not removed', async () => {
      const host = current();
      const browser = host.stranger();
      await browser.ok('signInByCode', { body: { code: await code(host) } });
      const params = { user_id: BREAK_GLASS_PERSON };
      const removal = await host
        .as('eve')
        .refused('removeOrganizationMember', 'permission_denied', { params, body: { keys: [] } });
      expect(removal.message).toMatch(/^Nobody removes the break-glass administrator/u);
      await browser.refused('removeOrganizationMember', 'last_organization_admin', {
        params: { user_id: 'eve' },
        body: { keys: [] },
      });
      await browser.refused('removeRoleBinding', 'last_organization_admin', {
        params: { role_binding_id: 'rb-eve' },
      });
      await requireApproval(host);
      // Nobody else than Eve could decide for her.
      await host.as('eve').refused('createRequest', 'no_second_organization_admin', {
        body: wish({ resource: 'cloud', owner: 'eve' }),
      });
      await askForKey(host);
      await report(host);
      const { notifications } = await host.store.dump();
      expect(notifications.some(({ personId }) => personId === BREAK_GLASS_PERSON)).toBe(false);
      expect(notifications.some(({ kind }) => kind === 'compromise_reported')).toBe(true);
      // Its own role is nobody's last.
      const { role_bindings } = await host
        .as('eve')
        .ok('getPrincipal', { params: { principal_id: BREAK_GLASS_PERSON } });
      await unbind(host, role_bindings[0]?.role_binding_id ?? '');
    });

    test('wrong codes are refused, and too many of them not even looked at', async () => {
      const host = current();
      const statuses = new Set<number>();
      // More than twice as many as a minute takes, for one may begin in the middle of them.
      for (let i = 0; i < 45; i += 1)
        statuses.add((await host.stranger().send('signInByCode', { body: { code: 'bg_wrong' } })).status);
      expect([...statuses]).toEqual([403, 429]);
    });
  });
};
