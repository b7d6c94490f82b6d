import * as z from 'zod/mini';
import { commaList, moment } from '../text.ts';
import { AUDIT_OUTCOMES, AUDIT_SORTS, AUDIT_TOPICS, AUDIT_VIAS } from '../values.ts';
import { Request } from './requests.ts';
import { direction, pageFields, pageQuery, PersonRef, search, wireTime } from './shared.ts';

export const AuditVia = z.enum(AUDIT_VIAS);
export type AuditVia = z.output<typeof AuditVia>;

export const AuditOutcome = z.enum(AUDIT_OUTCOMES);
export type AuditOutcome = z.output<typeof AuditOutcome>;

export const AuditTopic = z.enum(AUDIT_TOPICS);
export type AuditTopic = z.output<typeof AuditTopic>;

export const AuditEvent = z.object({
  event_id: z.string(),
  time: wireTime,
  /** Absent where the system acted by itself. */
  actor_id: z.optional(z.string()),
  actor_name: z.string(),
  action: z.string(),
  outcome: AuditOutcome,
  problem: z.optional(z.string()),
  resource_name: z.string(),
  request_id: z.optional(z.string()),
  access_id: z.optional(z.string()),
  via: AuditVia,
  /** The token's prefix or the API key's id. */
  via_id: z.optional(z.string()),
  address: z.optional(z.string()),
  /** As in the answer's `x-request-id`. */
  call_id: z.optional(z.string()),
  details: z.record(z.string(), z.string()),
});
export type AuditEvent = z.output<typeof AuditEvent>;

const filters = {
  /** Found in resource, person, request, access or address. */
  search,
  actor: z.optional(commaList(z.string())),
  action: z.optional(commaList(z.string(), 100)),
  topic: z.optional(commaList(AuditTopic)),
  outcome: z.optional(AuditOutcome),
  request: z.optional(z.string().check(z.maxLength(64))),
  access: z.optional(z.string().check(z.maxLength(64))),
  /** From this moment on, and up to that one. */
  from: z.optional(moment),
  to: z.optional(moment),
  sort: z._default(z.enum(AUDIT_SORTS), 'time'),
  direction: direction('desc'),
};

export const AuditQuery = z.object({ ...filters, ...pageQuery });
export const AuditExportQuery = z.object(filters);

export const AuditList = z.object({ events: z.array(AuditEvent), ...pageFields });
export type AuditList = z.output<typeof AuditList>;

/** A link of the chain; docs/audit.md says what is hashed. */
export const AuditLink = z.object({
  sequence: z.int(),
  event_id: z.string(),
  event_hash: z.string(),
  previous_hash: z.string(),
  hash: z.string(),
  signature: z.optional(z.string()),
});
export type AuditLink = z.output<typeof AuditLink>;

/** What the chain says of one event, worked out when it was asked. */
export const AuditProof = z.object({
  /** waiting: not linked yet, which takes about a second. broken: it is not what was linked, or the links do not fit. */
  state: z.enum(['verified', 'waiting', 'broken']),
  /** What does not fit, in words. */
  fault: z.optional(z.string()),
  link: z.optional(AuditLink),
  /** The link whose signature covers this one. */
  signed_by: z.optional(z.object({ sequence: z.int(), signature: z.string() })),
});
export type AuditProof = z.output<typeof AuditProof>;

export const AuditEventDetails = z.object({ event: AuditEvent, proof: AuditProof });
export type AuditEventDetails = z.output<typeof AuditEventDetails>;

export const AuditAnchor = z.object({
  sequence: z.int(),
  hash: z.string(),
  until: z.int(),
  signature: z.string(),
});

export const AuditCheck = z.object({
  checked_at: wireTime,
  /** The first thing that did not fit; absent where everything did. */
  fault: z.optional(
    z.object({
      kind: z.enum(['changed', 'missing', 'reordered', 'unlinked', 'cut', 'unsigned']),
      sequence: z.optional(z.int()),
      event_id: z.optional(z.string()),
      message: z.string(),
    }),
  ),
});
export type AuditCheck = z.output<typeof AuditCheck>;

export const AuditChain = z.object({
  organization_id: z.string(),
  /** SPKI in base64url; absent before anything was linked. */
  public_key: z.optional(z.string()),
  head: z.optional(z.object({ sequence: z.int(), hash: z.string() })),
  /** Where the chain begins, once its beginning was removed by policy. */
  anchor: z.optional(AuditAnchor),
  /** Events that are not linked yet. */
  waiting: z.int(),
  /** What verifying all of it last came to; absent before the first time. */
  check: z.optional(AuditCheck),
});
export type AuditChain = z.output<typeof AuditChain>;

/** An event as it is hashed: names sorted, moments in epoch milliseconds. */
export const PlainEvent = z.record(
  z.string(),
  z.union([z.string(), z.number(), z.null(), z.record(z.string(), z.string())]),
);

/** What exportAuditJson streams. */
export const AuditExport = z.object({
  format: z.literal('latchkey-audit-export-2'),
  organization_id: z.string(),
  made_at: wireTime,
  /** Without filters. */
  complete: z.boolean(),
  /** As they were asked for; none in what is complete. */
  filters: z.record(z.string(), z.unknown()),
  public_key: z.string(),
  pages: z.array(z.object({ events: z.array(PlainEvent), links: z.array(AuditLink) })),
  count: z.int(),
  digest: z.string(),
  signature: z.string(),
});
export type AuditExport = z.output<typeof AuditExport>;

export const Evidence = z.object({
  format: z.literal('latchkey-evidence-1'),
  read_me: z.array(z.string()),
  made_at: wireTime,
  made_by: PersonRef,
  organization: z.object({ organization_id: z.string(), organization_name: z.string() }),
  /** As its maker saw it. */
  request: Request,
  /** Of whom the request and its events tell. */
  people: z.array(z.object({ user_id: z.string(), real_name: z.string(), user_email: z.string() })),
  events: z.array(PlainEvent),
  /** What `events` must hold. */
  index: z.array(z.object({ event_id: z.string(), sequence: z.int() })),
  /** For each event its link and those behind it, up to the next that is signed. */
  links: z.array(AuditLink),
  /** The newest link when this was made. */
  head: z.optional(AuditLink),
  public_key: z.string(),
  /** Of everything above. */
  signature: z.string(),
});
export type Evidence = z.output<typeof Evidence>;
