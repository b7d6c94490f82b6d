import type {
  KeyRequest as WireKeyRequest,
  Outcome,
  Request as WireRequest,
} from '../../contract/schemas/requests.ts';
import { toWireTime } from '../../contract/text.ts';
import type { CredentialStatus } from '../../domain/credential/credential.ts';
import { mayClaimKey } from '../../domain/policy/api-keys.ts';
import {
  mayApproveRequest,
  mayDeclineRequest,
  mayDeleteRequest,
  mayRetryRequest,
  type Reviewer,
} from '../../domain/policy/decide-request.ts';
import { rotationOf, type KeyWish, type Request } from '../../domain/request/request.ts';
import { glanceAt } from '../credentials/glance.ts';
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

/** What requests of every type say. */
const commonView = (request: Request) => ({
  request_id: request.id,
  status: request.status,
  resource_name: request.resourceName,
  requester: { user_id: request.requesterId, real_name: request.requesterName },
  message: request.message,
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
});

type Facts = Omit<Parameters<typeof mayRetryRequest>[0], 'request'> & { readonly request: Request };

const verdictsOf = (facts: Facts) => ({
  approve: verdictView(mayApproveRequest(facts)),
  decline: verdictView(mayDeclineRequest(facts)),
  delete: verdictView(mayDeleteRequest(facts)),
  retry: verdictView(mayRetryRequest(facts)),
});

const keyRequestView = (request: Request, wish: KeyWish, actor: Reviewer): WireKeyRequest => ({
  request_type: 'create_api_key',
  ...commonView(request),
  ...(request.keyOutcome === null ? {} : { outcome: request.keyOutcome }),
  resource: {
    id: wish.resourceId,
    kind: wish.resourceKind,
    ...(wish.environmentId === null ? {} : { environment_id: wish.environmentId }),
  },
  environment_name: request.projectName,
  owner: { id: wish.ownerId, kind: wish.ownerKind, name: request.username },
  description: wish.description,
  ...(request.apiKeyId === null ? {} : { key: request.apiKeyId }),
  verdicts: {
    ...verdictsOf({ actor, request, requesterIsMember: true, access: null, newest: null }),
    claim: verdictView(mayClaimKey({ actorId: actor.personId, request })),
  },
});

/** Requests with what this actor may do to each, in a fixed number of queries. */
export const requestViews = async (
  tx: ReadTransaction,
  requests: readonly Request[],
  actor: Reviewer,
): Promise<WireRequest[]> => {
  // Only open requests of the actor's own groups ask who else belongs there and what became of the access since.
  const open = requests.flatMap((request) => {
    const rotation = rotationOf(request);
    const mine = rotation !== null && actor.groupIds.includes(rotation.groupId);
    return mine && (request.status === 'pending' || request.status === 'failed')
      ? [{ ...rotation, status: request.status }]
      : [];
  });
  const members = await membersOf(tx, [...new Set(open.map(({ groupId }) => groupId))]);
  const failed = open.filter(({ status }) => status === 'failed').map(({ accessId }) => accessId);
  const found = failed.length === 0 ? [] : await tx.find('accesses', { where: { id: { in: failed } } });
  const accesses = new Map(found.map((access) => [access.id, access]));
  const ids = [...requests, ...found].flatMap((row) => row.credentialId ?? []);
  const credentials = await glanceAt(tx, ids);
  return requests.flatMap((request): WireRequest[] => {
    if (request.keyWish !== null) return [keyRequestView(request, request.keyWish, actor)];
    const rotation = rotationOf(request);
    if (rotation === null) return [];
    const requesterIsMember = members.get(rotation.groupId)?.includes(request.requesterId) ?? true;
    const made = credentials.get(request.credentialId ?? '');
    const access = accesses.get(rotation.accessId) ?? null;
    const newest = credentials.get(access?.credentialId ?? '') ?? null;
    return [
      {
        request_type: 'rotate_credentials',
        ...commonView(request),
        ...(made ? { outcome: OUTCOME[made.status] } : {}),
        access_id: rotation.accessId,
        username: request.username,
        service_name: request.serviceName,
        project_name: request.projectName,
        requesting_group: { user_group_id: rotation.groupId, user_group_name: request.groupName },
        overlap: rotation.overlap,
        verdicts: verdictsOf({ actor, request, requesterIsMember, access, newest }),
      },
    ];
  });
};

/** One request as this actor sees it. */
export const requestView = async (
  tx: ReadTransaction,
  request: Request,
  actor: Reviewer,
): Promise<WireRequest> => {
  const [shown] = await requestViews(tx, [request], actor);
  // One in, one out.
  return shown as WireRequest;
};
