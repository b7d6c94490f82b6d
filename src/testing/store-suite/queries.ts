import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Access } from '../../domain/access/access.ts';
import type { Query, Store } from '../../service/ports/store.ts';
import { makeRow, makeWorld, START } from '../rows.ts';
import type { StorePair } from '../store-suite.ts';

const lower = (text: string): string => text.replace(/[A-Z]/g, (capital) => capital.toLowerCase());

const compareText = (a: string, b: string): number => {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (const [index, character] of left.entries()) {
    const difference = (character.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? -1);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
};

type Sortable = 'name' | 'certificateNotAfter' | 'version' | 'credentialsConsumed' | 'id';

const compare = (a: Access, b: Access, column: Sortable): number => {
  const [left, right] = [a[column], b[column]];
  const order =
    column !== 'id' && typeof left === 'string' && typeof right === 'string'
      ? compareText(lower(left), lower(right))
      : Number(left) - Number(right) || 0;
  return order || compareText(a.id, b.id);
};

const text = fc.string({
  unit: fc.constantFrom('a', 'A', 'b', 'B', 'é', 'É', '%', '_', '\\', '-', '\uffff', '😀', 'Z'),
});

const access = fc.record({
  name: text,
  username: text,
  searchText: text.map((value) => value.toLowerCase()),
  version: fc.integer({ min: 1, max: 3 }),
  credentialsConsumed: fc.boolean(),
  credentialId: fc.option(fc.constantFrom('c1', 'c2')),
  oldValidUntil: fc.option(fc.constantFrom(START, START + 1)),
  certificateNotAfter: fc.constantFrom(START - 1, START, START + 1),
});

const condition = fc.record(
  {
    credentialId: fc.oneof(
      fc.constantFrom(null, 'c1'),
      fc.record({ in: fc.subarray([null, 'c1', 'c2']) }),
      fc.record({ not: fc.constantFrom(null, 'c1') }),
    ),
    oldValidUntil: fc.oneof(
      fc.constantFrom(null, START),
      fc.record({ atMost: fc.constant(START) }),
      fc.record({ above: fc.constant(START) }),
      fc.record({ not: fc.constantFrom(null, START) }),
    ),
    version: fc.oneof(
      fc.constantFrom(1, 2),
      fc.record({ in: fc.subarray([1, 2, 3]) }),
      fc.record({ above: fc.constant(1) }),
      fc.record({ atMost: fc.constant(2) }),
    ),
    credentialsConsumed: fc.boolean(),
  },
  { requiredKeys: [] },
);

const query = fc.record({
  where: condition,
  either: fc.option(fc.array(condition, { maxLength: 2 }), { nil: undefined }),
  search: fc.option(text, { nil: undefined }),
  column: fc.constantFrom<Sortable>('name', 'certificateNotAfter', 'version', 'credentialsConsumed', 'id'),
  direction: fc.constantFrom('asc' as const, 'desc' as const),
  limit: fc.option(fc.integer({ min: 0, max: 4 }), { nil: undefined }),
});

/** Filters by the port's words, one condition after another. */
const passes = (row: Access, where: Readonly<Record<string, unknown>>): boolean =>
  Object.entries(where).every(([column, match]) => {
    // The columns come from `condition` above.
    const value: unknown = row[column as keyof Access];
    if (typeof match !== 'object' || match === null) return value === match;
    if ('in' in match) return (match.in as readonly unknown[]).includes(value); // made above
    if ('not' in match) return value !== match.not;
    if (typeof value !== 'number') return false;
    return 'atMost' in match
      ? value <= Number(match.atMost)
      : value > Number('above' in match ? match.above : 0);
  });

/** Filters, order and pages. */
export const queryTests = (current: () => StorePair): void => {
  const store = (): Store => current().store;
  const names = async (q: Query<Access>) =>
    (await store().read((tx) => tx.find('accesses', q))).map(({ id }) => id);

  describe('queries', () => {
    it('hands out the columns alone that are asked for, of the same rows in the same order', async () => {
      const columns = ['acls', 'certificateNotAfter', 'credentialId', 'name'] as const;
      const rows = ['b', 'a', 'c'].map((name) => makeRow('accesses', name, { name }));
      await store().replaceAll(makeWorld({ accesses: rows }));
      const q = { order: { column: 'name', direction: 'desc' }, limit: 2, expected: 3 } as const;
      const picked = await store().read((tx) => tx.pick('accesses', columns, q));
      const whole = await store().read((tx) => tx.find('accesses', q));
      expect(picked).toEqual(
        whole.map(({ acls, certificateNotAfter, credentialId, name }) => ({
          acls,
          certificateNotAfter,
          credentialId,
          name,
        })),
      );
      expect(picked.map(({ name }) => name)).toEqual(['c', 'b']);
    });

    it('agrees with a plain model, page by page', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(access, { maxLength: 12 }),
          fc.array(query, { minLength: 4, maxLength: 8 }),
          async (values, queries) => {
            const rows = values.map((value, index) =>
              makeRow('accesses', `${index % 2 ? 'B' : 'a'}${index}`, value),
            );
            await store().replaceAll(makeWorld({ accesses: rows }));
            await store().read(async (tx) => {
              for (const { where, either, search, column, direction, limit } of queries) {
                const selection = {
                  where,
                  ...(either === undefined ? {} : { either }),
                  ...(search === undefined ? {} : { search }),
                };
                const sign = direction === 'asc' ? 1 : -1;
                const expected = rows
                  .filter(
                    (row) =>
                      passes(row, where) &&
                      (either ?? [{}]).some((choice) => passes(row, choice)) &&
                      row.searchText.includes((search ?? '').toLowerCase()),
                  )
                  .sort((a, b) => compare(a, b, column) * sign)
                  .map(({ id }) => id);
                const ordered = { ...selection, order: { column, direction } };
                expect(await tx.count('accesses', selection)).toBe(expected.length);
                const first = await tx.find('accesses', {
                  ...ordered,
                  ...(limit === undefined ? {} : { limit }),
                });
                expect(first.map(({ id }) => id)).toEqual(expected.slice(0, limit ?? expected.length));
                const last = first.at(-1);
                if (last === undefined) continue;
                const rest = await tx.find('accesses', {
                  ...ordered,
                  after: { value: last[column], id: last.id },
                });
                expect(rest.map(({ id }) => id)).toEqual(expected.slice(first.length));
              }
            });
          },
        ),
        { numRuns: 25 },
      );
    });

    it('takes wildcards literally and ignores case when searching', async () => {
      const texts = { percent: '100% sure', underscore: 'a_b', backslash: 'c:\\d', unicode: 'zoë straße' };
      const accesses = Object.entries(texts).map(([id, searchText]) =>
        makeRow('accesses', id, { searchText }),
      );
      await store().replaceAll(makeWorld({ accesses }));
      expect(await names({ search: '%' })).toEqual(['percent']);
      expect(await names({ search: '_' })).toEqual(['underscore']);
      expect(await names({ search: '\\' })).toEqual(['backslash']);
      expect(await names({ search: 'ZOË' })).toEqual(['unicode']);
      expect(await names({ search: ['Straße', 'zoë'] })).toEqual(['unicode']);
      expect(await names({ search: ['zoë', '%'] })).toEqual([]);
      expect(await names({ search: [] })).toHaveLength(4);
      expect(await names({ search: '' })).toHaveLength(4);
      expect(await names({ search: "'; drop" })).toEqual([]);
      expect(await names({ search: '\u0000' })).toEqual([]);
    });

    it('orders text by code point after lowering A to Z', async () => {
      const ordered = ['', '%', '0', 'a', 'Ab', 'aC', 'B', '_'.replace('_', 'z'), 'É', 'é', '\uffee', '😀'];
      const accesses = ordered.map((name, index) => makeRow('accesses', `a${99 - index}`, { name }));
      await store().replaceAll(makeWorld({ accesses }));
      const found = await store().read((tx) =>
        tx.find('accesses', { order: { column: 'name', direction: 'asc' } }),
      );
      expect(found.map(({ name }) => name)).toEqual(ordered);
    });

    it('continues behind a place that no row holds', async () => {
      const accesses = ['b', 'd', 'f'].map((name) => makeRow('accesses', name, { name }));
      await store().replaceAll(makeWorld({ accesses }));
      const order = { column: 'name', direction: 'asc' } as const;
      expect(await names({ order, after: { value: 'C', id: 'zz' }, limit: 1 })).toEqual(['d']);
      expect(await names({ order, after: { value: 'z', id: '' } })).toEqual([]);
      expect(await names({ order: { ...order, direction: 'desc' }, after: { value: 'e', id: '' } })).toEqual([
        'd',
        'b',
      ]);
    });

    it('refuses a condition that is undefined instead of dropping it', async () => {
      // What a caller in plain JavaScript, or a wrong cast, may hand over.
      const where = { ownerGroupId: undefined } as unknown as { ownerGroupId: string };
      await expect(store().read((tx) => tx.count('accesses', { where }))).rejects.toThrow('undefined');
    });

    it('refuses an order that stores could disagree on', async () => {
      await store().replaceAll(makeWorld({ accesses: [makeRow('accesses', 'a1')] }));
      const order = { column: 'oldValidUntil', direction: 'asc' } as const;
      await expect(store().read((tx) => tx.find('accesses', { order }))).rejects.toThrow('order');
    });

    it('finds a row once, however often its value is asked for', async () => {
      await store().replaceAll(
        makeWorld({ accesses: ['a1', 'a2', 'a3'].map((id) => makeRow('accesses', id)) }),
      );
      await store().write(async (tx) => {
        await tx.remove('accesses', 'a3');
        await tx.insert('accesses', makeRow('accesses', 'a4', { ownerGroupId: 'group2' }));
        for (const where of [
          { id: { in: ['a2', 'a4', 'a2', 'a3', 'a9'] } },
          { ownerGroupId: { in: ['group1', 'group2', 'group1'] }, name: { in: ['access a2', 'access a4'] } },
        ]) {
          expect((await tx.find('accesses', { where })).map((row) => row.id)).toEqual(['a2', 'a4']);
          expect(await tx.count('accesses', { where })).toBe(2);
        }
        expect(await tx.count('accesses', { where: { credentialsUserId: { in: [null, 'ada'] } } })).toBe(3);
      });
    });

    it('finds nothing by a value with NUL', async () => {
      await store().write((tx) => tx.insert('accesses', makeRow('accesses', 'a1')));
      const count = (where: NonNullable<Query<Access>['where']>) =>
        store().read((tx) => tx.count('accesses', { where }));
      expect(await count({ name: 'a\u0000' })).toBe(0);
      expect(await count({ name: { in: ['a\u0000', 'access a1'] } })).toBe(1);
      expect(await count({ name: { not: 'a\u0000' } })).toBe(1);
      expect(await count({ name: { in: [] } })).toBe(0);
    });
  });
};
