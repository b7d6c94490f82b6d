import type { AuditEvent as WireEvent, AuditLink as WireLink } from '../../contract/schemas/audit.ts';
import { toWireTime } from '../../contract/text.ts';
import type { AuditLink } from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';

/** An event as lists show it. */
export const auditEventView = (event: AuditEvent): WireEvent => ({
  event_id: event.id,
  time: toWireTime(event.at),
  ...(event.actorId === null ? {} : { actor_id: event.actorId }),
  actor_name: event.actorName,
  action: event.action,
  outcome: event.outcome,
  ...(event.problem === null ? {} : { problem: event.problem }),
  resource_name: event.resourceName,
  ...(event.requestId === null ? {} : { request_id: event.requestId }),
  ...(event.accessId === null ? {} : { access_id: event.accessId }),
  via: event.via,
  ...(event.viaId === null ? {} : { via_id: event.viaId }),
  ...(event.address === null ? {} : { address: event.address }),
  ...(event.callId === null ? {} : { call_id: event.callId }),
  details: { ...event.details },
});

/** A link as everybody can check it. */
export const linkView = (link: AuditLink): WireLink => ({
  sequence: link.sequence,
  event_id: link.eventId,
  event_hash: link.eventHash,
  previous_hash: link.previousHash,
  hash: link.hash,
  ...(link.signature === null ? {} : { signature: link.signature }),
});
