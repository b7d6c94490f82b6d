import { topicOf } from '../../domain/mail/topic.ts';
import type { Instant } from '../../domain/time.ts';
import type { Webhook, WebhookDelivery } from '../../domain/webhook/webhook.ts';
import type { Ids, Transaction } from '../ports/ports.ts';
import type { Notice } from '../shared/record.ts';

/** Whoever posts listens for this; it names no noun of the console. */
export const wakePosters = (tx: Transaction): void =>
  tx.announce({ touches: ['webhookDeliveries'], organizationId: null, personIds: null });

/** A delivery that is due. */
export const newDelivery = (
  ids: Ids,
  now: Instant,
  delivery: Pick<
    WebhookDelivery,
    'webhookId' | 'organizationId' | 'kind' | 'requestId' | 'accessId' | 'params'
  >,
): WebhookDelivery => ({
  ...delivery,
  id: ids.next('whd'),
  status: 'queued',
  dueAt: now,
  attempts: 0,
  answer: null,
  createdAt: now,
  settledAt: null,
});

/** Where calls fail, this one waits with those that are put off. */
const callableFrom = async (
  tx: Transaction,
  { id, failingSince }: Pick<Webhook, 'id' | 'failingSince'>,
  now: Instant,
): Promise<Instant> => {
  if (failingSince === null) return now;
  const [waiting] = await tx.find('webhookDeliveries', {
    where: { webhookId: id, status: 'queued' },
    order: { column: 'dueAt', direction: 'asc' },
    limit: 1,
  });
  return Math.max(now, waiting?.dueAt ?? now);
};

/** Writes one delivery for each webhook that wants notices of this topic, however many people they go to. */
export const writeDeliveries = async (
  tx: Transaction,
  ids: Ids,
  now: Instant,
  notice: Notice,
): Promise<void> => {
  const { organizationId, kind, params } = notice;
  const webhooks = await tx.find('webhooks', { where: { organizationId, state: 'on' } });
  const wanting = webhooks.filter(({ topics }) => topics.includes(topicOf(kind)));
  for (const webhook of wanting) {
    const delivery = newDelivery(ids, now, {
      webhookId: webhook.id,
      organizationId,
      kind,
      requestId: notice.requestId ?? null,
      accessId: notice.accessId ?? null,
      params,
    });
    await tx.insert('webhookDeliveries', { ...delivery, dueAt: await callableFrom(tx, webhook, now) });
  }
  if (wanting.length > 0) wakePosters(tx);
};
