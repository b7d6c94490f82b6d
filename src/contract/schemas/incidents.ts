import * as z from 'zod/mini';
import { commaList, personText } from '../text.ts';
import { INCIDENT_KINDS, INCIDENT_SORTS, INCIDENT_STATES, INCIDENT_VERDICTS } from '../values.ts';
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

export const IncidentKind = z.enum(INCIDENT_KINDS);
export type IncidentKind = z.output<typeof IncidentKind>;
export const IncidentState = z.enum(INCIDENT_STATES);
export type IncidentState = z.output<typeof IncidentState>;
export const IncidentVerdict = z.enum(INCIDENT_VERDICTS);
export type IncidentVerdict = z.output<typeof IncidentVerdict>;

/** Credentials that were reported as compromised (P8). Names are those of the moment of the report. */
export const Incident = z.object({
  incident_id: z.string(),
  kind: IncidentKind,
  state: IncidentState,
  /** An access's name, a service user's, or a key's id. */
  name: z.string(),
  access_id: z.optional(z.string()),
  username: z.optional(z.string()),
  project_name: z.optional(z.string()),
  /** The service, or what the key is for. */
  resource_name: z.string(),
  /** A key's cluster, or `cloud`. */
  resource_id: z.optional(z.string()),
  owner_user_group_name: z.optional(z.string()),
  key_owner_name: z.optional(z.string()),
  reason: z.string(),
  reporter: PersonRef,
  report_time: wireTime,
  /** When the platform had ended everything; absent while that is on its way. */
  revoke_time: z.optional(wireTime),
  verdict: z.optional(IncidentVerdict),
  notes: z.optional(z.string()),
  closed_by: z.optional(PersonRef),
  close_time: z.optional(wireTime),
  version: z.int(),
  verdicts: z.object({ close: Verdict }),
});
export type Incident = z.output<typeof Incident>;
export const IncidentEnvelope = z.object({ incident: Incident });

export const IncidentDetails = z.object({
  incident: Incident,
  /** Who could close the review, by name; empty when nobody could. */
  reviewers: z.array(PersonRef),
});
export type IncidentDetails = z.output<typeof IncidentDetails>;

const filters = {
  search,
  state: z.optional(commaList(IncidentState)),
  kind: z.optional(commaList(IncidentKind)),
  sort: z._default(z.enum(INCIDENT_SORTS), 'report_time'),
  direction: direction('desc'),
};
export const IncidentExportQuery = z.object(filters);
export const IncidentQuery = z.object({ ...filters, ...pageQuery });
export const IncidentList = z.object({ incidents: z.array(Incident), ...pageFields });
export type IncidentList = z.output<typeof IncidentList>;

export const CompromiseReport = z.object({ reason: personText(1, 500) });
export const IncidentClosing = z.object({
  verdict: IncidentVerdict,
  notes: personText(1, 1000),
  version: seenVersion,
});

/** What a report would end, and whom it reaches (P6). */
export const CompromisePreview = z.object({
  kind: IncidentKind,
  name: z.string(),
  resource_name: z.string(),
  /** What may be read and written with it. */
  topics: z.array(z.object({ resource_name: z.string(), operations: z.array(z.string()) })),
  acl_count: z.int(),
  /** Other accesses with an ACL on the same topics. */
  shared_topics: z.int(),
  /** Whether old credentials still work beside the new. */
  old_credentials: z.boolean(),
  /** Whether new credentials wait to be viewed or saved. */
  credentials_waiting: z.boolean(),
  /** A rotation that would be closed. */
  request_under_way: z.boolean(),
  /** The last look at its secrets, as far as they were shown here. */
  viewed: z.optional(z.object({ by: z.string(), time: wireTime })),
  last_used_time: z.optional(wireTime),
  key_owner_name: z.optional(z.string()),
  /** Who could review it, by name. */
  reviewers: z.array(PersonRef),
  verdict: Verdict,
});
export type CompromisePreview = z.output<typeof CompromisePreview>;
