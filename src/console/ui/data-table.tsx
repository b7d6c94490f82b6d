import { startTransition, useEffect, useMemo, useRef, useState } from 'react';
import { classes } from './classes.ts';
import { Button } from './button.tsx';
import { ErrorState } from './error-state.tsx';
import { NarrowList } from './narrow-list.tsx';
import { preloadForms } from './preload-forms.ts';
import { TableHead } from './table-head.tsx';
import { TableRow } from './table-row.tsx';
import { hideClass, type DataTableProps } from './table-types.ts';
import { NARROW, useMedia } from './use-media.ts';
import './data-table.css';

/** A stable function that always calls the newest one, so that memoised rows need not render for a new closure. */
function useLatest<A extends unknown[], R>(fn: ((...args: A) => R) | undefined) {
  const latest = useRef(fn);
  useEffect(() => {
    latest.current = fn;
  });
  const present = fn !== undefined;
  return useMemo(() => (present ? (...args: A) => latest.current?.(...args) : undefined), [present]);
}

/** More than fits on most screens. */
const FIRST_ROWS = 25;
/** Pixels per row, its line included; also in data-table.css. */
const ROW_HEIGHT = { comfortable: 40, compact: 32 } as const;

/** How many rows to draw: what can be seen at once first, the others right after the browser has painted those. */
function useDrawnRows(count: number | undefined): number {
  const [all, setAll] = useState(false);
  const waiting = !all && count !== undefined;
  useEffect(() => {
    if (!waiting) return;
    let after: ReturnType<typeof setTimeout> | undefined;
    // The first task after the frame: in the frame itself it would still hold up the paint.
    const frame = requestAnimationFrame(() => {
      after = setTimeout(() => startTransition(() => setAll(true)));
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(after);
    };
  }, [waiting]);
  return all || count === undefined ? (count ?? 0) : Math.min(count, FIRST_ROWS);
}

export function DataTable<Row>(props: DataTableProps<Row>) {
  const {
    caption,
    columns,
    rows,
    selection,
    getRowId,
    getRowName,
    sort,
    density = 'comfortable',
    loading = false,
    error,
    empty,
  } = props;
  const narrow = useMedia(NARROW);
  const openRow = useLatest(props.onOpen);
  const rowMenu = useLatest(props.rowMenu);
  const link = useLatest(props.renderLink);

  const onTick = useLatest(
    selection && ((row: Row, on: boolean, range: boolean) => selection.onRow(getRowId(row), on, range)),
  );

  const drawn = useDrawnRows(rows?.length);

  const acts = rowMenu !== undefined && rows !== undefined;
  useEffect(() => {
    if (acts) preloadForms(); // most of what a row's menu opens is a form
  }, [acts]);

  if (error !== undefined && rows === undefined) {
    return (
      <ErrorState
        title="This list could not be read"
        action={error.onRetry && <Button onClick={error.onRetry}>Try again</Button>}
      >
        {error.message}
      </ErrorState>
    );
  }
  // While the next rows are read, too: a button in it must not go from under the pointer that presses it.
  if (rows !== undefined && rows.length === 0) return <>{empty}</>;
  if (narrow) return <NarrowList {...props} />;

  const skeletons = rows === undefined ? (props.skeletonRows ?? 10) : 0;
  return (
    <table
      className={classes('table', density === 'compact' && 'table-compact')}
      aria-busy={loading || undefined}
    >
      <caption className="visually-hidden">{caption}</caption>
      <colgroup>
        {selection !== undefined && <col style={{ width: 48 }} />}
        {columns.map((column) => (
          <col
            key={column.key}
            className={hideClass(column.hideBelow)}
            style={column.width === undefined ? undefined : { width: column.width }}
          />
        ))}
        {rowMenu !== undefined && <col style={{ width: 44 }} />}
      </colgroup>
      <TableHead
        columns={columns}
        sort={sort}
        onSort={props.onSort}
        withMenu={rowMenu !== undefined}
        selection={selection}
      />
      <tbody>
        {rows?.slice(0, drawn).map((row) => {
          const id = getRowId(row);
          return (
            <TableRow
              key={id}
              row={row}
              name={getRowName(row)}
              columns={columns}
              selected={props.selectedId === id}
              renderLink={link}
              onOpen={openRow}
              rowMenu={rowMenu}
              ticked={selection?.has(id)}
              onTick={onTick}
            />
          );
        })}
        {rows !== undefined && drawn < rows.length && (
          <tr aria-hidden="true" style={{ height: (rows.length - drawn) * ROW_HEIGHT[density] }} />
        )}
        {Array.from({ length: skeletons }, (_, index) => (
          <tr key={index} className="table-skeleton" aria-hidden="true">
            {selection !== undefined && <td />}
            {columns.map((column) => (
              <td key={column.key} className={hideClass(column.hideBelow)}>
                <span
                  className="skeleton"
                  style={{ width: `${45 + ((index * 7 + column.key.length * 11) % 40)}%` }}
                />
              </td>
            ))}
            {rowMenu !== undefined && <td />}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
