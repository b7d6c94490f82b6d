import { describe, expect, it } from 'vitest';
import type { Access } from '../../domain/access/access.ts';
import { NEVER } from '../../domain/time.ts';
import type { Selection, Store } from '../../service/ports/store.ts';
import { makeRow, makeWorld, START } from '../rows.ts';
import type { StorePair } from '../store-suite.ts';

const COLUMNS = { by: 'serviceId', least: 'certificateNotAfter' } as const;

/** Counts by the values of a column. */
export const summaryTests = (current: () => StorePair): void => {
  const store = (): Store => current().store;
  const access = (id: string, serviceId: string, certificateNotAfter: number) =>
    makeRow('accesses', id, { serviceId, certificateNotAfter });
  const rows = [
    access('a1', 's1', START + 5),
    access('a2', 's1', START - 5),
    access('a3', 's2', NEVER),
    access('a4', 's3', START),
  ];
  const summary = async (selection?: Selection<Access>) =>
    Object.fromEntries(await store().read((tx) => tx.summarize('accesses', COLUMNS, selection)));

  describe('summaries', () => {
    it('counts the rows of each value and finds their least moment, the end of time included', async () => {
      await store().replaceAll(makeWorld({ accesses: rows }));
      expect(await summary()).toEqual({
        s1: { count: 2, least: START - 5 },
        s2: { count: 1, least: NEVER },
        s3: { count: 1, least: START },
      });
      expect(await summary({ where: { serviceId: { in: ['s1', 's9'] } } })).toEqual({
        s1: { count: 2, least: START - 5 },
      });
      expect(await summary({ where: { serviceId: 's1', certificateNotAfter: { above: START } } })).toEqual({
        s1: { count: 1, least: START + 5 },
      });
      expect(await summary({ where: { serviceId: { in: [] } } })).toEqual({});
    });

    it('counts what its own transaction changed', async () => {
      await store().replaceAll(makeWorld({ accesses: rows }));
      await store().write(async (tx) => {
        await tx.remove('accesses', 'a2');
        await tx.insert('accesses', access('a5', 's2', START + 9));
        expect(Object.fromEntries(await tx.summarize('accesses', COLUMNS))).toEqual({
          s1: { count: 1, least: START + 5 },
          s2: { count: 2, least: START + 9 },
          s3: { count: 1, least: START },
        });
      });
    });

    it('refuses columns of the wrong kind', async () => {
      for (const columns of [
        { by: 'version', least: 'certificateNotAfter' },
        { by: 'serviceId', least: 'oldValidUntil' },
        { by: 'serviceId', least: 'name' },
      ] as const)
        await expect(store().read((tx) => tx.summarize('accesses', columns))).rejects.toThrow('summarize');
    });
  });
};
