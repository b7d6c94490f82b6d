import { ArrowDown, ArrowUp } from 'lucide-react';
import { classes } from './classes.ts';
import { Tick } from './tick.tsx';
import { hideClass, type Column, type RowSelection, type Sort } from './table-types.ts';

type TableHeadProps<Row> = {
  columns: readonly Column<Row>[];
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
  withMenu: boolean;
  selection: RowSelection | undefined;
};

export function TableHead<Row>({ columns, sort, onSort, withMenu, selection }: TableHeadProps<Row>) {
  return (
    <thead>
      <tr>
        {selection !== undefined && (
          <th scope="col" className="cell-check">
            <PageTick selection={selection} />
          </th>
        )}
        {columns.map((column) => {
          const { sortKey } = column;
          const dir = sortKey !== undefined && sort?.key === sortKey ? sort.dir : undefined;
          return (
            <th
              key={column.key}
              scope="col"
              className={classes(column.align === 'end' && 'cell-end', hideClass(column.hideBelow))}
              aria-sort={dir === undefined ? undefined : dir === 'asc' ? 'ascending' : 'descending'}
            >
              {sortKey !== undefined && onSort !== undefined ? (
                <button
                  type="button"
                  className="table-sort"
                  onClick={() => onSort({ key: sortKey, dir: dir === 'asc' ? 'desc' : 'asc' })}
                >
                  <span className="ellipsis">{column.header}</span>
                  <SortMark dir={dir} />
                </button>
              ) : (
                <span className="ellipsis table-label">{column.header}</span>
              )}
            </th>
          );
        })}
        {withMenu && (
          <th scope="col">
            <span className="visually-hidden">Actions</span>
          </th>
        )}
      </tr>
    </thead>
  );
}

/** Ticks the whole page; where some of it is ticked, the rest. */
export function PageTick({ selection }: { selection: RowSelection }) {
  return (
    <Tick
      label="Select this page"
      checked={selection.page === 'all'}
      mixed={selection.page === 'some'}
      onChange={selection.onPage}
    />
  );
}

function SortMark({ dir }: { dir: 'asc' | 'desc' | undefined }) {
  if (dir === 'desc') return <ArrowDown size={14} aria-hidden />;
  return <ArrowUp size={14} aria-hidden className={dir === undefined ? 'table-sort-idle' : undefined} />;
}
