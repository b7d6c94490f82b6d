import { Link, useLocation } from 'react-router-dom';
import type { ReactNode } from 'react';
import type { Request } from '../../../contract/schemas/requests.ts';
import { RequestStatusChip } from '../../parts/request-status-chip.tsx';
import { paths } from '../../paths.ts';
import type { Column, NarrowItem } from '../../ui/table-types.ts';
import { PastTime } from '../../parts/past-time.tsx';
import type { Scope } from './request-list-spec.ts';
import { REQUEST_TYPE_WORDS } from '../../../contract/words.ts';

const groupName = (request: Request): string | undefined =>
  request.request_type === 'create_api_key' ? undefined : request.requesting_group.user_group_name;

/** Columns of both lists (R7). At module scope, so that rows do not render again with their page. */
export const REQUEST_COLUMNS: readonly Column<Request>[] = [
  {
    key: 'resource',
    header: 'Resource',
    sortKey: 'resource_name',
    title: (request) =>
      request.request_type === 'create_api_key'
        ? `API key of ${request.owner.name} for ${request.resource_name}`
        : `${request.resource_name} on ${request.service_name}, ${request.project_name}`,
    cell: (request) => request.resource_name,
  },
  {
    key: 'type',
    header: 'Type',
    width: 150,
    hideBelow: 1100,
    sortKey: 'request_type',
    cell: (request) => REQUEST_TYPE_WORDS[request.request_type],
  },
  {
    key: 'status',
    header: 'Status',
    width: 232,
    sortKey: 'status',
    cell: (request) => <RequestStatusChip status={request.status} outcome={request.outcome} />,
  },
  {
    key: 'group',
    header: 'Requesting group',
    width: 170,
    hideBelow: 1300,
    sortKey: 'requesting_group',
    title: groupName,
    // A key is asked for by a person alone.
    cell: (request) => groupName(request) ?? <span className="muted">none</span>,
  },
  {
    key: 'requester',
    header: 'Requester',
    width: 150,
    hideBelow: 900,
    sortKey: 'requester',
    title: (request) => request.requester.real_name,
    cell: (request) => request.requester.real_name,
  },
  {
    key: 'requested',
    header: 'Requested on',
    width: 150,
    sortKey: 'create_time',
    cell: (request) => <PastTime at={request.create_time} />,
  },
];

/** A request below 700 px. */
export const narrowRequest = (request: Request): NarrowItem => ({
  title: request.resource_name,
  secondary: (
    <>
      {request.requester.real_name}, <PastTime at={request.create_time} />
    </>
  ),
  status: <RequestStatusChip status={request.status} />,
});

export type RequestLinkProps = { scope: Scope; requestId: string; children: ReactNode };

/** To the request's pane beside the list as it is filtered now. Reads the URL itself: its row renders no more often. */
export function RequestLink({ scope, requestId, children }: RequestLinkProps) {
  const search = new URLSearchParams(useLocation().search);
  const to =
    scope === 'approvals' ? paths.approval(requestId, search) : paths.groupRequest(requestId, search);
  return (
    <Link to={to} preventScrollReset>
      {children}
    </Link>
  );
}
