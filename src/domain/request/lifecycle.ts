import type { Access } from '../access/access.ts';
import type { Overlap } from '../credential/overlap.ts';
import type { Actor } from '../people.ts';
import type { Instant } from '../time.ts';
import { requestSearchText, type Request, type RequestStatus } from './request.ts';

/** A pending rotation (R2). Generates nothing (R6). */
export const rotationRequest = (input: {
  readonly id: string;
  readonly access: Access;
  readonly actor: Actor;
  readonly message: string;
  readonly overlap: Overlap;
  readonly now: Instant;
}): Request => {
  const { id, access, actor, message, overlap, now } = input;
  return {
    id,
    organizationId: access.organizationId,
    type: 'rotate_credentials',
    status: 'pending',
    accessId: access.id,
    resourceName: access.name,
    username: access.username,
    serviceName: access.serviceName,
    projectName: access.projectName,
    groupId: access.ownerGroupId,
    groupName: access.ownerGroupName,
    requesterId: actor.personId,
    requesterName: actor.name,
    message,
    overlap,
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    decisionMessage: null,
    failure: null,
    credentialId: null,
    generation: null,
    activeKey: access.id,
    createdAt: now,
    updatedAt: now,
    version: 1,
    searchText: requestSearchText({
      resourceName: access.name,
      username: access.username,
      serviceName: access.serviceName,
      projectName: access.projectName,
      groupName: access.ownerGroupName,
      requesterName: actor.name,
    }),
  };
};

/** What moves a request from one status to the next. */
export type RequestEvent =
  | {
      readonly kind: 'approve';
      readonly actor: Actor;
      readonly message: string | null;
      readonly generation: number;
    }
  | { readonly kind: 'decline'; readonly actor: Actor; readonly reason: string }
  | { readonly kind: 'delete' }
  | { readonly kind: 'overtake'; readonly by: string; readonly reason: string }
  | { readonly kind: 'provisioned'; readonly credentialId: string }
  | { readonly kind: 'fail'; readonly failure: string }
  | { readonly kind: 'retry'; readonly generation: number };

const FROM = {
  approve: 'pending',
  decline: 'pending',
  delete: 'pending',
  overtake: 'pending',
  provisioned: 'provisioning',
  fail: 'provisioning',
  retry: 'failed',
} as const satisfies Record<RequestEvent['kind'], RequestStatus>;

/** Whether the event may happen in this status (R10). */
export const mayHappen = (status: RequestStatus, kind: RequestEvent['kind']): boolean =>
  status === FROM[kind];

/**
 * The columns that an event changes (R10). Null when the request is not in the status the event needs, so that the
 * second of two decisions changes nothing (R9).
 */
export const advance = (request: Request, event: RequestEvent, now: Instant): Partial<Request> | null => {
  if (!mayHappen(request.status, event.kind)) return null;
  const stamp = { updatedAt: now, version: request.version + 1 };
  switch (event.kind) {
    case 'approve':
      return {
        ...stamp,
        status: 'provisioning',
        decidedBy: event.actor.personId,
        decidedByName: event.actor.name,
        decidedAt: now,
        decisionMessage: event.message,
        generation: event.generation,
      };
    case 'decline':
      return {
        ...stamp,
        status: 'declined',
        activeKey: null,
        decidedBy: event.actor.personId,
        decidedByName: event.actor.name,
        decidedAt: now,
        decisionMessage: event.reason,
      };
    case 'delete':
      return { ...stamp, status: 'deleted', activeKey: null };
    case 'overtake':
      // Nobody decided: what it was about has ended (P8).
      return {
        ...stamp,
        status: 'declined',
        activeKey: null,
        decidedByName: event.by,
        decidedAt: now,
        decisionMessage: event.reason,
      };
    case 'provisioned':
      return { ...stamp, status: 'approved', credentialId: event.credentialId, failure: null };
    case 'fail':
      return { ...stamp, status: 'failed', activeKey: null, failure: event.failure };
    case 'retry':
      return {
        ...stamp,
        status: 'provisioning',
        activeKey: request.accessId,
        failure: null,
        generation: event.generation,
      };
  }
};

/** The credentials are saved, lapsed or expired: another rotation may be asked for (R4). */
export const closeRotation = (request: Request, now: Instant): Partial<Request> => ({
  activeKey: null,
  updatedAt: now,
  version: request.version + 1,
});
