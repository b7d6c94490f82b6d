import { useRef, useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { KeyRound, SearchX } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { exportAccesses, listAccesses } from '../../../contract/operations/accesses.ts';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { messageOf } from '../../api/errors.ts';
import { useRead } from '../../api/queries.ts';
import { CursorPaging } from '../../parts/cursor-paging.tsx';
import { isEmpty } from '../../parts/selection.ts';
import { SelectionBar } from '../../parts/selection-bar.tsx';
import { useDensity } from '../../parts/use-density.ts';
import { useExport } from '../../parts/use-export.ts';
import { useSelection } from '../../parts/use-selection.ts';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazily } from '../../ui/lazily.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { TableBar } from '../../ui/table-bar.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
import { DensityToggle, ExportButton, SelectButton } from '../../ui/table-tools.tsx';
import { ACCESS_COLUMNS, accessLink, narrowAccess } from './access-columns.tsx';
import { AttentionStrip } from './attention-strip.tsx';
import { BULK_MAX } from './bulk-limits.ts';
import { readAccessOverview } from './read-access-overview.ts';
import { useAccessActions } from './use-access-actions.tsx';
import { useAccessFilters, useAccessListState } from './use-access-filters.ts';

const BulkRotationDialog = lazily(
  async () => (await import('./bulk-rotation-dialog.tsx')).BulkRotationDialog,
);

const rowId = (access: Access) => access.access_id;
const rowName = (access: Access) => access.access_name;

const ALLOWED = { allowed: true };
const NOTHING_SELECTED = { allowed: false, message: 'Select at least one access.' };
const TOO_MANY_SELECTED = {
  allowed: false,
  message: `At most ${BULK_MAX} can be requested at a time. Narrow the list with filters.`,
};

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
  const total = list.data?.total_count ?? 0;
  const page = rows?.map(rowId) ?? [];
  const { sort, direction, ...question } = state.filterQuery;
  const selectButton = useRef<HTMLButtonElement>(null);
  const mode = useSelection(page, JSON.stringify(question), selectButton);
  const { selection } = mode;
  const [rotating, setRotating] = useState(false);
  const selected = selection.all ? total : selection.ids.size;
  const chosen = selection.all
    ? state.filterQuery
    : { access_id: [...selection.ids].join(','), sort, direction };

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
            <SelectButton
              ref={selectButton}
              on={mode.on}
              onClick={() => {
                if (mode.on) mode.end();
                else mode.start();
                BulkRotationDialog.preload();
              }}
            />
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
        selection={mode.rows}
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
      {mode.on && (
        <SelectionBar mode={mode} page={page} total={total}>
          <VerdictButton
            size="small"
            verdict={
              isEmpty(selection) ? NOTHING_SELECTED : selected > BULK_MAX ? TOO_MANY_SELECTED : ALLOWED
            }
            onClick={() => setRotating(true)}
          >
            Request credential rotation
          </VerdictButton>
          <VerdictButton
            size="small"
            busy={exporting.busy}
            verdict={isEmpty(selection) ? NOTHING_SELECTED : ALLOWED}
            onClick={() => exporting.startWith(chosen)}
          >
            Export selected
          </VerdictButton>
        </SelectionBar>
      )}
      {rotating && (
        <BulkRotationDialog
          query={chosen}
          selected={selected}
          onClose={(finished) => {
            setRotating(false);
            if (finished) mode.end();
          }}
        />
      )}
      {actions.dialogs}
    </>
  );
}
