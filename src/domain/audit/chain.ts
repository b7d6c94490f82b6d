import { isObject } from '../json-object.ts';
import type { Instant } from '../time.ts';
import type { AuditEvent } from './event.ts';

/**
 * The chain of an organization's audit events (A3): one link for each event, each with the hash of the one before.
 * docs/audit.md gives the very texts that are hashed and signed.
 */
export interface AuditLink {
  /** `<organization>/<sequence, 12 digits>` */
  readonly id: string;
  readonly organizationId: string;
  /** From 1, without gaps. */
  readonly sequence: number;
  readonly eventId: string;
  /** SHA-256 of canonicalEvent, or NO_HASH where the event had gone before it was linked. Hexadecimal, as all here. */
  readonly eventHash: string;
  readonly previousHash: string;
  /** SHA-256 of linkText. */
  readonly hash: string;
  /** Of headText, by the installation's key; the last link of what was linked together has one. Base64url. */
  readonly signature: string | null;
  readonly linkedAt: Instant;
}

/** An event that waits for its link. */
export interface PendingEvent {
  /** The event's. */
  readonly id: string;
  readonly organizationId: string;
}

/** Where a chain goes on after its beginning was removed by policy: what would be the link before the first. */
export interface AuditAnchor {
  readonly organizationId: string;
  /** Of the last link that was removed; also how many were removed in all. */
  readonly sequence: number;
  readonly hash: string;
  /** The latest moment of a removed event. */
  readonly until: Instant;
  readonly signature: string;
}

/** What the first link has for the hash before it. */
export const NO_HASH = '0'.repeat(64);

export const linkId = (organizationId: string, sequence: number): string =>
  `${organizationId}/${String(sequence).padStart(12, '0')}`;

/** An event in the form that is hashed and exported: names sorted, moments in epoch milliseconds. */
export type PlainEvent = Readonly<Record<string, string | number | null | Readonly<Record<string, string>>>>;

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Everything an event says. Names are sorted by code unit, those of the details too. */
export const plainEvent = (event: AuditEvent): PlainEvent => ({
  access_id: event.accessId,
  action: event.action,
  actor_id: event.actorId,
  actor_name: event.actorName,
  address: event.address,
  at: event.at,
  call_id: event.callId,
  details: Object.fromEntries(Object.entries(event.details).sort(byName)),
  event_id: event.id,
  organization_id: event.organizationId,
  outcome: event.outcome,
  problem: event.problem,
  request_id: event.requestId,
  resource_name: event.resourceName,
  via: event.via,
  via_id: event.viaId,
});

/** JSON without white space whose names are sorted, at every depth. */
export const canonicalJson = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const fields = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(byName)
    .map(([name, item]) => `${JSON.stringify(name)}:${canonicalJson(item)}`);
  return `{${fields.join(',')}}`;
};

/** The text whose hash a link carries for its event. */
export const canonicalEvent = (event: AuditEvent): string => canonicalJson(plainEvent(event));

/** The text whose hash is a link's. */
export const linkText = (
  link: Pick<AuditLink, 'organizationId' | 'sequence' | 'eventId' | 'eventHash' | 'previousHash'>,
): string =>
  `latchkey audit link 1\n${link.organizationId}\n${link.sequence}\n${link.previousHash}\n${link.eventId}\n${link.eventHash}`;

/** The text that is signed for the newest link of what was linked together. */
export const headText = (link: Pick<AuditLink, 'organizationId' | 'sequence' | 'hash'>): string =>
  `latchkey audit head 1\n${link.organizationId}\n${link.sequence}\n${link.hash}`;

/** The text that is signed for an anchor. */
export const anchorText = (anchor: Omit<AuditAnchor, 'signature'>): string =>
  `latchkey audit anchor 1\n${anchor.organizationId}\n${anchor.sequence}\n${anchor.hash}\n${anchor.until}`;
