import * as z from 'zod/mini';
import { commaList, personText } from '../text.ts';
import { REQUEST_SORTS, REQUEST_STATUSES, REQUEST_TYPES } from '../values.ts';
import { Acl, Overlap } from './accesses.ts';
import {
  direction,
  pageFields,
  pageQuery,
  PersonRef,
  search,
  seenVersion,
  Verdict,
  wireTime,
} from './shared.ts';

export const RequestType = z.enum(REQUEST_TYPES);
export type RequestType = z.output<typeof RequestType>;

export const RequestStatus = z.enum(REQUEST_STATUSES);
export type RequestStatus = z.output<typeof RequestStatus>;

/** What became of the credentials that an approved request made. */
export const Outcome = z.enum(['unviewed', 'shown', 'saved', 'unconfirmed', 'expired', 'compromised']);
export type Outcome = z.output<typeof Outcome>;

export const Request = z.object({
  request_id: z.string(),
  request_type: RequestType,
  status: RequestStatus,
  outcome: z.optional(Outcome),
  resource_name: z.string(),
  access_id: z.string(),
  username: z.string(),
  service_name: z.string(),
  project_name: z.string(),
  requesting_group: z.object({ user_group_id: z.string(), user_group_name: z.string() }),
  requester: PersonRef,
  message: z.string(),
  overlap: Overlap,
  decided_by: z.optional(PersonRef),
  decide_time: z.optional(wireTime),
  decision_message: z.optional(z.string()),
  failure: z.optional(z.string()),
  create_time: wireTime,
  update_time: wireTime,
  version: z.int(),
  verdicts: z.object({ approve: Verdict, decline: Verdict, delete: Verdict, retry: Verdict }),
});
export type Request = z.output<typeof Request>;

export const HistoryEntry = z.object({
  time: wireTime,
  actor_name: z.string(),
  action: z.string(),
  details: z.record(z.string(), z.string()),
});
export type HistoryEntry = z.output<typeof HistoryEntry>;

/** Everything needed to decide (R8). */
export const RequestDetails = z.object({
  request: Request,
  /** Absent when the access is gone. */
  access: z.optional(
    z.object({
      version: z.int(),
      acls: z.array(Acl),
      certificate_not_after_time: z.optional(wireTime),
      /** May the reader see the new credentials now (R14). */
      review_credentials: Verdict,
      retire_old_credentials: Verdict,
      credentials_expire_time: z.optional(wireTime),
      old_credentials: z.optional(z.object({ valid_until_time: z.optional(wireTime), open: z.boolean() })),
      passwords_overlap: z.boolean(),
      /** Other accesses with an ACL on the same topics: who else reads and writes there. */
      shared_topics: z.int(),
    }),
  ),
  approvers: z.array(PersonRef),
  history: z.array(HistoryEntry),
});
export type RequestDetails = z.output<typeof RequestDetails>;

export const RequestEnvelope = z.object({ request: Request });

const filters = {
  /** approvals: of my groups, or all an organization admin may see. mine: what I and my groups asked for. */
  scope: z._default(z.enum(['approvals', 'mine']), 'approvals'),
  search,
  type: z.optional(commaList(RequestType)),
  status: z.optional(commaList(RequestStatus)),
  requester: z.optional(commaList(z.string())),
  group: z.optional(commaList(z.string())),
  sort: z._default(z.enum(REQUEST_SORTS), 'create_time'),
  direction: direction('desc'),
};

export const RequestQuery = z.object({ ...filters, ...pageQuery });
export const RequestExportQuery = z.object(filters);

export const RequestList = z.object({ requests: z.array(Request), ...pageFields });
export type RequestList = z.output<typeof RequestList>;

export const RequestFilters = z.object({
  requesters: z.array(PersonRef),
  groups: z.array(z.object({ user_group_id: z.string(), user_group_name: z.string() })),
});

export const RequestSummary = z.object({ waiting_for_me: z.int() });

export const NewRequest = z.object({
  request_type: RequestType,
  access_id: z.string().check(z.maxLength(64)),
  message: personText(1, 500),
  overlap: z.optional(Overlap),
});

export const Approval = z.object({ message: z.optional(personText(0, 500)), version: seenVersion });
export const Decline = z.object({ reason: personText(1, 300), version: seenVersion });
