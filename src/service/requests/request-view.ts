import type { Outcome, Request as WireRequest } from '../../contract/schemas/requests.ts';
import { toWireTime } from '../../contract/text.ts';
import type { CredentialStatus } from '../../domain/credential/credential.ts';
import type { Actor } from '../../domain/people.ts';
import {
  mayApproveRequest,
  mayDeclineRequest,
  mayDeleteRequest,
  mayRetryRequest,
} from '../../domain/policy/decide-request.ts';
import type { Request } from '../../domain/request/request.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { membersOf } from '../shared/actor.ts';
import { verdictView } from '../shared/verdict-view.ts';

const OUTCOME = {
  sealed: 'unviewed',
  claimed: 'shown',
  saved: 'saved',
  unconfirmed: 'unconfirmed',
  expired: 'expired',
  compromised: 'compromised',
  revoked: 'compromised',
} as const satisfies Record<CredentialStatus, Outcome>;

/** Requests with what this actor may do to each, in a fixed number of queries. */
export const requestViews = async (
  tx: ReadTransaction,
  requests: readonly Request[],
  actor: Actor,
): Promise<WireRequest[]> => {
  // Only open requests of the actor's own groups ask who else belongs there and what became of the access since.
  const mine = requests.filter((request) => actor.groupIds.includes(request.groupId));
  const open = mine.filter((request) => request.status === 'pending' || request.status === 'failed');
  const members = await membersOf(tx, [...new Set(open.map((request) => request.groupId))]);
  const failed = open.filter((request) => request.status === 'failed').map((request) => request.accessId);
  const found = failed.length === 0 ? [] : await tx.find('accesses', { where: { id: { in: failed } } });
  const accesses = new Map(found.map((access) => [access.id, access]));
  const ids = [...requests, ...found].flatMap((row) => row.credentialId ?? []);
  const rows = ids.length === 0 ? [] : await tx.find('credentials', { where: { id: { in: ids } } });
  const credentials = new Map(rows.map((credential) => [credential.id, credential]));
  return requests.map((request) => {
    const requesterIsMember = members.get(request.groupId)?.includes(request.requesterId) ?? true;
    const made = credentials.get(request.credentialId ?? '');
    const access = accesses.get(request.accessId) ?? null;
    const newest = credentials.get(access?.credentialId ?? '') ?? null;
    return {
      request_id: request.id,
      request_type: request.type,
      status: request.status,
      ...(made ? { outcome: OUTCOME[made.status] } : {}),
      resource_name: request.resourceName,
      access_id: request.accessId,
      username: request.username,
      service_name: request.serviceName,
      project_name: request.projectName,
      requesting_group: { user_group_id: request.groupId, user_group_name: request.groupName },
      requester: { user_id: request.requesterId, real_name: request.requesterName },
      message: request.message,
      overlap: request.overlap,
      ...(request.decidedBy === null || request.decidedAt === null
        ? {}
        : {
            decided_by: { user_id: request.decidedBy, real_name: request.decidedByName ?? '' },
            decide_time: toWireTime(request.decidedAt),
          }),
      ...(request.decisionMessage === null ? {} : { decision_message: request.decisionMessage }),
      ...(request.failure === null ? {} : { failure: request.failure }),
      create_time: toWireTime(request.createdAt),
      update_time: toWireTime(request.updatedAt),
      version: request.version,
      verdicts: {
        approve: verdictView(mayApproveRequest({ actor, request, requesterIsMember })),
        decline: verdictView(mayDeclineRequest({ actor, request })),
        delete: verdictView(mayDeleteRequest({ actor, request })),
        retry: verdictView(mayRetryRequest({ actor, request, requesterIsMember, access, newest })),
      },
    };
  });
};

/** One request as this actor sees it. */
export const requestView = async (
  tx: ReadTransaction,
  request: Request,
  actor: Actor,
): Promise<WireRequest> => {
  const [shown] = await requestViews(tx, [request], actor);
  // One in, one out.
  return shown as WireRequest;
};
