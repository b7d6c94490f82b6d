import type { ProblemCode } from '../../contract/problems.ts';
import { auditSearchText, outcomeOf, type AuditAction } from '../../domain/audit/event.ts';
import type { NotificationKind } from '../../domain/notification.ts';
import { BREAK_GLASS_PERSON } from '../../domain/people.ts';
import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { writeMails } from '../mail/write-mails.ts';
import { writeDeliveries } from '../webhooks/write-deliveries.ts';
import type { Ids, Transaction } from '../ports/ports.ts';

/** The system itself, where no person acted. */
export const SYSTEM = { personId: null, name: 'Latchkey' } as const;

export interface Occurrence {
  readonly actor: { readonly personId: string | null; readonly name: string };
  readonly action: AuditAction;
  readonly organizationId: string;
  readonly requestId?: string | null;
  readonly accessId?: string | null;
  readonly resourceName: string;
  readonly details?: Readonly<Record<string, string>>;
  /** Why it was refused; absent for what was done. */
  readonly problem?: ProblemCode;
}

/** What wakes the linker in each process; it concerns no console. */
export const AUDIT_ERRAND = 'audit';

/**
 * Writes one audit event in the transaction of what it tells of (convention 14), to be linked into the chain once that is
 * committed. Where it came from is added by the store that a call is given (withOrigin).
 */
export const recordAudit = async (
  tx: Transaction,
  ids: Ids,
  now: Instant,
  event: Occurrence,
): Promise<void> => {
  const id = ids.next('aud');
  const names = {
    actorName: event.actor.name,
    requestId: event.requestId ?? null,
    accessId: event.accessId ?? null,
    resourceName: event.resourceName,
    address: null,
  };
  await tx.insert('audit', {
    id,
    organizationId: event.organizationId,
    at: now,
    actorId: event.actor.personId,
    action: event.action,
    details: event.details ?? {},
    outcome: event.problem === undefined ? outcomeOf(event.action) : 'refused',
    problem: event.problem ?? null,
    via: 'system',
    viaId: null,
    callId: null,
    ...names,
    searchText: auditSearchText(names),
  });
  await tx.insert('auditPending', { id, organizationId: event.organizationId });
  tx.announce({ touches: [AUDIT_ERRAND], organizationId: event.organizationId, personIds: [] });
};

/** What telling people takes. */
export type Telling = Pick<Deps, 'ids' | 'mailing' | 'posting'>;

export interface Notice {
  readonly kind: NotificationKind;
  readonly organizationId: string;
  readonly personIds: readonly string[];
  readonly requestId?: string | null;
  readonly accessId?: string | null;
  readonly params: Readonly<Record<string, string>>;
  /** Addresses of nobody in particular, told by mail alone (C4). */
  readonly addresses?: readonly string[];
  /** What it reminds of: the mail of a later reminder takes the place of one that was not sent yet. */
  readonly subjectKey?: string;
}

/** Those of them who are there: somebody may have been removed, and nobody reads what break-glass is told. */
const stillThere = async (
  tx: Transaction,
  organizationId: string,
  personIds: readonly string[],
): Promise<readonly string[]> => {
  if (personIds.length === 0) return [];
  const people = await tx.find('people', { where: { organizationId, id: { in: personIds } } });
  const there = new Set(people.map(({ id }) => id));
  return personIds.filter((id) => id !== BREAK_GLASS_PERSON && there.has(id));
};

/** Tells people in the console, and by mail where mail leaves this host (R13). */
export const notify = async (tx: Transaction, deps: Telling, now: Instant, to: Notice): Promise<void> => {
  const notice = { ...to, personIds: await stillThere(tx, to.organizationId, to.personIds) };
  const told = new Map<string, string>();
  for (const personId of notice.personIds) {
    const id = deps.ids.next('ntf');
    told.set(personId, id);
    await tx.insert('notifications', {
      id,
      organizationId: notice.organizationId,
      personId,
      kind: notice.kind,
      requestId: notice.requestId ?? null,
      accessId: notice.accessId ?? null,
      params: notice.params,
      createdAt: now,
      readAt: null,
    });
  }
  if (notice.personIds.length > 0)
    tx.announce({
      touches: ['notifications'],
      organizationId: notice.organizationId,
      personIds: notice.personIds,
    });
  if (deps.mailing !== null) await writeMails(tx, deps.ids, now, notice, told);
  if (deps.posting !== null) await writeDeliveries(tx, deps.ids, now, notice);
};

/** What was asked of the approvers is settled: nobody needs to be reminded of it. */
export const settleApproverNotices = async (
  tx: Transaction,
  now: Instant,
  organizationId: string,
  requestId: string,
): Promise<void> => {
  const waiting = await tx.find('notifications', {
    where: { requestId, kind: 'request_to_approve', readAt: null },
  });
  for (const { id } of waiting) await tx.update('notifications', id, { readAt: now });
  if (waiting.length > 0)
    tx.announce({
      touches: ['notifications'],
      organizationId,
      personIds: waiting.map((notice) => notice.personId),
    });
};

/** Everyone in the organization who shows accesses or requests should look again (A5). */
export const announceGovernance = (tx: Transaction, organizationId: string): void =>
  tx.announce({ touches: ['accesses', 'requests'], organizationId, personIds: null });
