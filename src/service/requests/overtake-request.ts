import { advance } from '../../domain/request/lifecycle.ts';
import type { Request } from '../../domain/request/request.ts';
import type { Instant } from '../../domain/time.ts';
import { restingState } from '../credentials/resting-state.ts';
import type { Ids, Transaction } from '../ports/ports.ts';
import { recordAudit, settleApproverNotices, SYSTEM } from '../shared/record.ts';

/**
 * Closes a request that waits for a decision, or is being carried out, because what it was about has ended: nobody
 * decides it any more, and another may be asked for at once. Repeatable.
 */
export const overtakeRequest = async (
  tx: Transaction,
  ids: Ids,
  request: Request,
  reason: string,
  now: Instant,
): Promise<void> => {
  const pending = request.status === 'pending';
  const change = pending
    ? advance(request, { kind: 'overtake', by: SYSTEM.name, reason }, now)
    : advance(request, { kind: 'fail', failure: reason }, now);
  if (change === null) return;
  await tx.update('requests', request.id, change);
  // Were it still carried out beside a retry, the platform would get other credentials than the ones that are stored.
  for (const { id } of await tx.find('jobs', {
    where: { subjectId: request.id, kind: 'provision_request', status: 'queued' },
  }))
    await tx.update('jobs', id, { status: 'done', lockedUntil: null });
  const { organizationId, accessId, resourceName } = request;
  await recordAudit(tx, ids, now, {
    actor: SYSTEM,
    action: pending ? 'request.declined' : 'request.failed',
    organizationId,
    requestId: request.id,
    accessId,
    resourceName,
    details: pending ? { reason } : { failure: reason },
  });
  await settleApproverNotices(tx, now, organizationId, request.id);
};

/** Closes what somebody asked for who is removed, as far as nobody has decided it (K14). */
export const overtakeRequestsOf = async (
  tx: Transaction,
  ids: Ids,
  { id: requesterId, name }: { readonly id: string; readonly name: string },
  now: Instant,
): Promise<void> => {
  for (const request of await tx.find('requests', { where: { requesterId, status: 'pending' } })) {
    await overtakeRequest(tx, ids, request, `${name} was removed from the organization.`, now);
    const access = request.accessId === null ? undefined : await tx.get('accesses', request.accessId);
    if (access?.activeRequestId === request.id)
      await tx.update('accesses', access.id, {
        activeRequestId: null,
        credentialState: await restingState(tx, access),
        updatedAt: now,
        version: access.version + 1,
      });
  }
};
