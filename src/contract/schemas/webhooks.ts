import * as z from 'zod/mini';
import { nameText } from '../text.ts';
import { MAIL_TOPIC_NAMES, NOTIFICATION_KINDS, WEBHOOK_DELIVERY_STATUSES } from '../values.ts';
import { wireTime } from './shared.ts';

const topics = z
  .array(z.enum(MAIL_TOPIC_NAMES))
  .check(z.minLength(1, { error: 'Must name at least one.' }), z.maxLength(MAIL_TOPIC_NAMES.length));
const state = z.enum(['on', 'off']);

export const NewWebhook = z.object({
  description: nameText(100),
  url: z.string().check(
    z.trim(),
    z.maxLength(2000, { error: 'Must have at most 2000 characters.' }),
    z.regex(/^https?:\/\/[^\s/?#@]+(?:[/?#][!-~]*)?$/iu, {
      error: 'Must be an address like https://chat.example.com/hook, without user and password.',
    }),
  ),
  topics,
});
export type NewWebhook = z.output<typeof NewWebhook>;

export const WebhookChange = z.object({ topics: z.optional(topics), state: z.optional(state) });

export const Webhook = z.object({
  webhook_id: z.string(),
  description: z.string(),
  /** The address’s host; what stands behind it lets anybody post, and is in no answer. */
  host: z.string(),
  topics: z.array(z.enum(MAIL_TOPIC_NAMES)),
  state,
  failing_since_time: z.optional(wireTime),
  last_error: z.optional(z.string()),
  created_by: z.string(),
  create_time: wireTime,
});
export type Webhook = z.output<typeof Webhook>;
export const WebhookEnvelope = z.object({ webhook: Webhook });
export const WebhookList = z.object({
  webhooks: z.array(Webhook),
  /** Whether this server posts at all. */
  posts_leave: z.boolean(),
});

/** The one answer that carries the secret; never cached, never listed (R21). */
export const CreatedWebhook = z.object({ webhook: Webhook, secret: z.string() });
export type CreatedWebhook = z.output<typeof CreatedWebhook>;

export const WebhookDelivery = z.object({
  delivery_id: z.string(),
  kind: z.enum([...NOTIFICATION_KINDS, 'test']),
  status: z.enum(WEBHOOK_DELIVERY_STATUSES),
  attempts: z.int(),
  answer: z.optional(z.string()),
  create_time: wireTime,
  settle_time: z.optional(wireTime),
});
export type WebhookDelivery = z.output<typeof WebhookDelivery>;
export const WebhookDeliveryList = z.object({ deliveries: z.array(WebhookDelivery) });
