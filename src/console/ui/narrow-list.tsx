import { classes } from './classes.ts';
import { RowMenu } from './row-menu.tsx';
import { openRow } from './table-row.tsx';
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
  loading = false,
  skeletonRows = 8,
}: DataTableProps<Row>) {
  const sortable = columns.filter((column) => column.sortKey !== undefined);
  return (
    <>
      {onSort !== undefined && sortable.length > 0 && (
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
      )}
      <ul className="narrow-list" aria-label={caption} aria-busy={loading || undefined}>
        {rows?.map((row) => {
          const item = narrow(row);
          const opens = onOpen !== undefined || renderLink !== undefined;
          const selected = selectedId === getRowId(row);
          return (
            // A larger target for the pointer only: the keyboard has the link in the title.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions
            <li
              key={getRowId(row)}
              className={classes(
                'narrow-item',
                rowMenu === undefined && 'narrow-plain',
                opens && 'row-opens',
                selected && 'row-selected',
              )}
              aria-current={selected || undefined}
              onClick={
                opens
                  ? (event) => openRow(event, onOpen === undefined ? undefined : () => onOpen(row))
                  : undefined
              }
            >
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
