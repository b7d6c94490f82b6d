import { describe, expect, test } from 'vitest';
import { flagsOf, isUnused, quotaWords } from './key-words.ts';

const NOW = Date.parse('2026-05-10T12:00:00Z');
const person = { id: 'u-1', kind: 'user', name: 'Maya', email: 'maya@example.com' } as const;
const account = { id: 'sa-1', kind: 'service_account', name: 'orders' } as const;

describe('unused for 90 days', () => {
  test('counts from the last use', () => {
    const key = { create_time: '2025-01-01T00:00:00Z' };
    expect(isUnused({ ...key, last_used_time: '2026-02-09T12:00:00Z' }, NOW)).toBe(true);
    expect(isUnused({ ...key, last_used_time: '2026-02-09T12:00:01Z' }, NOW)).toBe(false);
  });
  test('a key that was never used counts from when it was made', () => {
    expect(isUnused({ create_time: '2026-05-01T00:00:00Z' }, NOW)).toBe(false);
    expect(isUnused({ create_time: '2026-01-01T00:00:00Z' }, NOW)).toBe(true);
  });
});

test('flags stand the gravest first', () => {
  const old = { create_time: '2025-01-01T00:00:00Z' };
  expect(flagsOf({ ...old, owner: person, stale_authority: true }, NOW)).toEqual([
    'stale_authority',
    'unused',
    'user_owned',
  ]);
  const used = { ...old, last_used_time: '2026-05-10T11:00:00Z' };
  expect(flagsOf({ ...used, owner: account, stale_authority: false }, NOW)).toEqual([]);
});

test('quota reads used/limit', () => {
  expect(quotaWords({ used: 3, limit: 10 })).toBe('3/10 keys');
});
