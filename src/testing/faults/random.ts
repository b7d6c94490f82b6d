/** Chance that a seed replays. */
export interface Random {
  /** From 0 up to, not including, `limit`; whole. */
  below(limit: number): number;
  chance(probability: number): boolean;
  /** Throws RangeError when there is nothing to choose from. */
  pick<T>(items: readonly T[]): T;
  /** Another source, so that what runs beside this one does not disturb its order. */
  fork(): Random;
}

/** Mulberry32: small, and good enough to choose with. */
export const seeded = (seed: number): Random => {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return {
    below,
    chance: (probability) => next() < probability,
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError('nothing to choose from');
      // In range by the line above.
      return items[below(items.length)] as T;
    },
    fork: () => seeded(Math.floor(next() * 2 ** 32)),
  };
};

/** The long version of the fault tests is asked for (`npm run test:faults`). */
export const isLong = (): boolean => process.env['LATCHKEY_FAULTS'] === 'long';

/** LATCHKEY_FAULTS_SEED replays a run's choices; otherwise a new seed for each. */
export const chooseSeed = (): number => {
  const given = Number(process.env['LATCHKEY_FAULTS_SEED'] || Number.NaN);
  return Number.isInteger(given) ? given : Math.floor(Math.random() * 2 ** 31);
};
