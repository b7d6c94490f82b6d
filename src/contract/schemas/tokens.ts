import * as z from 'zod/mini';
import { nameText } from '../text.ts';
import { wireTime } from './shared.ts';

/** Ten years. */
const LONGEST_LIFE = 315_360_000;

const NONE = { error: 'Is not supported here: a token may do what its person may.' };

/** Passing these over would leave a token that may more than its maker meant. */
const refusedList = z.optional(z.nullable(z.array(z.unknown()).check(z.maxLength(0, NONE))));

export const NewAccessToken = z.object({
  description: nameText(200),
  /** Null or absent: no end. */
  max_age_seconds: z.optional(
    z.nullable(
      z.int().check(
        z.minimum(1, { error: 'Must be at least 1.' }),
        z.maximum(LONGEST_LIFE, {
          error: `Must be at most ${LONGEST_LIFE}, which is ten years.`,
        }),
      ),
    ),
  ),
  extend_when_used: z._default(z.boolean(), false),
  scopes: refusedList,
  ip_allowlist: refusedList,
});
export type NewAccessToken = z.output<typeof NewAccessToken>;

export const AccessTokenChange = z.object({ description: nameText(200) });

/** Published clients print these fields as columns and fail on a column that no row has, so each is always there. */
const fields = {
  token_prefix: z.string(),
  description: z.string(),
  create_time: wireTime,
  /** Null: no end. */
  expiry_time: z.nullable(wireTime),
  max_age_seconds: z.nullable(z.int()),
  extend_when_used: z.boolean(),
  last_used_time: z.nullable(wireTime),
  last_ip: z.nullable(z.string()),
  last_user_agent: z.nullable(z.string()),
  /** Whether this very call was made with it. */
  currently_active: z.boolean(),
  created_manually: z.boolean(),
};

export const AccessToken = z.object(fields);
export type AccessToken = z.output<typeof AccessToken>;

/** The one answer that carries the token; never cached, never listed (R21). */
export const CreatedAccessToken = z.object({ ...fields, full_token: z.string() });
export type CreatedAccessToken = z.output<typeof CreatedAccessToken>;

export const AccessTokenList = z.object({ tokens: z.array(AccessToken) });
