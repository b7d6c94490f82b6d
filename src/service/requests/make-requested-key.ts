import { UNVIEWED_KEY_LIFE } from '../../domain/api-key/api-key.ts';
import { advance } from '../../domain/request/lifecycle.ts';
import type { Request } from '../../domain/request/request.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import { drawKey, insertKey, sealSecret, type Drawn } from '../keys/create-key.ts';
import { findPrincipal } from '../keys/principal.ts';
import type { Transaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { notify, recordAudit, SYSTEM } from '../shared/record.ts';

/** A key's random parts with its secret sealed. */
export interface SealedKey {
  readonly drawn: Drawn;
  readonly sealed: string;
}

/** Draws the key that a request asks for, before the transaction, which may run more than once; null for other requests. */
export const drawFor = async (deps: Deps, requestId: string): Promise<SealedKey | null> => {
  const request = await deps.store.get('requests', requestId);
  if (request?.type !== 'create_api_key') return null;
  const drawn = await drawKey(deps);
  return { drawn, sealed: await sealSecret(deps, drawn) };
};

/** What the columns of the request become, written. */
const move = async (tx: Transaction, request: Request, change: Partial<Request> | null): Promise<Request> => {
  if (change === null) return request;
  await tx.update('requests', request.id, change);
  return { ...request, ...change };
};

/**
 * Makes the key of an approved request in the transaction that approves or retries it: sealed, waiting for its requester,
 * who is judged anew. Where they may not have it any more, or what it was to be for is gone, the request fails and says
 * why, and nothing is made (R10).
 */
export const makeRequestedKey = async (
  deps: Pick<Deps, 'ids' | 'clock' | 'mailing' | 'posting'>,
  tx: Transaction,
  request: Request,
  { drawn, sealed }: SealedKey,
): Promise<Request> => {
  const { ids } = deps;
  const now = deps.clock.now();
  const { id: requestId, organizationId, requesterId, keyWish } = request;
  const told = {
    organizationId,
    requestId,
    params: { owner: request.username, resource: request.resourceName },
  };
  try {
    if (keyWish === null) return request;
    const requester = await findPrincipal(tx, requesterId);
    if (!requester)
      throw new ProblemError('user_not_found', `${request.requesterName} was removed from the organization.`);
    const order = { ...keyWish, displayName: '' };
    const key = await insertKey(deps, tx, requester, order, drawn, {
      door: 'console',
      sealed,
      claimHash: null,
      requestId,
    });
    await enqueue(tx, ids, now, 'expire_key', key.id, now + UNVIEWED_KEY_LIFE);
    await notify(tx, deps, now, { ...told, kind: 'api_key_ready', personIds: [requesterId] });
    return await move(tx, request, advance(request, { kind: 'key_made', apiKeyId: key.id }, now));
  } catch (error) {
    // Refused before anything of the key was written.
    if (!(error instanceof ProblemError)) throw error;
    const failure = `The key was not created. ${error.message}`;
    await recordAudit(tx, ids, now, {
      actor: SYSTEM,
      action: 'request.failed',
      organizationId,
      requestId,
      resourceName: request.resourceName,
      details: { failure },
    });
    const personIds = [...new Set([requesterId, ...(request.decidedBy === null ? [] : [request.decidedBy])])];
    await notify(tx, deps, now, {
      ...told,
      kind: 'request_failed',
      personIds,
      params: { ...told.params, reason: failure },
    });
    return move(tx, request, advance(request, { kind: 'fail', failure }, now));
  }
};
