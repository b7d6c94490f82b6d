import { ReceiverError, type AuditReceiver } from '../../service/audit/stream-audit.ts';
import { createPoster } from '../webhooks/poster.ts';
import { receiverId, type StreamTarget } from './target.ts';

/**
 * A collector that takes signed batches by HTTPS. Whoever sets the server's environment names it, so that private networks
 * and this machine may be posted to.
 */
export const webhookReceiver = (
  target: Extract<StreamTarget, { readonly kind: 'webhook' }>,
  secret: string,
  ca: readonly string[] | null,
  now: () => number,
): AuditReceiver => {
  const poster = createPoster({ privateNetworks: true, loopback: true, now, ca });
  return {
    id: receiverId(target),
    take: async ({ organizationId, head, entries }) => {
      const { taken, answer } = await poster.post({
        url: target.url,
        // As `audit verify --head` takes it.
        id: `${organizationId}:${head.sequence}:${head.hash}`,
        body: JSON.stringify({
          format: 'latchkey-audit-batch-1',
          organization_id: organizationId,
          entries,
        }),
        secret,
      });
      if (!taken) throw new ReceiverError(answer);
    },
  };
};
