import type { ApiKey } from '../../domain/api-key/api-key.ts';
import { settleKey } from '../../domain/request/lifecycle.ts';
import type { KeyOutcome } from '../../domain/request/request.ts';
import type { Instant } from '../../domain/time.ts';
import type { Transaction } from '../ports/ports.ts';

/** Tells the request that a key was made for what became of it; nothing where the key was not asked for. */
export const settleRequestOf = async (
  tx: Transaction,
  key: Pick<ApiKey, 'requestId'>,
  outcome: KeyOutcome,
  now: Instant,
): Promise<void> => {
  const request = key.requestId === null ? undefined : await tx.get('requests', key.requestId);
  const change = request && settleKey(request, outcome, now);
  if (!request || !change) return;
  await tx.update('requests', request.id, change);
  tx.announce({ touches: ['requests'], organizationId: request.organizationId, personIds: null });
};
