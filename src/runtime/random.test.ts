import { expect, test } from 'vitest';
import { digest } from './digest.ts';
import { PASSWORD_ALPHABET, randomPassword } from './random.ts';

test('the alphabet has no character twice and none that looks like another', () => {
  expect(new Set(PASSWORD_ALPHABET).size).toBe(PASSWORD_ALPHABET.length);
  expect(PASSWORD_ALPHABET).toMatch(/^[A-Za-z0-9]+$/);
  expect(PASSWORD_ALPHABET).not.toMatch(/[0Oo1Il]/);
});

test('a password has the length asked for, and at least 128 bits', () => {
  expect(randomPassword()).toHaveLength(24);
  expect(randomPassword(64)).toHaveLength(64);
  expect(24 * Math.log2(PASSWORD_ALPHABET.length)).toBeGreaterThan(128);
  expect(() => randomPassword(22)).toThrow(RangeError);
  expect(23 * Math.log2(PASSWORD_ALPHABET.length)).toBeGreaterThan(128);
});

test('every character is equally likely', () => {
  const counts = new Map<string, number>();
  const total = 560_000;
  const drawn = Array.from({ length: 20 }, () => randomPassword(total / 20)).join('');
  for (const letter of drawn) counts.set(letter, (counts.get(letter) ?? 0) + 1);
  const expected = total / PASSWORD_ALPHABET.length;
  let chiSquare = 0;
  for (const letter of PASSWORD_ALPHABET) chiSquare += ((counts.get(letter) ?? 0) - expected) ** 2 / expected;
  // 55 degrees of freedom: fair passwords exceed 130 once in ten million runs; a plain remainder gives some 6,500.
  expect(chiSquare).toBeLessThan(130);
});

test('the digest is SHA-256', async () => {
  expect(await digest('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(await digest('ü')).toMatch(/^[0-9a-f]{64}$/);
});
