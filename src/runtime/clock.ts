import type { Clock } from '../service/ports/ports.ts';

/** The host's clock. */
export const systemClock: Clock = { now: () => Date.now() };

/** A clock that runs beside another; `offset` (milliseconds, may be negative) is asked at every reading. */
export function createShiftedClock(base: Clock, offset: () => number): Clock {
  return { now: () => base.now() + offset() };
}
