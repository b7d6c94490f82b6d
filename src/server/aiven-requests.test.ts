import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeFolder, runAdmin, runServer, type ServerProcess } from './testing-server.ts';

const P = '/v1/project/halden-prod/service/kafka-orders';
const ORGANIZATION = '/v1/organization/org_halden';

/** A first start of the server and two commands, on a machine that is busy. Milliseconds. */
const PATIENCE = 180_000;

/** Answers are read field by field. */
type Body = Readonly<Record<string, unknown>>;

/** As the vendor's Go client and its command line client put requests on the wire. */
describe('requests as the vendor’s clients send them', () => {
  let folder: Awaited<ReturnType<typeof makeFolder>>;
  let server: ServerProcess;
  let url = '';
  const tokens = { operator: '', admin: '' };

  beforeAll(async () => {
    folder = await makeFolder();
    const env = { DATA_DIR: folder.path };
    server = runServer(env);
    url = await server.url;
    for (const who of ['operator', 'admin'] as const)
      tokens[who] = (
        await runAdmin(env, 'token', 'create', '--persona', who, '--description', who)
      ).output.trim();
  }, PATIENCE);
  afterAll(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
    await folder.remove();
  });

  const send = async (
    who: keyof typeof tokens,
    method: string,
    path: string,
    headers: Readonly<Record<string, string>>,
    body?: string,
  ) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      // A redirect would lose method, body or token.
      redirect: 'error',
      headers: { authorization: `aivenv1 ${tokens[who]}`, ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    // Every body that is not empty is an object.
    return { status: answer.status, text, json: (text === '' ? {} : JSON.parse(text)) as Body };
  };

  /** The Go client: a JSON content type and limit=999 on every call, with a body or without. */
  const go = (method: string, path: string, body?: Body, who: keyof typeof tokens = 'operator') =>
    send(
      who,
      method,
      `${path}?limit=999`,
      { 'content-type': 'application/json', 'user-agent': 'aiven-go-client' },
      body === undefined ? undefined : JSON.stringify(body),
    );

  it.each([
    ['/v1/project', 'projects'],
    ['/v1/project/halden-prod', 'project'],
    ['/v1/project/halden-prod/users', 'users'],
    ['/v1/project/halden-prod/service', 'services'],
    ['/v1/project/halden-prod/kms/ca', 'certificate'],
    [P, 'service'],
    [`${P}/user/order-router`, 'user'],
    [`${P}/topic`, 'topics'],
    [`${P}/acl`, 'acl'],
    [`${P}/kafka/acl`, 'kafka_acl'],
    ['/v1/me', 'user'],
    ['/v1/access_token', 'tokens'],
    ['/v1/organizations', 'organizations'],
    [ORGANIZATION, 'organization_id'],
    [`${ORGANIZATION}/user`, 'users'],
    [`${ORGANIZATION}/user-groups`, 'user_groups'],
    [`${ORGANIZATION}/governance/access`, 'access'],
  ])('GET %s?limit=999 has %s', async (path, key) => {
    const { status, text, json } = await go('GET', path);
    expect(status, text).toBe(200);
    expect(json).toHaveProperty(key);
    // The command line client takes a top-level `error` for a failure.
    expect(json).not.toHaveProperty('error');
  });

  it('a service as the Go client decodes it: parameters are text, ports are numbers, lists are there', async () => {
    const { service } = (await go('GET', P)).json as { service: Body };
    for (const value of Object.values(service['service_uri_params'] as Body))
      expect(value).toBeTypeOf('string');
    for (const { port } of service['components'] as { port: unknown }[]) expect(port).toBeTypeOf('number');
    for (const list of ['users', 'acl', 'group_list', 'service_integrations', 'service_notifications'])
      expect(service[list], list).toBeInstanceOf(Array);
    for (const time of ['create_time', 'update_time'])
      expect(service[time]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
  });

  it('the life of a service user: POST, PUT with a body, bodyless PUT, GET and DELETE', async () => {
    const user = `${P}/user/${encodeURIComponent('go client/ü')}`;
    const made = await go('POST', `${P}/user`, { username: 'go client/ü' });
    expect(made.status, made.text).toBe(200);
    expect(made.json).toMatchObject({ user: { username: 'go client/ü', type: 'normal' } });
    const again = await go('POST', `${P}/user`, { username: 'go client/ü' });
    expect(again.status).toBe(409);
    // How the Go client tells that it is there.
    expect(again.json['message']).toContain('already exists');

    const passwords = new Set<unknown>();
    const look = async () => {
      const { json } = await go('GET', user);
      const { password, access_cert, access_key } = json['user'] as Record<string, string>;
      expect([access_cert, access_key].join('\n')).toMatch(/BEGIN CERTIFICATE[^]*BEGIN PRIVATE KEY/u);
      passwords.add(password);
    };
    await look();
    const new_password = 'chosen by hand';
    const changed = await go('PUT', user, { operation: 'reset-credentials', new_password });
    expect(changed.status, changed.text).toBe(200);
    expect(changed.json).toHaveProperty('service.service_name', 'kafka-orders');
    expect(changed.text).not.toContain(new_password);
    await look();
    expect(passwords).toContain(new_password);
    expect((await go('PUT', `${user}/credentials/reset`)).status).toBe(200);
    await look();
    expect(passwords.size).toBe(3);

    const gone = await go('DELETE', user);
    expect([gone.status, gone.json]).toEqual([200, { message: 'deleted' }]);
    expect((await go('GET', user)).status).toBe(404);
    expect((await go('DELETE', user)).status).toBe(404);
  });

  it('acknowledging takes limit=999 too, repeats do no harm, and other operations are refused', async () => {
    const user = `${P}/user/order-router`;
    const acknowledge = () => go('PUT', user, { operation: 'acknowledge-renewal' });
    expect((await acknowledge()).json).toHaveProperty('service.state', 'RUNNING');
    expect((await acknowledge()).status).toBe(200);
    for (const body of [undefined, {}, { operation: 'set-access-control', access_control: {} }])
      expect((await go('PUT', user, body)).status).toBe(400);
    const fresh = `${P}/user/grafana-agent`;
    const refused = await go('PUT', fresh, { operation: 'acknowledge-renewal' });
    expect(refused.status).toBe(409);
    expect(refused.json).toMatchObject({
      errors: [{ status: 409, error_code: 'certificate_never_renewed', message: refused.json['message'] }],
    });
  });

  it('the life of a group: POST, PATCH, and a DELETE without body or answer', async () => {
    const groups = `${ORGANIZATION}/user-groups`;
    const made = await go('POST', groups, { user_group_name: 'Go', description: '' }, 'admin');
    expect(made.status, made.text).toBe(200);
    const group = `${groups}/${String(made.json['user_group_id'])}`;
    const changed = await go('PATCH', group, { user_group_name: 'Go on', description: '' }, 'admin');
    expect(changed.json).toMatchObject({ user_group_name: 'Go on' });
    const gone = await go('DELETE', group, undefined, 'admin');
    expect([gone.status, gone.text]).toEqual([204, '']);
  });

  it('bodyless PUT and DELETE with content-type octet-stream and a length of 0', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    // An empty text is sent with `content-length: 0`.
    const empty = (method: string, path: string) => send('operator', method, path, headers, '');
    const { json } = await go('GET', `${P}/user/avnadmin`);
    const reset = await empty('PUT', `${P}/credentials/reset`);
    expect(reset.json).toHaveProperty('service.service_type', 'kafka');
    expect((await go('GET', `${P}/user/avnadmin`)).json).not.toEqual(json);
    expect((await go('POST', `${P}/user`, { username: 'octets' })).status).toBe(200);
    expect((await empty('PUT', `${P}/user/octets/credentials/reset`)).status).toBe(200);
    expect((await empty('DELETE', `${P}/user/octets`)).json).toEqual({ message: 'deleted' });
    const made = await go('POST', '/v1/access_token', {
      description: 'octets',
      extend_when_used: false,
      max_age_seconds: null,
    });
    const revoked = await empty('DELETE', `/v1/access_token/${String(made.json['token_prefix'])}`);
    expect(revoked.status, revoked.text).toBe(200);
  });

  it('a token by either scheme, in any case; a wrong one is told in the vendor’s words', async () => {
    for (const scheme of ['aivenv1', 'AIVENV1', 'Bearer', 'bearer'])
      expect(
        (await send('operator', 'GET', '/v1/me', { authorization: `${scheme} ${tokens.operator}` })).status,
      ).toBe(200);
    const wrong = await send('operator', 'GET', '/v1/me', { authorization: 'aivenv1 wrong' });
    expect(wrong.status).toBe(403);
    expect(wrong.json).toMatchObject({
      message: 'Invalid token',
      errors: [{ message: 'Invalid token', status: 403, error_code: 'authentication_failed' }],
    });
  });

  describe('K13, K16: the vendor’s other command line, which signs in with an access token for a password', () => {
    const ask = async (method: string, path: string, authorization?: string, body?: unknown) => {
      const answer = await fetch(`${url}${path}`, {
        method,
        redirect: 'error',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      // As above.
      return { status: answer.status, text, json: (text === '' ? {} : JSON.parse(text)) as Body };
    };
    const account = async () => {
      const { user } = (await send('admin', 'GET', '/v1/me', {})).json as { user: { user: string } };
      return { email: user.user, password: tokens.admin };
    };
    /** As it does: the realm, twice, then the session; its Authorization header from then on. */
    const login = async (): Promise<string> => {
      const { email, password } = await account();
      for (const more of ['', '&org_resource_id=org_halden'])
        expect((await ask('GET', `/api/login/realm?email=${email}&client_id=x${more}`)).status).toBe(200);
      const opened = await ask('POST', '/api/sessions', undefined, { email: email.toUpperCase(), password });
      expect(opened.status, opened.text).toBe(200);
      const token = String(opened.json['token']);
      const [, facts = ''] = token.split('.');
      // The client takes one that ends within a minute for none.
      expect((JSON.parse(Buffer.from(facts, 'base64url').toString()) as { exp: number }).exp).toBeGreaterThan(
        Date.now() / 1000 + 3600,
      );
      expect(opened.json).toMatchObject({ organization: { resource_id: 'org_halden' } });
      return `Bearer ${token}`;
    };

    it('signs in, looks around, and makes, lists and deletes a key for ksqlDB', async () => {
      const authorization = await login();
      const me = (await ask('GET', '/api/me', authorization)).json as {
        user: { id: number; resource_id: string };
        accounts: { id: string }[];
      };
      expect([me.user.resource_id, me.accounts.length > 0]).toEqual(['u-astrid', true]);
      expect(me.user.id).toSatisfy((id: number) => Number.isInteger(id) && id > 0 && id < 2 ** 31);
      const trial = await fetch(`${url}/api/growth/v1/free-trial-info`, { headers: { authorization } });
      expect([trial.status, await trial.text()]).toEqual([200, '{}']);
      const { users: accounts } = (await ask('GET', '/api/service_accounts', authorization)).json as {
        users: { id: number; resource_id: string; service_name: string }[];
      };
      const [owner] = accounts;
      expect((await ask('GET', `/api/service_accounts/${owner?.id}`, authorization)).json).toEqual({
        user: owner,
      });
      const { users } = (await ask('GET', '/api/users', authorization)).json as { users: Body[] };
      expect(users).toContainEqual(expect.objectContaining({ id: me.user.id, resource_id: 'u-astrid' }));

      const ksql = '/api/ksqldbcm/v2/clusters/lksqlc-m6e1r?environment=env-7q3xk';
      expect((await ask('GET', ksql, authorization)).status).toBe(200);
      const made = await ask('POST', '/api/iam/v2/api-keys', authorization, {
        spec: {
          description: '',
          owner: { id: owner?.resource_id, related: '', resource_name: '' },
          resource: { id: 'lksqlc-m6e1r', related: '', resource_name: '' },
        },
      });
      expect(made.status, made.text).toBe(202);
      const key = `/api/iam/v2/api-keys/${String(made.json['id'])}`;
      expect((await ask('GET', key, authorization)).status).toBe(200);
      expect((await ask('DELETE', key, authorization)).status).toBe(204);
    });

    it('nobody else gets in, and nothing but the token’s own end ends it', async () => {
      const { email, password } = await account();
      for (const wrong of [
        { email, password: `${password}x` },
        { email, password: '' },
        { email: 'somebody@else.example', password },
        { email, password, org_resource_id: 'org_other' },
        { email, password: tokens.operator },
        { email, password: '\0' },
        { email },
        [],
      ]) {
        const refused = await ask('POST', '/api/sessions', undefined, wrong);
        expect([refused.status, refused.text.includes('"error"')], JSON.stringify(wrong)).toEqual([
          403,
          true,
        ]);
      }
      expect((await ask('POST', '/api/sessions')).status).toBe(400);
      for (const path of ['/api/me', '/api/users', '/api/service_accounts', '/api/service_accounts/1'])
        for (const authorization of [undefined, 'Bearer a.b.c', 'Basic x'])
          expect((await ask('GET', path, authorization)).status).toBe(401);
      const { json } = await send('admin', 'POST', '/v1/access_token', {}, '{"description":"cli"}');
      const own = String(json['full_token']);
      const opened = await ask('POST', '/api/sessions', undefined, { email, password: own });
      const authorization = `Bearer ${String(opened.json['token'])}`;
      expect((await ask('GET', '/api/me', authorization)).status).toBe(200);
      await send('admin', 'DELETE', `/v1/access_token/${own}`, {});
      expect((await ask('GET', '/api/me', authorization)).status).toBe(401);
      expect((await ask('GET', '/api/iam/v2/api-keys', authorization)).status).toBe(403);
      expect(server.output() + server.errors()).not.toContain(own);
    });
  });
});
