import { memo, type MouseEvent, type ReactNode } from 'react';
import { classes } from './classes.ts';
import type { MenuItem } from './menu.tsx';
import { RowMenu } from './row-menu.tsx';
import { keepText, Tick } from './tick.tsx';
import { hideClass, type Column } from './table-types.ts';

type TableRowProps<Row> = {
  row: Row;
  name: string;
  columns: readonly Column<Row>[];
  selected: boolean;
  renderLink: ((row: Row, content: ReactNode) => ReactNode) | undefined;
  onOpen: ((row: Row) => void) | undefined;
  rowMenu: ((row: Row) => readonly MenuItem[] | undefined) | undefined;
  /** Undefined outside select mode. */
  ticked: boolean | undefined;
  onTick: ((row: Row, ticked: boolean, range: boolean) => void) | undefined;
};

function Row<Row>({
  row,
  name,
  columns,
  selected,
  renderLink,
  onOpen,
  rowMenu,
  ticked,
  onTick,
}: TableRowProps<Row>) {
  const opens = onOpen !== undefined || renderLink !== undefined;
  const act =
    ticked === undefined
      ? onOpen && (() => onOpen(row))
      : (event: MouseEvent) => onTick?.(row, !ticked, event.shiftKey);

  return (
    <tr
      className={classes(opens && 'row-opens', selected && 'row-selected', ticked && 'row-ticked')}
      aria-current={selected || undefined}
      onMouseDown={ticked === undefined ? undefined : keepText}
      onClick={opens || ticked !== undefined ? (event) => openRow(event, act) : undefined}
    >
      {ticked !== undefined && (
        <td className="cell-check">
          <Tick
            label={`Select ${name}`}
            checked={ticked}
            onChange={(on, range) => onTick?.(row, on, range)}
          />
        </td>
      )}
      {columns.map((column, index) => {
        const content = column.cell(row);
        return (
          <td
            key={column.key}
            title={column.title?.(row)}
            className={classes(
              index === 0 && 'cell-name',
              column.mono && 'mono',
              column.align === 'end' && 'cell-end',
              hideClass(column.hideBelow),
            )}
          >
            {index === 0 && renderLink !== undefined ? renderLink(row, content) : content}
          </td>
        );
      })}
      {rowMenu !== undefined && (
        <td className="cell-menu">
          <RowMenu name={name} items={() => rowMenu(row) ?? []} />
        </td>
      )}
    </tr>
  );
}

/**
 * The whole row is a target for the pointer; the keyboard and the middle button use the link in its first cell.
 * Controls inside the row, and selecting text, keep their own meaning.
 */
export function openRow(
  event: MouseEvent<HTMLElement>,
  open: ((event: MouseEvent) => void) | undefined,
): void {
  if (!(event.target instanceof Element) || event.defaultPrevented) return;
  if (event.target.closest('a, button, input, label, [popover]') !== null) return;
  if (getSelection()?.isCollapsed === false) return;
  if (open !== undefined) open(event);
  else event.currentTarget.querySelector('a')?.click();
}

// memo() forgets the type parameter; the row's shape is the caller's and is restored here.
export const TableRow = memo(Row) as typeof Row;
