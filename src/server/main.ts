import { join } from 'node:path';
import { readConfig, StartError } from './config.ts';
import { createLog } from './log.ts';
import { startServer } from './server.ts';

/** Both npm and the terminal hand on Ctrl+C, so one press may arrive twice. Milliseconds. */
const SAME_PRESS = 500;

const errorOutput = (line: string): void => void process.stderr.write(line);

/** A URL's own secrets: all of it, and its password in both spellings. */
const secretsOfUrl = (url: string): string[] => {
  const password = URL.canParse(url) ? new URL(url).password : '';
  return [url, password, ...(/%(?![\da-f]{2})/iu.test(password) ? [] : [decodeURIComponent(password)])];
};

const secretsOf = (env: NodeJS.ProcessEnv): string[] => [
  env['LATCHKEY_SEALING_KEY'] ?? '',
  env['LATCHKEY_OIDC'] ?? '',
  ...(env['LATCHKEY_OLDER_SEALING_KEYS'] ?? '').split(',').map((key) => key.trim()),
  env['LATCHKEY_AUDIT_STREAM_SECRET'] ?? '',
  ...secretsOfUrl(env['LATCHKEY_AUDIT_STREAM'] ?? ''),
  ...secretsOfUrl(env['DATABASE_URL'] ?? ''),
  ...secretsOfUrl(env['LATCHKEY_SMTP_URL'] ?? ''),
  ...secretsOfUrl(env['OTEL_EXPORTER_OTLP_ENDPOINT'] ?? ''),
];

const main = async (): Promise<void> => {
  const log = createLog(errorOutput, secretsOf(process.env));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const)
    process.on(event, (error: unknown) => {
      log.fault('the server stops: nobody caught this', error);
      process.exit(1);
    });

  const { config, warnings } = readConfig(process.env);
  log.hide(config.providers.map(({ clientSecret }) => clientSecret ?? ''));
  for (const warning of warnings) log.warn(warning);
  const server = await startServer({
    config,
    log,
    site: join(import.meta.dirname, '..', '..', 'dist'),
    // Loaded when it is needed: only for an empty store, or for a reset.
    growDemoWorld: async (options) => (await import('../mocks/seed/demo-world.ts')).growDemoWorld(options),
  });

  let asked: number | undefined;
  const stop = (): void => {
    if (asked !== undefined) {
      if (performance.now() - asked > SAME_PRESS) process.exit(1);
      return;
    }
    asked = performance.now();
    void server.stop().then(() => process.exit(0));
  };
  process.on('SIGTERM', stop).on('SIGINT', stop);

  const database = config.databaseUrl === null ? `embedded database in ${config.dataDir}` : 'PostgreSQL';
  console.log(`Latchkey is ready on ${server.url} (${database}, ${Math.round(performance.now())} ms)`);
};

try {
  await main();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  for (const line of error.lines) errorOutput(`${line}\n`);
  process.exit(1);
}
