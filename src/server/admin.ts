import { existsSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { randomBytes, toBase64Url } from '../runtime/bytes.ts';
import { systemClock } from '../runtime/clock.ts';
import { digest } from '../runtime/digest.ts';
import { createIds } from '../runtime/ids.ts';
import { signer } from '../runtime/signer.ts';
import type { ChainReport } from '../service/audit/verify-chain.ts';
import { followDemoState } from '../service/demo/demo-state.ts';
import {
  ADMIN_AUDIT,
  ADMIN_BREAK_GLASS,
  ADMIN_KEYS,
  ADMIN_TOKENS,
  createAdminDoor,
  newSecret,
  readDoorSign,
} from './admin-door.ts';
import { receiverId } from './audit-stream/target.ts';
import { chainLines, parseHead } from './audit-report.ts';
import { readConfig, StartError, type Config } from './config.ts';
import { createLog } from './log.ts';
import { databaseFolder, InUseError, openStore } from './open-store.ts';

/**
 * `npm run admin -- token create …` and `… api-key create …`: make one and print it, and nothing else, on standard output.
 * `… audit verify`: walks the audit chain.
 */

const USAGE = [
  'usage: npm run admin -- token create (--user EMAIL | --persona NAME) --description TEXT [--max-age-seconds N]',
  '       npm run admin -- api-key create --resource (cloud | ID) (--owner ID | --persona NAME) [--description TEXT]',
  '       npm run admin -- audit verify [--head ORGANIZATION:ROW:HASH …]',
  '       npm run admin -- break-glass create',
  '',
  '  --user             whose token it is, by address',
  '  --persona          the same in the demo organization: requester, approver, outsider, admin, operator',
  '  --description      what it is for, up to 200 characters',
  '  --max-age-seconds  how long it lives; without an end if left out',
  '  --resource         what a key is for: cloud for the management API, or the id of a cluster',
  '  --owner            whose key it is: the id of a person or of a service account',
  '  --head             where the chain stood before, as this command printed it; finds an end that was cut off',
  '',
  'The token alone goes to standard output: TOKEN=$(npm run --silent admin -- token create …)',
  'So do a key and its secret, on one line, with a space between them.',
  'So does a break-glass code, which signs in once within 15 minutes at /sign-in/break-glass.',
];

interface Command {
  /** Path and query of the door. */
  readonly path: string;
  /** JSON text. */
  readonly body: string;
}

/** What the arguments ask for. Throws StartError that says what is wrong, and how it is used. */
const readCommand = (args: readonly string[]): Command => {
  const wrong = (message: string): never => {
    throw new StartError([message, '', ...USAGE]);
  };
  const text = { type: 'string' } as const;
  const options = {
    user: text,
    persona: text,
    owner: text,
    resource: text,
    description: text,
    'max-age-seconds': text,
    head: { type: 'string', multiple: true },
  } as const;
  const read = () => {
    try {
      return parseArgs({ args: [...args], options, allowPositionals: true });
    } catch (error) {
      return wrong(error instanceof Error ? error.message : String(error));
    }
  };
  const { values, positionals } = read();
  const command = positionals.join(' ');
  const { user, owner, resource, persona, description, 'max-age-seconds': age } = values;
  if (command === 'audit verify') {
    for (const text of values.head ?? [])
      if (!parseHead(text)) wrong(`--head ${text} is not ORGANIZATION:ROW:HASH, as audit verify prints it.`);
    const query = new URLSearchParams((values.head ?? []).map((text) => ['head', text]));
    return { path: `${ADMIN_AUDIT}?${query.toString()}`, body: '' };
  }
  if (values.head !== undefined) wrong('--head belongs to: audit verify');
  if (command === 'api-key create') {
    if (user !== undefined || age !== undefined) wrong('A key takes neither --user nor --max-age-seconds.');
    if ((owner === undefined) === (persona === undefined)) wrong('Name one owner with --owner or --persona.');
    if (resource === undefined)
      wrong('Say with --resource what the key is for: cloud, or the id of a cluster.');
    const whose: Record<string, string> = persona === undefined ? { owner: owner ?? '' } : { persona };
    return {
      path: `${ADMIN_KEYS}?${new URLSearchParams(whose).toString()}`,
      body: JSON.stringify({ resource_id: resource, description: description ?? '' }),
    };
  }
  if (command === 'break-glass create') return { path: ADMIN_BREAK_GLASS, body: '{}' };
  if (command !== 'token create')
    wrong('The commands are: token create, api-key create, audit verify, break-glass create');
  if (owner !== undefined || resource !== undefined) wrong('A token takes neither --owner nor --resource.');
  if ((user === undefined) === (persona === undefined)) wrong('Name one person with --user or --persona.');
  if (description === undefined) wrong('Say with --description what the token is for.');
  if (age !== undefined && !/^[1-9]\d{0,14}$/u.test(age))
    wrong('--max-age-seconds must be a whole number from 1.');
  const whom: Record<string, string> = persona === undefined ? { user: user ?? '' } : { persona };
  return {
    path: `${ADMIN_TOKENS}?${new URLSearchParams(whom).toString()}`,
    body: JSON.stringify({ description, max_age_seconds: age === undefined ? null : Number(age) }),
  };
};

const post = (secret: string, body: string): RequestInit => ({
  method: 'POST',
  headers: { authorization: `Bearer ${secret}` },
  body,
});

/** Asks the server that has the embedded database. */
const askServer = async ({ dataDir }: Config, { path, body }: Command): Promise<Response> => {
  const { url, secret } = await readDoorSign(dataDir);
  try {
    return await fetch(new URL(path, url), post(secret, body));
  } catch (error) {
    throw new StartError([`The server that has DATA_DIR ${dataDir} does not answer at ${url}.`], {
      cause: error,
    });
  }
};

/** Does on a store of our own what the server would do. */
const askStore = async (config: Config, { path, body }: Command): Promise<Response> => {
  if (config.databaseUrl === null && !existsSync(databaseFolder(config)))
    throw new StartError([
      `There is no database in DATA_DIR ${config.dataDir}. Start the server once, or name another with DATA_DIR or DATABASE_URL.`,
    ]);
  const log = createLog((line) => void process.stderr.write(line));
  const store = await openStore(config, log);
  try {
    const demo = await followDemoState(store, systemClock);
    const { clock } = demo;
    const deps = {
      store,
      clock,
      ids: createIds(clock),
      digest,
      randomToken: () => toBase64Url(randomBytes(32)),
      signer,
    };
    const secret = newSecret();
    const report = (error: unknown) => log.fault('something failed', error);
    const door = createAdminDoor(
      deps,
      secret,
      report,
      config.breakGlass === 'on',
      config.auditStream && receiverId(config.auditStream),
    );
    const answer = await door.request(path, post(secret, body));
    demo.stop();
    return answer;
  } finally {
    await store.close();
  }
};

/** Whoever has the store right now may be about to give it up, or to answer. Milliseconds. */
const PATIENCE = 5000;

/** Asks the store or, while another process has it, that process. */
const ask = async (config: Config, command: Command): Promise<Response> => {
  const until = Date.now() + PATIENCE;
  for (;;) {
    try {
      return await askStore(config, command);
    } catch (error) {
      if (!(error instanceof InUseError)) throw error;
    }
    try {
      return await askServer(config, command);
    } catch (error) {
      if (!(error instanceof StartError) || Date.now() > until) throw error;
    }
    await wait(250);
  }
};

const main = async (): Promise<void> => {
  const command = readCommand(process.argv.slice(2));
  const { config } = readConfig(process.env);
  const answer = await ask(config, command);
  // The door's own answers.
  const made = (await answer.json()) as Partial<
    Record<'full_token' | 'key' | 'secret' | 'code' | 'message', string>
  > & {
    readonly reports?: readonly ChainReport[];
  };
  if (made.reports) {
    process.stdout.write(`${made.reports.flatMap(chainLines).join('\n')}\n`);
    if (made.reports.some(({ fault }) => fault !== null)) process.exitCode = 1;
    return;
  }
  const line = made.full_token ?? made.code ?? (made.key && made.secret && `${made.key} ${made.secret}`);
  if (line === undefined) throw new StartError([made.message ?? `The server answered ${answer.status}.`]);
  process.stdout.write(`${line}\n`);
};

try {
  await main();
} catch (error) {
  if (!(error instanceof StartError)) throw error;
  for (const line of error.lines) process.stderr.write(`${line}\n`);
  process.exitCode = 1;
}
