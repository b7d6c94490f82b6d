import { TOPIC_OF_ACTION } from '../../contract/audit-words.ts';
import type { Out } from '../../contract/operation.ts';
import type {
  AuditChain,
  AuditCheck,
  AuditEventDetails,
  AuditExportQuery,
  AuditList,
  AuditQuery,
} from '../../contract/schemas/audit.ts';
import { toWireTime } from '../../contract/text.ts';
import type { AuditAction, AuditEvent } from '../../domain/audit/event.ts';
import { mayReadAudit } from '../../domain/policy/audit.ts';
import type { Actor } from '../../domain/people.ts';
import { NEVER, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Selection, Where } from '../ports/store.ts';
import { demand, ProblemError } from '../problem.ts';
import { loadActorIn } from '../shared/actor.ts';
import { readPage } from '../shared/paging.ts';
import { searchWords } from '../shared/search.ts';
import { auditEventView } from './audit-view.ts';
import { readCheck } from './check-state.ts';
import { newestLink, readAnchor } from './link-events.ts';
import { proveEvent } from './prove.ts';
import { auditPublicKey } from './signing-key.ts';
import type { ChainFault } from './verify-chain.ts';

type Filters = Out<typeof AuditExportQuery>;

/** An organization admin, the only ones who read the whole log. Errors: 404 for the organization, 403. */
export const loadAuditor = async (
  tx: ReadTransaction,
  actorId: string,
  organizationId: string,
): Promise<Actor> => {
  const actor = await loadActorIn(tx, actorId, organizationId);
  demand(mayReadAudit({ actor }));
  return actor;
};

// The record's own keys, which Object.keys cannot know.
const ACTIONS = Object.keys(TOPIC_OF_ACTION) as readonly AuditAction[];

/** Actions that are named, and those of the topics; null: all. */
const actionsOf = ({ action, topic }: Filters): readonly AuditAction[] | null => {
  if (!action && !topic) return null;
  return ACTIONS.filter((each) => action?.includes(each) === true || topic?.includes(TOPIC_OF_ACTION[each]));
};

const timeOf = ({ from, to }: Filters): Where<AuditEvent> => {
  if (from === undefined && to === undefined) return {};
  // A moment names a whole second.
  return {
    at: {
      above: from === undefined ? -1 : Date.parse(from) - 1,
      atMost: to === undefined ? NEVER : Date.parse(to) + 999,
    },
  };
};

/** The events that a query asks for. */
export const auditSelection = (organizationId: string, query: Filters): Selection<AuditEvent> => {
  const actions = actionsOf(query);
  return {
    where: {
      organizationId,
      ...(query.actor ? { actorId: { in: query.actor } } : {}),
      ...(actions ? { action: { in: actions } } : {}),
      ...(query.outcome ? { outcome: query.outcome } : {}),
      ...(query.request === undefined ? {} : { requestId: query.request }),
      ...(query.access === undefined ? {} : { accessId: query.access }),
      ...timeOf(query),
    },
    search: searchWords(query.search),
  };
};

/** One page of the audit log, newest first (A3). Errors: 404 for the organization, 403. */
export const listAuditEvents = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof AuditQuery>,
): Promise<AuditList> =>
  store.read(async (tx) => {
    await loadAuditor(tx, actorId, organizationId);
    const { rows, ...page } = await readPage(tx, 'audit', {
      selection: auditSelection(organizationId, query),
      column: 'at',
      direction: query.direction,
      limit: query.limit,
      cursor: query.cursor,
    });
    return { events: rows.map(auditEventView), ...page };
  });

/** One event with its place in the chain. Errors: 404, 403. */
export const getAuditEvent = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  eventId: string,
): Promise<AuditEventDetails> =>
  deps.store.read(async (tx) => {
    await loadAuditor(tx, actorId, organizationId);
    const event = await tx.get('audit', eventId);
    if (event?.organizationId !== organizationId)
      throw new ProblemError(
        'audit_event_not_found',
        'The audit log has no such event. Old ones may have been removed by policy.',
      );
    return { event: auditEventView(event), proof: await proveEvent(deps, tx, event) };
  });

const checkView = (at: Instant, fault: ChainFault | null): AuditCheck => ({
  checked_at: toWireTime(at),
  ...(fault
    ? {
        fault: {
          kind: fault.kind,
          message: fault.message,
          ...(fault.sequence === null ? {} : { sequence: fault.sequence }),
          ...(fault.eventId === null ? {} : { event_id: fault.eventId }),
        },
      }
    : {}),
});

/** Where the chain stands, and what verifying it last came to. Errors: 404 for the organization, 403. */
export const getAuditChain = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<AuditChain> =>
  store.read(async (tx) => {
    await loadAuditor(tx, actorId, organizationId);
    const head = await newestLink(tx, organizationId);
    const anchor = await readAnchor(tx, organizationId);
    const key = await auditPublicKey(tx);
    const check = await readCheck(tx, organizationId);
    return {
      organization_id: organizationId,
      ...(key === null ? {} : { public_key: key }),
      ...(head ? { head: { sequence: head.sequence, hash: head.hash } } : {}),
      ...(anchor
        ? {
            anchor: {
              sequence: anchor.sequence,
              hash: anchor.hash,
              until: anchor.until,
              signature: anchor.signature,
            },
          }
        : {}),
      waiting: await tx.count('auditPending', { where: { organizationId } }),
      ...(check?.at ? { check: checkView(check.at, check.fault) } : {}),
    };
  });
