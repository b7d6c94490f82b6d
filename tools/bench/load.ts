import { setTimeout as wait } from 'node:timers/promises';
import { openConnection, requestHead } from './connection.ts';

/** One page as one person asks for it. */
export interface Page {
  readonly path: string;
  readonly cookie: string;
}

/** One slice of load. */
export interface LoadJob {
  readonly url: string;
  readonly clients: number;
  readonly seconds: number;
  readonly pages: readonly Page[];
  /** shuffled: each client walks all pages in an order of its own, over and over. once: no page is asked for twice. */
  readonly walk: 'shuffled' | 'once';
  /** The accept-encoding that clients send; empty: none. */
  readonly encoding: string;
  /** How long a client rests after each answer, in milliseconds. Default: not at all. */
  readonly rest?: number;
}

export interface LoadResult {
  readonly seconds: number;
  /** Milliseconds of each answered request. */
  readonly latencies: Float64Array;
  /** Bodies as they travelled. */
  readonly bytes: number;
  /** Answers other than 200. */
  readonly failed: number;
  /** How many pages a walk `once` used up. */
  readonly used: number;
}

/** A permutation that is the same for the same client. */
const shuffled = <T>(items: readonly T[], seed: number): T[] => {
  const result = [...items];
  let state = seed + 1;
  for (let i = result.length - 1; i > 0; i -= 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    // Both indices lie inside.
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
};

const run = async ({
  url,
  clients,
  seconds,
  pages,
  walk,
  encoding,
  rest = 0,
}: LoadJob): Promise<LoadResult> => {
  const heads = pages.map(({ path, cookie }) =>
    requestHead('GET', path, { cookie, ...(encoding === '' ? {} : { 'accept-encoding': encoding }) }),
  );
  const connections = await Promise.all(Array.from({ length: clients }, () => openConnection(url)));
  const latencies: number[] = [];
  let bytes = 0;
  let failed = 0;
  let used = 0;
  let over = false;
  const started = performance.now();
  const clientLoop = async (index: number): Promise<void> => {
    const connection = connections[index];
    const own = walk === 'shuffled' ? shuffled(heads, index) : [];
    for (let turn = 0; !over && connection; turn += 1) {
      const head = walk === 'once' ? heads[used] : own[turn % own.length];
      if (head === undefined) throw new Error('there are not enough pages');
      used += 1;
      const sent = performance.now();
      const answer = await connection.send(head);
      latencies.push(performance.now() - sent);
      bytes += answer.body.length;
      if (answer.status !== 200) failed += 1;
      if (rest > 0) await wait(rest);
    }
  };
  const timer = setTimeout(() => (over = true), seconds * 1000);
  // Whoever waits when the time is up counts too, or the slowest would be left out.
  await Promise.all(connections.map((_, index) => clientLoop(index)));
  clearTimeout(timer);
  const measured = (performance.now() - started) / 1000;
  for (const connection of connections) connection.close();
  return { seconds: measured, latencies: Float64Array.from(latencies), bytes, failed, used };
};

process.on('message', (job: LoadJob) => {
  run(job).then(
    (result) => process.send?.(result),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
});
process.on('disconnect', () => process.exit(0));
