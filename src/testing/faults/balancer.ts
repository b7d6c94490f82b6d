import { setTimeout as wait } from 'node:timers/promises';
import type { Send } from './callers.ts';

/** Sends each request to one of the servers that say that they are ready, in turn. */
export interface Balancer {
  readonly send: Send;
  /** Requests that each address answered. */
  readonly answered: ReadonlyMap<string, number>;
  add(url: string): void;
  /** Waits until this one says that it takes no more. */
  gone(url: string): Promise<void>;
  stop(): Promise<void>;
}

/** How often it asks, in milliseconds. */
const INTERVAL = 50;

const isReady = async (url: string): Promise<boolean> => {
  try {
    const answer = await fetch(`${url}/readyz`);
    await answer.text();
    return answer.ok;
  } catch {
    return false;
  }
};

/** As load balancers do it: asks `/readyz` all the while, and never sends a request a second time. */
export const startBalancer = (): Balancer => {
  const ready = new Map<string, boolean>();
  const answered = new Map<string, number>();
  let next = 0;
  let stopped = false;
  const watch = (async () => {
    while (!stopped) {
      for (const url of ready.keys()) ready.set(url, await isReady(url));
      await wait(INTERVAL);
    }
  })();
  return {
    answered,
    add: (url) => void ready.set(url, true),
    gone: async (url) => {
      while (ready.get(url)) await wait(INTERVAL);
      ready.delete(url);
    },
    send: async (path, init) => {
      const urls = [...ready].filter(([, is]) => is).map(([url]) => url);
      next += 1;
      const url = urls[next % urls.length];
      if (url === undefined) throw new Error('no server is ready');
      const answer = await fetch(`${url}${path}`, init);
      answered.set(url, (answered.get(url) ?? 0) + 1);
      return answer;
    },
    stop: async () => {
      stopped = true;
      await watch;
    },
  };
};
