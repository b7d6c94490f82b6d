import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IdentityProvider } from '../../testing/identity-provider.ts';
import { REFRESH, startSignInConsole, type SignInConsole } from '../../testing/sign-in-console.ts';
import { createUserAgent, type UserAgent } from '../../testing/user-agent.ts';

const STRONG = 'strong';

let acme: SignInConsole;
let corporate: IdentityProvider;

beforeAll(async () => {
  acme = await startSignInConsole(
    {
      corporate: {
        name: 'Corporate account',
        acr_values: [STRONG],
        group_names: 'created',
        trusts_email: true,
        admits: 'anybody',
        rules: [{ value: 'admins', organization_admin: true }],
      },
    },
    { LATCHKEY_FIRST_ADMIN: 'Root@example.com', LATCHKEY_STEP_UP: '240' },
  );
  corporate = acme.provider('corporate');
});
afterAll(() => acme.stop());

beforeEach(() => {
  corporate.accounts.set('ada', {
    email: 'ada@example.com',
    name: 'Ada Lind',
    groups: ['Payments'],
    acr: STRONG,
  });
});
afterEach(() => {
  corporate.broken.clear();
});

const ada = () => corporate.accounts.get('ada')!;
const makeToken = (agent: UserAgent) =>
  acme.api(agent, 'POST', '/v1/access_token', { description: 'For a script' });

// Before the clock is moved, which the provider's does not follow.
describe('how somebody logged in', () => {
  it('a login that is weaker than a fresh one has to be is not fresh, however young', async () => {
    delete ada().acr;
    const weak = await acme.signedIn('ada');
    expect(await makeToken(weak)).toMatchObject({ status: 403, code: 'step_up_required' });
    const page = await acme.signIn(createUserAgent(), 'ada', { query: '?fresh=1' });
    expect(page.url.searchParams.get('error')).toBe('refused');
    ada().acr = STRONG;
    expect((await makeToken(await acme.signedIn('ada'))).status).toBe(200);
  });
});

describe('the address of the first administrator', () => {
  const whoIs = async (agent: UserAgent) => {
    const { user } = await acme.me(agent);
    return [user.user_email, user.is_organization_admin];
  };

  it('waits for whoever is known to have it', async () => {
    const { accounts } = corporate;
    const unproved = { ...ada(), email: 'root@example.com', emailVerified: false };
    accounts.set('mal', unproved);
    expect((await acme.signIn(createUserAgent(), 'mal')).url.searchParams.get('error')).toBe('email_taken');
    accounts.set('mal', { ...unproved, email: 'mal@example.com' });
    const mal = await acme.signedIn('mal');
    accounts.set('mal', unproved);
    await acme.pass(REFRESH);
    expect(await whoIs(mal)).toEqual(['mal@example.com', false]);
    accounts.set('root', { ...unproved, emailVerified: true });
    expect(await whoIs(await acme.signedIn('root'))).toEqual(['root@example.com', true]);
  });
});

describe('what is written down of signing in', () => {
  it('who came back and was not let in, once a minute, and an account that became another one of somebody', async () => {
    corporate.accounts.set('boss', { ...ada(), email: 'boss@example.com', groups: ['admins'] });
    const boss = await acme.signedIn('boss');
    corporate.accounts.set('ada2', { ...ada() });
    corporate.accounts.set('ada3', { ...ada(), emailVerified: false });
    await acme.signedIn('ada');
    await acme.signedIn('ada2');
    for (const _ of [1, 2])
      expect((await acme.signIn(createUserAgent(), 'ada3')).url.searchParams.get('error')).toBe(
        'email_taken',
      );
    const { organization } = await acme.me(boss);
    const listed = await acme.api(
      boss,
      'GET',
      `/v1/organization/${organization.organization_id}/governance/audit?page_size=50`,
    );
    const { events } = listed.body as { events: { action: string; resource_name: string }[] };
    const of = (action: string, name: string) =>
      events.filter((event) => event.action === action && event.resource_name === name);
    const from = { via: 'none', address: '127.0.0.1', call_id: expect.any(String) };
    expect(of('session.refused', 'ada3')).toEqual([
      expect.objectContaining({
        ...from,
        outcome: 'refused',
        problem: 'authentication_failed',
        details: { provider: 'corporate', reason: 'email_taken' },
      }),
    ]);
    expect(of('identity.linked', 'ada@example.com')).toEqual([
      expect.objectContaining({ ...from, details: { provider: 'corporate', subject: 'ada2' } }),
    ]);
    expect(of('session.started', 'boss@example.com')[0]).toMatchObject(from);
  });
});

describe('asking a provider again', () => {
  it('a refresh token that came before the rest failed is kept', async () => {
    const agent = await acme.signedIn('ada');
    corporate.broken.set('/me', { status: 503, body: {} });
    await acme.pass(REFRESH);
    expect(await acme.sessionStatus(agent)).toBe(200);
    corporate.broken.clear();
    ada().groups = ['Shop'];
    await acme.pass(1);
    expect(await acme.sessionStatus(agent)).toBe(200);
    expect(await acme.groupsOf(agent)).toEqual(['Shop']);
  });

  const OTHER = { status: 200, body: { sub: 'mal', email: 'mal@example.com' } };
  it.each([
    ['/token', 400, { error: 'invalid_grant' }, 401],
    ['/token', 400, { error: 'interaction_required' }, 401],
    ['/token', 403, { error: 'access_denied' }, 401],
    ['/token', 401, { error: 'invalid_client' }, 200],
    ['/token', 400, { error: 'unauthorized_client' }, 200],
    ['/token', 400, { error: 'slow_down' }, 200],
    ['/token', 503, { error: 'temporarily_unavailable' }, 200],
    ['/me', 403, {}, 401],
    ['/me', 401, {}, 401],
    ['/me', OTHER.status, OTHER.body, 401],
    ['/me', 500, {}, 200],
  ])('%s answers %i %j: %i', async (path, status, body, after) => {
    const agent = await acme.signedIn('ada');
    corporate.broken.set(path, { status, body });
    await acme.pass(REFRESH);
    expect(await acme.sessionStatus(agent)).toBe(after);
  });

  describe('about somebody with an access token and an API key', () => {
    interface Programs {
      readonly token: number;
      readonly key: number;
    }
    /** Makes both, and says how they are answered. */
    const programsOf = async (agent: UserAgent): Promise<() => Promise<Programs>> => {
      // The answers of these operations, which the conformance suite holds against their schemas.
      const { full_token: token } = (await makeToken(agent)).body as { full_token: string };
      const key = (
        await acme.api(agent, 'POST', '/iam/v2/api-keys', {
          spec: {
            display_name: 'CI',
            owner: { id: (await acme.me(agent)).user.user_id },
            resource: { id: 'cloud' },
          },
        })
      ).body as { id: string; spec: { secret: string } };
      const status = async (path: string, authorization: string) =>
        (await fetch(`${acme.url}${path}`, { headers: { authorization } })).status;
      return async () => ({
        token: await status('/v1/access_token', `Bearer ${token}`),
        key: await status('/iam/v2/api-keys', `Basic ${btoa(`${key.id}:${key.spec.secret}`)}`),
      });
    };
    beforeEach(() => {
      ada().groups = ['admins'];
      corporate.accounts.set('bo', { ...ada(), email: 'bo@example.com', name: 'Bo Ek' });
    });
    const NO = { status: 400, body: { error: 'invalid_grant' } };

    it('a no ends the power of both until the next sign-in', async () => {
      const agent = await acme.signedIn('bo');
      const programs = await programsOf(agent);
      expect(await programs()).toEqual({ token: 200, key: 200 });
      corporate.broken.set('/token', NO);
      await acme.pass(REFRESH);
      expect(await acme.sessionStatus(agent)).toBe(401);
      expect(await programs()).toEqual({ token: 403, key: 401 });
      corporate.broken.clear();
      await acme.signedIn('bo');
      expect(await programs()).toEqual({ token: 200, key: 200 });
    });

    it('a no to one session of several ends that one alone', async () => {
      const [agent, other] = [await acme.signedIn('ada'), await acme.signedIn('ada')];
      const programs = await programsOf(other);
      corporate.broken.set('/token', NO);
      await acme.pass(REFRESH);
      expect(await acme.sessionStatus(agent)).toBe(401);
      expect(await programs()).toEqual({ token: 200, key: 200 });
      corporate.broken.clear();
      expect(await acme.sessionStatus(other)).toBe(200);
    });
  });
});

// Last: it moves the clock beyond what the others can do with.
describe('a clock that is ahead', () => {
  it('a login ahead of our clock is fresh no longer than one of now', async () => {
    ada().loggedInAt = Math.floor(Date.now() / 1000) + 36_000;
    const agent = await acme.signedIn('ada');
    expect((await makeToken(agent)).status).toBe(200);
    await acme.pass(241);
    expect(await makeToken(agent)).toMatchObject({ status: 403, code: 'step_up_required' });
  });
});
