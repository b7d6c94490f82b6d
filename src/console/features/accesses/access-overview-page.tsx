import { useRef, useState } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { exportAccesses, listAccesses } from '../../../contract/operations/accesses.ts';
import type { Access } from '../../../contract/schemas/accesses.ts';
import { useRead } from '../../api/queries.ts';
import { ListTable } from '../../parts/list-table.tsx';
import { isEmpty } from '../../parts/selection.ts';
import { SelectionBar } from '../../parts/selection-bar.tsx';
import { useExport } from '../../parts/use-export.ts';
import { useSelection } from '../../parts/use-selection.ts';
import { EmptyState } from '../../ui/empty-state.tsx';
import { lazily } from '../../ui/lazily.tsx';
import { PageHeader } from '../../ui/page-header.tsx';
import { SelectButton } from '../../ui/table-tools.tsx';
import { VerdictButton } from '../../ui/verdict-button.tsx';
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

  return (
    <>
      <PageHeader
        title="Access overview"
        purpose="Which service users may read and write which topics, and how their credentials stand."
      />
      <AttentionStrip />
      <ListTable
        state={state}
        list={list}
        noun={['access', 'accesses']}
        searched="access, service user, service, project, owner group and topics"
        filters={filters}
        exporting={exporting}
        tools={
          <SelectButton
            ref={selectButton}
            on={mode.on}
            onClick={() => {
              if (mode.on) mode.end();
              else mode.start();
              BulkRotationDialog.preload();
            }}
          />
        }
        caption="Accesses"
        columns={ACCESS_COLUMNS}
        rows={rows}
        getRowId={rowId}
        getRowName={rowName}
        narrow={narrowAccess}
        renderLink={accessLink}
        rowMenu={actions.menu}
        selection={mode.rows}
        empty={
          <EmptyState icon={<KeyRound size={20} aria-hidden />} title="No accesses yet">
            An access is a service user with its rights on topics. Create the first one with the HTTP API; it
            appears here at once.
          </EmptyState>
        }
      />
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
