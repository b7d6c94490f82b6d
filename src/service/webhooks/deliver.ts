import { consoleLinks, linkOfNotice } from '../../contract/console-links.ts';
import { toWireTime } from '../../contract/text.ts';
import { MINUTE } from '../../domain/time.ts';
import {
  DELIVERY_GIVE_UP,
  nextCallAt,
  OFF_AFTER,
  type Webhook,
  type WebhookDelivery,
} from '../../domain/webhook/webhook.ts';
import type { Deps } from '../deps.ts';
import { chatLineOf } from '../mail/words.ts';
import type { Posting, Transaction, WebhookOutcome } from '../ports/ports.ts';
import { nextDue, stillTaken, takeDue, type Outbox } from '../shared/outbox.ts';
import { recordAudit, SYSTEM } from '../shared/record.ts';
import { oneLine } from '../mail/compose.ts';
import { openWebhook } from './webhook-secret.ts';

type Needs = Pick<Deps, 'store' | 'clock' | 'ids' | 'sealer'>;

/** How long a sender may be silent before another takes its delivery; longer than a call may take. Milliseconds. */
const LOCK = MINUTE;

/** Chat tools read these three as their own: `<!channel>` in a name must not call a channel. */
const chatText = (text: string): string =>
  oneLine(text, 500).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** What is posted: `text` for chat tools, the facts for programs. The same whenever it is made from the same row. */
const bodyOf = (delivery: WebhookDelivery, publicUrl: string): string => {
  const { kind, id, organizationId, params, createdAt } = delivery;
  const test = kind === 'test';
  const line = test ? 'Latchkey can post here' : chatLineOf(kind, params);
  // Its readers are nobody in particular; the page says who may see what.
  const path = test ? consoleLinks.notifications() : (linkOfNotice(delivery, () => true) ?? '/');
  const link = publicUrl + path;
  return JSON.stringify({
    text: `${chatText(line)}\n${link}`,
    delivery_id: id,
    kind,
    organization_id: organizationId,
    time: toWireTime(createdAt),
    link,
    params,
  });
};

/** Failing for days, a webhook is turned off: what waits for it is given up. */
const turnOff = async (tx: Transaction, deps: Needs, webhook: Webhook, answer: string): Promise<void> => {
  const now = deps.clock.now();
  await tx.update('webhooks', webhook.id, { state: 'off' });
  const waiting = await tx.find('webhookDeliveries', {
    where: { webhookId: webhook.id, status: 'queued' },
  });
  for (const { id } of waiting)
    await tx.update('webhookDeliveries', id, { status: 'failed', answer, settledAt: now });
  await recordAudit(tx, deps.ids, now, {
    actor: SYSTEM,
    action: 'webhook.turned_off',
    organizationId: webhook.organizationId,
    resourceName: webhook.description,
    details: { reason: answer },
  });
};

const noteFailure = async (
  tx: Transaction,
  deps: Needs,
  webhook: Webhook,
  delivery: WebhookDelivery,
  answer: string,
): Promise<void> => {
  const now = deps.clock.now();
  const failures = webhook.failures + 1;
  const failingSince = webhook.failingSince ?? now;
  await tx.update('webhooks', webhook.id, { failures, failingSince, lastError: answer });
  if (now - failingSince >= OFF_AFTER) return turnOff(tx, deps, webhook, answer);
  const again = nextCallAt(failures, now);
  const over = delivery.kind === 'test' || now - delivery.createdAt >= DELIVERY_GIVE_UP;
  await tx.update(
    'webhookDeliveries',
    delivery.id,
    over ? { status: 'failed', answer, settledAt: now } : { dueAt: again, answer },
  );
  // The others would fail alike: they wait with it.
  const waiting = await tx.find('webhookDeliveries', {
    where: { webhookId: webhook.id, status: 'queued', dueAt: { atMost: again } },
  });
  for (const { id } of waiting) await tx.update('webhookDeliveries', id, { dueAt: again });
};

const settle = (deps: Needs, delivery: WebhookDelivery, outcome: WebhookOutcome): Promise<void> =>
  deps.store.write(async (tx) => {
    if (!(await stillTaken(tx, 'webhookDeliveries', delivery))) return;
    const webhook = await tx.get('webhooks', delivery.webhookId);
    if (!webhook) return;
    if (outcome.taken) {
      const settledAt = deps.clock.now();
      await tx.update('webhookDeliveries', delivery.id, {
        status: 'delivered',
        answer: outcome.answer,
        settledAt,
      });
      if (webhook.failures > 0)
        await tx.update('webhooks', webhook.id, { failures: 0, failingSince: null, lastError: null });
    } else await noteFailure(tx, deps, webhook, delivery, outcome.answer);
    tx.announce({ touches: ['webhooks'], organizationId: webhook.organizationId, personIds: null });
  });

const deliver = async (
  deps: Needs,
  { poster, publicUrl }: Posting,
  delivery: WebhookDelivery,
): Promise<void> => {
  const webhook = await deps.store.get('webhooks', delivery.webhookId);
  if (webhook?.state !== 'on') {
    await deps.store.write((tx) => tx.remove('webhookDeliveries', delivery.id));
    return;
  }
  const { secret, url } = await openWebhook(deps.sealer, webhook);
  const outcome = await poster.post({ url, id: delivery.id, body: bodyOf(delivery, publicUrl), secret });
  await settle(deps, delivery, outcome);
};

/** The calls of webhooks, for a courier. */
export const webhookOutbox = (deps: Needs, posting: Posting): Outbox<WebhookDelivery> => ({
  noun: 'webhookDeliveries',
  outage: 'Webhooks cannot be called.',
  take: (limit) => takeDue(deps, 'webhookDeliveries', LOCK, limit),
  deliver: (delivery) => deliver(deps, posting, delivery),
  putBack: ({ id }) =>
    deps.store.write((tx) => tx.update('webhookDeliveries', id, { dueAt: deps.clock.now() })),
  nextAt: () => nextDue(deps, 'webhookDeliveries'),
});
