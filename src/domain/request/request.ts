import type { Instant } from '../time.ts';
import type { Overlap } from '../credential/overlap.ts';

export type RequestType = 'rotate_credentials';
export type RequestStatus = 'pending' | 'provisioning' | 'approved' | 'declined' | 'deleted' | 'failed';

/** A change that needs four eyes. */
export interface Request {
  readonly id: string;
  readonly organizationId: string;
  readonly type: RequestType;
  readonly status: RequestStatus;
  readonly accessId: string;
  /** Names as they stood when the request was made; the access may be gone later. */
  readonly resourceName: string;
  readonly username: string;
  readonly serviceName: string;
  readonly projectName: string;
  readonly groupId: string;
  readonly groupName: string;
  readonly requesterId: string;
  readonly requesterName: string;
  /** The requester's words to the approvers, 1 to 500 characters. */
  readonly message: string;
  readonly overlap: Overlap;
  readonly decidedBy: string | null;
  readonly decidedByName: string | null;
  readonly decidedAt: Instant | null;
  /** The approver's message or the reason of a decline. */
  readonly decisionMessage: string | null;
  /** Why provisioning failed, in words for people. */
  readonly failure: string | null;
  readonly credentialId: string | null;
  /** The generation that its approval or its newest retry set out to make. */
  readonly generation: number | null;
  /** Equals the access id while this is the access's active rotation, null otherwise; unique (R4). */
  readonly activeKey: string | null;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
  readonly version: number;
  readonly searchText: string;
}

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
