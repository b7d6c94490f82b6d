import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder for one test file's data. */
export const makeFolder = async (): Promise<{ readonly path: string; remove(): Promise<void> }> => {
  const path = await mkdtemp(join(tmpdir(), 'latchkey-server-'));
  return { path, remove: () => rm(path, { recursive: true, force: true }) };
};

/** What every program needs of our environment. */
const inherited = () => ({ PATH: process.env['PATH'], TMPDIR: process.env['TMPDIR'] });

export interface Ended {
  /** Null when it could not be started, or was killed. */
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a program to its end, with nothing of our environment but what it is given, in a folder if one is named. */
export const runProgram = (
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>> = inherited(),
  cwd?: string,
): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let errors = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', ({ message }) => resolve({ code: null, output, errors: message }));
    child.once('close', (code) => resolve({ code, output, errors }));
  });

/** `npm run admin` as a process of its own. */
export const runAdmin = (env: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ended> =>
  runProgram(process.execPath, [join(import.meta.dirname, 'admin.ts'), ...args], { ...inherited(), ...env });

export interface ServerProcess {
  readonly child: ChildProcess;
  /** Where it listens; rejects when it ends before it does. */
  readonly url: Promise<string>;
  /** Milliseconds from the spawn to the line that says so. */
  readonly readyAfter: () => number;
  /** What it wrote so far. */
  readonly output: () => string;
  readonly errors: () => string;
  readonly ended: Promise<{ readonly code: number | null; readonly signal: string | null }>;
}

/**
 * The server as a process of its own, on a free port unless the environment says otherwise; `within` is a command that
 * becomes what it is given to run.
 */
export const runServer = (
  env: Readonly<Record<string, string>>,
  within: readonly string[] = [],
): ServerProcess => {
  const from = performance.now();
  const main = join(import.meta.dirname, 'main.ts');
  const [program, ...args] = [...within, process.execPath, main] as const;
  const child = spawn(program, args, {
    env: { ...inherited(), PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  let readyAfter = Number.NaN;
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
  });
  const url = new Promise<string>((resolve, reject) => {
    child.stdout.on('data', (data: Buffer) => {
      output += data.toString();
      const found = /ready on (\S+)/u.exec(output)?.[1];
      if (found === undefined) return;
      readyAfter = performance.now() - from;
      resolve(found);
    });
    void ended.then(() => reject(new Error(`the server ended before it was ready: ${errors}`)));
  });
  // Not everyone waits for it.
  url.catch(() => undefined);
  child.stderr.on('data', (data: Buffer) => {
    errors += data.toString();
  });
  return { child, url, readyAfter: () => readyAfter, output: () => output, errors: () => errors, ended };
};

/** A console that is signed in, or not. */
export const client = (url: string, cookie = '') => {
  const call = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${url}${path}`, { ...init, headers: { cookie, ...init.headers } });
  return {
    cookie,
    call,
    get: async (path: string): Promise<unknown> => (await call(path)).json(),
    post: (path: string, body: unknown): Promise<Response> =>
      call(path, {
        method: 'POST',
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      }),
  };
};

/** Signs in as a persona. */
export const signIn = async (url: string, persona: string): Promise<ReturnType<typeof client>> => {
  const answer = await client(url).post('/v1/session', { persona });
  return client(url, answer.headers.getSetCookie()[0]?.split(';')[0]);
};
