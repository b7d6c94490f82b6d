/** Up to here a tally is a count: one more or less would be seen. */
const EXACT = 10_000;
/** How old a greater one may be, in milliseconds. */
const FRESH = 5000;
/** How many are remembered. */
const MOST = 500;

interface Question {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** Answers a count from memory where it is great and young, and asks otherwise. */
export type Tallies = (question: Question, count: () => Promise<number>) => Promise<number>;

/** The memory behind ReadTransaction.tally. While one asks again, the others are told what was counted before. */
export const rememberTallies = (): Tallies => {
  const known = new Map<string, { readonly count: number; at: number }>();
  return async ({ sql, parameters }, count) => {
    const key = JSON.stringify([sql, parameters]);
    const last = known.get(key);
    const now = performance.now();
    if (last !== undefined && now - last.at < FRESH) return last.count;
    if (last !== undefined) last.at = now;
    const counted = await count();
    known.delete(key);
    if (counted > EXACT) known.set(key, { count: counted, at: now });
    for (const oldest of known.keys()) {
      if (known.size <= MOST) break;
      known.delete(oldest);
    }
    return counted;
  };
};
