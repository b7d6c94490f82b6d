import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { growDemoWorld } from '../../mocks/seed/demo-world.ts';
import { freePort } from '../../testing/free-port.ts';
import { CLIENT, startIdentityProvider, type IdentityProvider } from '../../testing/identity-provider.ts';
import { createUserAgent, type Page, type UserAgent } from '../../testing/user-agent.ts';
import { readConfig } from '../config.ts';
import { createLog } from '../log.ts';
import { startServer, type RunningServer } from '../server.ts';
import { makeFolder } from '../testing-server.ts';

const REFRESH = 5;
const STRONG = 'strong';

let folder: Awaited<ReturnType<typeof makeFolder>>;
let corporate: IdentityProvider;
let server: RunningServer;
let url: string;
const lines: string[] = [];

beforeAll(async () => {
  folder = await makeFolder();
  const [port, providerPort] = [await freePort(), await freePort()];
  url = `http://127.0.0.1:${port}`;
  corporate = await startIdentityProvider({ port: providerPort, console: url, providerId: 'corporate' });
  const { config } = readConfig({
    PORT: String(port),
    DATA_DIR: join(folder.path, 'data'),
    LATCHKEY_SEED: 'none',
    LATCHKEY_ORGANIZATION: 'Acme',
    LATCHKEY_FIRST_ADMIN: 'Root@example.com',
    LATCHKEY_DEMO_CONTROLS: 'on',
    LATCHKEY_PUBLIC_URL: url,
    LATCHKEY_STEP_UP: '240',
    LATCHKEY_SESSION_REFRESH: String(REFRESH),
    LATCHKEY_OIDC: JSON.stringify([
      {
        id: 'corporate',
        name: 'Corporate account',
        issuer: corporate.issuer,
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        scopes: 'openid profile email groups',
        acr_values: [STRONG],
        group_names: 'created',
        trusts_email: true,
        admits: 'anybody',
        rules: [{ value: 'admins', organization_admin: true }],
      },
    ]),
  });
  server = await startServer({
    config,
    log: createLog((line) => void lines.push(line)),
    site: join(folder.path, 'none'),
    growDemoWorld,
  });
});

afterAll(async () => {
  await server.stop();
  await corporate.stop();
  await folder.remove();
});

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
  lines.length = 0;
});

const ada = () => corporate.accounts.get('ada')!;

const signIn = async (agent: UserAgent, login: string, query = ''): Promise<Page> => {
  const asked = await agent.go(`${url}/auth/login/corporate${query}`);
  const action = /action="([^"]+)"/u.exec(asked.text)?.[1];
  return action === undefined ? asked : agent.go(new URL(action, asked.url).href, { login });
};

const signedIn = async (login = 'ada'): Promise<UserAgent> => {
  const agent = createUserAgent();
  const page = await signIn(agent, login);
  expect(page.url.pathname, page.way.join(' ')).toBe('/');
  return agent;
};

const api = async (
  agent: UserAgent,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
) => {
  const answer = await agent.send(`${url}${path}`, {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const json: unknown = answer.status === 204 ? null : await answer.json();
  return {
    status: answer.status,
    body: json,
    code: (json as { errors?: { error_code: string }[] })?.errors?.[0]?.error_code,
  };
};

const pass = async (minutes: number): Promise<void> => {
  const moved = await api(createUserAgent(), 'POST', '/v1/demo/clock', { seconds: minutes * 60 });
  expect(moved.status).toBe(200);
};
const sessionStatus = async (agent: UserAgent) => (await api(agent, 'GET', '/v1/session')).status;
const groupsOf = async (agent: UserAgent) => {
  // The answer of getSession, which the conformance suite holds against its schema.
  const me = (await api(agent, 'GET', '/v1/session')).body as {
    groups: { user_group_name: string }[];
  };
  return me.groups.map((group) => group.user_group_name);
};
const userId = async (agent: UserAgent): Promise<string> =>
  // As above.
  ((await api(agent, 'GET', '/v1/session')).body as { user: { user_id: string } }).user.user_id;
const makeToken = (agent: UserAgent) =>
  api(agent, 'POST', '/v1/access_token', { description: 'For a script' });

// Before the clock is moved, which the provider's does not follow.
describe('how somebody logged in', () => {
  it('a login that is weaker than a fresh one has to be is not fresh, however young', async () => {
    delete ada().acr;
    const weak = await signedIn();
    expect(await makeToken(weak)).toMatchObject({ status: 403, code: 'step_up_required' });
    const page = await signIn(createUserAgent(), 'ada', '?fresh=1');
    expect(page.url.searchParams.get('error')).toBe('refused');
    ada().acr = STRONG;
    expect((await makeToken(await signedIn())).status).toBe(200);
  });
});

describe('the address of the first administrator', () => {
  const me = async (agent: UserAgent) => {
    // As above.
    const { user } = (await api(agent, 'GET', '/v1/session')).body as {
      user: { user_email: string; is_organization_admin: boolean };
    };
    return [user.user_email, user.is_organization_admin];
  };

  it('waits for whoever is known to have it', async () => {
    const { accounts } = corporate;
    const unproved = { ...ada(), email: 'root@example.com', emailVerified: false };
    accounts.set('mal', unproved);
    expect((await signIn(createUserAgent(), 'mal')).url.searchParams.get('error')).toBe('email_taken');
    accounts.set('mal', { ...unproved, email: 'mal@example.com' });
    const mal = await signedIn('mal');
    accounts.set('mal', unproved);
    await pass(REFRESH);
    expect(await me(mal)).toEqual(['mal@example.com', false]);
    accounts.set('root', { ...unproved, emailVerified: true });
    expect(await me(await signedIn('root'))).toEqual(['root@example.com', true]);
  });
});

describe('what is written down of signing in', () => {
  it('who came back and was not let in, once a minute, and an account that became another one of somebody', async () => {
    corporate.accounts.set('boss', { ...ada(), email: 'boss@example.com', groups: ['admins'] });
    const boss = await signedIn('boss');
    corporate.accounts.set('ada2', { ...ada() });
    corporate.accounts.set('ada3', { ...ada(), emailVerified: false });
    await signedIn();
    await signedIn('ada2');
    for (const _ of [1, 2])
      expect((await signIn(createUserAgent(), 'ada3')).url.searchParams.get('error')).toBe('email_taken');
    // As above.
    const { organization } = (await api(boss, 'GET', '/v1/session')).body as {
      organization: { organization_id: string };
    };
    const listed = await api(
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
    const agent = await signedIn();
    corporate.broken.set('/me', { status: 503, body: {} });
    await pass(REFRESH);
    expect(await sessionStatus(agent)).toBe(200);
    corporate.broken.clear();
    ada().groups = ['Shop'];
    await pass(1);
    expect(await sessionStatus(agent)).toBe(200);
    expect(await groupsOf(agent)).toEqual(['Shop']);
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
    const agent = await signedIn();
    corporate.broken.set(path, { status, body });
    await pass(REFRESH);
    expect(await sessionStatus(agent)).toBe(after);
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
        await api(agent, 'POST', '/iam/v2/api-keys', {
          spec: { display_name: 'CI', owner: { id: await userId(agent) }, resource: { id: 'cloud' } },
        })
      ).body as { id: string; spec: { secret: string } };
      const status = async (path: string, authorization: string) =>
        (await fetch(`${url}${path}`, { headers: { authorization } })).status;
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
      const agent = await signedIn('bo');
      const programs = await programsOf(agent);
      expect(await programs()).toEqual({ token: 200, key: 200 });
      corporate.broken.set('/token', NO);
      await pass(REFRESH);
      expect(await sessionStatus(agent)).toBe(401);
      expect(await programs()).toEqual({ token: 403, key: 401 });
      corporate.broken.clear();
      await signedIn('bo');
      expect(await programs()).toEqual({ token: 200, key: 200 });
    });

    it('a no to one session of several ends that one alone', async () => {
      const [agent, other] = [await signedIn(), await signedIn()];
      const programs = await programsOf(other);
      corporate.broken.set('/token', NO);
      await pass(REFRESH);
      expect(await sessionStatus(agent)).toBe(401);
      expect(await programs()).toEqual({ token: 200, key: 200 });
      corporate.broken.clear();
      expect(await sessionStatus(other)).toBe(200);
    });
  });
});

// Last: it moves the clock beyond what the others can do with.
describe('a clock that is ahead', () => {
  it('a login ahead of our clock is fresh no longer than one of now', async () => {
    ada().loggedInAt = Math.floor(Date.now() / 1000) + 36_000;
    const agent = await signedIn();
    expect((await makeToken(agent)).status).toBe(200);
    await pass(241);
    expect(await makeToken(agent)).toMatchObject({ status: 403, code: 'step_up_required' });
  });
});
