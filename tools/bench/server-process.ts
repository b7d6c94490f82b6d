import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ServerNews, ServerOrder } from './constant-server.ts';
import { UNLIMITED } from './hosts.ts';
import type { World } from './ground.ts';

/** A server on a grown world in a process of its own, with the constants beside it. */
export interface ServerProcess {
  readonly api: string;
  /** Constants that are compressed anew for each request. */
  readonly text: string;
  /** Constants that were compressed beforehand. */
  readonly wire: string;
  setConstants(pages: readonly (readonly [key: string, text: string])[]): Promise<void>;
  /** Bytes, after a garbage collection. */
  memory(): Promise<{ readonly rss: number; readonly heapUsed: number }>;
  stop(): Promise<void>;
}

/** A page as one person asks for it, as the constants know it. */
export const constantKey = (cookie: string, path: string): string => `${cookie} ${path}`;

/** Starts it; `flags` are Node's own, such as `--cpu-prof`. */
export const startServerProcess = async (
  world: Pick<World, 'env'>,
  flags: readonly string[] = [],
): Promise<ServerProcess> => {
  const child = fork(join(import.meta.dirname, 'constant-server.ts'), {
    env: { ...process.env, ...UNLIMITED, ...world.env, HOST: '127.0.0.1', PORT: '0', LATCHKEY_SEED: 'none' },
    execArgv: ['--expose-gc', ...flags],
    serialization: 'advanced',
  });
  const ended = once(child, 'exit').then(() => {
    throw new Error(`the server ended with code ${child.exitCode}`);
  });
  ended.catch(() => undefined);
  const next = async (): Promise<ServerNews> => {
    const [news] = await Promise.race([once(child, 'message'), ended]);
    // The child sends nothing else.
    return news as ServerNews;
  };
  const ask = (order: ServerOrder): Promise<ServerNews> => {
    child.send(order);
    return next();
  };
  const { urls } = await next();
  if (!urls) throw new Error('the server did not say where it listens');
  return {
    ...urls,
    setConstants: async (pages) => void (await ask({ kind: 'constants', pages })),
    memory: async () => {
      const { memory } = await ask({ kind: 'memory' });
      if (!memory) throw new Error('the server did not say how much memory it uses');
      return memory;
    },
    stop: async () => {
      if (child.exitCode !== null) return;
      child.send({ kind: 'stop' } satisfies ServerOrder);
      await ended.catch(() => undefined);
    },
  };
};
