import * as z from 'zod/mini';
import { MAIL_DELIVERY_CHOICES, MAIL_TOPIC_NAMES, TECHNICAL_ADDRESSES_MAX } from '../values.ts';
import { Verdict, wireTime } from './shared.ts';

export const MailPreference = z.object({
  topic: z.enum(MAIL_TOPIC_NAMES),
  delivery: z.enum(MAIL_DELIVERY_CHOICES),
});
export type MailPreference = z.output<typeof MailPreference>;

export const MailPreferences = z.object({
  /** Whether this server sends mail at all. */
  mail_leaves: z.boolean(),
  address: z.string(),
  /** Set where the address refused mail, so that nothing is sent to it. */
  bounced_time: z.optional(wireTime),
  /** Every topic, once. */
  preferences: z.array(MailPreference),
});
export type MailPreferences = z.output<typeof MailPreferences>;

export const MailPreferencesChange = z.object({
  preferences: z.array(MailPreference).check(z.maxLength(MAIL_TOPIC_NAMES.length)),
});

/** One address, without a name, and nothing that could end a header or begin another address. */
const mailAddress = z.string().check(
  z.trim(),
  z.maxLength(254, { error: 'Must have at most 254 characters.' }),
  z.regex(
    /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z\d](?:[a-z\d-]*[a-z\d])?(?:\.[a-z\d](?:[a-z\d-]*[a-z\d])?)+$/iu,
    {
      error: 'Must be one email address, like team@example.com.',
    },
  ),
);

export const TechnicalAddresses = z.object({
  technical_addresses: z.array(z.string()),
  verdicts: z.object({ change: Verdict }),
});
export type TechnicalAddresses = z.output<typeof TechnicalAddresses>;

export const TechnicalAddressesChange = z.object({
  technical_addresses: z.array(mailAddress).check(
    z.maxLength(TECHNICAL_ADDRESSES_MAX, {
      error: `Must name at most ${TECHNICAL_ADDRESSES_MAX} addresses.`,
    }),
  ),
});

export const MailBounce = z.object({
  address: z.string(),
  reason: z.string(),
  bounce_time: wireTime,
  /** Whose address it is, where it is somebody's. */
  user_id: z.optional(z.string()),
  real_name: z.optional(z.string()),
  /** Mails that wait for it. */
  withheld_count: z.int(),
});
export type MailBounce = z.output<typeof MailBounce>;
export const MailBounceList = z.object({ bounces: z.array(MailBounce) });

export const MailBounceRetry = z.object({ address: z.string().check(z.maxLength(320)) });
