import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { IdentityProvider } from '../../testing/identity-provider.ts';
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

describe('signing in with a provider', () => {
  it('makes the person, their groups and roles, and leads back to where the link led', async () => {
    const agent = createUserAgent();
    const page = await acme.signIn(agent, 'ada', { query: '?return_to=%2Faccesses%3Fsearch%3Dx%23y' });
    expect(page.url.pathname + page.url.search).toBe('/accesses?search=x');
    expect(await acme.me(agent)).toMatchObject({
      user: { real_name: 'Ada Lind', user_email: 'ada@example.com', is_organization_admin: false },
      organization: { organization_name: 'Acme' },
      sign_in: { kind: 'provider', provider_id: 'corporate', provider_name: 'Corporate account' },
    });
    expect(await acme.groupsOf(agent)).toEqual(['kafka', 'Kafka team', 'Payments']);
    const again = await acme.signedIn('ada');
    expect((await acme.me(again)).user.user_id).toBe((await acme.me(agent)).user.user_id);
  });

  it('offers the providers and no personas', async () => {
    const stranger = createUserAgent();
    expect((await acme.api(stranger, 'GET', '/v1/sign-in')).body).toEqual({
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
    expect((await acme.api(stranger, 'GET', '/v1/personas')).status).toBe(404);
    expect((await acme.api(stranger, 'POST', '/v1/session', { persona: 'admin' })).status).toBe(404);
  });

  it('says why somebody is not let in', async () => {
    // Partners lets in only whom a rule or a group of the console fits.
    expect(failure(await acme.signIn(createUserAgent(), 'out', { provider: 'partners' }))).toEqual([
      '/sign-in',
      'not_allowed',
    ]);
    expect(failure(await acme.signIn(createUserAgent(), 'nomail'))).toEqual(['/sign-in', 'no_email']);
    expect(failure(await createUserAgent().go(`${acme.url}/auth/login/nowhere`))).toEqual([
      '/sign-in',
      'unknown_provider',
    ]);
    const agent = createUserAgent();
    const form = await acme.formOf(agent);
    expect(failure(await agent.go(form ?? '', { cancel: '1' }))).toEqual(['/sign-in', 'refused']);
  });

  it('whoever was removed is not let in again, however often they come', async () => {
    corporate.accounts.set('gone', { email: 'gone@example.com', name: 'Gus Gone', groups: ['kafka-admins'] });
    const agent = await acme.signedIn('gone');
    const { user } = await acme.me(agent);
    const admin = await acme.signedIn('eve');
    const { organization } = await acme.me(admin);
    const members = `/v1/organization/${organization.organization_id}/members`;
    const removed = await acme.api(admin, 'POST', `${members}/${user.user_id}/remove`, { keys: [] });
    expect(removed.status).toBe(200);
    expect(await acme.sessionStatus(agent)).toBe(401);
    for (let i = 0; i < 2; i += 1)
      expect(failure(await acme.signIn(createUserAgent(), 'gone'))).toEqual(['/sign-in', 'not_allowed']);
  });

  it('a second provider makes another person, unless it is trusted with addresses', async () => {
    await acme.signedIn('ada');
    expect(failure(await acme.signIn(createUserAgent(), 'ada', { provider: 'partners' }))).toEqual([
      '/sign-in',
      'email_taken',
    ]);
    partners.accounts.get('ada')!.email = 'ada@partner.example';
    const partner = await acme.signedIn('ada', { provider: 'partners' });
    expect((await acme.me(partner)).sign_in).toMatchObject({ provider_id: 'partners' });
    expect(await acme.groupsOf(partner)).toEqual(['kafka', 'Payments']);
    expect((await acme.me(await acme.signedIn('ada'))).user.user_id).not.toBe(
      (await acme.me(partner)).user.user_id,
    );
  });

  it('an address that a trusted provider proves is taken from whoever only said that it is theirs', async () => {
    await acme.signedIn('ada');
    partners.accounts.set('squatter', {
      email: 'lou@example.com',
      name: 'Sam Squat',
      groups: ['Payments'],
    });
    const squatter = await acme.signedIn('squatter', { provider: 'partners' });
    const { user: before } = await acme.me(squatter);
    corporate.accounts.set('lou', { email: 'lou@example.com', name: 'Lou Rey', groups: ['Payments'] });
    const { user: lou } = await acme.me(await acme.signedIn('lou'));
    expect(lou).toMatchObject({ user_email: 'lou@example.com', real_name: 'Lou Rey' });
    expect(lou.user_id).not.toBe(before.user_id);
    // They stay who they are, with what they may, and do not get it back.
    await acme.pass(REFRESH);
    const { user: after } = await acme.me(squatter);
    expect(after).toEqual({ ...before, user_email: `${before.user_id}@unproved.invalid` });
    expect(await acme.groupsOf(squatter)).toEqual(['Payments']);
    partners.accounts.get('squatter')!.email = 'sam@partner.example';
    await acme.pass(REFRESH);
    expect((await acme.me(squatter)).user.user_email).toBe('sam@partner.example');
    // Nor is an address taken from whom a trusted provider gave it to, or by whom nobody is trusted to say.
    partners.accounts.set('mal', { email: 'lou@example.com', name: 'Mal', groups: ['Payments'] });
    expect(failure(await acme.signIn(createUserAgent(), 'mal', { provider: 'partners' }))).toEqual([
      '/sign-in',
      'email_taken',
    ]);
  });

  it('somebody who changes to such an address takes it as well', async () => {
    await acme.signedIn('ada');
    partners.accounts.set('early', { email: 'new@example.com', name: 'Earl Y', groups: ['Payments'] });
    const early = await acme.signedIn('early', { provider: 'partners' });
    corporate.accounts.set('una', { email: 'old@example.com', name: 'Una Vik', groups: ['Payments'] });
    const una = await acme.signedIn('una');
    corporate.accounts.get('una')!.email = 'new@example.com';
    await acme.pass(REFRESH);
    expect((await acme.me(una)).user.user_email).toBe('new@example.com');
    expect((await acme.me(early)).user.user_email).toMatch(/@unproved\.invalid$/u);
  });

  it('a cookie that was there before is worth nothing afterwards, nor is the session that it was', async () => {
    const agent = await acme.signedIn('ada');
    const before = new Map(agent.cookies.get(acme.url));
    await acme.signIn(agent, 'ada');
    const thief = createUserAgent();
    thief.cookies.set(acme.url, before);
    expect(await acme.sessionStatus(thief)).toBe(401);
    expect(await acme.sessionStatus(agent)).toBe(200);
    const planted = createUserAgent();
    planted.cookies.set(acme.url, new Map([['latchkey_session', 'planted']]));
    await acme.signIn(planted, 'ada');
    expect(planted.cookies.get(acme.url)?.get('latchkey_session')).not.toBe('planted');
  });
});

describe('attacks on a login', () => {
  it('another browser’s answer signs nobody in', async () => {
    const attacker = createUserAgent();
    const answer = await acme.answered(attacker, 'ada');
    const victim = createUserAgent();
    expect(failure(await victim.go(answer))).toEqual(['/sign-in', 'expired']);
    expect(await acme.sessionStatus(victim)).toBe(401);
  });

  it('an answer works once', async () => {
    const agent = createUserAgent();
    const answer = await acme.answered(agent, 'ada');
    const flow = new Map(agent.cookies.get(acme.url));
    await agent.go(answer);
    expect(await acme.sessionStatus(agent)).toBe(200);
    expect(failure(await agent.go(answer))).toEqual(['/sign-in', 'expired']);
    // Even with everything that the browser had then: the provider gives nothing for a code that was used.
    const thief = createUserAgent();
    thief.cookies.set(acme.url, flow);
    expect(failure(await thief.go(answer))).toEqual(['/sign-in', 'refused']);
    expect(await acme.sessionStatus(thief)).toBe(401);
  });

  it('a wrong state, a code of another login and another provider’s answer are refused', async () => {
    const agent = createUserAgent();
    const first = new URL(await acme.answered(agent, 'eve'));
    const wrong = new URL(first);
    wrong.searchParams.set('state', `${first.searchParams.get('state')?.slice(0, 10)}xxxx`);
    expect(failure(await agent.go(wrong.href))).toEqual(['/sign-in', 'refused']);
    const another = createUserAgent();
    const second = new URL(await acme.answered(another, 'eve'));
    const other = new URL(await acme.answered(createUserAgent(), 'ada'));
    // Its nonce and its verifier belong to another login.
    second.searchParams.set('code', other.searchParams.get('code') ?? '');
    expect(failure(await another.go(second.href))).toEqual(['/sign-in', 'refused']);
    const last = createUserAgent();
    const third = new URL(await acme.answered(last, 'ada'));
    third.pathname = '/auth/callback/partners';
    expect(failure(await last.go(third.href))).toEqual(['/sign-in', 'expired']);
    for (const one of [agent, another, last]) expect(await acme.sessionStatus(one)).toBe(401);
  });

  it('a changed flow cookie is no flow', async () => {
    const agent = createUserAgent();
    const answer = await acme.answered(agent, 'ada');
    const jar = agent.cookies.get(acme.url)!;
    for (const [name, value] of jar) jar.set(name, `${value.slice(0, -4)}AAAA`);
    expect(failure(await agent.go(answer))).toEqual(['/sign-in', 'expired']);
  });

  it.each(['https://evil.example', '//evil.example', '/%5Cevil.example', '/%09/evil.example'])(
    'return_to=%s leads nowhere else',
    async (target) => {
      const agent = createUserAgent();
      const page = await acme.signIn(agent, 'ada', { query: `?return_to=${target}` });
      expect(page.way.filter((at) => at.includes('evil') && !at.includes('return_to='))).toEqual([]);
      expect(page.url.href).toBe(`${acme.url}/`);
    },
  );

  it('a page of another site changes nothing, by whatever header it shows', async () => {
    const agent = await acme.signedIn('ada');
    for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { origin: 'https://evil.example' }])
      expect(await acme.api(agent, 'DELETE', '/v1/session', undefined, headers)).toMatchObject({
        status: 403,
        code: 'cross_site_request',
      });
    expect(await acme.sessionStatus(agent)).toBe(200);
  });
});
