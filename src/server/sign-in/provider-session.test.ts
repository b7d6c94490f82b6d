import { generateKeyPair, SignJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLIENT, type IdentityProvider } from '../../testing/identity-provider.ts';
import { createUserAgent } from '../../testing/user-agent.ts';
import {
  failure,
  REFRESH,
  resetAccounts,
  startWithTwoProviders,
  type SignInConsole,
} from '../../testing/sign-in-console.ts';

let acme: SignInConsole;
let corporate: IdentityProvider;
let partners: IdentityProvider;

beforeAll(async () => {
  acme = await startWithTwoProviders();
  corporate = acme.provider('corporate');
  partners = acme.provider('partners');
});
afterAll(() => acme.stop());
beforeEach(() => {
  resetAccounts(acme);
});
afterEach(() => {
  acme.lines.length = 0;
});

// Before the clock is moved, which the provider's does not follow.
describe('a fresh login', () => {
  const token = { description: 'For a script' };

  it('is asked for where the last one is too long ago, and only there', async () => {
    corporate.accounts.get('ada')!.loggedInAt = Math.floor(Date.now() / 1000) - 3600;
    const agent = await acme.signedIn('ada');
    expect(await acme.api(agent, 'POST', '/v1/access_token', token)).toMatchObject({
      status: 403,
      code: 'step_up_required',
    });
    expect((await acme.api(agent, 'GET', '/v1/access_token')).status).toBe(200);
    // Silently, on the provider's own session, it is not to be had.
    delete corporate.accounts.get('ada')!.loggedInAt;
    await acme.signIn(agent, 'ada');
    const form = await acme.formOf(agent, { query: '?fresh=1&return_to=/tokens' });
    expect(form).toBeDefined();
    const page = await agent.go(form ?? '', { login: 'ada' });
    expect(page.url.pathname).toBe('/tokens');
    expect((await acme.api(agent, 'POST', '/v1/access_token', token)).status).toBe(200);
  });

  it('a provider that shows an old login for a fresh one is not believed', async () => {
    corporate.accounts.get('ada')!.loggedInAt = Math.floor(Date.now() / 1000) - 3600;
    const agent = await acme.signedIn('ada');
    const page = await acme.signIn(agent, 'ada', { query: '?fresh=1' });
    expect(page.way.at(-1)).not.toBe(`${acme.url}/`);
  });

  it('a token made after one works without', async () => {
    const agent = await acme.signedIn('ada');
    await acme.signIn(agent, 'ada', { query: '?fresh=1' });
    const made = (await acme.api(agent, 'POST', '/v1/access_token', token)).body as { full_token: string };
    const program = await fetch(`${acme.url}/v1/access_token`, {
      method: 'POST',
      headers: { authorization: `Bearer ${made.full_token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ description: 'By a program' }),
    });
    expect(program.status).toBe(200);
  });
});

describe('a session and its provider', () => {
  it('a group that goes at the provider goes here at the next refresh, in the middle of what one does', async () => {
    const agent = await acme.signedIn('ada');
    expect(await acme.groupsOf(agent)).toContain('Payments');
    corporate.accounts.get('ada')!.groups = ['kafka'];
    await acme.pass(REFRESH - 1);
    expect(await acme.groupsOf(agent)).toContain('Payments');
    await acme.pass(1);
    expect(await acme.groupsOf(agent)).toEqual(['kafka', 'Kafka team']);
    corporate.accounts.get('ada')!.groups = ['Payments'];
    await acme.pass(REFRESH);
    expect(await acme.groupsOf(agent)).toEqual(['Payments']);
  });

  it('makes an organization admin by claim, and takes it back when the claim goes', async () => {
    const eve = await acme.signedIn('eve');
    expect((await acme.me(eve)).user.is_organization_admin).toBe(true);
    const { organization_id: organization } = (await acme.me(eve)).organization;
    const create = (name: string) =>
      acme.api(eve, 'POST', `/v1/organization/${organization}/user-groups`, {
        user_group_name: name,
        description: '',
      });
    expect((await create('One')).status).toBe(200);
    corporate.accounts.get('eve')!.groups = [];
    expect((await create('Two')).status).toBe(200);
    await acme.pass(REFRESH);
    expect((await create('Three')).status).toBe(403);
  });

  it('many calls at once ask the provider once', async () => {
    const agent = await acme.signedIn('ada');
    await acme.pass(REFRESH);
    const before = corporate.asked.length;
    await Promise.all(Array.from({ length: 12 }, () => acme.sessionStatus(agent)));
    expect(corporate.asked.slice(before)).toEqual(['refresh_token']);
  });

  it('an account that ended there ends here', async () => {
    const agent = await acme.signedIn('ada');
    corporate.accounts.get('ada')!.ended = true;
    await acme.pass(REFRESH);
    expect(await acme.sessionStatus(agent)).toBe(401);
  });

  it('while the provider is down sessions go on, and signing in says so; afterwards all is as before', async () => {
    const agent = await acme.signedIn('ada');
    await corporate.stop();
    await acme.pass(REFRESH);
    expect(await acme.sessionStatus(agent)).toBe(200);
    expect(acme.lines.join()).toContain('cannot be asked again');
    expect(failure(await createUserAgent().go(`${acme.url}/auth/login/partners?return_to=/x`))).not.toContain(
      'provider_down',
    );
    await corporate.start();
    corporate.accounts.get('ada')!.groups = ['Payments'];
    await acme.pass(1);
    expect(await acme.groupsOf(agent)).toEqual(['Payments']);
    expect(acme.lines.join()).not.toContain(CLIENT.secret);
  });

  it('a login while the provider is down can be tried again', async () => {
    const agent = createUserAgent();
    partners.accounts.get('ada')!.email = 'ada@down.example';
    const at = await acme.answered(agent, 'ada', { provider: 'partners', query: '?return_to=/approvals' });
    await partners.stop();
    const page = await agent.go(at);
    expect(failure(page)).toEqual(['/sign-in', 'provider_down']);
    expect(page.url.searchParams.get('return_to')).toBe('/approvals');
    await partners.start();
    expect((await acme.signIn(agent, 'ada', { provider: 'partners' })).url.pathname).toBe('/');
  });

  it('signing out there ends every session here, and its event streams', async () => {
    const [first, second] = [await acme.signedIn('ada'), await acme.signedIn('ada')];
    const other = await acme.signedIn('eve');
    const events = await first.send(`${acme.url}/v1/events`);
    const ended = events.text();
    await corporate.logOut('ada');
    await ended;
    expect(await acme.sessionStatus(first)).toBe(401);
    expect(await acme.sessionStatus(second)).toBe(401);
    expect(await acme.sessionStatus(other)).toBe(200);
  });

  it('logout tokens that the provider did not sign, or that are none, end nothing', async () => {
    const agent = await acme.signedIn('ada');
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
      const answer = await fetch(`${acme.url}/auth/backchannel-logout/corporate`, {
        method: 'POST',
        body: new URLSearchParams({ logout_token: token }),
      });
      expect(answer.status).toBe(400);
    }
    expect(await acme.sessionStatus(agent)).toBe(200);
  });

  it('signing out here says where the provider’s own session ends', async () => {
    const agent = await acme.signedIn('ada');
    const { body } = await acme.api(agent, 'DELETE', '/v1/session');
    const next = new URL((body as { provider_sign_out_url: string }).provider_sign_out_url);
    expect(next.origin).toBe(corporate.issuer);
    expect(next.searchParams.get('post_logout_redirect_uri')).toBe(`${acme.url}/sign-in`);
    expect(await acme.sessionStatus(agent)).toBe(401);
  });

  it('what is sealed with a session opens nothing by itself, and nothing shows it', async () => {
    const agent = await acme.signedIn('ada');
    const { body } = await acme.api(agent, 'GET', '/v1/sessions');
    expect(JSON.stringify(body)).not.toMatch(/refresh|eyJ|sealed/u);
    expect(acme.lines.join()).not.toMatch(/eyJ|a-secret-of-the-client/u);
  });
});
