import { auditWords, AUDIT_VIA_WORDS } from '../../contract/audit-words.ts';
import type { Out } from '../../contract/operation.ts';
import type { AuditExportQuery } from '../../contract/schemas/audit.ts';
import { toWireTime } from '../../contract/text.ts';
import { canonicalEvent, canonicalJson, NO_HASH, plainEvent } from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import { MINUTE } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { csvFile } from '../shared/csv.ts';
import { readAll } from '../shared/paging.ts';
import { recordAudit } from '../shared/record.ts';
import { linkView } from './audit-view.ts';
import { linkNow, newestLink } from './link-events.ts';
import { linksOf } from './prove.ts';
import { auditSelection, loadAuditor } from './read-audit.ts';
import { signingKey } from './signing-key.ts';

type Filters = Out<typeof AuditExportQuery>;

/** Taking the log away is an action like others. Errors: 404, 403. */
const noteExport = (
  { store, ids, clock }: Deps,
  actorId: string,
  organizationId: string,
  query: Filters,
  format: 'csv' | 'json',
): Promise<void> =>
  store.write(async (tx) => {
    const actor = await loadAuditor(tx, actorId, organizationId);
    const details = Object.fromEntries(
      Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    );
    const lately = await tx.find('audit', {
      where: { organizationId, actorId, action: 'audit.exported', at: { above: clock.now() - MINUTE } },
    });
    // A browser asks twice: to see whether it may, and to save.
    if (lately.some((event) => canonicalJson(event.details) === canonicalJson({ format, ...details })))
      return;
    const { name: resourceName = '' } = (await tx.get('organizations', organizationId)) ?? {};
    await recordAudit(tx, ids, clock.now(), {
      actor,
      action: 'audit.exported',
      organizationId,
      resourceName,
      details: { format, ...details },
    });
  });

/** Every matching event as the lines of a CSV file, newest first (A4). Errors: 404, 403. */
export async function* exportAudit(
  deps: Deps,
  actorId: string,
  organizationId: string,
  query: Filters,
): AsyncGenerator<string> {
  const { store } = deps;
  await noteExport(deps, actorId, organizationId, query, 'csv');
  const pages = readAll((work) => store.read(work), 'audit', {
    selection: auditSelection(organizationId, query),
    column: 'at',
    direction: query.direction,
  });
  const head = [
    'When',
    'Who',
    'What',
    'Action',
    'Resource',
    'Outcome',
    'Reason',
    'From',
    'Token or key',
    'Address',
    'Call',
    'Request',
    'Access',
    'Details',
    'Event',
    'Sequence',
    'Hash',
  ];
  const withLinks = async function* (): AsyncGenerator<
    readonly (readonly [AuditEvent, { sequence: number; hash: string } | undefined])[]
  > {
    for await (const events of pages) {
      const eventId = { in: events.map(({ id }) => id) };
      const links = await store.read((tx) => tx.find('auditLinks', { where: { eventId } }));
      const byEvent = new Map(links.map((link) => [link.eventId, link]));
      yield events.map((event) => [event, byEvent.get(event.id)] as const);
    }
  };
  yield* csvFile(head, withLinks(), ([event, link]) => [
    new Date(event.at).toISOString(),
    event.actorName,
    auditWords(event.action, event.details),
    event.action,
    event.resourceName,
    event.outcome,
    event.problem ?? '',
    AUDIT_VIA_WORDS[event.via],
    event.viaId ?? '',
    event.address ?? '',
    event.callId ?? '',
    event.requestId ?? '',
    event.accessId ?? '',
    Object.keys(event.details).length === 0 ? '' : canonicalJson(event.details),
    event.id,
    link ? String(link.sequence) : '',
    link?.hash ?? '',
  ]);
}

/** The text that is signed for an export: by what it was filtered, how many events it holds, and which. */
export const exportText = (facts: {
  readonly organizationId: string;
  readonly madeAt: string;
  readonly complete: boolean;
  readonly filters: Readonly<Record<string, unknown>>;
  readonly count: number;
  readonly digest: string;
}): string =>
  `latchkey audit export 2\n${facts.organizationId}\n${facts.madeAt}\n${facts.complete ? 'complete' : 'part'}\n${canonicalJson(facts.filters)}\n${facts.count}\n${facts.digest}`;

/**
 * Every matching event with its link as one JSON document, oldest first, so that the file can be verified by itself
 * (verifyFile). Errors: 404, 403.
 */
export async function* exportAuditJson(
  deps: Deps,
  actorId: string,
  organizationId: string,
  query: Filters,
): AsyncGenerator<string> {
  const { store, digest } = deps;
  await noteExport(deps, actorId, organizationId, query, 'json');
  await linkNow(deps);
  // What is linked later may be of a time that was passed over already, and would leave a gap: it follows in the next export.
  const upTo = (await store.read((tx) => newestLink(tx, organizationId)))?.sequence ?? 0;
  const { publicKey, sign } = await signingKey(deps);
  const madeAt = toWireTime(deps.clock.now());
  const { sort: _sort, direction: _direction, ...filters } = query;
  const complete = Object.values(filters).every((value) => value === undefined);
  const head = {
    format: 'latchkey-audit-export-2',
    organization_id: organizationId,
    made_at: madeAt,
    complete,
    filters,
    public_key: publicKey,
  };
  let opening = `${JSON.stringify(head).slice(0, -1)},"pages":[`;
  let count = 0;
  let rolling = NO_HASH;
  for await (const events of readAll((work) => store.read(work), 'audit', {
    selection: auditSelection(organizationId, query),
    column: 'at',
    direction: 'asc',
  })) {
    const { own, all } = await store.read((tx) =>
      linksOf(
        tx,
        events.map(({ id }) => id),
        upTo,
      ),
    );
    const linked = new Set(own.map(({ eventId }) => eventId));
    const shown = events.filter(({ id }) => linked.has(id));
    for (const event of shown) rolling = await digest(rolling + (await digest(canonicalEvent(event))));
    count += shown.length;
    const page = JSON.stringify({ events: shown.map(plainEvent), links: all.map(linkView) });
    yield `${opening}\n${page}`;
    opening = ',';
  }
  const facts = { organizationId, madeAt, complete, filters, count, digest: rolling };
  const signature = await sign(exportText(facts));
  const end = JSON.stringify({ count, digest: rolling, signature }).slice(1);
  yield `${opening === ',' ? '' : opening}\n],${end}\n`;
}
