import type { MouseEvent } from 'react';
import { classes } from './classes.ts';
import { RowMenu } from './row-menu.tsx';
import { PageTick } from './table-head.tsx';
import { openRow } from './table-row.tsx';
import { Tick } from './tick.tsx';
import type { DataTableProps, Sort } from './table-types.ts';

/** Below 700 px: a row is a two-line item with its state and its menu. */
export function NarrowList<Row>({
  caption,
  columns,
  rows,
  getRowId,
  getRowName,
  narrow,
  sort,
  onSort,
  renderLink,
  onOpen,
  rowMenu,
  selectedId,
  selection,
  loading = false,
  skeletonRows = 8,
}: DataTableProps<Row>) {
  const sortable = columns.filter((column) => column.sortKey !== undefined);
  return (
    <>
      {onSort !== undefined && sortable.length > 0 && (
        <div className="narrow-head">
          {selection !== undefined && <PageTick selection={selection} />}
          <label className="narrow-sort">
            <span className="muted">Sort by</span>
            <select
              value={sort === undefined ? '' : `${sort.key}:${sort.dir}`}
              onChange={(event) => onSort(parseSort(event.target.value))}
            >
              {sort === undefined && <option value="">Default order</option>}
              {sortable.map((column) => [
                <option
                  key={`${column.key}a`}
                  value={`${column.sortKey}:asc`}
                >{`${column.header}, ascending`}</option>,
                <option
                  key={`${column.key}d`}
                  value={`${column.sortKey}:desc`}
                >{`${column.header}, descending`}</option>,
              ])}
            </select>
          </label>
        </div>
      )}
      <ul className="narrow-list" aria-label={caption} aria-busy={loading || undefined}>
        {rows?.map((row) => {
          const item = narrow(row);
          const opens = onOpen !== undefined || renderLink !== undefined;
          const id = getRowId(row);
          const selected = selectedId === id;
          const ticked = selection?.has(id);
          const act =
            selection === undefined
              ? onOpen && (() => onOpen(row))
              : (event: MouseEvent) => selection.onRow(id, ticked !== true, event.shiftKey);
          return (
            // A larger target for the pointer only: the keyboard has the link in the title.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
            <li
              key={id}
              className={classes(
                'narrow-item',
                rowMenu === undefined && 'narrow-plain',
                opens && 'row-opens',
                selected && 'row-selected',
                ticked === true && 'row-ticked',
              )}
              aria-current={selected || undefined}
              onClick={opens || selection !== undefined ? (event) => openRow(event, act) : undefined}
            >
              {selection !== undefined && (
                <Tick
                  label={`Select ${getRowName(row)}`}
                  checked={ticked === true}
                  onChange={(on, range) => selection.onRow(id, on, range)}
                />
              )}
              <div className="narrow-text">
                <div className="narrow-title cell-name ellipsis">
                  {renderLink === undefined ? item.title : renderLink(row, item.title)}
                </div>
                <div className="narrow-secondary ellipsis">{item.secondary}</div>
              </div>
              {item.status}
              {rowMenu !== undefined && <RowMenu name={getRowName(row)} items={() => rowMenu(row)} />}
            </li>
          );
        })}
        {rows === undefined &&
          Array.from({ length: skeletonRows }, (_, index) => (
            <li key={index} className="narrow-item table-skeleton" aria-hidden="true">
              <div className="narrow-text">
                <div className="narrow-title">
                  <span className="skeleton" style={{ width: `${40 + ((index * 13) % 30)}%` }} />
                </div>
                <div className="narrow-secondary">
                  <span className="skeleton" style={{ width: `${55 + ((index * 7) % 35)}%` }} />
                </div>
              </div>
            </li>
          ))}
      </ul>
    </>
  );
}

function parseSort(value: string): Sort {
  const [key = '', dir] = value.split(':');
  return { key, dir: dir === 'desc' ? 'desc' : 'asc' };
}
