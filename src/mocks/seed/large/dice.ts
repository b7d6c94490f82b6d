/** Chance that falls the same way again for the same seed. */
export interface Dice {
  /** From 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** True in so many cases of one. */
  chance(share: number): boolean;
  /** Throws RangeError for an empty list. */
  pick<T>(list: readonly T[]): T;
  /** Some of the list, no item twice. */
  some<T>(list: readonly T[], count: number): T[];
  /** Log-normal: most are near the median, a few far above it. The larger `spread`, the longer the tail. */
  skewed(median: number, spread: number): number;
}

/** Mulberry32, as in runtime/ids.ts; nothing secret may come from it. */
export const createDice = (seed: number): Dice => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  const pick = <T>(list: readonly T[]): T => {
    if (list.length === 0) throw new RangeError('nothing to pick from');
    // The index lies within the list.
    return list[int(0, list.length - 1)] as T;
  };
  return {
    next,
    int,
    pick,
    chance: (share) => next() < share,
    some: (list, count) => {
      const rest = [...list];
      const taken = Math.min(count, rest.length);
      return Array.from({ length: taken }, () => rest.splice(int(0, rest.length - 1), 1)).flat();
    },
    skewed: (median, spread) => {
      // Box and Muller; 1 - next() is never 0.
      const normal = Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
      return median * Math.exp(spread * normal);
    },
  };
};

/** Returns draws of an index, each with the chance that its weight gives it. */
export const weightedDraw = (dice: Dice, weights: readonly number[]): (() => number) => {
  let sum = 0;
  const upTo = weights.map((weight) => (sum += weight));
  return () => {
    const mark = dice.next() * sum;
    let low = 0;
    let high = upTo.length - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((upTo[middle] ?? 0) > mark) high = middle;
      else low = middle + 1;
    }
    return low;
  };
};

/**
 * Shares `total` out by weight, by chance, to nobody more than their cap. The caps must leave room for it.
 */
export const shareOut = (
  dice: Dice,
  total: number,
  weights: readonly number[],
  caps: readonly number[] = weights.map(() => Number.POSITIVE_INFINITY),
): number[] => {
  const shares = weights.map(() => 0);
  const draw = weightedDraw(dice, weights);
  const free = (index: number): boolean => (shares[index] ?? 0) < (caps[index] ?? 0);
  for (let given = 0; given < total; given += 1) {
    let index = draw();
    // Whoever is full passes it on to the next.
    while (!free(index)) index = (index + 1) % shares.length;
    shares[index] = (shares[index] ?? 0) + 1;
  }
  return shares;
};
