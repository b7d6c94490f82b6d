import { describe, expect, test } from 'vitest';
import { DAY, HOUR, MINUTE, NEVER, SECOND } from '../time.ts';
import { isWholeToken, issueToken, prefixOf, tokenOfBits, tokenOpens, afterUse } from './access-token.ts';

const NOW = Date.UTC(2026, 4, 10);
const USE = { ip: '127.0.0.1', userAgent: 'curl/8' };
const WHOLE = tokenOfBits('A'.repeat(43));

const make = (maxAgeSeconds: number | null, extendWhenUsed = false) =>
  issueToken({
    id: 'hash',
    prefix: prefixOf(WHOLE),
    organizationId: 'org',
    personId: 'ada',
    description: 'CI',
    maxAgeSeconds,
    extendWhenUsed,
    now: NOW,
  });

describe('a token', () => {
  test.each([
    [null, NOW + 10_000 * DAY, true],
    [3600, NOW, true],
    [3600, NOW + HOUR - 1, true],
    [3600, NOW + HOUR, false],
    [3600, NOW + HOUR + 1, false],
  ])('of %s seconds, at %i: opens %s', (life, at, opens) => {
    expect(tokenOpens(make(life), at)).toBe(opens);
  });

  test('without an end sorts last, and no end lies beyond that', () => {
    expect(make(null).expiresAt).toBe(NEVER);
    expect(make(Number.MAX_SAFE_INTEGER).expiresAt).toBe(NEVER);
  });

  test('shows its mark and nine characters, and is told from its prefix', () => {
    expect(prefixOf(WHOLE)).toBe('lk_AAAAAAAAA');
    expect(isWholeToken(WHOLE)).toBe(true);
    expect(isWholeToken(prefixOf(WHOLE))).toBe(false);
    expect(isWholeToken('')).toBe(false);
  });
});

describe('a use', () => {
  test('is noted with where from, and the end stays', () => {
    expect(afterUse(make(3600), USE, NOW + MINUTE)).toEqual({
      lastUsedAt: NOW + MINUTE,
      lastIp: '127.0.0.1',
      lastUserAgent: 'curl/8',
    });
  });

  test.each([
    [MINUTE - 1, false],
    [MINUTE, true],
    [-MINUTE + 1, false],
    [-MINUTE, true],
  ])('%i ms after another is noted: %s', (later, noted) => {
    const token = { ...make(null), lastUsedAt: NOW };
    expect(afterUse(token, USE, NOW + later) !== null).toBe(noted);
  });

  test('gives a token its whole life again where it was made so', () => {
    const used = afterUse(make(3600, true), USE, NOW + 30 * MINUTE);
    expect(used?.expiresAt).toBe(NOW + 30 * MINUTE + HOUR);
    expect(afterUse(make(null, true), USE, NOW)).not.toHaveProperty('expiresAt');
  });

  test('of a token that lives for seconds is noted often enough to keep it alive', () => {
    let token = make(10, true);
    for (let now = NOW; now < NOW + MINUTE; now += 4 * SECOND) {
      expect(tokenOpens(token, now)).toBe(true);
      token = { ...token, ...afterUse(token, USE, now) };
    }
  });

  test('brings no token back to life', () => {
    expect(afterUse(make(3600, true), USE, NOW + HOUR)).toBeNull();
  });
});
