import { MINUTE } from '../domain/time.ts';
import { ProblemError } from '../service/problem.ts';

/** Callers that are remembered, those who asked longest ago forgotten first; more would be an attack on memory. */
const MOST_NAMES = 10_000;

/** The first 64 bits of an IPv6 address, which is what a customer gets: whoever has one of them has them all. */
const networkOf = (address: string): string => {
  // An IPv4 address in either spelling.
  if (!address.includes(':') || address.includes('.')) return address;
  const [head = '', tail] = address.split('::');
  const before = head.split(':').filter((group) => group !== '');
  const after = tail?.split(':').filter((group) => group !== '') ?? [];
  const between = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: between }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`;
};

/** What calls from an address are counted by, of whomever nobody knows. */
export const countedFrom = (address: string | undefined): string => `address ${networkOf(address ?? '')}`;

/** How many calls somebody has left, and since when that is known. */
interface Bucket {
  readonly left: number;
  readonly at: number;
}

export interface RateLimit {
  /** Counts one call. Errors: 429 with `retry_after` in seconds when there are too many. */
  take(name: string): void;
}

/**
 * At most so many calls a minute for each name, in one server process: a bucket that fills steadily, so that a page that
 * asks for much at once is no offence. `now` in milliseconds.
 */
export const createRateLimit = (
  perMinute: number,
  now: () => number = () => performance.now(),
): RateLimit => {
  const buckets = new Map<string, Bucket>();
  const look = (name: string): Bucket => {
    const known = buckets.get(name) ?? { left: perMinute, at: now() };
    const filled = known.left + ((now() - known.at) / MINUTE) * perMinute;
    return { left: Math.min(perMinute, filled), at: now() };
  };
  const refuseEmpty = ({ left }: Bucket): void => {
    if (left >= 1) return;
    const seconds = Math.max(1, Math.ceil(((1 - left) / perMinute) * (MINUTE / 1000)));
    throw new ProblemError(
      'too_many_requests',
      `More than ${perMinute} calls in a minute. Wait ${seconds === 1 ? 'a second' : `${seconds} seconds`} and try again.`,
      { retry_after: String(seconds) },
    );
  };
  return {
    take: (name) => {
      const bucket = look(name);
      refuseEmpty(bucket);
      // Put last: the first of the map asked longest ago.
      buckets.delete(name);
      buckets.set(name, { ...bucket, left: bucket.left - 1 });
      for (const oldest of buckets.keys()) {
        if (buckets.size <= MOST_NAMES) break;
        buckets.delete(oldest);
      }
    },
  };
};
