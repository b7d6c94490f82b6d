import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/webhooks.ts';
import { toWireTime } from '../../contract/text.ts';
import { mayAdministerMail } from '../../domain/policy/mail.ts';
import type { Actor } from '../../domain/people.ts';
import type { Instant } from '../../domain/time.ts';
import { hostOfUrl, MOST_WEBHOOKS, sameUrl, type Webhook } from '../../domain/webhook/webhook.ts';
import type { AuditAction } from '../../domain/audit/event.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { DuplicateError } from '../ports/store.ts';
import { demand, ProblemError } from '../problem.ts';
import { loadActorIn } from '../shared/actor.ts';
import { recordAudit } from '../shared/record.ts';
import { sealWebhook } from './webhook-secret.ts';
import { newDelivery, wakePosters } from './write-deliveries.ts';

/** How many deliveries of a webhook are shown. */
const NEWEST = 50;

const administrator = async (
  tx: ReadTransaction,
  actorId: string,
  organizationId: string,
): Promise<Actor> => {
  const actor = await loadActorIn(tx, actorId, organizationId);
  demand(mayAdministerMail(actor));
  return actor;
};

const find = async (tx: ReadTransaction, organizationId: string, id: string): Promise<Webhook> => {
  const webhook = await tx.get('webhooks', id);
  if (webhook?.organizationId !== organizationId)
    throw new ProblemError('webhook_not_found', 'There is no such webhook.');
  return webhook;
};

const view = (webhook: Webhook): Out<typeof wire.Webhook> => ({
  webhook_id: webhook.id,
  description: webhook.description,
  host: webhook.host,
  topics: [...webhook.topics],
  state: webhook.state,
  ...(webhook.failingSince === null ? {} : { failing_since_time: toWireTime(webhook.failingSince) }),
  ...(webhook.lastError === null ? {} : { last_error: webhook.lastError }),
  created_by: webhook.createdBy,
  create_time: toWireTime(webhook.createdAt),
});

const record = (
  tx: Transaction,
  { ids }: Pick<Deps, 'ids'>,
  now: Instant,
  actor: Actor,
  action: AuditAction,
  { organizationId, description, host, topics, state }: Webhook,
): Promise<void> =>
  recordAudit(tx, ids, now, {
    actor,
    action,
    organizationId,
    resourceName: description,
    details: { host, topics: topics.join(', '), state },
  });

const announce = (tx: Transaction, organizationId: string): void =>
  tx.announce({ touches: ['webhooks'], organizationId, personIds: null });

/** The organization's webhooks. Errors: 403 unless organization admin. */
export const listWebhooks = (
  { store, posting }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof wire.WebhookList>> =>
  store.read(async (tx) => {
    await administrator(tx, actorId, organizationId);
    const rows = await tx.find('webhooks', {
      where: { organizationId },
      order: { column: 'createdAt', direction: 'asc' },
    });
    return { webhooks: rows.map(view), posts_leave: posting !== null };
  });

/** Inserts a webhook, the only one with its address in the organization. */
const insert = async (tx: Transaction, webhook: Webhook): Promise<void> => {
  try {
    await tx.insert('webhooks', webhook);
  } catch (error) {
    if (error instanceof DuplicateError && error.constraint === 'addressKey')
      throw new ProblemError(
        'webhook_exists',
        'A webhook posts to this address already. Delete that one first to get another secret.',
        { pointer: '/url' },
      );
    throw error;
  }
};

/**
 * Adds a webhook; the answer is the only place where its secret is. Errors: 403 unless organization admin, 400 for an
 * address that nothing may be posted to, 409 with too many, and for an address that has
 * one: after a lost answer, it is deleted and added anew.
 */
export const createWebhook = async (
  deps: Deps,
  actorId: string,
  organizationId: string,
  input: Out<typeof wire.NewWebhook>,
): Promise<Out<typeof wire.CreatedWebhook>> => {
  const { clock, ids, sealer, randomToken, posting, digest } = deps;
  const refusal = posting?.poster.refusal(input.url) ?? null;
  const id = ids.next('whk');
  const secret = `whsec_${randomToken()}`;
  const sealed = await sealWebhook(sealer, id, { secret, url: input.url });
  const addressKey = await digest(JSON.stringify([organizationId, sameUrl(input.url)]));
  const webhook = await deps.store.write(async (tx) => {
    const now = clock.now();
    const actor = await administrator(tx, actorId, organizationId);
    if (refusal !== null) throw new ProblemError('invalid_request', refusal, { pointer: '/url' });
    if ((await tx.count('webhooks', { where: { organizationId } })) >= MOST_WEBHOOKS)
      throw new ProblemError(
        'webhook_limit_reached',
        `An organization can have at most ${MOST_WEBHOOKS} webhooks. Delete one first.`,
      );
    const row: Webhook = {
      id,
      organizationId,
      description: input.description,
      host: hostOfUrl(input.url),
      topics: [...new Set(input.topics)],
      ...sealed,
      addressKey,
      state: 'on',
      failingSince: null,
      failures: 0,
      lastError: null,
      createdBy: actor.name,
      createdAt: now,
    };
    await insert(tx, row);
    await record(tx, deps, now, actor, 'webhook.created', row);
    announce(tx, organizationId);
    return row;
  });
  return { webhook: view(webhook), secret };
};

/** Changes what is posted, or turns a webhook on or off; what is not given stays. Errors: 403, 404. */
export const changeWebhook = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  id: string,
  input: Out<typeof wire.WebhookChange>,
): Promise<Out<typeof wire.WebhookEnvelope>> =>
  deps.store.write(async (tx) => {
    const now = deps.clock.now();
    const actor = await administrator(tx, actorId, organizationId);
    const webhook = await find(tx, organizationId, id);
    const { topics, state } = input;
    const change: Partial<Webhook> = {
      ...(topics === undefined ? {} : { topics: [...new Set(topics)] }),
      // It begins anew.
      ...(state === undefined ? {} : { state, failures: 0, failingSince: null, lastError: null }),
    };
    const changed = { ...webhook, ...change };
    await tx.update('webhooks', id, change);
    await record(tx, deps, now, actor, 'webhook.changed', changed);
    announce(tx, organizationId);
    return { webhook: view(changed) };
  });

/** Ends a webhook with what waits for it. Errors: 403, 404. */
export const deleteWebhook = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  id: string,
): Promise<{ message: string }> =>
  deps.store.write(async (tx) => {
    const actor = await administrator(tx, actorId, organizationId);
    const webhook = await find(tx, organizationId, id);
    for (const delivery of await tx.find('webhookDeliveries', { where: { webhookId: id } }))
      await tx.remove('webhookDeliveries', delivery.id);
    await tx.remove('webhooks', id);
    await record(tx, deps, deps.clock.now(), actor, 'webhook.deleted', webhook);
    announce(tx, organizationId);
    return { message: 'The webhook was deleted.' };
  });

/** Posts a test, which is not repeated when it fails. Errors: 403, 404, 409 where it is off. */
export const testWebhook = (
  { store, clock, ids, posting }: Deps,
  actorId: string,
  organizationId: string,
  id: string,
): Promise<{ message: string }> =>
  store.write(async (tx) => {
    await administrator(tx, actorId, organizationId);
    const webhook = await find(tx, organizationId, id);
    if (webhook.state === 'off')
      throw new ProblemError('webhook_off', 'This webhook is off. Turn it on first.');
    const now = clock.now();
    const delivery = newDelivery(ids, now, {
      webhookId: id,
      organizationId,
      kind: 'test',
      requestId: null,
      accessId: null,
      params: {},
    });
    const kept = { status: 'failed', answer: 'Nothing is posted from here.', settledAt: now } as const;
    await tx.insert('webhookDeliveries', posting === null ? { ...delivery, ...kept } : delivery);
    wakePosters(tx);
    announce(tx, organizationId);
    return { message: 'A test is on its way.' };
  });

/** A webhook's newest deliveries. Errors: 403, 404. */
export const listWebhookDeliveries = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  id: string,
): Promise<Out<typeof wire.WebhookDeliveryList>> =>
  store.read(async (tx) => {
    await administrator(tx, actorId, organizationId);
    await find(tx, organizationId, id);
    const rows = await tx.find('webhookDeliveries', {
      where: { webhookId: id },
      order: { column: 'createdAt', direction: 'desc' },
      limit: NEWEST,
    });
    return {
      deliveries: rows.map((row) => ({
        delivery_id: row.id,
        kind: row.kind,
        status: row.status,
        attempts: row.attempts,
        ...(row.answer === null ? {} : { answer: row.answer }),
        create_time: toWireTime(row.createdAt),
        ...(row.settledAt === null ? {} : { settle_time: toWireTime(row.settledAt) }),
      })),
    };
  });
