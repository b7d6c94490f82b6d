import type { QueryClient } from '@tanstack/react-query';
import { FileJson, ScrollText, ShieldX } from 'lucide-react';
import { Outlet, useMatch, useSearchParams, type LoaderFunction } from 'react-router-dom';
import {
  exportAudit,
  exportAuditJson,
  getAuditChain,
  listAuditEvents,
} from '../../../contract/operations/audit.ts';
import { ApiError, messageOf } from '../../api/errors.ts';
import { prefetch, useRead } from '../../api/queries.ts';
import { ListTable } from '../../parts/list-table.tsx';
import { useExport } from '../../parts/use-export.ts';
import { PATTERNS } from '../../paths.ts';
import { Button } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { AUDIT_COLUMNS, eventId, eventLink, eventName, narrowEvent } from './audit-columns.tsx';
import { useAuditFilters, useAuditListState } from './audit-filters.ts';
import { auditListArgs } from './audit-list-spec.ts';
import { ChangedLog } from './changed-log.tsx';

/** Starts reading what the page shows for its URL. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ request }) => {
    prefetch(queryClient, listAuditEvents, auditListArgs(new URL(request.url).searchParams));
    return null;
  };

/** The organization's audit log, newest first (A3); an event's pane is a child route, and so its link. */
export function Component() {
  const [params] = useSearchParams();
  const state = useAuditListState();
  const list = useRead(listAuditEvents, auditListArgs(params), { keepPrevious: true });
  // Asked by those who may read it: a refusal would be one more event.
  const chain = useRead(getAuditChain, {}, { enabled: list.data !== undefined });
  const filters = useAuditFilters(state, list.data?.events);
  const asCsv = useExport(exportAudit, state.filterQuery, 'audit');
  const asJson = useExport(exportAuditJson, state.filterQuery, 'audit', {}, 'json');
  const selected = useMatch(PATTERNS.auditEvent)?.params['eventId'];
  const refused = list.error instanceof ApiError && list.error.status === 403 ? list.error : null;
  return (
    <>
      <PageHeader
        title="Audit log"
        purpose="Who did what, on which resource, when, from where, and with what outcome. Nothing here can be changed without being found."
      />
      {chain.data?.check !== undefined && <ChangedLog check={chain.data.check} />}
      {refused ? (
        <EmptyState icon={<ShieldX size={20} aria-hidden />} title="The audit log is for organization admins">
          {messageOf(refused)} The story of your own requests stands in Group requests.
        </EmptyState>
      ) : (
        <ListTable
          state={state}
          list={list}
          noun={['event', 'events']}
          searched="resource, person, address, request and access"
          filters={filters}
          exporting={asCsv}
          tools={
            <Button
              variant="quiet"
              size="small"
              icon={<FileJson size={16} aria-hidden />}
              busy={asJson.busy}
              onClick={asJson.start}
            >
              Export JSON
            </Button>
          }
          caption="Audit log"
          columns={AUDIT_COLUMNS}
          rows={list.data?.events}
          getRowId={eventId}
          getRowName={eventName}
          narrow={narrowEvent}
          renderLink={eventLink}
          selectedId={selected}
          empty={
            <EmptyState icon={<ScrollText size={20} aria-hidden />} title="Nothing was recorded yet">
              Every action, every look at a secret and every refusal appears here.
            </EmptyState>
          }
        />
      )}
      <Outlet />
    </>
  );
}
