import { describe, expect, it } from 'vitest';
import { makeRow, makeWorld } from '../rows.ts';
import type { StorePair } from '../store-suite.ts';

/** What was recorded stays (A3): no use case can change or remove it by accident. */
export const appendOnlyTests = (current: () => StorePair): void => {
  describe('append-only tables', () => {
    it.each(['audit', 'auditLinks'] as const)('%s takes rows, no changes and no removals', async (table) => {
      const { store } = current();
      await store.write((tx) => tx.insert(table, makeRow(table, 'e1')));
      const change = { organizationId: 'org2' };
      await expect(store.write((tx) => tx.update(table, 'e1', change))).rejects.toThrow(/append-only/u);
      await expect(store.write((tx) => tx.remove(table, 'e1'))).rejects.toThrow(/append-only/u);
      expect(await store.get(table, 'e1')).toStrictEqual(makeRow(table, 'e1'));
    });

    it.each(['audit', 'auditLinks'] as const)(
      '%s gives way to policy, and is shut again after',
      async (table) => {
        const { store } = current();
        await store.write(async (tx) => {
          for (const id of ['e1', 'e2', 'e3']) await tx.insert(table, makeRow(table, id));
        });
        const wrong = store.write(async (tx) => {
          await tx.discard(table, ['e1']);
          await tx.remove(table, 'e2');
        });
        await expect(wrong).rejects.toThrow(/append-only/u);
        expect(await store.read((tx) => tx.count(table))).toBe(3);
        await store.write((tx) => tx.discard(table, ['e1', 'e2']));
        await store.write((tx) => tx.discard(table, []));
        expect((await store.read((tx) => tx.find(table))).map(({ id }) => id)).toEqual(['e3']);
        await expect(store.write((tx) => tx.remove(table, 'e3'))).rejects.toThrow(/append-only/u);
      },
    );

    it('give way to a whole new world', async () => {
      const { store } = current();
      await store.write((tx) => tx.insert('audit', makeRow('audit', 'e1')));
      await store.replaceAll(makeWorld({ audit: [makeRow('audit', 'e2')] }));
      expect((await store.read((tx) => tx.find('audit'))).map(({ id }) => id)).toEqual(['e2']);
    });

    it('finds what lies between two moments', async () => {
      const { store } = current();
      await store.write(async (tx) => {
        for (const at of [1000, 2000, 3000, 4000])
          await tx.insert('audit', makeRow('audit', `e${at}`, { at }));
      });
      const found = await store.read((tx) =>
        tx.find('audit', { where: { at: { above: 1000, atMost: 3000 } } }),
      );
      expect(found.map(({ at }) => at)).toEqual([2000, 3000]);
    });
  });
};
