import type { Reviewer } from '../../domain/policy/decide-request.ts';
import type { Request } from '../../domain/request/request.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';

/** Requests are seen by the requester, by those they are put before, and by organization admins. */
export const findRequest = async (
  tx: ReadTransaction,
  actor: Reviewer,
  requestId: string,
): Promise<Request> => {
  const request = await tx.get('requests', requestId);
  const seen =
    request?.organizationId === actor.organizationId &&
    (actor.isOrganizationAdmin ||
      request.requesterId === actor.personId ||
      (request.groupId === null ? actor.administers : actor.groupIds.includes(request.groupId)));
  if (!seen) throw new ProblemError('request_not_found', 'There is no such request.');
  return request;
};
