import fc from 'fast-check';
import { expect, test } from 'vitest';
import { startBatch, type Batch, type BatchItem } from './batch.ts';
import { ApiError, OfflineError } from './errors.ts';

const items = (count: number): BatchItem[] =>
  Array.from({ length: count }, (_, at) => ({ id: `a${at}`, name: `access ${at}` }));

const until = (batch: Batch<BatchItem>, phase: string): Promise<void> =>
  new Promise((resolve) => {
    const look = () => {
      if (batch.state().phase !== phase) return;
      leave();
      resolve();
    };
    const leave = batch.subscribe(look);
    look();
  });

/** A server that keeps keys, may lose answers, and refuses some. */
const server = (fate: (id: string, attempt: number) => 'ok' | 'lost' | 'unsent' | 'refused') => {
  const carriedOut = new Map<string, string>();
  const attempts = new Map<string, number>();
  let now = 0;
  let most = 0;
  return {
    carriedOut,
    most: () => most,
    send: async ({ id }: BatchItem, key: string): Promise<void> => {
      now += 1;
      most = Math.max(most, now);
      const attempt = (attempts.get(id) ?? 0) + 1;
      attempts.set(id, attempt);
      await Promise.resolve();
      now -= 1;
      const outcome = fate(id, attempt);
      if (outcome === 'refused')
        throw new ApiError(403, 'permission_denied', 'Only members of A can do this.');
      if (outcome === 'unsent') throw new OfflineError();
      expect(carriedOut.get(id) ?? key, `${id} under one key`).toBe(key);
      carriedOut.set(id, key);
      if (outcome === 'lost') throw new OfflineError();
    },
  };
};

test('whatever is lost and refused: each is carried out once, and all are accounted for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('ok', 'ok', 'lost', 'unsent', 'refused'), { maxLength: 40 }),
      async (fates) => {
        const there = server((id, attempt) => {
          const fate = fates[Number(id.slice(1))] ?? 'ok';
          return attempt > 1 && fate !== 'refused' ? 'ok' : fate;
        });
        const batch = startBatch(items(fates.length), there.send);
        for (let resumed = 0; batch.state().phase !== 'ended'; resumed += 1) {
          expect(resumed).toBeLessThan(50);
          await Promise.race([until(batch, 'ended'), until(batch, 'paused')]);
          if (batch.state().phase === 'paused') {
            expect(batch.state().problem).toMatch(/cannot be reached/u);
            batch.resume();
          }
        }
        const { done, refused, unknown, rest } = batch.state();
        expect(done.length + refused.length).toBe(fates.length);
        expect([...unknown, ...rest]).toEqual([]);
        expect(new Set(done.map(({ id }) => id))).toEqual(new Set(there.carriedOut.keys()));
        expect(refused).toHaveLength(fates.filter((fate) => fate === 'refused').length);
        expect(there.most()).toBeLessThanOrEqual(4);
        expect(new Set(there.carriedOut.values()).size).toBe(there.carriedOut.size);
      },
    ),
  );
});

test('stopped: what is under way is waited for, the rest is not sent', async () => {
  const answers: (() => void)[] = [];
  const batch = startBatch(items(10), () => new Promise<void>((resolve) => answers.push(resolve)));
  expect(answers).toHaveLength(4);
  batch.stop();
  expect(batch.state().phase).toBe('stopping');
  for (const answer of answers) answer();
  await until(batch, 'ended');
  const { done, rest } = batch.state();
  expect([done.length, rest.length, answers.length]).toEqual([4, 6, 4]);
});

test('stopped in a pause: what has no answer is told apart from what was not sent', async () => {
  const there = server(() => 'lost');
  const batch = startBatch(items(10), there.send);
  await until(batch, 'paused');
  batch.stop();
  const { phase, unknown, rest } = batch.state();
  expect([phase, unknown.length, rest.length]).toEqual(['ended', 4, 6]);
});

test('nothing to do has ended', () => {
  expect(startBatch([], async () => {}).state().phase).toBe('ended');
});
