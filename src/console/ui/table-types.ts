import type { ReactNode } from 'react';
import type { MenuItem } from './menu.tsx';

export type Column<Row> = {
  key: string;
  header: string;
  /**
   * Pixels, for what must not be cut: states, times, counts. Columns without a width share the rest evenly, so leave
   * names and lists free and give what would not fit a `hideBelow`.
   */
  width?: number;
  align?: 'start' | 'end';
  /** Present = sortable; the value that goes into the URL. */
  sortKey?: string;
  mono?: boolean;
  /** Not shown on a viewport narrower than this. */
  hideBelow?: 900 | 1100 | 1300;
  /** Full text on hover where the cell may be cut off. */
  title?: (row: Row) => string | undefined;
  cell: (row: Row) => ReactNode;
};

export type Sort = { key: string; dir: 'asc' | 'desc' };
export type Density = 'comfortable' | 'compact';

/** The two-line item that stands for a row below 700 px. */
export type NarrowItem = { title: ReactNode; secondary: ReactNode; status?: ReactNode };

/** The boxes of a list in select mode. */
export type RowSelection = {
  has: (id: string) => boolean;
  /** How much of this page is selected. */
  page: 'none' | 'some' | 'all';
  /** `range`: Shift was held, and the rows since the last one are meant. */
  onRow: (id: string, ticked: boolean, range: boolean) => void;
  onPage: (ticked: boolean) => void;
};

export type DataTableProps<Row> = {
  /** Says what the table holds; for screen readers. */
  caption: string;
  /** Declared at module scope: a new array renders every row again. The first column is the row's own name. */
  columns: readonly Column<Row>[];
  /** Undefined until the first answer. */
  rows: readonly Row[] | undefined;
  getRowId: (row: Row) => string;
  /** The row's name in plain words, for its menu and its place in the list. */
  getRowName: (row: Row) => string;
  narrow: (row: Row) => NarrowItem;
  sort?: Sort | undefined;
  onSort?: ((sort: Sort) => void) | undefined;
  /** Wraps the first cell in the router's link to the row's details; a click anywhere in the row follows it. */
  renderLink?: ((row: Row, content: ReactNode) => ReactNode) | undefined;
  /** Instead of following the link, when the row has no page of its own. */
  onOpen?: ((row: Row) => void) | undefined;
  /** Asked when the row's menu opens. */
  rowMenu?: ((row: Row) => readonly MenuItem[]) | undefined;
  /** The row whose details stand beside the table. */
  selectedId?: string | undefined;
  /** Given, every row begins with a box, and a click on a row ticks it. */
  selection?: RowSelection | undefined;
  density?: Density;
  /** First load: skeleton rows. With rows present: they stay, and the table says that it is busy. */
  loading?: boolean;
  skeletonRows?: number;
  empty?: ReactNode;
  error?: { message: string; onRetry?: (() => void) | undefined } | undefined;
};

/** Hidden by a class, so that no script runs when the window changes its size. */
export function hideClass(below: 900 | 1100 | 1300 | undefined): string | undefined {
  return below === undefined ? undefined : `hide-below-${below}`;
}
