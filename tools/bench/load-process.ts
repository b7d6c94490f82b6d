import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { LoadJob, LoadResult } from './load.ts';

/** Generates load in a process of its own, so that it shares no event loop with what it measures. */
export interface LoadProcess {
  run(job: LoadJob): Promise<LoadResult>;
  stop(): void;
}

/** Starts it. */
export const startLoadProcess = (): LoadProcess => {
  const child = fork(join(import.meta.dirname, 'load.ts'), { serialization: 'advanced' });
  const ended = once(child, 'exit').then(() => {
    throw new Error('the load ended');
  });
  ended.catch(() => undefined);
  return {
    run: async (job) => {
      child.send(job);
      const [result] = await Promise.race([once(child, 'message'), ended]);
      // The child sends nothing else.
      return result as LoadResult;
    },
    stop: () => child.disconnect(),
  };
};
