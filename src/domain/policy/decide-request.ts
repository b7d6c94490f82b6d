import type { Access } from '../access/access.ts';
import type { Credential } from '../credential/credential.ts';
import type { Actor } from '../people.ts';
import type { Request } from '../request/request.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

type Facts = {
  readonly actor: Pick<Actor, 'personId' | 'groupIds'>;
  readonly request: Pick<
    Request,
    'status' | 'groupId' | 'groupName' | 'requesterId' | 'requesterName' | 'decidedByName'
  >;
};

/** Decline: another member of the owner group, once (R9). */
export const mayDeclineRequest = ({ actor, request }: Facts): Verdict => {
  const group = request.groupName;
  if (!actor.groupIds.includes(request.groupId)) return refused('not_owner_group_member', { group });
  if (request.requesterId === actor.personId) return refused('own_request', { group });
  if (request.status !== 'pending')
    return refused('not_pending', { status: request.status, person: request.decidedByName ?? '' });
  return allowed;
};

/** Approve: as decline, and the requester must still belong to the group they asked for (R9, R17). */
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
 * Retry after a platform failure: any member of the owner group, since two people have agreed already (R10). Not once
 * newer credentials were made: they are what was asked for.
 */
export const mayRetryRequest = (
  facts: Facts & {
    readonly request: Pick<Request, 'generation'>;
    readonly requesterIsMember: boolean;
    /** Null once it was deleted. */
    readonly access: Pick<Access, 'activeRequestId'> | null;
    /** The access's newest credentials, if any were made. */
    readonly newest: Pick<Credential, 'generation'> | null;
  },
): Verdict => {
  const { actor, request, access, newest } = facts;
  const group = request.groupName;
  if (!actor.groupIds.includes(request.groupId)) return refused('not_owner_group_member', { group });
  if (request.status !== 'failed') return refused('not_failed', { status: request.status });
  if (access === null) return refused('access_deleted');
  if (access.activeRequestId !== null) return refused('rotation_in_progress');
  if (newest !== null && newest.generation > (request.generation ?? 0)) return refused('superseded');
  if (!facts.requesterIsMember)
    return refused('requester_left_group', { person: request.requesterName, group });
  return allowed;
};
