import { describe, expect, it } from 'vitest';
import { NEVER } from '../../domain/time.ts';
import { DuplicateError, MissingError } from '../../service/ports/store.ts';
import type { Store } from '../../service/ports/store.ts';
import { makeFullWorld, makeRow, makeWorld, START } from '../rows.ts';
import type { StorePair } from '../store-suite.ts';

const TEXT = 'Zoë — 東京 🗝️ "quoted" \\ back\nslash \u0001 %_';

/** Rows go in, change, go, and come back as they were. */
export const rowTests = (current: () => StorePair): void => {
  const store = (): Store => current().store;
  const get = (id: string) => store().read((tx) => tx.get('settings', id));

  describe('rows', () => {
    it('finds an inserted row, and nothing under another id', async () => {
      const access = makeRow('accesses', 'a1');
      await store().write((tx) => tx.insert('accesses', access));
      expect(await store().read((tx) => tx.get('accesses', 'a1'))).toStrictEqual(access);
      expect(await store().read((tx) => tx.get('accesses', 'A1'))).toBeUndefined();
      expect(await store().read((tx) => tx.get('accesses', 'a\u0000'))).toBeUndefined();
    });

    it('sees its own changes inside the transaction', async () => {
      await store().write(async (tx) => {
        await tx.insert('groups', makeRow('groups', 'g1', { name: 'b' }));
        await tx.insert('groups', makeRow('groups', 'g2', { name: 'a' }));
        await tx.insert('groups', makeRow('groups', 'g3', { name: 'c' }));
        await tx.update('groups', 'g1', { name: 'd' });
        await tx.remove('groups', 'g3');
        const found = await tx.find('groups', { order: { column: 'name', direction: 'asc' } });
        expect(found.map((group) => group.name)).toEqual(['a', 'd']);
        expect(await tx.count('groups')).toBe(2);
        expect((await tx.get('groups', 'g1'))?.name).toBe('d');
        expect(await tx.get('groups', 'g3')).toBeUndefined();
      });
    });

    it('changes only the named columns', async () => {
      const request = makeRow('requests', 'r1', { activeKey: 'a1' });
      await store().write((tx) => tx.insert('requests', request));
      await store().write((tx) =>
        tx.update('requests', 'r1', { status: 'declined', activeKey: null, version: 2 }),
      );
      expect(await store().read((tx) => tx.get('requests', 'r1'))).toStrictEqual({
        ...request,
        status: 'declined',
        activeKey: null,
        version: 2,
      });
    });

    it('accepts a change that changes nothing, refuses one to a missing row, removes without complaint', async () => {
      await store().write((tx) => tx.insert('settings', { id: 's', value: 1 }));
      await store().write((tx) => tx.update('settings', 's', {}));
      await expect(store().write((tx) => tx.update('settings', 'none', { value: 2 }))).rejects.toThrow(
        MissingError,
      );
      await expect(store().write((tx) => tx.update('settings', 'none', {}))).rejects.toThrow(MissingError);
      await store().write((tx) => tx.remove('settings', 'none'));
      await store().write((tx) => tx.remove('settings', 's'));
      expect(await get('s')).toBeUndefined();
    });

    it('does not let a caller reach into stored rows', async () => {
      const row = { id: 's', value: 'before' };
      await store().write((tx) => tx.insert('settings', row));
      row.value = 'after';
      expect((await get('s'))?.value).toBe('before');
    });

    it('refuses a transaction that is over', async () => {
      let late: (() => Promise<unknown>) | undefined;
      await store().read(async (tx) => {
        late = () => tx.count('settings');
      });
      await expect(late?.()).rejects.toThrow('over');
      await store().write(async (tx) => {
        late = () => tx.insert('settings', { id: 's', value: 1 });
      });
      await expect(late?.()).rejects.toThrow('over');
      expect(await get('s')).toBeUndefined();
    });

    it('refuses NUL in text with a plain error and goes on', async () => {
      await expect(
        store().write((tx) => tx.insert('groups', makeRow('groups', 'g1', { name: 'a\u0000b' }))),
      ).rejects.toThrow(Error);
      expect(await store().read((tx) => tx.count('groups'))).toBe(0);
    });
  });

  describe('unique values', () => {
    it('names what is taken, and the transaction may go on', async () => {
      await store().write((tx) => tx.insert('people', makeRow('people', 'p1')));
      await store().write(async (tx) => {
        const sameId = await tx
          .insert('people', makeRow('people', 'p1', { email: 'x' }))
          .catch((error: unknown) => error);
        expect(sameId).toBeInstanceOf(DuplicateError);
        expect(sameId).toMatchObject({ table: 'people', constraint: 'id' });
        const sameEmail = await tx
          .insert('people', makeRow('people', 'p2', { email: 'p1@example.com' }))
          .catch((error: unknown) => error);
        expect(sameEmail).toMatchObject({ name: 'DuplicateError', table: 'people', constraint: 'email' });
        await tx.insert('people', makeRow('people', 'p3'));
        const changed = await tx
          .update('people', 'p3', { email: 'p1@example.com' })
          .catch((error: unknown) => error);
        expect(changed).toMatchObject({ name: 'DuplicateError', table: 'people', constraint: 'email' });
        await tx.update('people', 'p3', { email: 'p3@example.com', name: 'Grace' });
      });
      expect(await store().read((tx) => tx.find('people'))).toMatchObject([
        { id: 'p1', email: 'p1@example.com' },
        { id: 'p3', email: 'p3@example.com', name: 'Grace' },
      ]);
    });

    it('lets nulls repeat and freed values be taken again', async () => {
      await store().write(async (tx) => {
        await tx.insert('requests', makeRow('requests', 'r1', { activeKey: 'a1' }));
        await tx.insert('requests', makeRow('requests', 'r2'));
        await tx.insert('requests', makeRow('requests', 'r3'));
      });
      await expect(
        store().write((tx) => tx.update('requests', 'r2', { activeKey: 'a1' })),
      ).rejects.toMatchObject({ constraint: 'activeKey' });
      await store().write(async (tx) => {
        await tx.update('requests', 'r1', { activeKey: null });
        await tx.update('requests', 'r2', { activeKey: 'a1' });
      });
      await store().write(async (tx) => {
        await tx.remove('requests', 'r2');
        await tx.update('requests', 'r3', { activeKey: 'a1' });
      });
      expect(await store().read((tx) => tx.count('requests', { where: { activeKey: 'a1' } }))).toBe(1);
    });
  });

  describe('rollback', () => {
    it('leaves nothing behind and passes the error on', async () => {
      const failure = new Error('no');
      await store().write((tx) => tx.insert('people', makeRow('people', 'p1')));
      const written = store().write(async (tx) => {
        await tx.insert('people', makeRow('people', 'p2', { email: 'new' }));
        await tx.update('people', 'p1', { name: 'changed', email: 'other' });
        await tx.remove('people', 'p1');
        throw failure;
      });
      await expect(written).rejects.toBe(failure);
      expect(await store().read((tx) => tx.find('people'))).toStrictEqual([makeRow('people', 'p1')]);
      await store().write((tx) => tx.insert('people', makeRow('people', 'p3', { email: 'new' })));
      await expect(
        store().write((tx) => tx.insert('people', makeRow('people', 'p4', { email: 'p1@example.com' }))),
      ).rejects.toThrow(DuplicateError);
    });
  });

  describe('values', () => {
    it('keeps moments to the millisecond', async () => {
      const moments = [0, 1, 999, START + 1, START + 999, Date.UTC(1950, 0, 1, 0, 0, 0, 7), NEVER, NEVER + 1];
      await store().write(async (tx) => {
        for (const [index, at] of moments.entries())
          await tx.insert('audit', makeRow('audit', `${index}`, { at }));
      });
      const found = await store().read((tx) => tx.find('audit'));
      expect(found.map((event) => event.at)).toEqual(moments);
      expect(await store().read((tx) => tx.count('audit', { where: { at: START + 999 } }))).toBe(1);
    });

    it('keeps text and plain data as they are', async () => {
      const values = [
        TEXT,
        '',
        'null',
        '[1]',
        null,
        true,
        0,
        -1.5,
        [],
        {},
        [1, [null, { a: TEXT }]],
        { '': { b: [''] } },
      ];
      await store().write(async (tx) => {
        for (const [index, value] of values.entries()) await tx.insert('settings', { id: `${index}`, value });
        await tx.insert('groups', makeRow('groups', TEXT, { name: TEXT, description: '' }));
      });
      for (const [index, value] of values.entries())
        expect((await get(`${index}`))?.value).toStrictEqual(value);
      expect(await store().read((tx) => tx.get('groups', TEXT))).toMatchObject({ id: TEXT, name: TEXT });
      await store().write((tx) => tx.update('settings', '0', { value: { a: 'text' } }));
      expect((await get('0'))?.value).toStrictEqual({ a: 'text' });
    });
  });

  describe('everything at once', () => {
    it('is replaced and dumped', async () => {
      const world = makeFullWorld();
      await store().write((tx) => tx.insert('groups', makeRow('groups', 'old')));
      await store().replaceAll(world);
      expect(await store().dump()).toStrictEqual(world);
      await expect.poll(() => current().other.dump()).toStrictEqual(world);
      await store().replaceAll(makeWorld());
      expect(await store().dump()).toStrictEqual(makeWorld());
    });

    it('is left alone when the new rows contradict each other', async () => {
      await store().write((tx) => tx.insert('people', makeRow('people', 'p1')));
      const people = [makeRow('people', 'p2', { email: 'x' }), makeRow('people', 'p3', { email: 'x' })];
      await expect(store().replaceAll(makeWorld({ people }))).rejects.toMatchObject({
        table: 'people',
        constraint: 'email',
      });
      expect((await store().dump()).people.map((person) => person.id)).toEqual(['p1']);
    });

    it('answers', async () => {
      await store().ping();
    });
  });
};
