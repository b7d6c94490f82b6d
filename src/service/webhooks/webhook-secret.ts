import type { Webhook } from '../../domain/webhook/webhook.ts';
import type { Sealer } from '../ports/ports.ts';

/** What a webhook's sealed secret is bound to. */
export const webhookContext = (webhookId: string): string => `webhook/${webhookId}`;

/** What its sealed address is bound to. */
export const webhookUrlContext = (webhookId: string): string => `webhook-url/${webhookId}`;

/** Seals what a webhook's calls are signed with, and its address, whose path lets anybody post. */
export const sealWebhook = async (
  sealer: Sealer,
  webhookId: string,
  { secret, url }: { readonly secret: string; readonly url: string },
): Promise<Pick<Webhook, 'sealedSecret' | 'sealedUrl'>> => ({
  sealedSecret: await sealer.seal(secret, webhookContext(webhookId)),
  sealedUrl: await sealer.seal(url, webhookUrlContext(webhookId)),
});

export const openWebhook = async (
  sealer: Sealer,
  { id, sealedSecret, sealedUrl }: Pick<Webhook, 'id' | 'sealedSecret' | 'sealedUrl'>,
): Promise<{ secret: string; url: string }> => ({
  secret: await sealer.open(sealedSecret, webhookContext(id)),
  url: await sealer.open(sealedUrl, webhookUrlContext(id)),
});
