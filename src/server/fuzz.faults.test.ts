import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Operation } from '../contract/operation.ts';
import { OPERATIONS } from '../contract/operations.ts';
import { isLong } from '../testing/faults/random.ts';
import { freePort } from '../testing/free-port.ts';
import { hashOf } from '../testing/scim-suite/pushes.ts';
import { checkScim, CHECKER, installScimChecker } from './scim/testing-checker.ts';
import { installFuzzer, runFuzzer, type FuzzRun } from './testing-fuzzer.ts';
import { makeFolder, runAdmin, runServer, signIn, type ServerProcess } from './testing-server.ts';

/** The same calls in every run, but for what the server's own answers lead to. */
const SEED = Number(process.env['LATCHKEY_FAULTS_SEED'] || 20_260_510);
const EXAMPLES = isLong() ? 60 : 2;
// An install over the network, a first start of the server, and its calls, on a machine that is busy.
const PATIENCE = isLong() ? 3_600_000 : 600_000;

const PERSONAS = isLong()
  ? (['admin', 'operator', 'requester', 'approver', 'outsider'] as const)
  : (['admin', 'outsider'] as const);

describe(`fuzzing from /openapi.json, seed ${SEED}`, { timeout: PATIENCE }, () => {
  let folder: Awaited<ReturnType<typeof makeFolder>>;
  let server: ServerProcess;
  let url = '';
  let program = '';
  let missing: string | undefined;
  const data = () => ({ DATA_DIR: join(folder.path, 'data') });

  beforeAll(async () => {
    folder = await makeFolder();
    server = runServer({ ...data(), LATCHKEY_RATE_LIMIT: '0' });
    const [found] = await Promise.all([installFuzzer(join(folder.path, 'venv')), server.url]);
    url = await server.url;
    if ('missing' in found) {
      missing = found.missing;
      // The gate repeats lines that begin so.
      console.log(`skipped: ${missing}`);
      return;
    }
    program = found.program;
  }, PATIENCE);

  beforeEach((context) => {
    if (missing !== undefined) context.skip();
  });

  afterAll(async () => {
    server.child.kill('SIGKILL');
    await server.ended;
    await folder.remove();
  });

  const fuzz = async (
    who: string,
    header: string,
    { group, only }: Pick<FuzzRun, 'group' | 'only'> = {},
  ): Promise<void> => {
    const edges = isLong() || who === 'admin' || group !== undefined;
    const run = { url, header, seed: SEED, examples: EXAMPLES, edges, group, only };
    const { passed, report, operations, cases, seconds } = await runFuzzer(program, folder.path, run);
    expect(passed, report).toBe(true);
    expect([server.errors(), operations > (only ? 9 : 20), cases >= operations]).toEqual(['', true, true]);
    console.log(`fuzzed as ${who}: ${operations} operations, ${cases} calls, ${seconds.toFixed(0)} s`);
  };

  it.each(PERSONAS)('as %s, with an access token', async (persona) => {
    const made = await runAdmin(data(), 'token', 'create', '--persona', persona, '--description', 'Fuzzing');
    await fuzz(persona, `Authorization: Bearer ${made.output.trim()}`);
  });

  // Tokens are refused there before anything else is looked at.
  it.each(isLong() ? PERSONAS : ['admin'])(
    'as %s in the console, what answers sessions alone',
    async (persona) => {
      const { cookie } = await signIn(url, persona);
      const only = Object.values<Operation>(OPERATIONS).filter(({ callers }) => callers === 'session');
      await fuzz(`${persona} in the console`, `Cookie: ${cookie}`, { only: only.map(({ id }) => id) });
    },
  );

  it('as a program, with a Cloud key', async () => {
    const made = await runAdmin(data(), 'api-key', 'create', '--resource', 'cloud', '--persona', 'admin');
    const [key, secret] = made.output.trim().split(' ');
    const basic = Buffer.from(`${key}:${secret}`).toString('base64');
    await fuzz('a Cloud key', `Authorization: Basic ${basic}`, { group: 'Management API' });
  });
});

// Installing it takes longer than the gate has.
it.each(isLong() ? [CHECKER] : [])('SCIM is what %s takes for SCIM', { timeout: 600_000 }, async () => {
  const folder = await makeFolder();
  const token = 'a-token-that-pushes';
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const provider = {
    id: 'corporate',
    issuer: 'http://127.0.0.1:9',
    client_id: 'latchkey',
    admits: 'anybody',
    group_names: 'created',
    scim: { token_sha256: [hashOf(token)] },
  };
  const server = runServer({
    DATA_DIR: join(folder.path, 'data'),
    PORT: String(port),
    LATCHKEY_SEED: 'none',
    LATCHKEY_PUBLIC_URL: url,
    LATCHKEY_OIDC: JSON.stringify([provider]),
  });
  try {
    const installed = await installScimChecker(join(folder.path, 'venv'));
    if ('missing' in installed) return console.log(`skipped: ${installed.missing}`);
    await server.url;
    const { passed, failures } = await checkScim(installed.program, `${url}/scim/v2/corporate`, token);
    expect(failures).toEqual([]);
    expect(passed).toBeGreaterThan(50);
  } finally {
    server.child.kill('SIGKILL');
    await server.ended;
    await folder.remove();
  }
});
