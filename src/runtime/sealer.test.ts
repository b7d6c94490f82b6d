import fc from 'fast-check';
import { expect, test } from 'vitest';
import { randomBytes } from './bytes.ts';
import { createSealer, SealError } from './sealer.ts';

const key = new Uint8Array(32).fill(7);
const otherKey = new Uint8Array(32).fill(8);
const texts = fc.string({ unit: 'grapheme', maxLength: 300 });

test('what was sealed opens in its context, and only there', async () => {
  const sealer = createSealer(key);
  await fc.assert(
    fc.asyncProperty(texts, texts, texts, async (plain, context, elsewhere) => {
      const sealed = await sealer.seal(plain, context);
      expect(sealed).toMatch(/^v1\.k1\.[\w-]+$/);
      expect(await sealer.open(sealed, context)).toBe(plain);
      if (elsewhere !== context) await expect(sealer.open(sealed, elsewhere)).rejects.toThrow(SealError);
    }),
  );
});

test('the same text never seals alike', async () => {
  const sealer = createSealer(key);
  const sealed = await Promise.all(Array.from({ length: 100 }, () => sealer.seal('same', 'place')));
  expect(new Set(sealed).size).toBe(100);
});

test('a change at any place is noticed', async () => {
  const sealer = createSealer(key);
  const sealed = await sealer.seal('the secret', 'place');
  for (let i = 0; i < sealed.length; i += 1) {
    const changed = `${sealed.slice(0, i)}${sealed[i] === 'A' ? 'B' : 'A'}${sealed.slice(i + 1)}`;
    await expect(sealer.open(changed, 'place')).rejects.toThrow(SealError);
  }
  for (const broken of ['', 'v1', 'v1.k1', 'v1.k1.', `${sealed}.x`, sealed.slice(0, -1), `${sealed}A`]) {
    await expect(sealer.open(broken, 'place')).rejects.toThrow(SealError);
  }
});

test('older keys open but do not seal; an unknown or wrong key opens nothing', async () => {
  const before = await createSealer(key, 'first').seal('kept', 'place');
  const both = createSealer({ current: { id: 'second', key: otherKey }, older: [{ id: 'first', key }] });
  expect(await both.open(before, 'place')).toBe('kept');
  expect(await both.seal('new', 'place')).toMatch(/^v1\.second\./);
  await expect(createSealer(otherKey, 'second').open(before, 'place')).rejects.toThrow(SealError);
  await expect(createSealer(otherKey, 'first').open(before, 'place')).rejects.toThrow(SealError);
});

test('says what the current key sealed; several older ones may share a name', async () => {
  const thirdKey = new Uint8Array(32).fill(9);
  const one = await createSealer(key, 'old').seal('one', 'place');
  const other = await createSealer(otherKey, 'old').seal('other', 'place');
  const older = [key, otherKey].map((each) => ({ id: 'old', key: each }));
  const sealer = createSealer({ current: { id: 'new', key: thirdKey }, older });
  expect([await sealer.open(one, 'place'), await sealer.open(other, 'place')]).toEqual(['one', 'other']);
  expect([one, await sealer.seal('', 'place')].map((text) => sealer.isCurrent(text))).toEqual([false, true]);
});

test('a key renamed in the text does not open', async () => {
  const both = createSealer({ current: { id: 'a', key }, older: [{ id: 'b', key }] });
  const sealed = await both.seal('secret', 'place');
  await expect(both.open(sealed.replace('v1.a.', 'v1.b.'), 'place')).rejects.toThrow(SealError);
});

test('the key given may be wiped afterwards', async () => {
  const given = randomBytes(32);
  const sealer = createSealer(given);
  given.fill(0);
  const sealed = await sealer.seal('secret', 'place');
  await expect(createSealer(new Uint8Array(32)).open(sealed, 'place')).rejects.toThrow(SealError);
  expect(await sealer.open(sealed, 'place')).toBe('secret');
});

test('unfit keys are refused at once', () => {
  expect(() => createSealer(new Uint8Array(16))).toThrow(RangeError);
  expect(() => createSealer(key, 'a.b')).toThrow(RangeError);
  expect(() => createSealer({ current: { id: 'a', key }, older: [{ id: 'a', key: otherKey }] })).toThrow(
    RangeError,
  );
});
