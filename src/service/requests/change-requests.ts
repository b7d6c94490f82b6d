import type { Out } from '../../contract/operation.ts';
import type { Approval, Decline, NewRotation, RequestEnvelope } from '../../contract/schemas/requests.ts';
import type { Seen } from '../../contract/schemas/shared.ts';
import type { Access } from '../../domain/access/access.ts';
import { credentialStateOf } from '../../domain/access/credential-state.ts';
import type { AuditAction } from '../../domain/audit/event.ts';
import { overlapOptions } from '../../domain/credential/overlap.ts';
import type { Actor } from '../../domain/people.ts';
import {
  mayApproveRequest,
  mayDeclineRequest,
  mayDeleteRequest,
  mayRetryRequest,
} from '../../domain/policy/decide-request.ts';
import { mayRequestRotation } from '../../domain/policy/request-rotation.ts';
import { advance, rotationRequest, type RequestEvent } from '../../domain/request/lifecycle.ts';
import type { Request } from '../../domain/request/request.ts';
import type { Instant } from '../../domain/time.ts';
import { refused, type Reason } from '../../domain/verdict.ts';
import { findAccess } from '../accesses/find-access.ts';
import { restingState } from '../credentials/resting-state.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import type { Transaction } from '../ports/ports.ts';
import { DuplicateError } from '../ports/store.ts';
import { demand, demandVersion, problemOf, ProblemError } from '../problem.ts';
import { membersOf } from '../shared/actor.ts';
import { announceGovernance, notify, recordAudit, settleApproverNotices } from '../shared/record.ts';
import { findRequest } from './find-request.ts';
import { drawFor, makeRequestedKey, type SealedKey } from './make-requested-key.ts';
import { requestView } from './request-view.ts';
import { loadReviewer, type LoadedReviewer } from './reviewer.ts';

type Envelope = Out<typeof RequestEnvelope>;

/** The unique key of an active rotation decides between two that arrive at the same instant (R4). */
const orInProgress = async <R>(
  work: Promise<R>,
  reason: () => Reason = () => 'rotation_in_progress',
): Promise<R> => {
  try {
    return await work;
  } catch (error) {
    if (error instanceof DuplicateError && error.constraint === 'activeKey')
      throw problemOf(refused(reason()));
    throw error;
  }
};

/**
 * Asks for new credentials of an access (R2). Generates nothing (R6). Errors: 403 outside the owner group (R3), 409
 * when a rotation is in progress (R4) or nobody could approve (R5), 400 for an overlap that the platform cannot give.
 */
export const requestRotation = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  input: Out<typeof NewRotation>,
): Promise<Envelope> => {
  const { store, clock, ids } = deps;
  return orInProgress(
    store.write(async (tx) => {
      const now = clock.now();
      const actor = await loadReviewer(tx, actorId, organizationId);
      const access = await findAccess(tx, organizationId, input.access_id);
      const members = (await membersOf(tx, [access.ownerGroupId])).get(access.ownerGroupId) ?? [];
      const approvers = members.filter((id) => id !== actorId);
      demand(mayRequestRotation({ actor, access, otherMembers: approvers.length }));
      const service = await tx.get('services', access.serviceId);
      const offered = overlapOptions(service?.passwordsOverlap ?? false);
      const overlap = input.overlap ?? offered.preset;
      if (!offered.options.includes(overlap))
        throw new ProblemError(
          'invalid_request',
          `${access.serviceName} cannot keep old and new credentials at once. Choose "Immediately".`,
          { pointer: '/overlap' },
        );
      const request = rotationRequest({
        id: ids.next('req'),
        access,
        actor,
        message: input.message,
        overlap,
        now,
      });
      await tx.insert('requests', request);
      await tx.update('accesses', access.id, {
        activeRequestId: request.id,
        credentialState: credentialStateOf(request, null),
        updatedAt: now,
        version: access.version + 1,
      });
      await record(tx, { ids }, now, actor, request, 'request.created', { message: input.message });
      await notify(tx, deps, now, {
        kind: 'request_to_approve',
        organizationId,
        personIds: approvers,
        requestId: request.id,
        accessId: access.id,
        params: { access: access.name, person: actor.name, group: access.ownerGroupName },
      });
      announceGovernance(tx, organizationId);
      return { request: await requestView(tx, request, actor) };
    }),
  );
};

const record = (
  tx: Transaction,
  { ids }: Pick<Deps, 'ids'>,
  now: Instant,
  actor: Actor,
  request: Request,
  action: AuditAction,
  details: Readonly<Record<string, string>> = {},
): Promise<void> =>
  recordAudit(tx, ids, now, {
    actor,
    action,
    organizationId: request.organizationId,
    requestId: request.id,
    accessId: request.accessId,
    resourceName: request.resourceName,
    details,
  });

/** Applies an event that the policy has allowed, to the request and to what the access shows of it. */
const apply = async (
  tx: Transaction,
  request: Request,
  event: RequestEvent,
  access: Access | undefined,
  now: Instant,
): Promise<Request> => {
  const change = advance(request, event, now);
  if (change === null) throw problemOf(refused('not_pending', { status: request.status }));
  await tx.update('requests', request.id, change);
  const next = { ...request, ...change };
  if (access) {
    const active = next.activeKey === null ? null : next;
    await tx.update('accesses', access.id, {
      activeRequestId: active?.id ?? null,
      credentialState: active ? credentialStateOf(active, null) : await restingState(tx, access),
      ...(next.generation === null
        ? {}
        : { lastGeneration: Math.max(access.lastGeneration, next.generation) }),
      updatedAt: now,
      version: access.version + 1,
    });
  }
  announceGovernance(tx, request.organizationId);
  return next;
};

interface Decision {
  readonly tx: Transaction;
  readonly now: Instant;
  readonly actor: LoadedReviewer;
  readonly request: Request;
  readonly access: Access | undefined;
  readonly requesterIsMember: boolean;
}

const deciding = <R>(
  { store, clock }: Deps,
  actorId: string,
  organizationId: string,
  requestId: string,
  work: (decision: Decision) => Promise<R>,
): Promise<R> => {
  let reason: Reason = 'rotation_in_progress';
  return orInProgress(
    store.write(async (tx) => {
      const actor = await loadReviewer(tx, actorId, organizationId);
      const request = await findRequest(tx, actor, requestId);
      const { groupId, accessId } = request;
      if (groupId === null) reason = 'key_request_in_progress';
      const members = groupId === null ? [] : (await membersOf(tx, [groupId])).get(groupId);
      return work({
        tx,
        now: clock.now(),
        actor,
        request,
        access: accessId === null ? undefined : await tx.get('accesses', accessId),
        requesterIsMember: groupId === null || (members?.includes(request.requesterId) ?? false),
      });
    }),
    () => reason,
  );
};

const shown = async ({ tx, actor }: Decision, request: Request): Promise<Envelope> => ({
  request: await requestView(tx, request, actor),
});

const nextGeneration = async (tx: Transaction, access: Access | undefined): Promise<number> => {
  if (!access) throw problemOf(refused('access_deleted'));
  const user = await tx.get('serviceUsers', access.serviceUserKey);
  // Newer credentials would overtake a reset that is under way, and what it was to end would go on (C11).
  if (user?.status === 'making' || user?.status === 'resetting')
    throw problemOf(refused('user_not_ready', { user: user.username }));
  return access.lastGeneration + 1;
};

/**
 * Approves (R9, R10): the intent to make new credentials is recorded in the same transaction; a worker carries it out. A
 * key is made, or its request fails, at once.
 * Errors: 403 for the requester and outside the group, 409 when already decided, seen in an older version, or when the
 * requester has left the group.
 */
export const approveRequest = async (
  deps: Deps,
  actorId: string,
  organizationId: string,
  requestId: string,
  input: Out<typeof Approval>,
): Promise<Envelope> => {
  const key = await drawFor(deps, requestId);
  return deciding(deps, actorId, organizationId, requestId, async (decision) => {
    const { tx, now, actor, request, access } = decision;
    demand(mayApproveRequest(decision));
    demandVersion(input.version, request.version);
    const message = input.message || null;
    const generation = key ? null : await nextGeneration(tx, access);
    const next = await apply(tx, request, { kind: 'approve', actor, message, generation }, access, now);
    await record(tx, deps, now, actor, request, 'request.approved', message ? { message } : {});
    await settleApproverNotices(tx, now, organizationId, requestId);
    return shown(decision, await carryOut(deps, tx, next, key));
  });
};

/** What follows an approval: a worker makes new credentials, while a key is made here and now. */
const carryOut = async (
  deps: Deps,
  tx: Transaction,
  request: Request,
  key: SealedKey | null,
): Promise<Request> => {
  if (key) return makeRequestedKey(deps, tx, request, key);
  await enqueue(tx, deps.ids, deps.clock.now(), 'provision_request', request.id);
  return request;
};

/** Declines with a reason (R11): nothing is generated. Errors as approveRequest. */
export const declineRequest = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  requestId: string,
  input: Out<typeof Decline>,
): Promise<Envelope> =>
  deciding(deps, actorId, organizationId, requestId, async (decision) => {
    const { tx, now, actor, request, access } = decision;
    demand(mayDeclineRequest(decision));
    demandVersion(input.version, request.version);
    const next = await apply(tx, request, { kind: 'decline', actor, reason: input.reason }, access, now);
    await record(tx, deps, now, actor, request, 'request.declined', { reason: input.reason });
    await settleApproverNotices(tx, now, organizationId, requestId);
    await notify(tx, deps, now, {
      kind: 'request_declined',
      organizationId,
      personIds: [request.requesterId],
      requestId,
      accessId: request.accessId,
      params: {
        ...(request.accessId === null
          ? { owner: request.username, resource: request.resourceName }
          : { access: request.resourceName }),
        person: actor.name,
        reason: input.reason,
      },
    });
    return shown(decision, next);
  });

/** Deletes one's own pending request (R12). Errors: 403 for others, 409 when decided. */
export const deleteRequest = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  requestId: string,
): Promise<{ message: string }> =>
  deciding(deps, actorId, organizationId, requestId, async (decision) => {
    const { tx, now, actor, request, access } = decision;
    demand(mayDeleteRequest(decision));
    await apply(tx, request, { kind: 'delete' }, access, now);
    await record(tx, deps, now, actor, request, 'request.deleted');
    await settleApproverNotices(tx, now, organizationId, requestId);
    return { message: 'The request was deleted.' };
  });

/**
 * Tries a failed request again (R10). Errors: 403 outside the group, 404 when the access was deleted, 409 when not
 * failed, seen in an older version, another rotation runs, or newer credentials were made since.
 */
export const retryRequest = async (
  deps: Deps,
  actorId: string,
  organizationId: string,
  requestId: string,
  input: Out<typeof Seen>,
): Promise<Envelope> => {
  const key = await drawFor(deps, requestId);
  return deciding(deps, actorId, organizationId, requestId, async (decision) => {
    const { tx, now, actor, request, access } = decision;
    const newest = (await tx.get('credentials', access?.credentialId ?? '')) ?? null;
    demand(mayRetryRequest({ ...decision, access: access ?? null, newest }));
    demandVersion(input.version, request.version);
    const generation = key ? null : await nextGeneration(tx, access);
    const next = await apply(tx, request, { kind: 'retry', generation }, access, now);
    await record(tx, deps, now, actor, request, 'request.retried');
    return shown(decision, await carryOut(deps, tx, next, key));
  });
};
