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
      callsPerMinute: 3000,
      metrics: null,
      traces: null,
      logRequests: 'off',
      drain: 0,
      publicUrl: null,
      smtp: null,
      mailFrom: null,
      webhookPrivate: 'off',
      mode: 'development',
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
