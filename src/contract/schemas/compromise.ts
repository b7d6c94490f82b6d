import * as z from 'zod/mini';
import { wireTime } from './shared.ts';

/** What a thing says of itself while its review is open (P8). */
export const Compromise = z.object({
  incident_id: z.string(),
  reason: z.string(),
  reported_by: z.string(),
  report_time: wireTime,
  /** Absent while the platform has not ended everything yet. */
  revoke_time: z.optional(wireTime),
});
export type Compromise = z.output<typeof Compromise>;
