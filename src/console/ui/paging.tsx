import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from './button.tsx';
import './field.css';
import './table-bar.css';

export type PagingProps = {
  /** From 1. */
  page: number;
  pageSize: number;
  total: number;
  onPage: (page: number) => void;
  onPageSize?: ((size: number) => void) | undefined;
  pageSizes?: readonly number[];
};

const format = (count: number) => count.toLocaleString('en-GB');

/** "1–50 of 1,234" and the way to the next; a single page shows only the words. */
export function Paging({
  page,
  pageSize,
  total,
  onPage,
  onPageSize,
  pageSizes = [25, 50, 100],
}: PagingProps) {
  const pages = Math.max(1, Math.ceil(total / pageSize));
  const first = total === 0 ? 0 : (page - 1) * pageSize + 1;
  return (
    <nav className="paging" aria-label="Pages">
      <span className="num">{`${format(first)}–${format(Math.min(total, page * pageSize))} of ${format(total)}`}</span>
      {onPageSize !== undefined && (
        <label className="paging-size">
          Rows
          <select
            className="input select num"
            value={pageSize}
            onChange={(event) => onPageSize(Number(event.target.value))}
          >
            {pageSizes.map((size) => (
              <option key={size}>{size}</option>
            ))}
          </select>
        </label>
      )}
      {pages > 1 && (
        <div className="paging-pages">
          <span className="num">{`Page ${format(page)} of ${format(pages)}`}</span>
          <IconButton
            label="Previous page"
            size="small"
            disabled={page <= 1}
            onClick={() => onPage(page - 1)}
          >
            <ChevronLeft size={16} aria-hidden />
          </IconButton>
          <IconButton
            label="Next page"
            size="small"
            disabled={page >= pages}
            onClick={() => onPage(page + 1)}
          >
            <ChevronRight size={16} aria-hidden />
          </IconButton>
        </div>
      )}
    </nav>
  );
}
