import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { installAiven, runAiven } from './testing-aiven.ts';
import {
  client,
  makeFolder,
  runAdmin,
  runProgram,
  runServer,
  signIn,
  type ServerProcess,
} from './testing-server.ts';
import { openPglite } from './store/pglite.ts';

const PROJECT = 'halden-prod';
const SERVICE = 'kafka-orders';
/** Its certificate was renewed by itself, and nobody has acknowledged it yet. */
const RENEWED = 'order-router';
/** Of no access, so that all its secrets are kept; its certificate is young. */
const AGENT = 'grafana-agent';
/** The new credentials of its access were shown once and destroyed. */
const NOT_KEPT = 'refund-service';

interface VendorUser {
  readonly username: string;
  readonly type: string;
  readonly password: string | null;
  readonly access_cert?: string;
  readonly access_key?: string;
  readonly access_cert_not_valid_after_time?: string;
  readonly expiring_cert_not_valid_after_time?: string;
}

// An install over the network and a first start of the server, on a machine that is busy.
const PATIENCE = 180_000;

describe('C9: the published aiven-client, unmodified', { timeout: 60_000 }, () => {
  let folder: Awaited<ReturnType<typeof makeFolder>>;
  let server: ServerProcess;
  let url = '';
  let program = '';
  let missing: string | undefined;
  const tokens = { operator: '', developer: '', reader: '', stranger: '' };
  const data = () => ({ DATA_DIR: join(folder.path, 'data') });

  const avnAs = (token: string, ...args: readonly string[]) =>
    runAiven(program, folder.path, { url, token, project: PROJECT }, args);

  /** What it prints; it must succeed. */
  const avn = async (...args: readonly string[]): Promise<string> => {
    const { code, output, errors } = await avnAs(tokens.operator, ...args);
    expect(code, `avn ${args.join(' ')}: ${errors}`).toBe(0);
    return output;
  };

  /** What it says on failing, as it must. */
  const fails = async (token: string, ...args: readonly string[]): Promise<string> => {
    const { code, errors } = await avnAs(token, ...args);
    expect(code, `avn ${args.join(' ')}`).toBe(1);
    return errors;
  };

  const userOf = async (username: string): Promise<VendorUser> => {
    const printed = await avn('service', 'user-get', SERVICE, '--username', username, '--json');
    // As the server sent it.
    return JSON.parse(printed) as VendorUser;
  };

  const openssl = async (...args: readonly string[]): Promise<string> => {
    const { code, output, errors } = await runProgram('openssl', args);
    expect(code, errors).toBe(0);
    return output;
  };

  /** Whether the simulated platform takes a password or a certificate. */
  const accepts = async (username: string, proof: { password?: string | null; access_cert?: string }) => {
    const body = { project_name: PROJECT, service_name: SERVICE, username, ...proof };
    const answer = await client(url).post('/v1/demo/authenticate', body);
    return ((await answer.json()) as { accepted: boolean }).accepted;
  };

  /** A user as the console lists it to the operator. */
  const rowOf = async (username: string) => {
    const operator = await signIn(url, 'operator');
    const path = `/v1/organization/org_halden/project/${PROJECT}/service/${SERVICE}/users?search=${username}`;
    const { users } = (await operator.get(path)) as {
      users: {
        serial: string;
        viewed?: { by: string };
        acknowledged?: { by: string };
        renewal_state: string;
      }[];
    };
    return users[0];
  };

  /** Downloads a user's files, and tries them with openssl. */
  const download = async (username: string): Promise<string> => {
    const target = join(folder.path, `creds-${username.replaceAll(/\W/gu, '-')}`);
    expect(
      await avn('service', 'user-creds-download', SERVICE, '--username', username, '-d', target),
    ).toContain('CA certificate, certificate, key');
    const file = (name: string) => join(target, name);
    for (const name of ['ca.pem', 'service.cert', 'service.key'])
      expect(await readFile(file(name), 'utf8'), name).toMatch(/^-----BEGIN [^]*-----END [A-Z ]+-----\n$/u);
    const strict = ['-x509_strict', '-purpose', 'sslclient', '-CAfile', file('ca.pem')];
    expect(await openssl('verify', ...strict, file('service.cert'))).toContain(': OK');
    expect(await openssl('x509', '-noout', '-pubkey', '-in', file('service.cert'))).toBe(
      await openssl('pkey', '-pubout', '-in', file('service.key')),
    );
    expect(await accepts(username, { access_cert: await readFile(file('service.cert'), 'utf8') })).toBe(true);
    return target;
  };

  beforeAll(async () => {
    folder = await makeFolder();
    server = runServer({ ...data(), LATCHKEY_DEMO_CONTROLS: 'on' });
    const [found] = await Promise.all([installAiven(join(folder.path, 'venv')), server.url]);
    url = await server.url;
    if ('missing' in found) {
      missing = found.missing;
      // The gate repeats lines that begin so.
      console.log(`skipped: ${missing}`);
      return;
    }
    program = found.program;
    const tokenOf = async (...who: readonly string[]): Promise<string> =>
      (await runAdmin(data(), 'token', 'create', ...who, '--description', 'for a test')).output.trim();
    tokens.operator = await tokenOf('--persona', 'operator');
    tokens.developer = await tokenOf('--persona', 'requester');
    tokens.reader = await tokenOf('--persona', 'outsider');
    tokens.stranger = await tokenOf('--user', 'samuel.okafor@haldenfreight.example');
  }, PATIENCE);

  beforeEach((context) => {
    if (missing !== undefined) context.skip();
  });

  afterAll(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
    await folder.remove();
  });

  it('lists and shows services', async () => {
    const row = /^kafka-orders +kafka +RUNNING +aws-eu-north-1 +business-8 +\S+Z +\S+Z/mu;
    expect(await avn('service', 'list')).toMatch(row);
    expect(await avn('service', 'get', SERVICE)).toMatch(row);
    const whole = await avn('service', 'get', '-v', SERVICE);
    expect(whole).toMatch(row);
    expect(whole).toMatch(/ service_uri = [a-z.-]+:\d+\n/u);
    expect(await fails(tokens.operator, 'service', 'get', 'none')).toContain(
      'Error: Service none does not exist. (status 404)',
    );
    expect(await avn('service', 'connection-info', 'kcat', SERVICE, '-u', AGENT, '-a', 'sasl')).toMatch(
      /^kcat -b \S+:\d+ -X security\.protocol=SASL_SSL .*-X sasl\.password=\S+\n$/u,
    );
  });

  it('lists topics and ACLs', async () => {
    expect(await avn('service', 'topic-list', SERVICE)).toMatch(/^orders\.v1 +6 +3 +2 +-1 +168 +delete$/mu);
    expect(await avn('service', 'acl-list', SERVICE)).toMatch(
      /^acl\w+ +carrier-connector +shipments\.v2 +readwrite$/mu,
    );
    expect(await avn('service', 'kafka-acl-list', SERVICE)).toMatch(
      /^acl\w+ +ALLOW +User:order-router +Read +Topic +LITERAL +orders\.v1 +\*$/mu,
    );
  });

  it('C8: lists users and gets one with a password that authenticates; the look is shown', async () => {
    const listed = await avn('service', 'user-list', SERVICE);
    expect(listed).toMatch(/^avnadmin +primary$/mu);
    expect(listed).toMatch(/^order-router +normal$/mu);
    expect(await avn('service', 'user-get', SERVICE, '--username', AGENT)).toMatch(
      /^grafana-agent +normal$/mu,
    );
    const password = await avn('service', 'user-get', SERVICE, '--username', AGENT, '--format', '{password}');
    expect(await accepts(AGENT, { password: password.trimEnd() })).toBe(true);
    expect(await accepts(AGENT, { password: 'another' })).toBe(false);
    expect(await rowOf(AGENT)).toMatchObject({ viewed: { by: 'Tomás Rivera' } });
    expect(await fails(tokens.operator, 'service', 'user-get', SERVICE, '--username', 'nobody')).toContain(
      'Error: Service user nobody does not exist on kafka-orders. (status 404)',
    );
  });

  it('downloads what is kept, and says what is not', async () => {
    const target = await download(RENEWED);
    const serial = (await openssl('x509', '-noout', '-serial', '-in', join(target, 'service.cert'))).trim();
    const row = await rowOf(RENEWED);
    expect(BigInt(`0x${serial.replace('serial=', '')}`)).toBe(BigInt(`0x${row?.serial.replaceAll(':', '')}`));
    const lost = ['service', 'user-creds-download', SERVICE, '-d', join(folder.path, 'lost'), '--username'];
    expect(await fails(tokens.operator, ...lost, NOT_KEPT)).toContain(
      "The user 'refund-service' does not have certificate and key",
    );
    expect(await fails(tokens.operator, ...lost, 'nobody')).toContain('does not match any service user');
    const ca = join(folder.path, 'project-ca.pem');
    await avn('project', 'ca-get', '--target-filepath', ca);
    expect(await readFile(ca, 'utf8')).toBe(await readFile(join(target, 'ca.pem'), 'utf8'));
  });

  it('C7: acknowledges a renewed certificate, again without harm, and no other', async () => {
    const acknowledge = ['service', 'user-creds-acknowledge', SERVICE, '--username'];
    expect(await userOf(RENEWED)).toHaveProperty('expiring_cert_not_valid_after_time');
    expect(await avn(...acknowledge, RENEWED)).toBe('');
    expect(await userOf(RENEWED)).not.toHaveProperty('expiring_cert_not_valid_after_time');
    expect(await avn(...acknowledge, RENEWED)).toBe('');
    expect(await rowOf(RENEWED)).toMatchObject({ acknowledged: { by: 'Tomás Rivera' } });
    expect(await fails(tokens.operator, ...acknowledge, AGENT)).toContain(
      'No certificate of grafana-agent was ever renewed, so there is nothing to acknowledge. (status 409)',
    );
  });

  it('C11: resets a password to a random and to a chosen one', async () => {
    const reset = ['service', 'user-password-reset', SERVICE, '--username', AGENT];
    const before = await userOf(AGENT);
    expect(await avn(...reset)).toBe('');
    const after = await userOf(AGENT);
    expect(after.password).not.toBe(before.password);
    expect(after.access_key).not.toBe(before.access_key);
    expect(await accepts(AGENT, { password: before.password })).toBe(false);
    expect(await accepts(AGENT, { access_cert: before.access_cert ?? '' })).toBe(false);
    expect(await accepts(AGENT, { password: after.password })).toBe(true);

    const chosen = 'correct horse "battery" {staple}';
    expect(await avn(...reset, '--new-password', chosen)).toBe('');
    expect((await userOf(AGENT)).password).toBe(chosen);
    expect(await accepts(AGENT, { password: chosen })).toBe(true);
    expect(await fails(tokens.operator, ...reset, '--new-password', 'short12')).toContain(
      'Error: new_password: Must have at least 8 characters. (status 400)',
    );
    await download(AGENT);
  });

  it('resets the service’s own user', async () => {
    const before = await userOf('avnadmin');
    expect(await avn('service', 'credentials-reset', SERVICE)).toMatch(/^kafka-orders +kafka +RUNNING/mu);
    expect(await accepts('avnadmin', { password: before.password })).toBe(false);
    expect(await accepts('avnadmin', { password: (await userOf('avnadmin')).password })).toBe(true);
  });

  it('makes Java stores that keytool reads', async () => {
    const target = join(folder.path, 'java');
    const password = 'store-secret';
    const asked = ['-d', target, '-p', password, '--username', RENEWED];
    await avn('service', 'user-kafka-java-creds', SERVICE, ...asked);
    const list = async (name: string, type: string) => {
      const store = ['-keystore', join(target, name), '-storetype', type, '-storepass', password];
      const { code, output } = await runProgram('keytool', ['-list', ...store]);
      expect(code, output).toBe(0);
      return output;
    };
    expect(await list('client.keystore.p12', 'PKCS12')).toMatch(/contains 1 entry[^]*PrivateKeyEntry/u);
    expect(await list('client.truststore.jks', 'JKS')).toMatch(/contains 1 entry[^]*trustedCertEntry/u);
    expect((await stat(join(target, 'client.keystore.p12'))).size).toBeGreaterThan(0);
    expect(await readFile(join(target, 'client.properties'), 'utf8')).toMatch(
      /^bootstrap\.servers=[a-z.-]+:\d+\nsecurity\.protocol=SSL\n/u,
    );
  });

  it.each(['etl/nightly run ü', '100@b-c_d.e', 'ü'.repeat(64)])(
    'creates, gets, downloads and deletes %s',
    async (username) => {
      const named = [SERVICE, '--username', username] as const;
      await avn('service', 'user-create', ...named);
      expect(await userOf(username)).toMatchObject({ username, type: 'normal' });
      expect(await avn('service', 'user-list', SERVICE, '--format', '{username}')).toMatch(
        new RegExp(`^${username}$`, 'mu'),
      );
      await download(username);
      expect(await fails(tokens.operator, 'service', 'user-create', ...named)).toContain(
        `Service user ${username} already exists on kafka-orders. (status 409)`,
      );
      await avn('service', 'user-delete', ...named);
      expect(await fails(tokens.operator, 'service', 'user-get', ...named)).toContain('(status 404)');
    },
  );

  it('deletes neither the service’s own user nor that of an access', async () => {
    const remove = ['service', 'user-delete', SERVICE, '--username'];
    expect(await fails(tokens.operator, ...remove, 'avnadmin')).toContain('(status 400)');
    expect(await fails(tokens.operator, ...remove, RENEWED)).toContain('(status 409)');
  });

  it('lists, creates and revokes access tokens, and says whose they are', async () => {
    expect(await avn('user', 'info')).toMatch(/^tomas\.rivera@\S+ .* active .*halden-prod/mu);
    const description = 'from the command line';
    const create = async (text: string) => {
      const made = await avn('user', 'access-token', 'create', '--json', '--description', text);
      const [row] = JSON.parse(made) as { full_token: string }[];
      return row?.full_token ?? '';
    };
    const token = await create(description);
    expect(token).toMatch(/^lk_[\w-]{43}$/u);
    expect((await avnAs(token, 'service', 'list')).code).toBe(0);
    const row = (await avn('user', 'access-token', 'list'))
      .split('\n')
      .find((line) => line.includes(description));
    expect(row).toContain(token.slice(0, 12));
    expect(row).not.toContain(token);
    await avn('user', 'access-token', 'revoke', token.slice(0, 12));
    expect(await fails(token, 'service', 'list')).toContain('Error: Invalid token (status 403)');

    const other = await create('to log out');
    // Its path carries the whole token.
    expect((await avnAs(other, 'user', 'logout')).code).toBe(0);
    expect(await fails(other, 'service', 'list')).toContain('Error: Invalid token (status 403)');
    expect(server.output() + server.errors()).not.toContain(other);
  });

  it('refuses a wrong token, and shows each role what it may see', async () => {
    expect(await fails('wrong', 'service', 'list')).toContain('Error: Invalid token (status 403)');
    expect(await fails(tokens.stranger, 'service', 'list')).toMatch(/halden-prod.* \(status 404\)/u);
    const target = join(folder.path, 'not-mine');
    for (const token of [tokens.developer, tokens.reader]) {
      const { code, output } = await avnAs(token, 'service', 'user-list', SERVICE, '--json');
      expect(code).toBe(0);
      expect(output).not.toContain('BEGIN');
      const users = JSON.parse(output) as VendorUser[];
      expect(users.map(({ username }) => username)).toContain(AGENT);
      expect(users.filter(({ password }) => password !== null)).toEqual([]);
      const download = ['service', 'user-creds-download', SERVICE, '-d', target, '--username', AGENT];
      expect(await fails(token, ...download)).toContain('does not have certificate and key');
      const create = ['service', 'user-create', SERVICE, '--username', 'mine'];
      expect(await fails(token, ...create)).toContain('(status 403)');
    }
  });

  it('C6: each look stands in the audit trail, and the server had no fault', async () => {
    server.child.kill('SIGTERM');
    expect(await server.ended).toMatchObject({ code: 0 });
    expect(server.errors()).toBe('');
    const store = await openPglite(join(data().DATA_DIR, 'database'), { report: console.error });
    try {
      const entries = await store.read((tx) => tx.find('audit', { where: { actorName: 'Tomás Rivera' } }));
      const seen = (action: string) => entries.filter((entry) => entry.action === action).length;
      expect(seen('service_user.secrets_viewed')).toBeGreaterThan(5);
      expect(seen('service.secrets_viewed')).toBeGreaterThan(5);
      expect(seen('certificate.acknowledged')).toBeGreaterThan(0);
    } finally {
      await store.close();
    }
  });
});
