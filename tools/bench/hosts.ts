import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '../../src/testing/free-port.ts';

export const ROOT = join(import.meta.dirname, '../..');

/** A server that used no second of a processor in this time has settled; milliseconds. */
const REST = 5000;

/** Nobody of a benchmark is held up for asking too much. */
export const UNLIMITED = { LATCHKEY_RATE_LIMIT: '0' };

export interface RunningServer {
  readonly url: string;
  /** From the start of the process until /readyz answered, in milliseconds. */
  readonly readyAfter: number;
  /** How much memory it has, in bytes. */
  resident(): number;
  /** Resolves when it has nothing to do any more, such as linking audit events that an older version wrote. */
  settled(): Promise<void>;
  /** A session's token for the persona. */
  signIn(persona: string): Promise<string>;
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

const until = async (condition: () => Promise<boolean>, process: ChildProcess): Promise<void> => {
  while (process.exitCode === null) {
    if (await condition().catch(() => false)) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error(`the server ended with code ${process.exitCode}`);
};

/** A session's token for the persona. On a connection of its own: kept ones may have ended unnoticed while a measurement held this process up. */
export const signInOver = (url: string, persona: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json' };
    const outgoing = request(`${url}/v1/session`, { method: 'POST', agent: false, headers });
    outgoing.on('error', reject).on('response', (answer) => {
      answer.resume();
      const token = /latchkey_session=([^;]+)/u.exec(answer.headers['set-cookie']?.join() ?? '')?.[1];
      if (token === undefined) reject(new Error(`cannot sign in as ${persona}`));
      else resolve(token);
    });
    outgoing.end(JSON.stringify({ persona }));
  });

/** Starts the server on the built console with these settings, such as DATA_DIR or DATABASE_URL; of another checkout if one is named. */
export const startServer = async (
  settings: Readonly<Record<string, string>>,
  root = ROOT,
): Promise<RunningServer> => {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, 'src/server/main.ts')], {
    cwd: root,
    env: { ...process.env, ...UNLIMITED, HOST: '127.0.0.1', PORT: String(port), ...settings },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await until(async () => (await fetch(`${url}/readyz`)).ok, child);
  const readyAfter = performance.now() - started;
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill(signal);
    await ended;
  };
  const ask = (what: 'rss' | 'cputimes'): number =>
    Number(execFileSync('ps', ['-o', `${what}=`, '-p', String(child.pid)], { encoding: 'utf8' }));
  return {
    url,
    readyAfter,
    resident: () => 1024 * ask('rss'),
    settled: async () => {
      let before = -1;
      for (let now = ask('cputimes'); now > before; now = ask('cputimes')) {
        before = now;
        await wait(REST);
      }
    },
    signIn: (persona) => signInOver(url, persona),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
};
