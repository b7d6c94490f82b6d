import { generateKeyPair, SignJWT } from 'jose';
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

let folder: Awaited<ReturnType<typeof makeFolder>>;
let corporate: IdentityProvider;
let partners: IdentityProvider;
let server: RunningServer;
let url: string;
const lines: string[] = [];

const ACCOUNTS = {
  ada: { email: 'ada@example.com', name: 'Ada Lind', groups: ['Payments', 'kafka'] },
  eve: { email: 'eve@example.com', name: 'Eve Tanaka', groups: ['kafka-admins'] },
  out: { email: 'out@example.com', name: 'Otto Ut', groups: ['elsewhere'] },
  nomail: { email: '', name: 'No Mail', groups: ['Payments'] },
};

beforeAll(async () => {
  folder = await makeFolder();
  const [port, first, second] = [await freePort(), await freePort(), await freePort()];
  url = `http://127.0.0.1:${port}`;
  corporate = await startIdentityProvider({ port: first, console: url, providerId: 'corporate' });
  partners = await startIdentityProvider({ port: second, console: url, providerId: 'partners' });
  const common = {
    client_id: CLIENT.id,
    client_secret: CLIENT.secret,
    scopes: 'openid profile email groups',
    rules: [{ value: 'kafka-admins', organization_admin: true }],
  };
  const { config } = readConfig({
    PORT: String(port),
    DATA_DIR: join(folder.path, 'data'),
    LATCHKEY_SEED: 'none',
    LATCHKEY_ORGANIZATION: 'Acme',
    LATCHKEY_DEMO_CONTROLS: 'on',
    LATCHKEY_PUBLIC_URL: url,
    LATCHKEY_STEP_UP: '10',
    LATCHKEY_SESSION_REFRESH: String(REFRESH),
    LATCHKEY_BREAK_GLASS: 'on',
    LATCHKEY_OIDC: JSON.stringify([
      {
        ...common,
        id: 'corporate',
        name: 'Corporate account',
        issuer: corporate.issuer,
        group_names: 'created',
        trusts_email: true,
        rules: [...common.rules, { value: 'kafka', groups: ['Kafka team'] }],
        admits: 'anybody',
      },
      { ...common, id: 'partners', name: 'Partners', issuer: partners.issuer, group_names: 'existing' },
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
  await partners.stop();
  await folder.remove();
});

beforeEach(() => {
  for (const [id, account] of Object.entries(ACCOUNTS)) {
    corporate.accounts.set(id, structuredClone(account));
    partners.accounts.set(id, structuredClone(account));
  }
});
afterEach(() => {
  lines.length = 0;
});

/** Signs in as far as it goes: through the provider's page if it shows one. */
const signIn = async (
  agent: UserAgent,
  login: string,
  { provider = 'corporate', query = '' }: { provider?: string; query?: string } = {},
): Promise<Page> => {
  const asked = await agent.go(`${url}/auth/login/${provider}${query}`);
  const action = /action="([^"]+)"/u.exec(asked.text)?.[1];
  return action === undefined ? asked : agent.go(new URL(action, asked.url).href, { login });
};

const signedIn = async (login: string, options: Parameters<typeof signIn>[2] = {}): Promise<UserAgent> => {
  const agent = createUserAgent();
  const page = await signIn(agent, login, options);
  expect(page.url.origin, page.way.join(' ')).toBe(url);
  expect(page.url.pathname).not.toBe('/sign-in');
  return agent;
};

interface Me {
  readonly user: {
    readonly user_id: string;
    readonly real_name: string;
    readonly is_organization_admin: boolean;
  };
  readonly groups: readonly { readonly user_group_name: string }[];
  readonly organization: { readonly organization_id: string; readonly organization_name: string };
  readonly sign_in: object;
}

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
// The answer of getSession, which the conformance suite holds against its schema.
const me = async (agent: UserAgent): Promise<Me> => (await api(agent, 'GET', '/v1/session')).body as Me;
const groupsOf = async (agent: UserAgent) => (await me(agent)).groups.map((group) => group.user_group_name);
const sessionStatus = async (agent: UserAgent) => (await api(agent, 'GET', '/v1/session')).status;
const pass = async (minutes: number): Promise<void> => {
  const moved = await api(createUserAgent(), 'POST', '/v1/demo/clock', { seconds: minutes * 60 });
  expect(moved.status).toBe(200);
};
const failure = (page: Page) => [page.url.pathname, page.url.searchParams.get('error')];

describe('signing in with a provider', () => {
  it('makes the person, their groups and roles, and leads back to where the link led', async () => {
    const agent = createUserAgent();
    const page = await signIn(agent, 'ada', { query: '?return_to=%2Faccesses%3Fsearch%3Dx%23y' });
    expect(page.url.pathname + page.url.search).toBe('/accesses?search=x');
    expect(await me(agent)).toMatchObject({
      user: { real_name: 'Ada Lind', user_email: 'ada@example.com', is_organization_admin: false },
      organization: { organization_name: 'Acme' },
      sign_in: { kind: 'provider', provider_id: 'corporate', provider_name: 'Corporate account' },
    });
    expect(await groupsOf(agent)).toEqual(['kafka', 'Kafka team', 'Payments']);
    const again = await signedIn('ada');
    expect((await me(again)).user.user_id).toBe((await me(agent)).user.user_id);
  });

  it('offers the providers and no personas', async () => {
    const stranger = createUserAgent();
    expect((await api(stranger, 'GET', '/v1/sign-in')).body).toEqual({
      personas: false,
      providers: [
        {
          provider_id: 'corporate',
          provider_name: 'Corporate account',
          sign_in_path: '/auth/login/corporate',
        },
        { provider_id: 'partners', provider_name: 'Partners', sign_in_path: '/auth/login/partners' },
      ],
      break_glass: true,
    });
    expect((await api(stranger, 'GET', '/v1/personas')).status).toBe(404);
    expect((await api(stranger, 'POST', '/v1/session', { persona: 'admin' })).status).toBe(404);
  });

  it('says why somebody is not let in', async () => {
    // Partners lets in only whom a rule or a group of the console fits.
    expect(failure(await signIn(createUserAgent(), 'out', { provider: 'partners' }))).toEqual([
      '/sign-in',
      'not_allowed',
    ]);
    expect(failure(await signIn(createUserAgent(), 'nomail'))).toEqual(['/sign-in', 'no_email']);
    expect(failure(await createUserAgent().go(`${url}/auth/login/nowhere`))).toEqual([
      '/sign-in',
      'unknown_provider',
    ]);
    const agent = createUserAgent();
    const asked = await agent.go(`${url}/auth/login/corporate`);
    const action = /action="([^"]+)"/u.exec(asked.text)?.[1] ?? '';
    expect(failure(await agent.go(new URL(action, asked.url).href, { cancel: '1' }))).toEqual([
      '/sign-in',
      'refused',
    ]);
  });

  it('whoever was removed is not let in again, however often they come', async () => {
    corporate.accounts.set('gone', { email: 'gone@example.com', name: 'Gus Gone', groups: ['kafka-admins'] });
    const agent = await signedIn('gone');
    const { user } = await me(agent);
    const admin = await signedIn('eve');
    const { organization } = await me(admin);
    const members = `/v1/organization/${organization.organization_id}/members`;
    const removed = await api(admin, 'POST', `${members}/${user.user_id}/remove`, { keys: [] });
    expect(removed.status).toBe(200);
    expect(await sessionStatus(agent)).toBe(401);
    for (let i = 0; i < 2; i += 1)
      expect(failure(await signIn(createUserAgent(), 'gone'))).toEqual(['/sign-in', 'not_allowed']);
  });

  it('a second provider makes another person, unless it is trusted with addresses', async () => {
    await signedIn('ada');
    expect(failure(await signIn(createUserAgent(), 'ada', { provider: 'partners' }))).toEqual([
      '/sign-in',
      'email_taken',
    ]);
    partners.accounts.get('ada')!.email = 'ada@partner.example';
    const partner = await signedIn('ada', { provider: 'partners' });
    expect((await me(partner)).sign_in).toMatchObject({ provider_id: 'partners' });
    expect(await groupsOf(partner)).toEqual(['kafka', 'Payments']);
    expect((await me(await signedIn('ada'))).user.user_id).not.toBe((await me(partner)).user.user_id);
    // Corporate is trusted, but Partners, which made that person, is not: the address was never proved.
    corporate.accounts.set('late', { ...ACCOUNTS.ada, email: 'ada@partner.example' });
    expect(failure(await signIn(createUserAgent(), 'late'))).toEqual(['/sign-in', 'email_taken']);
  });

  it('a cookie that was there before is worth nothing afterwards, nor is the session that it was', async () => {
    const agent = await signedIn('ada');
    const before = new Map(agent.cookies.get(url));
    await signIn(agent, 'ada');
    const thief = createUserAgent();
    thief.cookies.set(url, before);
    expect(await sessionStatus(thief)).toBe(401);
    expect(await sessionStatus(agent)).toBe(200);
    const planted = createUserAgent();
    planted.cookies.set(url, new Map([['latchkey_session', 'planted']]));
    await signIn(planted, 'ada');
    expect(planted.cookies.get(url)?.get('latchkey_session')).not.toBe('planted');
  });
});

describe('attacks on a login', () => {
  /** A login up to the answer that the provider sends back. */
  const answered = async (agent: UserAgent, login = 'ada'): Promise<string> => {
    const asked = await agent.go(`${url}/auth/login/corporate`);
    const action = /action="([^"]+)"/u.exec(asked.text)?.[1] ?? '';
    let at = new URL(action, asked.url).href;
    let init: RequestInit = { method: 'POST', body: new URLSearchParams({ login }) };
    while (!at.startsWith(url)) {
      const answer = await agent.send(at, init);
      at = new URL(answer.headers.get('location') ?? '', at).href;
      init = {};
    }
    return at;
  };

  it('another browser’s answer signs nobody in', async () => {
    const attacker = createUserAgent();
    const answer = await answered(attacker);
    const victim = createUserAgent();
    expect(failure(await victim.go(answer))).toEqual(['/sign-in', 'expired']);
    expect(await sessionStatus(victim)).toBe(401);
  });

  it('an answer works once', async () => {
    const agent = createUserAgent();
    const answer = await answered(agent);
    const flow = new Map(agent.cookies.get(url));
    await agent.go(answer);
    expect(await sessionStatus(agent)).toBe(200);
    expect(failure(await agent.go(answer))).toEqual(['/sign-in', 'expired']);
    // Even with everything that the browser had then: the provider gives nothing for a code that was used.
    const thief = createUserAgent();
    thief.cookies.set(url, flow);
    expect(failure(await thief.go(answer))).toEqual(['/sign-in', 'refused']);
    expect(await sessionStatus(thief)).toBe(401);
  });

  it('a wrong state, a code of another login and another provider’s answer are refused', async () => {
    const agent = createUserAgent();
    const first = new URL(await answered(agent, 'eve'));
    const wrong = new URL(first);
    wrong.searchParams.set('state', `${first.searchParams.get('state')?.slice(0, 10)}xxxx`);
    expect(failure(await agent.go(wrong.href))).toEqual(['/sign-in', 'refused']);
    const another = createUserAgent();
    const second = new URL(await answered(another, 'eve'));
    const other = new URL(await answered(createUserAgent(), 'ada'));
    // Its nonce and its verifier belong to another login.
    second.searchParams.set('code', other.searchParams.get('code') ?? '');
    expect(failure(await another.go(second.href))).toEqual(['/sign-in', 'refused']);
    const last = createUserAgent();
    const third = new URL(await answered(last));
    third.pathname = '/auth/callback/partners';
    expect(failure(await last.go(third.href))).toEqual(['/sign-in', 'expired']);
    for (const one of [agent, another, last]) expect(await sessionStatus(one)).toBe(401);
  });

  it('a changed flow cookie is no flow', async () => {
    const agent = createUserAgent();
    const answer = await answered(agent);
    const jar = agent.cookies.get(url)!;
    for (const [name, value] of jar) jar.set(name, `${value.slice(0, -4)}AAAA`);
    expect(failure(await agent.go(answer))).toEqual(['/sign-in', 'expired']);
  });

  it.each(['https://evil.example', '//evil.example', '/%5Cevil.example', '/%09/evil.example'])(
    'return_to=%s leads nowhere else',
    async (target) => {
      const agent = createUserAgent();
      const page = await signIn(agent, 'ada', { query: `?return_to=${target}` });
      expect(page.way.filter((at) => at.includes('evil') && !at.includes('return_to='))).toEqual([]);
      expect(page.url.href).toBe(`${url}/`);
    },
  );

  it('a page of another site changes nothing, by whatever header it shows', async () => {
    const agent = await signedIn('ada');
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
      expect(await api(agent, 'DELETE', '/v1/session', undefined, headers)).toMatchObject({
        status: 403,
        code: 'cross_site_request',
      });
    expect(await sessionStatus(agent)).toBe(200);
  });
});

// Before the clock is moved, which the provider's does not follow.
describe('a fresh login', () => {
  const token = { description: 'For a script' };

  it('is asked for where the last one is too long ago, and only there', async () => {
    corporate.accounts.get('ada')!.loggedInAt = Math.floor(Date.now() / 1000) - 3600;
    const agent = await signedIn('ada');
    expect(await api(agent, 'POST', '/v1/access_token', token)).toMatchObject({
      status: 403,
      code: 'step_up_required',
    });
    expect((await api(agent, 'GET', '/v1/access_token')).status).toBe(200);
    // Silently, on the provider's own session, it is not to be had.
    delete corporate.accounts.get('ada')!.loggedInAt;
    await signIn(agent, 'ada');
    const asked = await agent.go(`${url}/auth/login/corporate?fresh=1&return_to=/tokens`);
    const action = /action="([^"]+)"/u.exec(asked.text)?.[1];
    expect(action).toBeDefined();
    const page = await agent.go(new URL(action ?? '', asked.url).href, { login: 'ada' });
    expect(page.url.pathname).toBe('/tokens');
    expect((await api(agent, 'POST', '/v1/access_token', token)).status).toBe(200);
  });

  it('a provider that shows an old login for a fresh one is not believed', async () => {
    corporate.accounts.get('ada')!.loggedInAt = Math.floor(Date.now() / 1000) - 3600;
    const agent = await signedIn('ada');
    const page = await signIn(agent, 'ada', { query: '?fresh=1' });
    expect(page.way.at(-1)).not.toBe(`${url}/`);
  });

  it('a token made after one works without', async () => {
    const agent = await signedIn('ada');
    await signIn(agent, 'ada', { query: '?fresh=1' });
    const made = (await api(agent, 'POST', '/v1/access_token', token)).body as { full_token: string };
    const program = await fetch(`${url}/v1/access_token`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.full_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ description: 'By a program' }),
    });
    expect(program.status).toBe(200);
  });
});

describe('a session and its provider', () => {
  it('a group that goes at the provider goes here at the next refresh, in the middle of what one does', async () => {
    const agent = await signedIn('ada');
    expect(await groupsOf(agent)).toContain('Payments');
    corporate.accounts.get('ada')!.groups = ['kafka'];
    await pass(REFRESH - 1);
    expect(await groupsOf(agent)).toContain('Payments');
    await pass(1);
    expect(await groupsOf(agent)).toEqual(['kafka', 'Kafka team']);
    corporate.accounts.get('ada')!.groups = ['Payments'];
    await pass(REFRESH);
    expect(await groupsOf(agent)).toEqual(['Payments']);
  });

  it('makes an organization admin by claim, and takes it back when the claim goes', async () => {
    const eve = await signedIn('eve');
    expect((await me(eve)).user.is_organization_admin).toBe(true);
    const { organization_id: organization } = (await me(eve)).organization;
    const create = (name: string) =>
      api(eve, 'POST', `/v1/organization/${organization}/user-groups`, {
        user_group_name: name,
        description: '',
      });
    expect((await create('One')).status).toBe(200);
    corporate.accounts.get('eve')!.groups = [];
    expect((await create('Two')).status).toBe(200);
    await pass(REFRESH);
    expect((await create('Three')).status).toBe(403);
  });

  it('many calls at once ask the provider once', async () => {
    const agent = await signedIn('ada');
    await pass(REFRESH);
    const before = corporate.asked.length;
    await Promise.all(Array.from({ length: 12 }, () => sessionStatus(agent)));
    expect(corporate.asked.slice(before)).toEqual(['refresh_token']);
  });

  it('an account that ended there ends here', async () => {
    const agent = await signedIn('ada');
    corporate.accounts.get('ada')!.ended = true;
    await pass(REFRESH);
    expect(await sessionStatus(agent)).toBe(401);
  });

  it('while the provider is down sessions go on, and signing in says so; afterwards all is as before', async () => {
    const agent = await signedIn('ada');
    await corporate.stop();
    await pass(REFRESH);
    expect(await sessionStatus(agent)).toBe(200);
    expect(lines.join()).toContain('cannot be asked again');
    expect(failure(await createUserAgent().go(`${url}/auth/login/partners?return_to=/x`))).not.toContain(
      'provider_down',
    );
    await corporate.start();
    corporate.accounts.get('ada')!.groups = ['Payments'];
    await pass(1);
    expect(await groupsOf(agent)).toEqual(['Payments']);
    expect(lines.join()).not.toContain(CLIENT.secret);
  });

  it('a login while the provider is down can be tried again', async () => {
    const agent = createUserAgent();
    const asked = await agent.go(`${url}/auth/login/partners?return_to=/approvals`);
    const action = /action="([^"]+)"/u.exec(asked.text)?.[1] ?? '';
    partners.accounts.get('ada')!.email = 'ada@down.example';
    let at = new URL(action, asked.url).href;
    let init: RequestInit = { method: 'POST', body: new URLSearchParams({ login: 'ada' }) };
    while (!at.startsWith(url)) {
      const answer = await agent.send(at, init);
      at = new URL(answer.headers.get('location') ?? '', at).href;
      init = {};
    }
    await partners.stop();
    const page = await agent.go(at);
    expect(failure(page)).toEqual(['/sign-in', 'provider_down']);
    expect(page.url.searchParams.get('return_to')).toBe('/approvals');
    await partners.start();
    expect((await signIn(agent, 'ada', { provider: 'partners' })).url.pathname).toBe('/');
  });

  it('signing out there ends every session here, and its event streams', async () => {
    const [first, second] = [await signedIn('ada'), await signedIn('ada')];
    const other = await signedIn('eve');
    const events = await first.send(`${url}/v1/events`);
    const ended = events.text();
    await corporate.logOut('ada');
    await ended;
    expect(await sessionStatus(first)).toBe(401);
    expect(await sessionStatus(second)).toBe(401);
    expect(await sessionStatus(other)).toBe(200);
  });

  it('logout tokens that the provider did not sign, or that are none, end nothing', async () => {
    const agent = await signedIn('ada');
    const { privateKey } = await generateKeyPair('RS256');
    const forged = await new SignJWT({
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      sub: 'ada',
      jti: 'x',
    })
      .setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt' })
      .setIssuer(corporate.issuer)
      .setAudience(CLIENT.id)
      .setIssuedAt()
      .sign(privateKey);
    for (const token of [forged, '', 'a.b.c', `${forged.split('.').slice(0, 2).join('.')}.`]) {
      const answer = await fetch(`${url}/auth/backchannel-logout/corporate`, {
        method: 'POST',
        body: new URLSearchParams({ logout_token: token }),
      });
      expect(answer.status).toBe(400);
    }
    expect(await sessionStatus(agent)).toBe(200);
  });

  it('signing out here says where the provider’s own session ends', async () => {
    const agent = await signedIn('ada');
    const { body } = await api(agent, 'DELETE', '/v1/session');
    const next = new URL((body as { provider_sign_out_url: string }).provider_sign_out_url);
    expect(next.origin).toBe(corporate.issuer);
    expect(next.searchParams.get('post_logout_redirect_uri')).toBe(`${url}/sign-in`);
    expect(await sessionStatus(agent)).toBe(401);
  });

  it('what is sealed with a session opens nothing by itself, and nothing shows it', async () => {
    const agent = await signedIn('ada');
    const { body } = await api(agent, 'GET', '/v1/sessions');
    expect(JSON.stringify(body)).not.toMatch(/refresh|eyJ|sealed/u);
    expect(lines.join()).not.toMatch(/eyJ|a-secret-of-the-client/u);
  });
});
