import type * as operations from '../../contract/operations/webhooks.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/webhooks.ts';
import * as webhooks from '../../service/webhooks/webhooks.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    listWebhooks: ({ deps, me, params }) => webhooks.listWebhooks(deps, me, params.organization_id),
    createWebhook: ({ deps, me, params, body }) =>
      webhooks.createWebhook(deps, me, params.organization_id, body),
    changeWebhook: ({ deps, me, params, body }) =>
      webhooks.changeWebhook(deps, me, params.organization_id, params.webhook_id, body),
    deleteWebhook: ({ deps, me, params }) =>
      webhooks.deleteWebhook(deps, me, params.organization_id, params.webhook_id),
    testWebhook: ({ deps, me, params }) =>
      webhooks.testWebhook(deps, me, params.organization_id, params.webhook_id),
    listWebhookDeliveries: ({ deps, me, params }) =>
      webhooks.listWebhookDeliveries(deps, me, params.organization_id, params.webhook_id),
  },
};
