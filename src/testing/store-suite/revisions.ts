import { describe, expect, it } from 'vitest';
import { makeRow, makeWorld } from '../rows.ts';
import type { StorePair } from '../store-suite.ts';

/** Store.revision, Store.get and ReadTransaction.tally. */
export const revisionTests = (current: () => StorePair): void => {
  describe('revisions', () => {
    it('stay while nothing is committed, whatever is read or given up', async () => {
      const { store, other, otherLags } = current();
      await store.ping();
      const before = [await store.revision(), await other.revision()];
      await store.read((tx) => tx.find('groups'));
      await store.get('groups', 'g1');
      await expect(store.write(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
      // The other databases of a PostgreSQL cluster count on as well, so that now and then it differs without need.
      const stays = async (): Promise<boolean> => {
        const seen = await store.revision();
        await other.read((tx) => tx.count('groups'));
        return (await store.revision()) === seen;
      };
      await expect.poll(stays).toBe(true);
      const idle = await store.revision();
      // A transaction that was given up may count, but must not hide what comes after it.
      await store.write((tx) => tx.insert('groups', makeRow('groups', 'g1')));
      expect(await store.revision()).not.toBe(idle);
      expect(await store.revision()).not.toBe(before[0]);
      if (otherLags) await expect.poll(() => other.revision()).not.toBe(before[1]);
      else expect(await other.revision()).not.toBe(before[1]);
    });

    it('differ after every commit of either store, before its caller goes on', async () => {
      const { store, other, otherLags } = current();
      await store.write((tx) => tx.insert('groups', makeRow('groups', 'g1')));
      const seen = new Set<string>([await store.revision()]);
      for (let step = 1; step <= 10; step += 1) {
        await (step % 2 === 0 ? store : other).write((tx) =>
          tx.update('groups', 'g1', { name: `Step ${step}` }),
        );
        const last = [...seen].at(-1);
        if (otherLags) await expect.poll(() => store.revision()).not.toBe(last);
        seen.add(await store.revision());
        expect(seen.size).toBe(step + 1);
        expect((await store.get('groups', 'g1'))?.name).toBe(`Step ${step}`);
      }
      await store.replaceAll(makeWorld({}));
      seen.add(await store.revision());
      expect(seen.size).toBe(12);
      expect(await store.get('groups', 'g1')).toBeUndefined();
      expect(await store.get('groups', 'nul \0')).toBeUndefined();
    });

    it('differ while a commit is held up, and once it is through', async () => {
      const { store } = current();
      const before = await store.revision();
      const { promise: held, resolve: goOn } = Promise.withResolvers<void>();
      const writing = store.write(async (tx) => {
        await tx.insert('groups', makeRow('groups', 'g1'));
        await held;
      });
      const unseen = await store.revision();
      goOn();
      await writing;
      const after = await store.revision();
      expect(after).not.toBe(before);
      expect(after).not.toBe(unseen);
    });
  });

  describe('tallies', () => {
    it('are counts up to 10,000, and follow at once', async () => {
      const { store } = current();
      const groups = Array.from({ length: 30 }, (_, n) => makeRow('groups', `g${n}`));
      await store.replaceAll(makeWorld({ groups }));
      const tally = () => store.read((tx) => tx.tally('groups', { where: { organizationId: 'org1' } }));
      expect(await tally()).toBe(30);
      await store.write((tx) => tx.remove('groups', 'g7'));
      expect(await tally()).toBe(29);
    });
  });
};
