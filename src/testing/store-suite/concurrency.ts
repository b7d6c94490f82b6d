import { describe, expect, it } from 'vitest';
import type { Job, Store, Transaction } from '../../service/ports/store.ts';
import { makeRow, makeWorld, START } from '../rows.ts';
import type { StorePair } from '../store-suite.ts';

const numbers = (length: number): number[] => Array.from({ length }, (_, index) => index);

/** As if all ran one after another. */
export const concurrencyTests = (current: () => StorePair): void => {
  const store = (): Store => current().store;
  /** One of the two stores, in turn: two tabs or two processes at work. */
  const either = (index: number): Store => (index % 2 === 0 ? current().store : current().other);

  describe('concurrent writers', () => {
    it('lose no increment', async () => {
      await store().write((tx) => tx.insert('settings', { id: 'counter', value: 0 }));
      const increment = async (tx: Transaction) => {
        const value = Number((await tx.get('settings', 'counter'))?.value) + 1;
        await tx.update('settings', 'counter', { value });
        return value;
      };
      const seen = await Promise.all(numbers(100).map((index) => either(index).write(increment)));
      expect([...seen].sort((a, b) => a - b)).toEqual(numbers(100).map((index) => index + 1));
      const counter = () => store().read((tx) => tx.get('settings', 'counter'));
      // The other store's commit may be seen by readers here a moment later, when the news of it arrives.
      await expect.poll(async () => (await counter())?.value).toBe(100);
    });

    it('cannot both rely on what the other changes (write skew)', async () => {
      for (const round of numbers(5)) {
        const on = makeRow('jobs', `${round}`, { kind: `${round}` });
        await store().write(async (tx) => {
          await tx.insert('jobs', { ...on, id: `${round}-a` });
          await tx.insert('jobs', { ...on, id: `${round}-b` });
        });
        // At least one of the two must stay queued: each may leave only while both are.
        const leave = (index: number, id: string) =>
          either(index).write(async (tx) => {
            const queued = await tx.count('jobs', { where: { status: 'queued', kind: `${round}` } });
            if (queued === 2) await tx.update('jobs', id, { status: 'done' });
          });
        await Promise.all([leave(0, `${round}-a`), leave(1, `${round}-b`)]);
        const left = (tx: Transaction) => tx.count('jobs', { where: { status: 'queued', kind: `${round}` } });
        expect(await store().write(left)).toBe(1);
      }
    });

    it('let exactly one of many take a unique value', async () => {
      const outcomes = await Promise.all(
        numbers(20).map((index) =>
          either(index)
            .write((tx) => tx.insert('requests', makeRow('requests', `r${index}`, { activeKey: 'a1' })))
            .then(
              () => 'made',
              (error: Error) => error.name,
            ),
        ),
      );
      expect(outcomes.filter((outcome) => outcome === 'made')).toHaveLength(1);
      expect(outcomes.filter((outcome) => outcome === 'DuplicateError')).toHaveLength(19);
    });

    it('let exactly one of many claim', async () => {
      await store().write((tx) => tx.insert('credentials', makeRow('credentials', 'c1')));
      const claims = await Promise.all(
        numbers(50).map((index) =>
          either(index).write(async (tx) => {
            if ((await tx.get('credentials', 'c1'))?.status !== 'sealed') return false;
            await tx.update('credentials', 'c1', { status: 'claimed', claimHash: `${index}` });
            return true;
          }),
        ),
      );
      expect(claims.filter(Boolean)).toHaveLength(1);
    });

    it('never show a reader half of their work', async () => {
      await store().write(async (tx) => {
        await tx.insert('settings', { id: 'left', value: 0 });
        await tx.insert('settings', { id: 'right', value: 0 });
      });
      const move = (index: number) =>
        store().write(async (tx) => {
          await tx.update('settings', 'left', { value: index });
          await Promise.resolve();
          await tx.update('settings', 'right', { value: index });
        });
      const look = () =>
        store().read(async (tx) => {
          const left = await tx.get('settings', 'left');
          await Promise.resolve();
          const [right] = await tx.find('settings', { where: { id: 'right' } });
          return [left?.value, right?.value];
        });
      const looks = await Promise.all(numbers(40).map((index) => (index % 4 === 0 ? move(index) : look())));
      for (const seen of looks) if (seen !== undefined) expect(seen[0]).toBe(seen[1]);
    });
  });

  describe('a reader', () => {
    it('keeps its snapshot while others write', async () => {
      await store().replaceAll(makeWorld({ groups: [makeRow('groups', 'g1', { name: 'before' })] }));
      const begun = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const read = store().read(async (tx) => {
        const before = await tx.count('groups');
        begun.resolve();
        await goOn.promise;
        const [group, ...rest] = await tx.find('groups', { order: { column: 'name', direction: 'asc' } });
        const after = await tx.count('groups', { where: { organizationId: 'org1' } });
        return { before, after, found: group?.name, rest, got: (await tx.get('groups', 'g1'))?.name };
      });
      await begun.promise;
      const written = store().write(async (tx) => {
        await tx.update('groups', 'g1', { name: 'after' });
        await tx.insert('groups', makeRow('groups', 'g2', { name: 'also' }));
      });
      if (!current().readersBlockWriters) await written;
      goOn.resolve();
      expect(await read).toEqual({ before: 1, after: 1, found: 'before', rest: [], got: 'before' });
      await written;
      expect(await store().read((tx) => tx.count('groups'))).toBe(2);
    });
  });

  describe('jobs', () => {
    const add = (...jobs: readonly Job[]) =>
      store().write(async (tx) => {
        for (const job of jobs) await tx.insert('jobs', job);
      });
    const ids = (jobs: readonly Job[]) => jobs.map((job) => job.id);

    it('are handed out when due, oldest first, once per lock', async () => {
      await add(
        makeRow('jobs', 'later', { runAt: START + 1 }),
        makeRow('jobs', 'second', { runAt: START }),
        makeRow('jobs', 'first', { runAt: START - 1 }),
        makeRow('jobs', 'done', { status: 'done' }),
        makeRow('jobs', 'dead', { status: 'dead' }),
      );
      expect(await store().nextJobAt()).toBe(START - 1);
      const taken = await store().takeJobs(START, START + 10, 5);
      expect(taken).toStrictEqual([
        makeRow('jobs', 'first', { runAt: START - 1, attempts: 1, lockedUntil: START + 10 }),
        makeRow('jobs', 'second', { runAt: START, attempts: 1, lockedUntil: START + 10 }),
      ]);
      expect(await store().takeJobs(START, START + 10, 5)).toEqual([]);
      expect(await store().nextJobAt()).toBe(START + 1);
    });

    it('are handed out again when the lock has ended, with one more attempt', async () => {
      await add(makeRow('jobs', 'j1'));
      await store().takeJobs(START, START + 10, 1);
      expect(await store().nextJobAt()).toBe(START + 10);
      expect(await current().other.takeJobs(START + 9, START + 20, 1)).toEqual([]);
      expect(await current().other.takeJobs(START + 10, START + 20, 1)).toMatchObject([
        { id: 'j1', attempts: 2 },
      ]);
      await store().write((tx) => tx.update('jobs', 'j1', { status: 'done' }));
      expect(await store().takeJobs(START + 100, START + 200, 1)).toEqual([]);
      expect(await store().nextJobAt()).toBeNull();
    });

    it('respect the limit and are never given to two workers', async () => {
      await add(...numbers(30).map((index) => makeRow('jobs', `j${index}`)));
      expect(ids(await store().takeJobs(START, START + 10, 3))).toHaveLength(3);
      const taken = await Promise.all(
        numbers(10).map((index) => either(index).takeJobs(START, START + 10, 4)),
      );
      const all = taken.flatMap(ids);
      expect(new Set(all).size).toBe(all.length);
      const rest = await store().takeJobs(START, START + 10, 100);
      expect(all.length + rest.length).toBe(27);
    });
  });
};
