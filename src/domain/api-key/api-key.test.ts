import { expect, test } from 'vitest';
import { DAY } from '../time.ts';
import { keySearchText, usedLately } from './api-key.ts';

const now = 1_000 * DAY;

test('K14: used lately is within the last 24 hours; never used is not', () => {
  expect([now, now - DAY + 1, now - DAY, 0].map((lastUsedAt) => usedLately({ lastUsedAt }, now))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('K8: a key is found by its id, its words, its owner and its resource, in any case', () => {
  const text = keySearchText({
    id: 'ABCDEFGHIJKLMNOP',
    displayName: 'CI',
    description: 'Nightly Export',
    ownerName: 'Ada Lind',
    ownerEmail: 'Ada@Example.com',
    resourceName: 'Orders',
  });
  for (const word of ['abcdefghij', 'ci', 'nightly export', 'lind', 'ada@example', 'orders'])
    expect(text).toContain(word);
});
