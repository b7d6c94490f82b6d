import type { AuditAction } from '../../domain/audit/event.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Actor } from '../../domain/people.ts';
import type { Instant } from '../../domain/time.ts';
import type { Ids, Transaction } from '../ports/ports.ts';
import { recordAudit, SYSTEM } from '../shared/record.ts';

/** Everyone in the organization who shows incidents should look again (A5). */
export const announceIncidents = (tx: Transaction, organizationId: string): void =>
  tx.announce({ touches: ['incidents'], organizationId, personIds: null });

/** Records what became of an incident; by the system where nobody acted. */
export const recordIncident = (
  tx: Transaction,
  ids: Ids,
  now: Instant,
  actor: Actor | null,
  action: AuditAction,
  incident: Incident,
  details: Readonly<Record<string, string>> = {},
): Promise<void> =>
  recordAudit(tx, ids, now, {
    actor: actor ?? SYSTEM,
    action,
    organizationId: incident.organizationId,
    accessId: incident.accessId,
    resourceName: incident.name,
    details: { incident: incident.id, kind: incident.kind, resource: incident.resourceName, ...details },
  });
