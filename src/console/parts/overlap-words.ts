import type { Overlap } from '../../contract/schemas/accesses.ts';

/** How an overlap reads in a choice (R2). */
export const OVERLAP_LABELS = {
  immediately: 'Immediately',
  '1_hour': '1 hour',
  '24_hours': '24 hours',
  '7_days': '7 days',
} as const satisfies Record<Overlap, string>;

/** When the old credentials stop, as the end of a sentence: "The old credentials stop …". */
export const OVERLAP_PHRASES = {
  immediately: 'as soon as the new ones are saved',
  '1_hour': '1 hour after the new ones are saved',
  '24_hours': '24 hours after the new ones are saved',
  '7_days': '7 days after the new ones are saved',
} as const satisfies Record<Overlap, string>;
