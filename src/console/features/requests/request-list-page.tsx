import type { ReactNode } from 'react';
import { ClipboardCheck, SearchX } from 'lucide-react';
import { Link, Outlet, useMatch } from 'react-router-dom';
import { exportRequests, listRequests } from '../../../contract/operations/requests.ts';
import type { Request } from '../../../contract/schemas/requests.ts';
import { messageOf } from '../../api/errors.ts';
import { useRead } from '../../api/queries.ts';
import { CredentialsFromUrl } from '../../parts/credentials-from-url.tsx';
import { CursorPaging } from '../../parts/cursor-paging.tsx';
import { useDensity } from '../../parts/use-density.ts';
import { useExport } from '../../parts/use-export.ts';
import { PATTERNS, paths } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { DensityToggle, ExportButton } from '../../ui/table-tools.tsx';
import { narrowRequest, REQUEST_COLUMNS, RequestLink } from './request-columns.tsx';
import type { Scope } from './request-list-spec.ts';
import { useRequestFilters, useRequestListState } from './request-list-state.ts';
import { useRowActions } from './use-row-actions.tsx';
import './request-list.css';

const GO_TO_ACCESSES = (
  <Link className={buttonClass('secondary')} to={paths.accesses()}>
    Go to Access overview
  </Link>
);

// What differs between the two lists is data.
const LISTS = {
  approvals: {
    title: 'Approvals',
    purpose: 'Changes to the accesses of your groups that need a second person’s decision.',
    emptyTitle: 'No requests yet',
    emptyText: 'When a member of one of your groups asks for new credentials, you decide about it here.',
  },
  mine: {
    title: 'Group requests',
    purpose: 'What you and your groups asked for, and what became of it.',
    emptyTitle: 'Nothing was asked for yet',
    emptyText: 'In the Access overview, open the menu of an access and choose Request credential rotation.',
  },
} as const satisfies Record<Scope, Record<'title' | 'purpose' | 'emptyTitle' | 'emptyText', string>>;

const rowId = (request: Request) => request.request_id;
const rowName = (request: Request) => request.resource_name;

/** Approvals (R7) and Group requests (R12): one list with its page state in the URL; the pane is a child route. */
export function RequestListPage({ scope }: { scope: Scope }) {
  const words = LISTS[scope];
  const state = useRequestListState();
  const list = useRead(listRequests, { query: { scope, ...state.query } }, { keepPrevious: true });
  const [density, setDensity] = useDensity();
  const exporting = useExport(exportRequests, { scope, ...state.filterQuery }, 'requests');
  const selected = useMatch(scope === 'approvals' ? PATTERNS.approval : PATTERNS.groupRequest)?.params[
    'requestId'
  ];
  const { rowMenu, dialog } = useRowActions(scope);
  const filters = useRequestFilters(state);

  const onlyPending = state.values('status').join() === 'pending';
  const waiting = (
    <Button
      size="small"
      aria-pressed={onlyPending}
      className="pressable"
      onClick={() => state.setValues('status', onlyPending ? [] : ['pending'])}
    >
      Waiting for a decision
    </Button>
  );

  const empty: ReactNode = state.filtered ? (
    <EmptyState
      icon={<SearchX size={20} aria-hidden />}
      title="No request matches"
      action={<Button onClick={state.clear}>Clear filters</Button>}
    >
      Search looks through access, service user, service, project, group and requester.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<ClipboardCheck size={20} aria-hidden />}
      title={words.emptyTitle}
      action={GO_TO_ACCESSES}
    >
      {words.emptyText}
    </EmptyState>
  );

  return (
    <>
      <PageHeader title={words.title} purpose={words.purpose} action={waiting} />
      <TableBar
        search={{ value: state.search, onChange: state.setSearch, label: 'Search requests' }}
        filters={filters}
        onClear={state.clear}
        count={{ total: list.data?.total_count, noun: ['request', 'requests'] }}
        tools={
          <>
            <DensityToggle density={density} onChange={setDensity} />
            <ExportButton onClick={exporting.start} busy={exporting.busy} />
          </>
        }
      />
      <DataTable
        caption={words.title}
        columns={REQUEST_COLUMNS}
        rows={list.data?.requests}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowRequest}
        sort={state.sort}
        onSort={state.setSort}
        renderLink={(request, content) => (
          <RequestLink scope={scope} requestId={request.request_id}>
            {content}
          </RequestLink>
        )}
        rowMenu={rowMenu}
        selectedId={selected}
        density={density}
        loading={list.isPending || list.isPlaceholderData}
        empty={empty}
        error={
          list.error === null
            ? undefined
            : { message: messageOf(list.error), onRetry: () => void list.refetch() }
        }
      />
      {list.data !== undefined && (
        <CursorPaging page={list.data} shown={list.data.requests.length} onCursor={state.goTo} />
      )}
      {dialog}
      <CredentialsFromUrl />
      <Outlet />
    </>
  );
}
