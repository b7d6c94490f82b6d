import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { serveStatic } from '../../tools/serve-static.ts';
import type { Host } from './host-option.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A demo must run from any folder of any web host. */
const SUB_PATH = '/some/where/';

/** Milliseconds within which a server with an empty data directory has to be ready. */
const READY_WITHIN = 60_000;

export interface RunningHost {
  /** Where the console stands; ends in a slash. */
  readonly url: string;
  /** What a server has said so far, and where it keeps its data; undefined where the browser is the backend. */
  readonly server?: { readonly log: () => string; readonly dataDir: string };
  readonly stop: () => Promise<void>;
}

/** Boots who answers the console's calls. Throws a plain message when the build is missing. */
export const bootHost = (host: Host): Promise<RunningHost> => (host === 'mock' ? bootMock() : bootServer());

const demandBuild = (folder: string, script: string): string => {
  const path = join(ROOT, folder);
  if (!existsSync(join(path, 'index.html'))) throw new Error(`${folder}/ is missing. Run: npm run ${script}`);
  return path;
};

const bootMock = (): Promise<RunningHost> =>
  serveStatic({ folder: demandBuild('dist-demo', 'build:demo'), prefix: SUB_PATH });

/** A server of its own with an empty data folder; `env` on top of what every one has. */
export async function bootServer(env: Readonly<Record<string, string>> = {}): Promise<RunningHost> {
  demandBuild('dist', 'build');
  const dataDir = await mkdtemp(join(tmpdir(), 'latchkey-e2e-'));
  const said: string[] = [];
  const child = spawn(process.execPath, [join(ROOT, 'src/server/main.ts')], {
    cwd: ROOT,
    env: {
      PATH: process.env['PATH'],
      HOST: '127.0.0.1',
      PORT: '0',
      DATA_DIR: dataDir,
      LATCHKEY_DEMO_CONTROLS: 'on',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(String(chunk)));
  const stop = async (): Promise<void> => {
    await ended(child);
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    const url = await readyUrl(child);
    const ready = await fetch(`${url}/readyz`);
    if (!ready.ok) throw new Error(`The server listens, but /readyz says ${ready.status}`);
    return { url: `${url}/`, server: { log: () => said.join(''), dataDir }, stop };
  } catch (error) {
    await stop();
    throw new Error(`The server did not start: ${said.join('')}`, { cause: error });
  }
}

/** The address that the server prints once it answers. */
const readyUrl = (child: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error('The server was not ready in time')), READY_WITHIN);
    child.once('exit', (code) => {
      clearTimeout(late);
      reject(new Error(`The server ended with code ${code}`));
    });
    if (!child.stdout) throw new Error('The server has no output to read');
    createInterface(child.stdout).on('line', (line) => {
      const url = /ready on (http:\/\/\S+)/u.exec(line)?.[1];
      if (url === undefined) return;
      clearTimeout(late);
      resolve(url);
    });
  });

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) {
      resolve();
      return;
    }
    const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
    child.once('exit', () => {
      clearTimeout(hard);
      resolve();
    });
    child.kill('SIGTERM');
  });
