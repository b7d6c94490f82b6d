import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Change, Store } from '../../service/ports/store.ts';
import { makeChange, makeRow, makeWorld } from '../rows.ts';
import type { StorePair } from '../store-suite.ts';

/** Commits are heard of, everywhere. */
export const listeningTests = (current: () => StorePair): void => {
  const listen = (store: Store) => {
    const heard: Change[] = [];
    let resyncs = 0;
    const stop = store.listen(
      (change) => heard.push(change),
      () => (resyncs += 1),
    );
    onTestFinished(stop);
    return { heard, resyncs: () => resyncs, stop };
  };

  describe('announcements', () => {
    it('reach every listener once, in this and the other store', async () => {
      const { store, other } = current();
      await store.ping();
      const listeners = [listen(store), listen(store), listen(other)];
      const changes = [makeChange('requests'), { ...makeChange('accesses'), personIds: ['p1', 'Zoë'] }];
      await store.write(async (tx) => {
        await tx.insert('groups', makeRow('groups', 'g1'));
        for (const change of changes) tx.announce(change);
      });
      for (const { heard } of listeners) await expect.poll(() => heard).toEqual(changes);
      await other.write(async (tx) => tx.announce(makeChange('groups')));
      for (const { heard } of listeners) {
        await expect.poll(() => heard).toEqual([...changes, makeChange('groups')]);
      }
    });

    it('come when the other store can see the rows', async () => {
      const { store, other } = current();
      const seen: Promise<number>[] = [];
      const stop = other.listen(
        () => seen.push(other.read((tx) => tx.count('groups'))),
        () => undefined,
      );
      onTestFinished(stop);
      await store.write(async (tx) => {
        await tx.insert('groups', makeRow('groups', 'g1'));
        tx.announce(makeChange());
      });
      await expect.poll(() => seen).toHaveLength(1);
      expect(await seen[0]).toBe(1);
    });

    it('come after the commit, never before, never after a rollback', async () => {
      const { store, other } = current();
      const { heard } = listen(other);
      await expect(
        store.write(async (tx) => {
          tx.announce(makeChange('never'));
          throw new Error('no');
        }),
      ).rejects.toThrow('no');
      await store.write(async (tx) => {
        tx.announce(makeChange('after'));
        await tx.insert('groups', makeRow('groups', 'g1'));
        expect(heard).toEqual([]);
      });
      await expect.poll(() => heard).toEqual([makeChange('after')]);
    });

    it('stop when the listener stops', async () => {
      const { store } = current();
      const [stopped, going] = [listen(store), listen(store)];
      stopped.stop();
      await store.write(async (tx) => tx.announce(makeChange()));
      await expect.poll(() => going.heard).toHaveLength(1);
      expect(stopped.heard).toEqual([]);
    });

    it('survive a listener that throws', async () => {
      const { store } = current();
      const report = vi.spyOn(console, 'error').mockImplementation(() => undefined);
      onTestFinished(() => report.mockRestore());
      const stop = store.listen(
        () => {
          throw new Error('broken listener');
        },
        () => undefined,
      );
      onTestFinished(stop);
      const { heard } = listen(store);
      await store.write(async (tx) => tx.announce(makeChange()));
      await expect.poll(() => heard).toHaveLength(1);
    });

    it('of many people arrive, if need be as news for everyone', async () => {
      const { store, other } = current();
      const { heard } = listen(other);
      const personIds = Array.from({ length: 2000 }, (_, index) => `person-${index}`);
      await store.write(async (tx) => tx.announce({ ...makeChange(), personIds }));
      await expect.poll(() => heard).toHaveLength(1);
      expect(heard[0]).toMatchObject({ touches: ['requests'], organizationId: 'org1' });
      expect(heard[0]?.personIds ?? personIds).toEqual(personIds);
    });

    it('replace everything with one call to look again', async () => {
      const { store, other } = current();
      const listeners = [listen(store), listen(other)];
      await store.replaceAll(makeWorld({ groups: [makeRow('groups', 'g1')] }));
      for (const { resyncs } of listeners) await expect.poll(() => resyncs()).toBeGreaterThan(0);
      await expect.poll(() => other.read((tx) => tx.count('groups'))).toBe(1);
    });
  });
};
