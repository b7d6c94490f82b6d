import { isIP } from 'node:net';
import { parseStreamTarget, readStreamCa, streamFaults } from './audit-stream/target.ts';
import { isLoopback } from './loopback.ts';
import { parseSender, parseSmtpUrl } from './mail/smtp-url.ts';
import { oneOf, option, wholeNumber } from './option.ts';
import type { ProviderConfig } from './sign-in/provider-config.ts';
import { publicOrigin, SIGN_IN_OPTIONS, signInFaults } from './sign-in/options.ts';

export { isLoopback };

/** `host:port`, an IPv6 address in brackets; null when empty. */
const listenAddress = (text: string): { readonly host: string; readonly port: number } | null => {
  if (text === '') return null;
  const [, bracketed, plain, port] = /^(?:\[([\da-f:]+)\]|([a-z\d.-]+)):(\d{1,5})$/iu.exec(text) ?? [];
  const host = bracketed ?? plain;
  if (host === undefined || Number(port) > 65_535)
    throw new RangeError('must be an address and a port like 127.0.0.1:9464');
  return { host, port: Number(port) };
};

const httpUrl = (text: string): string | null => {
  if (text === '') return null;
  if (!URL.canParse(text) || !/^https?:$/u.test(new URL(text).protocol))
    throw new RangeError('must be a URL that begins with http:// or https://');
  return text;
};

const databaseUrl = (text: string): string | null => {
  if (text === '') return null;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'postgres:' && url?.protocol !== 'postgresql:')
    throw new RangeError('must be a URL like postgres://user:password@host:5432/database');
  return text;
};

/** 32 bytes in hexadecimal, base64 or base64url. Throws RangeError, which never repeats the text. */
export const parseSealingKey = (text: string): Uint8Array | null => {
  if (text === '') return null;
  const bytes = /^[\da-f]{64}$/iu.test(text)
    ? Buffer.from(text, 'hex')
    : /^[\w+/-]{43}=?$/u.test(text)
      ? Buffer.from(text, 'base64')
      : undefined;
  if (bytes?.length !== 32) throw new RangeError('must be 32 bytes in base64url, base64 or hexadecimal');
  return new Uint8Array(bytes);
};

/** Keys as parseSealingKey takes them, with commas between. */
const parseKeys = (text: string): readonly Uint8Array[] =>
  text
    .split(',')
    .map((one) => one.trim())
    .flatMap((one) => parseSealingKey(one) ?? []);

/** Every option, once. docs/configuration.md is held against this by a test. */
export const OPTIONS = {
  host: option({
    name: 'HOST',
    preset: '127.0.0.1',
    about: 'The address to listen on. Only loopback while personas are the way to sign in.',
    parse: (text) => {
      if (isIP(text) === 0 && !/^[a-z\d](?:[a-z\d.-]*[a-z\d])?$/iu.test(text))
        throw new RangeError('must be an IP address or a host name');
      return text;
    },
  }),
  port: option({
    name: 'PORT',
    preset: '8080',
    about: 'The port to listen on; 0 takes any free one.',
    parse: wholeNumber(0, 65_535),
  }),
  dataDir: option({
    name: 'DATA_DIR',
    preset: './data',
    about: 'The folder of the embedded database and of the generated sealing key. Made when it is missing.',
    parse: (text) => text,
  }),
  databaseUrl: option({
    name: 'DATABASE_URL',
    preset: '',
    secret: true,
    about: 'PostgreSQL 15 or later instead of the embedded database. Several servers may share one database.',
    parse: databaseUrl,
  }),
  databasePool: option({
    name: 'LATCHKEY_DB_POOL',
    preset: '10',
    about: 'Connections to PostgreSQL that one server holds, besides the one that listens for changes.',
    parse: wholeNumber(2, 200),
  }),
  sealingKey: option({
    name: 'LATCHKEY_SEALING_KEY',
    preset: '',
    secret: true,
    about:
      'The key that seals credentials at rest: 32 bytes in base64url, base64 or hexadecimal. Required in production; elsewhere generated into `DATA_DIR/sealing.key` at the first start.',
    parse: parseSealingKey,
  }),
  olderSealingKeys: option({
    name: 'LATCHKEY_OLDER_SEALING_KEYS',
    preset: '',
    secret: true,
    about:
      'Sealing keys of before, with commas between. They only open what they sealed; at the start it is sealed again with the current key, and a line in the log says when they can be taken away.',
    parse: parseKeys,
  }),
  seed: option({
    name: 'LATCHKEY_SEED',
    preset: 'demo',
    about:
      'What an empty database is filled with: `demo`, a believable organization, or `none`, which is the default in production.',
    parse: oneOf('demo', 'none'),
  }),
  demoControls: option({
    name: 'LATCHKEY_DEMO_CONTROLS',
    preset: 'off',
    about:
      '`on` offers `/v1/demo`: reset, faults, the demo’s clock. Anyone who reaches the server may use it, so only on loopback and never in production.',
    parse: oneOf('on', 'off'),
  }),
  auditKeepDays: option({
    name: 'LATCHKEY_AUDIT_KEEP_DAYS',
    preset: '',
    about:
      'After how many days audit events are removed, from the beginning of the chain alone; a signed anchor takes their place. Not set: never.',
    parse: (text) => (text === '' ? null : wholeNumber(1, 36_500)(text)),
  }),
  auditStream: option({
    name: 'LATCHKEY_AUDIT_STREAM',
    preset: '',
    secret: true,
    about:
      'Where the audit log is streamed: `syslog+tls://host:6514`, `syslog+tcp://host:601` or `https://…`; [audit](audit.md#streaming) says more. Give every server the same.',
    parse: parseStreamTarget,
  }),
  auditStreamSecret: option({
    name: 'LATCHKEY_AUDIT_STREAM_SECRET',
    preset: '',
    secret: true,
    about: 'What signs each batch that is posted there by `https`.',
    parse: (text) => {
      if (text !== '' && text.length < 16) throw new RangeError('must be 16 characters or longer');
      return text;
    },
  }),
  auditStreamCa: option({
    name: 'LATCHKEY_AUDIT_STREAM_CA',
    preset: '',
    about: 'A file with the certificate, as PEM, of the authority that the receiver’s certificate is from.',
    parse: readStreamCa,
  }),
  callsPerMinute: option({
    name: 'LATCHKEY_RATE_LIMIT',
    preset: '3000',
    about:
      'How many calls a person, an access token or an API key may make in a minute, and an address (of IPv6 a network of 64 bits) from which nobody is signed in; each server counts for itself. More get `429` with `Retry-After`. 0 sets no limit.',
    parse: wholeNumber(0, 1_000_000),
  }),
  metrics: option({
    name: 'LATCHKEY_METRICS',
    preset: '',
    about:
      'Address and port, such as `127.0.0.1:9464`, where `/metrics` answers Prometheus. Not meant for everybody: it says how much is done here.',
    parse: listenAddress,
  }),
  traces: option({
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    preset: '',
    // It may hold a password.
    secret: true,
    about:
      'Where OpenTelemetry traces are sent by OTLP over HTTP, such as `http://127.0.0.1:4318`: a span for each request and each of its transactions, without ids, names and secrets.',
    parse: httpUrl,
  }),
  logRequests: option({
    name: 'LATCHKEY_LOG_REQUESTS',
    preset: 'off',
    about: '`on` writes one line to the log for each request: operation, status, milliseconds.',
    parse: oneOf('on', 'off'),
  }),
  drain: option({
    name: 'LATCHKEY_DRAIN',
    preset: '0',
    about:
      'For how many seconds a server that was asked to stop still takes requests while `/readyz` says 503, so that a load balancer sends new ones elsewhere before it closes.',
    parse: wholeNumber(0, 300),
  }),
  smtp: option({
    name: 'LATCHKEY_SMTP_URL',
    preset: '',
    secret: true,
    about:
      'The server that mail goes through: `smtp://user:password@host:587` or `smtps://host`; [mail](mail.md) says more. Without it no mail is written. Needs `LATCHKEY_MAIL_FROM` and `LATCHKEY_PUBLIC_URL`.',
    parse: parseSmtpUrl,
  }),
  mailFrom: option({
    name: 'LATCHKEY_MAIL_FROM',
    preset: '',
    about: 'Who mail comes from: `Latchkey <latchkey@example.com>`, or the address alone.',
    parse: parseSender,
  }),
  webhookPrivate: option({
    name: 'LATCHKEY_WEBHOOK_PRIVATE',
    preset: 'off',
    about:
      '`on` lets webhooks post into private networks. Whoever administers the organization can then make this server call into them.',
    parse: oneOf('on', 'off'),
  }),
  mode: option({
    name: 'NODE_ENV',
    preset: 'development',
    about: '`production` refuses whatever is unfit for it.',
    parse: (text) => text,
  }),
  ...SIGN_IN_OPTIONS,
};

type Parsed = { readonly [K in keyof typeof OPTIONS]: ReturnType<(typeof OPTIONS)[K]['parse']> };

/** The configuration of one server. */
export interface Config extends Parsed {
  /** From whichever of the two options names them. */
  readonly providers: readonly ProviderConfig[];
}

/** The server cannot start like this; each line says one reason, for people. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly lines: readonly string[];
  constructor(lines: readonly string[], options?: ErrorOptions) {
    super(lines.join('\n'), options);
    this.lines = lines;
  }
}

/** What must not be combined. */
const refusals = (config: Config, unreadable: boolean): string[] => {
  const production = config.mode === 'production';
  const loopback = isLoopback(config.host);
  const reachable = config.publicUrl !== null && !isLoopback(publicOrigin(config.publicUrl).hostname);
  const lines: string[] = signInFaults(config);
  if (config.providers.length === 0) {
    const personas =
      'personas are the way to sign in unless LATCHKEY_OIDC or LATCHKEY_OIDC_FILE names providers';
    if (production) lines.push(`NODE_ENV=production is refused: ${personas}, so anyone could act as anyone.`);
    if (!loopback)
      lines.push(
        `HOST=${config.host} is refused: ${personas}, so only 127.0.0.1, ::1 or localhost may be listened on.`,
      );
    // Providers that cannot be read were meant all the same.
    if (reachable && !unreadable)
      lines.push(
        `LATCHKEY_PUBLIC_URL=${config.publicUrl} is refused: ${personas}, so nobody else may reach them through it.`,
      );
  }
  if (production && config.sealingKey === null)
    lines.push('LATCHKEY_SEALING_KEY is required in production. Make one with: openssl rand -base64 32');
  if (config.demoControls === 'on' && (production || !loopback || reachable))
    lines.push('LATCHKEY_DEMO_CONTROLS=on is refused outside loopback and in production.');
  if (config.smtp !== null && (config.mailFrom === null || config.publicUrl === null))
    lines.push('LATCHKEY_SMTP_URL needs LATCHKEY_MAIL_FROM and LATCHKEY_PUBLIC_URL.');
  if (!unreadable) lines.push(...streamFaults(config));
  return lines;
};

/** How many letters to change, add or drop to make one word of the other. */
const distance = (a: string, b: string): number => {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (const [i, letter] of [...a].entries()) {
    const next = [i + 1];
    for (const [j, other] of [...b].entries())
      next.push(
        Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === other ? 0 : 1)),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
};

const unknownNames = (env: NodeJS.ProcessEnv): string[] => {
  const known = Object.values(OPTIONS).map(({ name }) => name);
  return Object.keys(env)
    .filter((name) => name.startsWith('LATCHKEY_') && !known.includes(name))
    .sort()
    .map((name) => {
      const nearest = known.toSorted((a, b) => distance(name, a) - distance(name, b))[0] ?? '';
      return `${name} is not known; the nearest that is: ${nearest}`;
    });
};

/** The configuration that an environment asks for, and what to warn of. Throws StartError naming every reason at once. */
export const readConfig = (
  env: NodeJS.ProcessEnv,
): { readonly config: Config; readonly warnings: readonly string[] } => {
  const lines: string[] = [];
  const entries = Object.entries(OPTIONS).map(([key, { name, preset, parse }]) => {
    try {
      return [key, parse(env[name] || preset)];
    } catch (error) {
      lines.push(`${name} ${error instanceof RangeError ? error.message : 'cannot be read'}`);
      return [key, parse(preset)];
    }
  });
  // Each key of OPTIONS with what its own parse gave.
  const parsed = Object.fromEntries(entries) as Parsed;
  const config: Config = {
    ...parsed,
    seed: parsed.mode === 'production' && !env[OPTIONS.seed.name] ? 'none' : parsed.seed,
    providers: [...parsed.oidc, ...parsed.oidcFile],
  };
  lines.push(...refusals(config, lines.length > 0));
  if (lines.length > 0) throw new StartError(lines);
  const warnings = unknownNames(env);
  if (config.databaseUrl !== null && config.sealingKey === null)
    warnings.push(
      'LATCHKEY_SEALING_KEY is not set, so the key in DATA_DIR/sealing.key is used; every server on this database needs the same key',
    );
  return { config, warnings };
};

/** The options as the table of docs/configuration.md. */
export const optionsTable = (): string =>
  [
    '| Variable | Default | What it does |',
    '| --- | --- | --- |',
    ...Object.values(OPTIONS).map(
      ({ name, preset, about }) =>
        `| \`${name}\` | ${preset === '' ? '(none)' : `\`${preset}\``} | ${about} |`,
    ),
  ].join('\n');
