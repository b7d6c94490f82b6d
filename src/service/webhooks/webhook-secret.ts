import type { Webhook } from '../../domain/webhook/webhook.ts';
import type { Sealer } from '../ports/ports.ts';

/** What a webhook's sealed secret is bound to. */
export const webhookContext = (webhookId: string): string => `webhook/${webhookId}`;

/** Seals what a webhook's calls are signed with. */
export const sealWebhookSecret = (sealer: Sealer, webhookId: string, secret: string): Promise<string> =>
  sealer.seal(secret, webhookContext(webhookId));

export const openWebhookSecret = (
  sealer: Sealer,
  { id, sealedSecret }: Pick<Webhook, 'id' | 'sealedSecret'>,
): Promise<string> => sealer.open(sealedSecret, webhookContext(id));
