import { DAY, HOUR } from '../time.ts';

/** How long the old credentials stay valid after the new ones are saved (R2). */
export type Overlap = 'immediately' | '1_hour' | '24_hours' | '7_days';

const LENGTH = {
  immediately: 0,
  '1_hour': HOUR,
  '24_hours': DAY,
  '7_days': 7 * DAY,
} as const satisfies Record<Overlap, number>;

/** The overlap in milliseconds. */
export const overlapLength = (overlap: Overlap): number => LENGTH[overlap];

/** What may be chosen on a platform, and what is chosen unless said otherwise (R2). */
export const overlapOptions = (passwordsOverlap: boolean): { options: readonly Overlap[]; preset: Overlap } =>
  passwordsOverlap
    ? { options: ['immediately', '1_hour', '24_hours', '7_days'], preset: '24_hours' }
    : { options: ['immediately'], preset: 'immediately' };
