import type { ApiKey } from '../api-key/api-key.ts';
import type { Instant } from '../time.ts';
import type { Overlap } from '../credential/overlap.ts';

export type RequestType = 'rotate_credentials' | 'create_api_key';
export type RequestStatus = 'pending' | 'provisioning' | 'approved' | 'declined' | 'deleted' | 'failed';

/** The key that a request of the type create_api_key asks for. */
export type KeyWish = Pick<
  ApiKey,
  'resourceKind' | 'resourceId' | 'environmentId' | 'ownerId' | 'ownerKind' | 'description'
>;

/** What became of the key that an approved request made, which may be gone by now. */
export type KeyOutcome = 'unviewed' | 'shown' | 'saved' | 'unconfirmed' | 'expired' | 'deleted';

/** A change that needs four eyes. */
export interface Request {
  readonly id: string;
  readonly organizationId: string;
  readonly type: RequestType;
  readonly status: RequestStatus;
  /** Null for a key. */
  readonly accessId: string | null;
  /**
   * Names as they stood when the request was made; what they name may be gone later. For a key: its resource, its owner
   * in the place of the service user, the resource's id and its environment in those of service and project.
   */
  readonly resourceName: string;
  readonly username: string;
  readonly serviceName: string;
  readonly projectName: string;
  /** The owner group, which decides. Null for a key, which the OrganizationAdmins decide about; its name is empty then. */
  readonly groupId: string | null;
  readonly groupName: string;
  readonly requesterId: string;
  readonly requesterName: string;
  /** The requester's words to the approvers, 1 to 500 characters. */
  readonly message: string;
  /** Null for a key: nothing old ends. */
  readonly overlap: Overlap | null;
  /** Null for a rotation. */
  readonly keyWish: KeyWish | null;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: Instant | null;
  /** The approver's message or the reason of a decline. */
  readonly decisionMessage: string | null;
  /** Why provisioning failed, in words for people. */
  readonly failure: string | null;
  readonly credentialId: string | null;
  readonly apiKeyId: string | null;
  /** Null for a rotation, whose credentials say it themselves, and before there is a key. */
  readonly keyOutcome: KeyOutcome | null;
  /** The generation that its approval or its newest retry set out to make. */
  readonly generation: number | null;
  /** See activeKeyOf; null once it is not active any more; unique (R4). */
  readonly activeKey: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly version: number;
  readonly searchText: string;
}

/** What a rotation is about; null for a key, which has a wish instead. */
export const rotationOf = ({
  accessId,
  groupId,
  overlap,
}: Pick<Request, 'accessId' | 'groupId' | 'overlap'>): {
  readonly accessId: string;
  readonly groupId: string;
  readonly overlap: Overlap;
} | null =>
  accessId === null || groupId === null || overlap === null ? null : { accessId, groupId, overlap };

/** What there may be one active request for (R4): an access, or a key of this owner for this resource. */
export const activeKeyOf = (request: {
  readonly accessId: string | null;
  readonly keyWish: Pick<KeyWish, 'ownerId' | 'resourceId'> | null;
}): string | null =>
  request.keyWish === null
    ? request.accessId
    : `api-key:${request.keyWish.ownerId}:${request.keyWish.resourceId}`;

/** What search finds a request by (R7). */
export const requestSearchText = (
  request: Pick<
    Request,
    'resourceName' | 'username' | 'serviceName' | 'projectName' | 'groupName' | 'requesterName'
  >,
): string =>
  [
    request.resourceName,
    request.username,
    request.serviceName,
    request.projectName,
    request.groupName,
    request.requesterName,
  ]
    .join('\n')
    .toLowerCase();
