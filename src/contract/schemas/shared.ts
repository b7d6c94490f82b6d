import * as z from 'zod/mini';
import { queryInteger, wireTime } from '../text.ts';

/** May the person who asks do this, and if not, why: a code to build on and a sentence to show. */
export const Verdict = z.object({
  allowed: z.boolean(),
  reason: z.optional(z.string()),
  message: z.optional(z.string()),
});
export type Verdict = z.output<typeof Verdict>;

/** Error answer of every operation, in the vendor's envelope. */
export const ProblemBody = z.object({
  message: z.string(),
  errors: z.array(
    z.object({
      message: z.string(),
      status: z.int(),
      error_code: z.string(),
      /** Where in the input: a JSON pointer into the body, or the name of a query parameter. */
      metadata: z.optional(z.record(z.string(), z.string())),
    }),
  ),
});
export type ProblemBody = z.output<typeof ProblemBody>;

/** Where a page of a list stands. Cursors are opaque; absent at either end. */
export const pageFields = {
  first: z.optional(z.string()),
  prev: z.optional(z.string()),
  next: z.optional(z.string()),
  last: z.optional(z.string()),
  total_count: z.int(),
  /** How many rows come before this page in the whole list. */
  offset: z.int(),
};

/** Which page of a list is asked for. */
export const pageQuery = {
  cursor: z.optional(z.string().check(z.maxLength(1000))),
  limit: queryInteger(30, 999, 50),
};

/** Words to find in a list. */
export const search = z.optional(z.string().check(z.maxLength(200)));

export const direction = (preset: 'asc' | 'desc') => z._default(z.enum(['asc', 'desc']), preset);

export const PersonRef = z.object({ user_id: z.string(), real_name: z.string() });
export type PersonRef = z.output<typeof PersonRef>;

export const Done = z.object({ message: z.string() });

export { wireTime };

/** Of the thing to be changed, as the caller saw it; a newer one conflicts. */
export const seenVersion = z.optional(z.int().check(z.minimum(1)));
export const Seen = z.object({ version: seenVersion });
