import type { Access } from '../access/access.ts';
import type { ApiKey } from '../api-key/api-key.ts';
import type { Overlap } from '../credential/overlap.ts';
import type { Actor } from '../people.ts';
import type { Instant } from '../time.ts';
import {
  activeKeyOf,
  requestSearchText,
  type KeyOutcome,
  type KeyWish,
  type Request,
  type RequestStatus,
} from './request.ts';

/** What every new request begins with. */
const undecided = (now: Instant) =>
  ({
    status: 'pending',
    decidedBy: null,
    decidedByName: null,
    decidedAt: null,
    decisionMessage: null,
    failure: null,
    credentialId: null,
    apiKeyId: null,
    keyOutcome: null,
    generation: null,
    createdAt: now,
    updatedAt: now,
    version: 1,
  }) as const satisfies Partial<Request>;

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
    ...undecided(now),
    organizationId: access.organizationId,
    type: 'rotate_credentials',
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
    keyWish: null,
    activeKey: access.id,
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

/** A pending request for a key (K6): nothing is made before somebody approves. */
export const keyRequest = (input: {
  readonly id: string;
  readonly actor: Pick<Actor, 'personId' | 'name' | 'organizationId'>;
  readonly wish: KeyWish;
  readonly names: {
    readonly owner: string;
    readonly resource: Pick<ApiKey, 'resourceName'>['resourceName'];
    /** Empty for a Cloud key. */
    readonly environment: string;
  };
  readonly message: string;
  readonly now: Instant;
}): Request => {
  const { id, actor, wish, names, message, now } = input;
  const named = {
    resourceName: names.resource,
    username: names.owner,
    serviceName: wish.resourceId,
    projectName: names.environment,
    groupName: '',
    requesterName: actor.name,
  };
  return {
    id,
    ...undecided(now),
    ...named,
    organizationId: actor.organizationId,
    type: 'create_api_key',
    accessId: null,
    groupId: null,
    requesterId: actor.personId,
    message,
    overlap: null,
    keyWish: wish,
    activeKey: activeKeyOf({ accessId: null, keyWish: wish }),
    searchText: requestSearchText(named),
  };
};

/** What moves a request from one status to the next. */
export type RequestEvent =
  | {
      readonly kind: 'approve';
      readonly actor: Actor;
      readonly message: string | null;
      /** Null for a key. */
      readonly generation: number | null;
    }
  | { readonly kind: 'decline'; readonly actor: Actor; readonly reason: string }
  | { readonly kind: 'delete' }
  | { readonly kind: 'overtake'; readonly by: string; readonly reason: string }
  | { readonly kind: 'provisioned'; readonly credentialId: string }
  | { readonly kind: 'key_made'; readonly apiKeyId: string }
  | { readonly kind: 'fail'; readonly failure: string }
  | { readonly kind: 'retry'; readonly generation: number | null };

const FROM = {
  approve: 'pending',
  decline: 'pending',
  delete: 'pending',
  overtake: 'pending',
  provisioned: 'provisioning',
  key_made: 'provisioning',
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
    case 'key_made':
      return {
        ...stamp,
        status: 'approved',
        apiKeyId: event.apiKeyId,
        keyOutcome: 'unviewed',
        failure: null,
      };
    case 'fail':
      return { ...stamp, status: 'failed', activeKey: null, failure: event.failure };
    case 'retry':
      return {
        ...stamp,
        status: 'provisioning',
        activeKey: activeKeyOf(request),
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

/** From which outcome each one follows. */
const OUTCOME_AFTER: { readonly [O in KeyOutcome]: readonly KeyOutcome[] } = {
  unviewed: [],
  shown: ['unviewed'],
  saved: ['shown', 'unconfirmed'],
  unconfirmed: ['shown'],
  expired: ['unviewed'],
  deleted: ['unviewed', 'shown'],
};

/** Writes down what became of a key (R18 to R20), null where that changes nothing. Once it is settled, another key of that owner for that resource may be asked for (R4). */
export const settleKey = (request: Request, outcome: KeyOutcome, now: Instant): Partial<Request> | null =>
  request.keyOutcome === null || !OUTCOME_AFTER[outcome].includes(request.keyOutcome)
    ? null
    : {
        keyOutcome: outcome,
        ...(outcome === 'shown' ? {} : { activeKey: null }),
        updatedAt: now,
        version: request.version + 1,
      };
