import type * as operations from '../../operations/webhooks.ts';
import type { SchemasOf } from '../by-operation.ts';
import { Done } from '../shared.ts';
import * as webhooks from '../webhooks.ts';

export const SCHEMAS = {
  listWebhooks: { answer: webhooks.WebhookList },
  createWebhook: { body: webhooks.NewWebhook, answer: webhooks.CreatedWebhook },
  changeWebhook: { body: webhooks.WebhookChange, answer: webhooks.WebhookEnvelope },
  deleteWebhook: { answer: Done },
  testWebhook: { answer: Done },
  listWebhookDeliveries: { answer: webhooks.WebhookDeliveryList },
} as const satisfies SchemasOf<typeof operations>;
