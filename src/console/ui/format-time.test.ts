import { describe, expect, it } from 'vitest';
import {
  daysLeft,
  expiryTone,
  formatDate,
  formatDaysLeft,
  formatDuration,
  formatExact,
  formatRelative,
} from './format-time.ts';

const NOW = Date.parse('2026-05-10T20:40:03Z');
const MINUTE = 60_000;
const DAY = 86_400_000;

describe('relative times', () => {
  it.each([
    [0, 'just now'],
    [-59_999, 'just now'],
    [30_000, 'in a moment'],
    [-MINUTE, '1 minute ago'],
    [-59 * MINUTE, '59 minutes ago'],
    [-60 * MINUTE, '1 hour ago'],
    [24 * 60 * MINUTE - 1, 'in 23 hours'],
    [DAY, 'in 1 day'],
    [-59 * DAY, '59 days ago'],
    [-61 * DAY, '2 months ago'],
    [820 * DAY, 'in 2 years'],
  ])('%d ms from now reads %s', (distance, words) => {
    expect(formatRelative(NOW + distance, NOW)).toBe(words);
  });

  it('reads wire times, and says so when it cannot', () => {
    expect(formatRelative('2026-05-07T20:40:03Z', NOW)).toBe('3 days ago');
    expect(formatRelative('soon', NOW)).toBe('unknown');
  });

  it('never says zero minutes', () => {
    expect(formatDuration(10)).toBe('1 minute');
  });
});

describe('exact times', () => {
  it('names the zone', () => {
    expect(formatExact(NOW, 'UTC')).toBe('10 May 2026, 20:40:03 UTC');
    expect(formatExact('2026-05-10T20:40:03Z', 'Europe/Helsinki')).toBe('10 May 2026, 23:40:03 EEST');
  });

  it('says every month as the exact time does', () => {
    for (let month = 0; month < 12; month += 1) {
      const noon = new Date(2026, month, 9, 12).getTime();
      expect(formatExact(noon)).toContain(`${formatDate(noon)}, 12:00:00`);
    }
    expect(formatDate('soon')).toBe('unknown');
  });
});

describe('days left (C5)', () => {
  it.each([
    [6472 * DAY, '17 years left', 'neutral'],
    [820 * DAY, '820 days left', 'neutral'],
    [31 * DAY, '31 days left', 'neutral'],
    [30 * DAY + 1, '30 days left', 'amber'],
    [8 * DAY, '8 days left', 'amber'],
    [8 * DAY - 1, '7 days left', 'red'],
    [DAY, '1 day left', 'red'],
    [DAY - 1, 'less than a day left', 'red'],
    [0, 'expired just now', 'red'],
    [-3 * DAY, 'expired 3 days ago', 'red'],
  ] as const)('%d ms reads %s in %s', (distance, words, tone) => {
    expect(formatDaysLeft(NOW + distance, NOW)).toBe(words);
    expect(expiryTone(daysLeft(NOW + distance, NOW))).toBe(tone);
  });
});
