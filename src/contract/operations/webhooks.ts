import { operation } from '../operation.ts';

const W = '/v1/organization/{organization_id}/webhooks' as const;
const one = `${W}/{webhook_id}` as const;
const group = 'Webhooks';
const admins = ['organization_not_found', 'permission_denied'] as const;

export const listWebhooks = operation({
  id: 'listWebhooks',
  method: 'GET',
  path: W,
  group,
  summary: 'The chat tools that notices are posted to',
  description:
    'Takes an organization admin, as all of these. Of an address the `host` is shown, because in chat tools the rest lets anybody post. `posts_leave` says whether this server posts at all.',
  problems: admins,
  nouns: ['webhooks'],
});

export const createWebhook = operation({
  id: 'createWebhook',
  // No copy of its answer may be kept: it carries the secret (R21).
  keyed: false,
  method: 'POST',
  path: W,
  group,
  summary: 'Post notices to a chat tool',
  description:
    'The answer’s `secret` signs every call, and this is the only place where it is ever shown. Takes https addresses alone, and none of a private network; each address once, so that a call whose answer was lost makes no second webhook.',
  problems: [...admins, 'invalid_request', 'webhook_limit_reached', 'webhook_exists'],
  touches: ['webhooks'],
});

export const changeWebhook = operation({
  id: 'changeWebhook',
  method: 'PUT',
  path: one,
  group,
  summary: 'Choose what is posted, or turn a webhook on or off',
  problems: [...admins, 'webhook_not_found', 'invalid_request'],
  touches: ['webhooks'],
});

export const deleteWebhook = operation({
  id: 'deleteWebhook',
  method: 'DELETE',
  path: one,
  group,
  summary: 'Delete a webhook with what waits for it',
  problems: [...admins, 'webhook_not_found'],
  touches: ['webhooks'],
});

export const testWebhook = operation({
  id: 'testWebhook',
  method: 'POST',
  path: `${one}/test`,
  group,
  summary: 'Post a test, once',
  problems: [...admins, 'webhook_not_found', 'webhook_off'],
  touches: ['webhooks'],
});

export const listWebhookDeliveries = operation({
  id: 'listWebhookDeliveries',
  method: 'GET',
  path: `${one}/deliveries`,
  group,
  summary: 'What was posted to a webhook, newest first, 50 at most',
  problems: [...admins, 'webhook_not_found'],
  nouns: ['webhooks'],
});
