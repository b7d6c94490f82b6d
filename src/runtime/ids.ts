import type { Clock, Ids } from '../service/ports/ports.ts';
import { randomBytes } from './bytes.ts';

type Bytes = (length: number) => Uint8Array;

/** Crockford's base 32 in lower case: ordered as ASCII, without i, l, o and u. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 26;
const RANDOM_BITS = 80n;
/** How far one id lies behind another of the same millisecond, at most: leaves 72 bits to guess and seldom carries. */
const STEP_BYTES = 9;

/**
 * Ids of 48 bits of time and 80 of randomness, in the form of a ULID. They grow strictly within a process: where the
 * clock stands still or was set back, the next one lies a random step behind the last.
 */
export function createIds(clock: Clock): Ids {
  return idsFrom(() => clock.now(), randomBytes);
}

/**
 * The same ids for the same seed and the same readings of the clock (default: one that stands still). For generated
 * worlds and tests: whoever knows the seed knows the ids.
 */
export function createSeededIds(seed: number, clock: Clock = { now: () => Date.UTC(2026, 0, 1) }): Ids {
  return idsFrom(() => clock.now(), seededBytes(seed));
}

function idsFrom(now: () => number, bytes: Bytes): Ids {
  let last = -1n;
  return {
    next(prefix) {
      const fresh = (BigInt(Math.floor(now())) << RANDOM_BITS) | toBigInt(bytes(10));
      last = fresh > last ? fresh : last + 1n + toBigInt(bytes(STEP_BYTES));
      return prefix + toText(last);
    },
  };
}

/** Six bytes at a time fit a number exactly, which is much quicker than one BigInt for each byte. */
function toBigInt(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let start = 0; start < bytes.length; start += 6) {
    const end = Math.min(start + 6, bytes.length);
    let part = 0;
    for (let i = start; i < end; i += 1) part = part * 256 + (bytes[i] ?? 0);
    value = (value << BigInt(8 * (end - start))) | BigInt(part);
  }
  return value;
}

/** JavaScript's own digits of base 32 (0 to 9, a to v) in the alphabet's. */
const DIGITS: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from(ALPHABET, (digit, value) => [value.toString(32), digit]),
);

function toText(value: bigint): string {
  return value
    .toString(32)
    .padStart(LENGTH, '0')
    .replaceAll(/[i-v]/g, (digit) => DIGITS[digit] ?? digit);
}

/** Mulberry32, a small generator with 32 bits of state; nothing secret may come from it. */
function seededBytes(seed: number): Bytes {
  let state = seed >>> 0;
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i += 1) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
      bytes[i] = (mixed ^ (mixed >>> 14)) >>> 24;
    }
    return bytes;
  };
}
