import { ChevronFirst, ChevronLast, ChevronLeft, ChevronRight } from 'lucide-react';
import { formatCount } from '../ui/format-count.ts';
import { IconButton } from '../ui/button.tsx';
import '../ui/table-bar.css';

export type CursorPagingProps = {
  /** The list's answer: opaque cursors, absent at either end. */
  page: {
    first?: string | undefined;
    prev?: string | undefined;
    next?: string | undefined;
    last?: string | undefined;
    total_count: number;
    offset: number;
  };
  /** How many rows this page holds. */
  shown: number;
  /** No cursor is the first page. */
  onCursor: (cursor: string | undefined) => void;
};

/** "51–100 of 1,234" and the ways to the other pages; a single page shows only the words. */
export function CursorPaging({ page, shown, onCursor }: CursorPagingProps) {
  const { offset, total_count: total } = page;
  if (shown === 0) return null;
  const several = offset > 0 || offset + shown < total;
  const step = (label: string, cursor: string | undefined, there: boolean, Icon: typeof ChevronLeft) => (
    <IconButton
      label={label}
      size="small"
      // Not `disabled`, which would drop the focus of whoever pages to the end with the keyboard.
      aria-disabled={!there || undefined}
      className="page-step"
      onClick={() => {
        if (there) onCursor(cursor);
      }}
    >
      <Icon size={16} aria-hidden />
    </IconButton>
  );
  return (
    <nav className="paging" aria-label="Pages">
      <span
        className="num"
        role="status"
      >{`${formatCount(offset + 1)}–${formatCount(offset + shown)} of ${formatCount(total)}`}</span>
      {several && (
        <div className="paging-pages">
          {step('First page', undefined, offset > 0, ChevronFirst)}
          {step('Previous page', page.prev, page.prev !== undefined, ChevronLeft)}
          {step('Next page', page.next, page.next !== undefined, ChevronRight)}
          {step('Last page', page.last, page.next !== undefined, ChevronLast)}
        </div>
      )}
    </nav>
  );
}
