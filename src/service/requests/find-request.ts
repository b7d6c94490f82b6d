import type { Actor } from '../../domain/people.ts';
import type { Request } from '../../domain/request/request.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';

/** Requests are seen by the requester, by the members of the group, and by organization admins. */
export const findRequest = async (tx: ReadTransaction, actor: Actor, requestId: string): Promise<Request> => {
  const request = await tx.get('requests', requestId);
  const seen =
    request?.organizationId === actor.organizationId &&
    (actor.isOrganizationAdmin ||
      request.requesterId === actor.personId ||
      actor.groupIds.includes(request.groupId));
  if (!seen) throw new ProblemError('request_not_found', 'There is no such request.');
  return request;
};
