import type { ReactNode } from 'react';
import type { UseQueryResult } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { messageOf } from '../api/errors.ts';
import { Button } from '../ui/button.tsx';
import { DataTable } from '../ui/data-table.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { Filter } from '../ui/filter-chip.tsx';
import { TableBar } from '../ui/table-bar.tsx';
import { DensityToggle, ExportButton } from '../ui/table-tools.tsx';
import type { DataTableProps } from '../ui/table-types.ts';
import { CursorPaging, type CursorPagingProps } from './cursor-paging.tsx';
import type { useListPageState } from './list-page-state.ts';
import { useDensity } from './use-density.ts';
import type { useExport } from './use-export.ts';

type ListState = Pick<
  ReturnType<typeof useListPageState>,
  'search' | 'setSearch' | 'clearings' | 'filtered' | 'clear' | 'goTo'
> &
  Partial<Pick<ReturnType<typeof useListPageState>, 'sort' | 'setSort'>>;

export type ListTableProps<Row> = Omit<
  DataTableProps<Row>,
  'sort' | 'onSort' | 'density' | 'loading' | 'error'
> & {
  /** From `useListPageState`. */
  state: ListState;
  /** From `useRead` with `keepPrevious`; its rows go into `rows`. */
  list: UseQueryResult<CursorPagingProps['page']>;
  /** Singular and plural, as in the middle of a sentence. */
  noun: readonly [singular: string, plural: string];
  /** What the search reads: "service, project and host". */
  searched: string;
  filters: readonly Filter[];
  /** From `useExport`; absent where there is nothing to export. */
  exporting?: Pick<ReturnType<typeof useExport>, 'start' | 'busy'> | undefined;
  /** Between density and export. */
  tools?: ReactNode;
  /** Shown when there is nothing at all; what filters leave empty has words of its own. */
  empty: ReactNode;
};

/** A list whose page state is in the URL: search, filters, count and export in one row, then table and paging (R1). */
export function ListTable<Row>({
  state,
  list,
  noun,
  searched,
  filters,
  exporting,
  tools,
  empty,
  ...table
}: ListTableProps<Row>) {
  const [density, setDensity] = useDensity();
  return (
    <>
      <TableBar
        search={{
          value: state.search,
          onChange: state.setSearch,
          clearings: state.clearings,
          label: `Search ${noun[1]}`,
        }}
        filters={filters}
        onClear={state.clear}
        count={{ total: list.data?.total_count, noun }}
        tools={
          <>
            <DensityToggle density={density} onChange={setDensity} />
            {tools}
            {exporting !== undefined && <ExportButton onClick={exporting.start} busy={exporting.busy} />}
          </>
        }
      />
      <DataTable
        {...table}
        sort={state.sort}
        onSort={state.setSort}
        density={density}
        loading={list.isPending || list.isPlaceholderData}
        empty={
          // Until the answer is there, what stands is still the answer to the filters of before.
          state.filtered || list.isPlaceholderData ? (
            <EmptyState
              icon={<SearchX size={20} aria-hidden />}
              title={`No ${noun[0]} matches`}
              action={<Button onClick={state.clear}>Clear filters</Button>}
            >
              {`Search looks through ${searched}.`}
            </EmptyState>
          ) : (
            empty
          )
        }
        error={
          list.error === null
            ? undefined
            : { message: messageOf(list.error), onRetry: () => void list.refetch() }
        }
      />
      {list.data !== undefined && (
        <CursorPaging page={list.data} shown={table.rows?.length ?? 0} onCursor={state.goTo} />
      )}
    </>
  );
}
