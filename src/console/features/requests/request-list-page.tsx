import { ClipboardCheck } from 'lucide-react';
import { Link, Outlet, useMatch } from 'react-router-dom';
import { exportRequests, listRequests } from '../../../contract/operations/requests.ts';
import type { Request } from '../../../contract/schemas/requests.ts';
import { useRead } from '../../api/queries.ts';
import { ApprovalTabs } from '../../parts/approval-tabs.tsx';
import { CredentialsFromUrl } from '../../parts/credentials-from-url.tsx';
import { KeyFromUrl } from '../../parts/key-from-url.tsx';
import { ListTable } from '../../parts/list-table.tsx';
import { useExport } from '../../parts/use-export.ts';
import { PATTERNS, paths } from '../../paths.ts';
import { Button, buttonClass } from '../../ui/button.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
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
    purpose: 'Changes to accesses, and API keys, that need a second person’s decision.',
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

  return (
    <>
      <PageHeader title={words.title} purpose={words.purpose} action={waiting} />
      {scope === 'approvals' && <ApprovalTabs current="requests" />}
      <ListTable
        state={state}
        list={list}
        noun={['request', 'requests']}
        searched="access, service user, service, project, group, requester, and owner and resource of a key"
        filters={filters}
        exporting={exporting}
        caption={words.title}
        columns={REQUEST_COLUMNS}
        rows={list.data?.requests}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowRequest}
        renderLink={(request, content) => (
          <RequestLink scope={scope} requestId={request.request_id}>
            {content}
          </RequestLink>
        )}
        rowMenu={rowMenu}
        selectedId={selected}
        empty={
          <EmptyState
            icon={<ClipboardCheck size={20} aria-hidden />}
            title={words.emptyTitle}
            action={GO_TO_ACCESSES}
          >
            {words.emptyText}
          </EmptyState>
        }
      />
      {dialog}
      <CredentialsFromUrl />
      <KeyFromUrl />
      <Outlet />
    </>
  );
}
