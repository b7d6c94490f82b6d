import * as z from 'zod/mini';
import { commaList, personText } from '../text.ts';
import { PRINCIPAL_KINDS, REQUEST_SORTS, REQUEST_STATUSES, REQUEST_TYPES } from '../values.ts';
import { Acl, Overlap } from './accesses.ts';
import { KeyKind, NewKey, RoleName } from './keys.ts';
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

/** What became of the credentials or the key that an approved request made. */
export const Outcome = z.enum([
  'unviewed',
  'shown',
  'saved',
  'unconfirmed',
  'expired',
  'deleted',
  'compromised',
]);
export type Outcome = z.output<typeof Outcome>;

const common = {
  request_id: z.string(),
  status: RequestStatus,
  outcome: z.optional(Outcome),
  resource_name: z.string(),
  requester: PersonRef,
  message: z.string(),
  decided_by: z.optional(PersonRef),
  decide_time: z.optional(wireTime),
  decision_message: z.optional(z.string()),
  failure: z.optional(z.string()),
  create_time: wireTime,
  update_time: wireTime,
  version: z.int(),
};
const verdicts = { approve: Verdict, decline: Verdict, delete: Verdict, retry: Verdict };

export const RotationRequest = z.object({
  request_type: z.literal('rotate_credentials'),
  ...common,
  access_id: z.string(),
  username: z.string(),
  service_name: z.string(),
  project_name: z.string(),
  requesting_group: z.object({ user_group_id: z.string(), user_group_name: z.string() }),
  overlap: Overlap,
  verdicts: z.object(verdicts),
});
export type RotationRequest = z.output<typeof RotationRequest>;

/** For a key that a second person approves; its resource, owner and environment are named as they were then. */
export const KeyRequest = z.object({
  request_type: z.literal('create_api_key'),
  ...common,
  resource: z.object({ id: z.string(), kind: KeyKind, environment_id: z.optional(z.string()) }),
  /** Empty for a Cloud key. */
  environment_name: z.string(),
  owner: z.object({ id: z.string(), kind: z.enum(PRINCIPAL_KINDS), name: z.string() }),
  description: z.string(),
  /** Once it was made; it may be gone by now. */
  key: z.optional(z.string()),
  /** `claim`: see its secret, once. */
  verdicts: z.object({ ...verdicts, claim: Verdict }),
});
export type KeyRequest = z.output<typeof KeyRequest>;

export const Request = z.discriminatedUnion('request_type', [RotationRequest, KeyRequest]);
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
  /** For a key: what it would be and be able to do. Absent where its resource or owner is gone. */
  api_key: z.optional(
    z.object({
      /** May its requester have it made now; if not, approving makes the request fail. */
      create: Verdict,
      roles: z.array(z.object({ role: RoleName, scope_name: z.string() })),
      /** Keys that its owner has, and may have. */
      used: z.int(),
      limit: z.int(),
      /** Until when the made key waits to be looked at. */
      expire_time: z.optional(wireTime),
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

export const NewRotation = z.object({
  request_type: z.literal('rotate_credentials'),
  access_id: z.string().check(z.maxLength(64)),
  message: personText(1, 500),
  overlap: z.optional(Overlap),
});
export const NewKeyRequest = z.object({
  request_type: z.literal('create_api_key'),
  ...z.pick(NewKey, { resource_id: true, owner_id: true, description: true }).shape,
  message: personText(1, 500),
});
export const NewRequest = z.discriminatedUnion('request_type', [NewRotation, NewKeyRequest]);

export const Approval = z.object({ message: z.optional(personText(0, 500)), version: seenVersion });
export const Decline = z.object({ reason: personText(1, 300), version: seenVersion });
