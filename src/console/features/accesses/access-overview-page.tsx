import type { QueryClient } from '@tanstack/react-query';
import { KeyRound, SearchX } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { exportAccesses, listAccesses } from '../../../contract/operations/accesses.ts';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { messageOf } from '../../api/errors.ts';
import { useRead } from '../../api/queries.ts';
import { CursorPaging } from '../../parts/cursor-paging.tsx';
import { useDensity } from '../../parts/use-density.ts';
import { useExport } from '../../parts/use-export.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { DensityToggle, ExportButton } from '../../ui/table-tools.tsx';
import { ACCESS_COLUMNS, accessLink, narrowAccess } from './access-columns.tsx';
import { AttentionStrip } from './attention-strip.tsx';
import { readAccessOverview } from './read-access-overview.ts';
import { useAccessActions } from './use-access-actions.tsx';
import { useAccessFilters, useAccessListState } from './use-access-filters.ts';

const rowId = (access: Access) => access.access_id;
const rowName = (access: Access) => access.access_name;

/** Starts reading what the page shows for its URL. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ request }) => {
    readAccessOverview(queryClient, new URL(request.url).searchParams);
    return null;
  };

/** Access overview (R1). */
export function Component() {
  const state = useAccessListState();
  const list = useRead(listAccesses, { query: state.query }, { keepPrevious: true });
  const filters = useAccessFilters(state, !list.isPending);
  const [density, setDensity] = useDensity();
  const exporting = useExport(exportAccesses, state.filterQuery, 'accesses');
  const actions = useAccessActions();
  const rows = list.data?.access;

  const empty = state.filtered ? (
    <EmptyState
      icon={<SearchX size={20} aria-hidden />}
      title="No access matches"
      action={<Button onClick={state.clear}>Clear filters</Button>}
    >
      Search looks through access, service user, service, project, owner group and topics.
    </EmptyState>
  ) : (
    <EmptyState icon={<KeyRound size={20} aria-hidden />} title="No accesses yet">
      An access is a service user with its rights on topics. Create the first one with the HTTP API; it
      appears here at once.
    </EmptyState>
  );

  return (
    <>
      <PageHeader
        title="Access overview"
        purpose="Which service users may read and write which topics, and how their credentials stand."
      />
      <AttentionStrip />
      <TableBar
        search={{ value: state.search, onChange: state.setSearch, label: 'Search accesses' }}
        filters={filters}
        onClear={state.clear}
        count={{ total: list.data?.total_count, noun: ['access', 'accesses'] }}
        tools={
          <>
            <DensityToggle density={density} onChange={setDensity} />
            <ExportButton onClick={exporting.start} busy={exporting.busy} />
          </>
        }
      />
      <DataTable
        caption="Accesses"
        columns={ACCESS_COLUMNS}
        rows={rows}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowAccess}
        sort={state.sort}
        onSort={state.setSort}
        renderLink={accessLink}
        rowMenu={actions.menu}
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
        <CursorPaging page={list.data} shown={list.data.access.length} onCursor={state.goTo} />
      )}
      {actions.dialogs}
    </>
  );
}
