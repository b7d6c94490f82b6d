import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { OPTIONS, optionsTable, readConfig, StartError } from './config.ts';
import { keepSealingKey } from './sealing-key.ts';

const refusalsOf = (env: NodeJS.ProcessEnv): readonly string[] => {
  try {
    readConfig(env);
  } catch (error) {
    if (error instanceof StartError) return error.lines;
    throw error;
  }
  return [];
};

const freshFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'latchkey-config-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
};

describe('the configuration', () => {
  it('has a default for everything; empty values count as not set', () => {
    const expected = {
      host: '127.0.0.1',
      port: 8080,
      dataDir: './data',
      databaseUrl: null,
      databasePool: 10,
      sealingKey: null,
      olderSealingKeys: [],
      seed: 'demo',
      demoControls: 'off',
      auditKeepDays: null,
      auditStream: null,
      auditStreamSecret: '',
      auditStreamCa: null,
      callsPerMinute: 3000,
      metrics: null,
      traces: null,
      logRequests: 'off',
      drain: 0,
      smtp: null,
      mailFrom: null,
      webhookPrivate: 'off',
      mode: 'development',
      publicUrl: null,
      trustedProxies: null,
      oidc: [],
      oidcFile: [],
      organization: '',
      firstAdmin: null,
      sessionIdle: 480,
      sessionLifetime: 168,
      sessionRefresh: 5,
      stepUp: null,
      breakGlass: 'off',
      providers: [],
    };
    expect(readConfig({})).toStrictEqual({ config: expected, warnings: [] });
    const empty = Object.fromEntries(Object.values(OPTIONS).map(({ name }) => [name, '']));
    expect(readConfig(empty).config).toStrictEqual(expected);
  });

  it('takes a sealing key in three spellings', () => {
    const bytes = randomBytes(32);
    const spellings = (['base64url', 'base64', 'hex'] as const).map((form) => bytes.toString(form));
    for (const spelling of spellings)
      expect(readConfig({ LATCHKEY_SEALING_KEY: spelling }).config.sealingKey).toStrictEqual(
        new Uint8Array(bytes),
      );
  });

  it.each([
    [{ PORT: '80800' }, 'PORT must be a whole number from 0 to 65535'],
    [{ PORT: '8080; rm' }, 'PORT must be a whole number from 0 to 65535'],
    [{ LATCHKEY_METRICS: '9464' }, 'LATCHKEY_METRICS must be an address and a port like 127.0.0.1:9464'],
    [
      { LATCHKEY_METRICS: 'localhost:99999' },
      'LATCHKEY_METRICS must be an address and a port like 127.0.0.1:9464',
    ],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: '127.0.0.1:4318' },
      'OTEL_EXPORTER_OTLP_ENDPOINT must be a URL that begins with http:// or https://',
    ],
    [{ HOST: 'http://localhost' }, 'HOST must be an IP address or a host name'],
    [
      { DATABASE_URL: 'mysql://localhost/x' },
      'DATABASE_URL must be a URL like postgres://user:password@host:5432/database',
    ],
    [{ LATCHKEY_SEED: 'big' }, 'LATCHKEY_SEED must be demo or none'],
    [{ LATCHKEY_DEMO_CONTROLS: 'yes' }, 'LATCHKEY_DEMO_CONTROLS must be on or off'],
    [{ LATCHKEY_DB_POOL: '1' }, 'LATCHKEY_DB_POOL must be a whole number from 2 to 200'],
    [
      { LATCHKEY_SEALING_KEY: 'c2VjcmV0' },
      'LATCHKEY_SEALING_KEY must be 32 bytes in base64url, base64 or hexadecimal',
    ],
  ])('refuses %o in one line', (env, line) => {
    expect(refusalsOf(env)).toStrictEqual([line]);
  });

  it('names every reason at once and never a secret', () => {
    const lines = refusalsOf({ PORT: 'x', LATCHKEY_SEED: 'y', LATCHKEY_SEALING_KEY: 'hunter2' });
    expect(lines).toHaveLength(3);
    expect(lines.join()).not.toContain('hunter2');
  });

  it.each(['0.0.0.0', '::', '192.168.1.5', 'console.example.com'])(
    'refuses to listen on %s with personas only',
    (host) => {
      expect(refusalsOf({ HOST: host })).toStrictEqual([expect.stringContaining(`HOST=${host} is refused`)]);
    },
  );

  it('refuses a public address with personas only: whoever reached it could be anybody', () => {
    expect(refusalsOf({ LATCHKEY_PUBLIC_URL: 'https://console.example.com' })).toStrictEqual([
      expect.stringContaining('LATCHKEY_PUBLIC_URL=https://console.example.com is refused'),
    ]);
    expect(refusalsOf({ LATCHKEY_PUBLIC_URL: 'http://localhost:9000' })).toStrictEqual([]);
  });

  it.each(['127.0.0.1', '127.0.0.53', '::1', 'localhost'])('listens on %s', (host) => {
    expect(readConfig({ HOST: host, LATCHKEY_DEMO_CONTROLS: 'on' }).config.host).toBe(host);
  });

  it('refuses production with personas only, without a key, and with demo controls', () => {
    const key = randomBytes(32).toString('base64url');
    expect(refusalsOf({ NODE_ENV: 'production', LATCHKEY_SEALING_KEY: key })).toStrictEqual([
      expect.stringContaining('NODE_ENV=production is refused'),
    ]);
    expect(refusalsOf({ NODE_ENV: 'production', LATCHKEY_DEMO_CONTROLS: 'on' })).toStrictEqual([
      expect.stringContaining('NODE_ENV=production is refused'),
      expect.stringContaining('LATCHKEY_SEALING_KEY is required'),
      expect.stringContaining('LATCHKEY_DEMO_CONTROLS=on is refused'),
    ]);
    expect(refusalsOf({ HOST: '10.0.0.1', LATCHKEY_DEMO_CONTROLS: 'on' })).toContainEqual(
      expect.stringContaining('LATCHKEY_DEMO_CONTROLS=on is refused'),
    );
  });

  it('warns of names it does not know and of a generated key beside a shared database', () => {
    expect(
      readConfig({ LATCHKEY_SEALINGKEY: 'x', LATCHKEY_DEMO: 'on', PATH: '/bin' }).warnings,
    ).toStrictEqual([
      'LATCHKEY_DEMO is not known; the nearest that is: LATCHKEY_SEED',
      'LATCHKEY_SEALINGKEY is not known; the nearest that is: LATCHKEY_SEALING_KEY',
    ]);
    expect(readConfig({ DATABASE_URL: 'postgres://db/latchkey' }).warnings).toStrictEqual([
      expect.stringContaining('every server on this database needs the same key'),
    ]);
  });

  const PROVIDER = {
    id: 'corporate',
    name: 'Corporate account',
    issuer: 'https://id.example.com',
    client_id: 'latchkey',
    client_secret: 'hunter2',
  };
  const PUBLIC = { LATCHKEY_PUBLIC_URL: 'https://console.example.com' };
  const naming = (...providers: readonly object[]) => ({
    ...PUBLIC,
    LATCHKEY_OIDC: JSON.stringify(providers),
  });

  it.each([
    [{ ...PUBLIC, LATCHKEY_OIDC: '{' }, 'LATCHKEY_OIDC must be a JSON list of providers'],
    [{ ...PUBLIC, LATCHKEY_OIDC: '[]' }, 'LATCHKEY_OIDC must be a JSON list of providers'],
    [
      naming({ ...PROVIDER, id: 'Not one' }),
      'LATCHKEY_OIDC [0].id must be lower-case letters, digits and dashes',
    ],
    [naming({ ...PROVIDER, client_id: 7 }), 'LATCHKEY_OIDC [0].client_id must be a text'],
    [
      naming({ ...PROVIDER, issuer: 'http://id.example.com' }),
      'LATCHKEY_OIDC [0].issuer must be an https URL without query; http is taken from this machine alone',
    ],
    [naming(PROVIDER, PROVIDER), 'LATCHKEY_OIDC [1].id must be different from the others'],
    [
      naming({ ...PROVIDER, claims: { mail: 'x' } }),
      'LATCHKEY_OIDC [0].claims.mail is not known; known are email, name, groups',
    ],
    [
      naming({ ...PROVIDER, rules: [{ value: 'a', projects: { shop: 'owner' } }] }),
      'LATCHKEY_OIDC [0].rules[0].projects.shop must be admin or operator or developer or read_only',
    ],
    [naming({ ...PROVIDER, scopes: 'email' }), 'LATCHKEY_OIDC [0].scopes must be a list with openid in it'],
    [
      naming({ ...PROVIDER, parameters: { prompt: 1 } }),
      'LATCHKEY_OIDC [0].parameters.prompt must be a text',
    ],
    [
      naming({ ...PROVIDER, admits: 'all' }),
      'LATCHKEY_OIDC [0].admits must be anybody or matching or nobody',
    ],
    [
      naming({ ...PROVIDER, client_secret: undefined, client_secret_file: '/no/such/file' }),
      'LATCHKEY_OIDC [0].client_secret_file cannot be read',
    ],
    [
      naming({ ...PROVIDER, scim: { token_sha256: ['hunter2'] } }),
      'LATCHKEY_OIDC [0].scim.token_sha256 must be a list of SHA-256 digests in hexadecimal',
    ],
    [
      naming({ ...PROVIDER, scim: { token: 'hunter2' } }),
      'LATCHKEY_OIDC [0].scim.token is not known; known are token_sha256, subject_claim, groups',
    ],
    [
      naming({
        ...PROVIDER,
        rules: [{ claim: 'department', value: 'ships', groups: ['Ships'] }],
        scim: { token_sha256: ['0f'.repeat(32)] },
      }),
      'LATCHKEY_OIDC [0].scim.groups must be claimed where a rule reads another claim than that of the groups',
    ],
    [{ ...PUBLIC, LATCHKEY_OIDC_FILE: '/no/such/file' }, 'LATCHKEY_OIDC_FILE cannot be read'],
    [
      { LATCHKEY_OIDC: JSON.stringify([PROVIDER]) },
      'LATCHKEY_PUBLIC_URL is required with providers: they send people back to it.',
    ],
    [
      { LATCHKEY_PUBLIC_URL: 'http://console.example.com' },
      'LATCHKEY_PUBLIC_URL must begin with https:// unless it names this machine',
    ],
    [
      { LATCHKEY_PUBLIC_URL: 'https://console.example.com/path' },
      'LATCHKEY_PUBLIC_URL must be an origin like https://console.example.com, without a path',
    ],
    [
      { ...naming(PROVIDER), LATCHKEY_FIRST_ADMIN: 'ada@example.com' },
      'LATCHKEY_FIRST_ADMIN takes a provider with trusts_email: by address nobody else is believed.',
    ],
    [
      { LATCHKEY_TRUSTED_PROXIES: 'proxy' },
      'LATCHKEY_TRUSTED_PROXIES must be addresses or networks like 10.0.0.5 or 10.1.0.0/16, separated by commas',
    ],
    [
      { ...naming(PROVIDER), LATCHKEY_DEMO_CONTROLS: 'on' },
      'LATCHKEY_DEMO_CONTROLS=on is refused outside loopback and in production.',
    ],
    [{ LATCHKEY_STEP_UP: '0' }, 'LATCHKEY_STEP_UP must be a whole number from 1 to 1440'],
  ] as [NodeJS.ProcessEnv, string][])('of sign-in: refuses %o in one line', (env, line) => {
    const lines = refusalsOf(env);
    expect(lines).toStrictEqual([line]);
    expect(lines.join()).not.toContain('hunter2');
  });

  it('allows production and every address with a provider, and seeds nothing there', () => {
    const { config } = readConfig({
      ...naming(PROVIDER),
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      LATCHKEY_SEALING_KEY: randomBytes(32).toString('hex'),
    });
    expect(config.seed).toBe('none');
    expect(config.providers).toMatchObject([
      { id: 'corporate', clientSecret: 'hunter2', policy: { admits: 'matching' } },
    ]);
  });

  it('is documented, option by option', async () => {
    const text = await readFile(new URL('../../docs/configuration.md', import.meta.url), 'utf8');
    expect(text).toContain(optionsTable());
  });
});

describe('the generated sealing key', () => {
  it('is made once, for its owner alone, also when several ask at once', async () => {
    const folder = join(await freshFolder(), 'data');
    const keys = await Promise.all(Array.from({ length: 8 }, () => keepSealingKey(folder)));
    expect(new Set(keys.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
    expect(await keepSealingKey(folder)).toStrictEqual(keys[0]);
    const { mode } = await stat(join(folder, 'sealing.key'));
    expect(mode & 0o777).toBe(0o600);
  });

  it('is never replaced when it is damaged', async () => {
    const folder = await freshFolder();
    await writeFile(join(folder, 'sealing.key'), 'half a k');
    await expect(keepSealingKey(folder)).rejects.toThrow('is damaged');
    await writeFile(join(folder, 'sealing.key'), '');
    await expect(keepSealingKey(folder)).rejects.toThrow('is damaged');
  });
});
