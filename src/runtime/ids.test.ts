import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createShiftedClock, systemClock } from './clock.ts';
import { createIds, createSeededIds } from './ids.ts';

test('ids grow and differ, whatever the clock does', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 2 ** 47 }), { minLength: 1, maxLength: 50 }),
      (readings) => {
        let at = 0;
        const ids = createIds({ now: () => readings[at % readings.length]! });
        const made: string[] = [];
        for (; at < 200; at += 1) made.push(ids.next('req_'));
        expect(made).toEqual([...new Set(made)].sort());
        for (const id of made) expect(id).toMatch(/^req_[0-9a-hjkmnp-tv-z]{26}$/);
      },
    ),
  );
});

test('100,000 ids within a standing millisecond stay unique, ordered and close to it', () => {
  const now = Date.UTC(2026, 4, 10);
  const ids = createIds({ now: () => now });
  let last = '';
  for (let i = 0; i < 100_000; i += 1) {
    const id = ids.next('');
    expect(id > last).toBe(true);
    last = id;
  }
  const later = createIds({ now: () => now + 1000 }).next('');
  expect(last < later).toBe(true);
});

test('an id begins with its time as a ULID does', () => {
  // The example of the ULID specification: 1469918176385 is 01ARYZ6S41.
  expect(createIds({ now: () => 1469918176385 }).next('')).toMatch(/^01aryz6s41/);
});

test('two processes at the same moment make different ids', () => {
  const clock = { now: () => 1_800_000_000_000 };
  const made = Array.from({ length: 1000 }, () => createIds(clock).next('x'));
  expect(new Set(made).size).toBe(1000);
});

test('a seed gives the same ids again, another seed others', () => {
  const run = (seed: number) => {
    const ids = createSeededIds(seed);
    return Array.from({ length: 500 }, () => ids.next('a_'));
  };
  expect(run(1)).toEqual(run(1));
  expect(new Set([...run(1), ...run(2), ...run(3)]).size).toBe(1500);
  expect(run(4)).toEqual(run(4).toSorted());
});

test('a shifted clock asks for its offset at every reading', () => {
  let offset = 0;
  const clock = createShiftedClock({ now: () => 1000 }, () => offset);
  expect(clock.now()).toBe(1000);
  offset = -400;
  expect(clock.now()).toBe(600);
  expect(Math.abs(systemClock.now() - Date.now())).toBeLessThan(1000);
});
