import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createMemoryStore } from '../../runtime/memory-store/memory-store.ts';
import { makeRow, START } from '../../testing/rows.ts';
import { ProblemError } from '../problem.ts';
import { readAll, readPage, type Page } from './paging.ts';
import type { Request } from '../../domain/request/request.ts';

const storeOf = (keys: readonly number[]) =>
  createMemoryStore({
    world: {
      requests: keys.map((key, i) =>
        makeRow('requests', `r${String(i).padStart(3, '0')}`, {
          createdAt: START + key,
          requesterName: `P${key}`,
        }),
      ),
    },
  });

const pager =
  (
    store: ReturnType<typeof storeOf>,
    column: 'createdAt' | 'requesterName',
    direction: 'asc' | 'desc',
    limit: number,
  ) =>
  (cursor?: string): Promise<Page<Request>> =>
    store.read((tx) => readPage(tx, 'requests', { selection: {}, column, direction, limit, cursor }));

const keys = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 40 });
const column = fc.constantFrom('createdAt' as const, 'requesterName' as const);
const direction = fc.constantFrom('asc' as const, 'desc' as const);

test('A4: forth, to the end and back again: every row once, in the order of a plain sort, whatever the page size', async () => {
  await fc.assert(
    fc.asyncProperty(
      keys,
      column,
      direction,
      fc.integer({ min: 1, max: 12 }),
      async (given, by, way, limit) => {
        const store = storeOf(given);
        const read = pager(store, by, way, limit);
        const ids: string[] = [];
        let page = await read();
        for (;;) {
          expect([page.offset, page.total_count]).toEqual([ids.length, given.length]);
          ids.push(...page.rows.map((row) => row.id));
          if (page.next === undefined) break;
          const next = await read(page.next);
          // Back from anywhere leads to where one came from.
          expect((await read(next.prev)).rows).toEqual(page.rows);
          page = next;
        }
        const sorted = given.map((key, i) => [key, `r${String(i).padStart(3, '0')}`] as const);
        sorted.sort((a, b) => (a[0] - b[0] || (a[1] < b[1] ? -1 : 1)) * (way === 'asc' ? 1 : -1));
        expect(ids).toEqual(sorted.map(([, id]) => id));
        const first = await read();
        if (first.last !== undefined) {
          const last = await read(first.last);
          expect(last.rows).toEqual(page.rows);
          expect(last.offset).toBe(page.offset);
        }
        const all: string[] = [];
        for await (const rows of readAll((work) => store.read(work), 'requests', {
          selection: {},
          column: by,
          direction: way,
        }))
          all.push(...rows.map((row) => row.id));
        expect(all).toEqual(ids);
      },
    ),
  );
});

test('a row that comes or goes meanwhile neither repeats nor hides another', async () => {
  await fc.assert(
    fc.asyncProperty(keys, fc.integer({ min: 0, max: 5 }), fc.nat(), async (given, added, gone) => {
      const store = storeOf(given);
      const read = pager(store, 'createdAt', 'asc', 5);
      const first = await read();
      const removed = `r${String(gone % (given.length + 1)).padStart(3, '0')}`;
      await store.write(async (tx) => {
        await tx.insert('requests', makeRow('requests', 'new', { createdAt: START + added }));
        await tx.remove('requests', removed);
      });
      const ids = first.rows.map((row) => row.id);
      for (let page = first; page.next !== undefined;) {
        page = await read(page.next);
        ids.push(...page.rows.map((row) => row.id));
      }
      expect(new Set(ids).size).toBe(ids.length);
      if (given.length > 5)
        for (let i = 0; i < given.length; i += 1) {
          const id = `r${String(i).padStart(3, '0')}`;
          if (id !== removed) expect(ids).toContain(id);
        }
    }),
  );
});

test('any text as cursor is a page or a refusal, never a fault', async () => {
  const read = pager(storeOf([1, 2, 3]), 'createdAt', 'asc', 2);
  const part = fc.oneof(
    fc.string(),
    fc.integer(),
    fc.double(),
    fc.boolean(),
    fc.constantFrom('a', 'b', null, 'r001'),
  );
  const forged = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.json(),
    fc.array(part, { maxLength: 6 }).map((parts) => encodeURIComponent(JSON.stringify(parts))),
  );
  await fc.assert(
    fc.asyncProperty(forged, async (cursor) => {
      const outcome = await read(cursor).catch((error: unknown) => error);
      if (outcome instanceof ProblemError) expect(outcome.code).toBe('invalid_request');
      else expect(outcome).toMatchObject({ total_count: 3 });
    }),
    { numRuns: 500 },
  );
});
