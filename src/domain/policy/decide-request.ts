import type { Access } from '../access/access.ts';
import type { Credential } from '../credential/credential.ts';
import type { Actor } from '../people.ts';
import type { Request } from '../request/request.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

/** Who looks at requests: an actor, who may hold the role OrganizationAdmin. */
export interface Reviewer extends Actor {
  readonly administers: boolean;
}

type Facts = {
  readonly actor: Pick<Reviewer, 'personId' | 'groupIds' | 'administers'>;
  readonly request: Pick<
    Request,
    'type' | 'status' | 'groupId' | 'groupName' | 'requesterId' | 'requesterName' | 'decidedByName'
  >;
};

/** Those a request is put before: the members of its owner group, or for a key the OrganizationAdmins. */
const isPutBefore = ({ actor, request }: Facts): Verdict => {
  if (request.type === 'create_api_key')
    return actor.administers
      ? allowed
      : refused('missing_role', { roles: 'OrganizationAdmin', resource: 'the organization' });
  return request.groupId !== null && actor.groupIds.includes(request.groupId)
    ? allowed
    : refused('not_owner_group_member', { group: request.groupName });
};

/** Decline: another one of those it is put before, once (R9). */
export const mayDeclineRequest = (facts: Facts): Verdict => {
  const { actor, request } = facts;
  const own = request.requesterId === actor.personId;
  // Whoever asks for a key need not be one of those who decide, so that comes first.
  if (own && request.type === 'create_api_key') return refused('own_key_request');
  const verdict = isPutBefore(facts);
  if (!verdict.allowed) return verdict;
  if (own) return refused('own_request', { group: request.groupName });
  if (request.status !== 'pending')
    return refused('not_pending', { status: request.status, person: request.decidedByName ?? '' });
  return allowed;
};

/**
 * Approve: as decline, and the requester must still belong to the group they asked for (R9, R17). A key is judged anew
 * when it is made: where its requester may not have it any more, the request fails and says so.
 */
export const mayApproveRequest = (facts: Facts & { readonly requesterIsMember: boolean }): Verdict => {
  const verdict = mayDeclineRequest(facts);
  if (!verdict.allowed || facts.requesterIsMember) return verdict;
  return refused('requester_left_group', {
    person: facts.request.requesterName,
    group: facts.request.groupName,
  });
};

/** Delete: the requester alone, only while pending (R12). */
export const mayDeleteRequest = ({ actor, request }: Facts): Verdict => {
  if (request.requesterId !== actor.personId)
    return refused('not_requester', { person: request.requesterName });
  if (request.status !== 'pending')
    return refused('not_pending', { status: request.status, person: request.decidedByName ?? '' });
  return allowed;
};

/**
 * Retry after a failure: anyone it is put before and the requester, since two people have agreed already (R10). Not once
 * newer credentials were made: they are what was asked for.
 */
export const mayRetryRequest = (
  facts: Facts & {
    readonly request: Pick<Request, 'generation'>;
    readonly requesterIsMember: boolean;
    /** Null once it was deleted, and for a key. */
    readonly access: Pick<Access, 'activeRequestId'> | null;
    /** The access's newest credentials, if any were made. */
    readonly newest: Pick<Credential, 'generation'> | null;
  },
): Verdict => {
  const { actor, request, access, newest } = facts;
  const key = request.type === 'create_api_key';
  const verdict = isPutBefore(facts);
  if (!verdict.allowed && !(key && request.requesterId === actor.personId)) return verdict;
  if (request.status !== 'failed') return refused('not_failed', { status: request.status });
  if (key) return allowed;
  if (access === null) return refused('access_deleted');
  if (access.activeRequestId !== null) return refused('rotation_in_progress');
  if (newest !== null && newest.generation > (request.generation ?? 0)) return refused('superseded');
  if (!facts.requesterIsMember)
    return refused('requester_left_group', { person: request.requesterName, group: request.groupName });
  return allowed;
};
