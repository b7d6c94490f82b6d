import { expect, test } from 'vitest';
import { DAY, HOUR, NEVER, SECOND } from '../time.ts';
import { daysLeft, nextNoticeAt, severityOf } from './attention.ts';

const NOW = Date.UTC(2026, 9, 20, 12);

test.each([
  [90 * DAY, 90, 'info'],
  [31 * DAY, 31, 'info'],
  [31 * DAY - SECOND, 30, 'warning'],
  [30 * DAY, 30, 'warning'],
  [30 * DAY - 1, 29, 'warning'],
  [8 * DAY, 8, 'warning'],
  [8 * DAY - 1, 7, 'error'],
  [7 * DAY, 7, 'error'],
  [DAY, 1, 'error'],
  [DAY - 1, 0, 'error'],
  [0, 0, 'error'],
  [-1, -1, 'error'],
  [-DAY, -1, 'error'],
  [-DAY - 1, -2, 'error'],
  [-400 * DAY, -400, 'error'],
] as const)('C5: %d ms before the end, %d whole days are left: %s', (left, days, severity) => {
  expect(daysLeft(NOW + left, NOW)).toBe(days);
  expect(severityOf(NOW + left, NOW)).toBe(severity);
});

test.each([
  ['long before the end: a week later', 90 * DAY, 7 * DAY],
  ['so that the week ends within the last 14 days: with them', 20 * DAY, 6 * DAY],
  ['a week before they begin: with them', 21 * DAY, 7 * DAY],
  ['on the 15th day: a day later', 15 * DAY, DAY],
  ['less than a day before they begin: a day later', 14 * DAY + HOUR, DAY],
  ['in the last 14 days: daily', 14 * DAY, DAY],
  ['on the last day: daily', HOUR, DAY],
  ['after the end: daily', -30 * DAY, DAY],
  ['of what never ends: weekly', NEVER - NOW, 7 * DAY],
])('C4: told %s', (_, left, later) => {
  expect(nextNoticeAt(NOW + left, NOW)).toBe(NOW + later);
});
