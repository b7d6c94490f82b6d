import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IdentityProvider } from '../../testing/identity-provider.ts';
import { failure, REFRESH, startSignInConsole, type SignInConsole } from '../../testing/sign-in-console.ts';
import { createUserAgent, type UserAgent } from '../../testing/user-agent.ts';
import { createPushes, entraUser, group, hashOf, oktaUser, patchOp, type Pushes } from './testing-pushes.ts';

const OKTA_TOKEN = 'okta-3f1c7a52b9d84e06';
const NEXT_TOKEN = 'okta-next-77d05e1f2ac9';
const ENTRA_TOKEN = 'entra-b2609fd1e4c83a75';

let acme: SignInConsole;
let okta: IdentityProvider;
let entra: IdentityProvider;
let pushOkta: Pushes;
let pushEntra: Pushes;
let pushKeycloak: Pushes;

beforeAll(async () => {
  const rules = [{ value: 'kafka-admins', organization_admin: true }];
  acme = await startSignInConsole(
    {
      okta: {
        name: 'Okta',
        group_names: 'created',
        trusts_email: true,
        rules,
        scim: { token_sha256: [hashOf(NEXT_TOKEN), hashOf(OKTA_TOKEN)] },
      },
      entra: {
        name: 'Entra',
        scim: { token_sha256: [hashOf(ENTRA_TOKEN)], subject_claim: 'oid' },
      },
      keycloak: {
        group_names: 'created',
        scim: { token_sha256: [hashOf(ENTRA_TOKEN)], groups: 'claimed' },
      },
    },
    // Whose owner groups have requests that wait.
    { LATCHKEY_SEED: 'demo', LATCHKEY_LOG_REQUESTS: 'on' },
  );
  okta = acme.provider('okta');
  entra = acme.provider('entra');
  pushOkta = createPushes(acme.url, 'okta', OKTA_TOKEN);
  pushEntra = createPushes(acme.url, 'entra', ENTRA_TOKEN);
  pushKeycloak = createPushes(acme.url, 'keycloak', ENTRA_TOKEN);
});
afterAll(() => acme.stop());

/** An account of the provider whose groups no login is asked about. */
const account = (email: string, name: string, more: object = {}) => ({
  email,
  name,
  groups: ['claimed at sign-in'],
  ...more,
});

/** Pushes somebody as Okta does, who may come in then; the id of the user. */
const pushed = async (login: string, name: string): Promise<string> => {
  okta.accounts.set(login, account(`${login}@example.com`, name));
  const { body } = await pushOkta('POST', '/Users', oktaUser(login, `${login}@example.com`, name));
  return body.id;
};

const organizationOf = async (agent: UserAgent): Promise<string> =>
  `/v1/organization/${(await acme.me(agent)).organization.organization_id}/governance`;

describe('as Okta pushes', () => {
  it('tries the connection, looks for a user, makes them and reads them again', async () => {
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
    const ids: string[] = [];
    for (let i = 0; i < 52; i += 1) ids.push(await pushed(`crew${i}`, `Crew ${i}`));
    const last = ids.at(-1)!;
    const { body: crew } = await pushOkta('POST', '/Groups', group('Crew', ...ids));
    const agent = await acme.signedIn('crew51', { provider: 'okta' });
    expect(await acme.groupsOf(agent)).toEqual(['Crew']);
    await pushOkta('PUT', `/Groups/${crew.id}`, group('Deck', ...ids));
    expect(await acme.groupsOf(agent)).toEqual(['Deck']);
    await Promise.all(
      ids
        .filter((id) => id !== last)
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
    const off = await pushOkta('PATCH', `/Users/${id}`, patchOp({ op: 'replace', value: { active: false } }));
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

describe('as Entra pushes', () => {
  const filter = (text: string) => `filter=${encodeURIComponent(text)}`;

  it('tries the connection with a user that is not there, makes, matches by its object id, changes and disables', async () => {
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
    expect(listed.body).toMatchObject({ totalResults: 1, Resources: [{ id: made.id, externalId: 'g-oid' }] });
    const member = patchOp({ op: 'Add', path: 'members', value: [{ $ref: null, value: user.id }] });
    expect((await pushEntra('PATCH', `/Groups/${made.id}`, member)).status).toBe(200);
    const isMember = `/Groups?excludedAttributes=members&${filter(`id eq "${made.id}" and members eq "${user.id}"`)}`;
    expect((await pushEntra('GET', isMember)).body.totalResults).toBe(1);

    // Its subjects are of its own making, and its addresses are proved to nobody: the object id alone says who it is.
    entra.accounts.set('pairwise', account('gus@example.org', 'Gus Holm', { oid, emailVerified: false }));
    entra.accounts.set(
      'mallory',
      account('gus@example.org', 'Mallory', { oid: 'another', emailVerified: true }),
    );
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
    expect((await acme.me(agent)).user).toMatchObject({ real_name: 'Gus Ek', user_email: 'gus@example.org' });
    await acme.pass(REFRESH);
    expect((await acme.me(agent)).user.real_name).toBe('Gus Ek');

    const leave = patchOp({ op: 'Remove', path: 'members', value: [{ value: user.id }] });
    expect((await pushEntra('PATCH', `/Groups/${made.id}`, leave)).status).toBe(200);
    expect(await acme.sessionStatus(agent)).toBe(401);
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
    await pushKeycloak('PATCH', `/Users/${user.id}`, patchOp({ op: 'replace', path: 'active', value: true }));
    expect(await acme.groupsOf(await acme.signedIn('per', { provider: 'keycloak' }))).toEqual(['Harbour']);
  });
});

describe('in the middle of a flow', () => {
  it('an approver who was removed from the owner group cannot approve any more', async () => {
    const id = await pushed('bo', 'Bo Ask');
    const { body: payments } = await pushOkta('POST', '/Groups', group('Payments', id));
    const agent = await acme.signedIn('bo', { provider: 'okta' });
    const governance = await organizationOf(agent);
    const { body: waiting } = await acme.api(agent, 'GET', `${governance}/requests?status=pending`);
    // As listRequests answers.
    const [one, two] = (
      waiting as { requests: { request_id: string; version: number; verdicts: { approve: object } }[] }
    ).requests;
    expect(one?.verdicts.approve).toEqual({ allowed: true });
    // Somebody whom nothing fits is signed out: this one is left with another group.
    await pushOkta('POST', '/Groups', group('Analytics of Bo', id));
    await pushOkta(
      'PATCH',
      `/Groups/${payments.id}`,
      patchOp({ op: 'remove', path: `members[value eq "${id}"]` }),
    );
    expect(await acme.sessionStatus(agent)).toBe(200);
    const approve = async (request: typeof one) =>
      acme.api(agent, 'POST', `${governance}/requests/${request?.request_id}/approve`, {
        version: request?.version,
      });
    expect(await approve(one)).toMatchObject({ status: 404 });
    await pushOkta(
      'PATCH',
      `/Groups/${payments.id}`,
      patchOp({ op: 'add', path: 'members', value: [{ value: id }] }),
    );
    expect(await approve(two ?? one)).toMatchObject({ status: 200 });
  });
});

describe('whom a push is about', () => {
  it('without an id that the login says as well: whoever proves the address', async () => {
    const { body: user } = await pushOkta(
      'POST',
      '/Users',
      oktaUser('uid=kim', 'kim@example.com', 'Kim Dahl'),
    );
    await pushOkta('POST', '/Groups', group('Kim’s', user.id));
    okta.accounts.set('kim-sub', account('kim@example.com', 'Kim Dahl', { emailVerified: false }));
    expect(failure(await acme.signIn(createUserAgent(), 'kim-sub', { provider: 'okta' }))).toEqual([
      '/sign-in',
      'email_taken',
    ]);
    okta.accounts.set('kim-sub', account('kim@example.com', 'Kim Dahl'));
    expect(await acme.groupsOf(await acme.signedIn('kim-sub', { provider: 'okta' }))).toEqual(['Kim’s']);
  });

  it('who was pushed anew under other names is who they were, once they come in', async () => {
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
    okta.accounts.set('liv', account('liv.moe@example.com', 'Liv Moe'));
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
    const taken = 'maya.lindqvist@haldenfreight.example';
    const { body: user } = await pushEntra('POST', '/Users', entraUser('thief', taken, 'Not Maya'));
    await pushEntra('POST', '/Groups', group('Payments', user.id));
    entra.accounts.set('thief', account(taken, 'Not Maya', { oid: 'thief' }));
    expect(failure(await acme.signIn(createUserAgent(), 'thief', { provider: 'entra' }))).toEqual([
      '/sign-in',
      'email_taken',
    ]);
  });
});

describe('who pushes', () => {
  it('shows a token of its own; a wrong one is refused and written down', async () => {
    expect((await createPushes(acme.url, 'okta', NEXT_TOKEN)('GET', '/Users')).status).toBe(200);
    for (const [provider, token] of [
      ['okta', ENTRA_TOKEN],
      ['okta', 'wrong'],
      ['nowhere', OKTA_TOKEN],
    ] as const) {
      const refused = await createPushes(acme.url, provider, token)('GET', '/Users');
      expect(refused).toMatchObject({ status: 401, body: { status: '401' } });
      expect(refused.headers.get('www-authenticate')).toBe('Bearer realm="SCIM"');
    }
    const id = await pushed('eve', 'Eve Ros');
    const { body: admins } = await pushOkta('POST', '/Groups', group('kafka-admins', id));
    const admin = await acme.signedIn('eve', { provider: 'okta' });
    const governance = await organizationOf(admin);
    const events = async (query: string) =>
      // As listAuditEvents answers.
      (
        (await acme.api(admin, 'GET', `${governance}/audit?page_size=50&${query}`)).body as {
          events: object[];
        }
      ).events;
    expect(await events('action=session.refused&search=okta')).toContainEqual(
      expect.objectContaining({ resource_name: 'okta', details: { provider: 'okta', reason: 'scim_token' } }),
    );
    expect(await events('search=kafka-admins')).toContainEqual(
      expect.objectContaining({
        action: 'scim.changed',
        actor_name: 'Okta',
        via: 'provider',
        via_id: 'okta',
        address: '127.0.0.1',
        details: { provider: 'okta', kind: 'group', change: 'created', joined: 'Eve Ros' },
      }),
    );
    expect(await events('search=eve@example.com')).toContainEqual(
      expect.objectContaining({ action: 'person.created', actor_name: 'Okta' }),
    );
    await pushOkta('DELETE', `/Groups/${admins.id}`);
    const log = acme.lines.join('');
    expect(log).toContain('"operation":"scim"');
    for (const secret of [OKTA_TOKEN, ENTRA_TOKEN, 'Planted-1mz050nq']) expect(log).not.toContain(secret);
  });

  it('sees what it pushed itself and nothing else', async () => {
    const id = await pushed('una', 'Una Ek');
    for (const [method, body] of [
      ['GET', undefined],
      ['PATCH', patchOp({ op: 'replace', value: { active: false } })],
      ['DELETE', undefined],
    ] as const)
      expect((await pushEntra(method, `/Users/${id}`, body)).status).toBe(404);
    expect(await pushEntra('POST', '/Groups', group('Foreign', id))).toMatchObject({
      status: 400,
      body: { scimType: 'invalidValue' },
    });
  });

  it.each([
    ['POST', '/Users', '{', 400, 'invalidSyntax'],
    ['POST', '/Users', '[]', 400, 'invalidSyntax'],
    ['POST', '/Users', '{"active":true}', 400, 'invalidValue'],
    ['POST', '/Users', `{"userName":"${'x'.repeat(1_100_000)}"}`, 413, undefined],
    ['GET', '/Users?filter=userName%20sw%20%22a%22', undefined, 400, 'invalidFilter'],
    ['GET', '/Users?filter=shoeSize%20eq%20%227%22', undefined, 400, 'invalidFilter'],
    ['PATCH', '/Users/nobody', '{"Operations":[]}', 404, undefined],
    ['POST', '/ServiceProviderConfig', '{}', 405, undefined],
    ['GET', '/Bulk', undefined, 404, undefined],
  ])('%s %s %.40s is answered with %i', async (method, path, body, status, scimType) => {
    const answer = await pushOkta(method, path, body);
    expect([answer.status, answer.body['scimType'], answer.body['status']]).toEqual([
      status,
      scimType,
      `${status}`,
    ]);
  });
});
