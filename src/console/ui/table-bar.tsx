import { useState, type ReactNode } from 'react';
import { ListFilter } from 'lucide-react';
import { Button } from './button.tsx';
import { formatCount } from './format-count.ts';
import { FilterChip, ToggleChip, type Filter } from './filter-chip.tsx';
import { FilterOptions } from './filter-options.tsx';
import { Dialog } from './dialog.tsx';
import { SearchBox, type SearchBoxProps } from './search-box.tsx';
import { NARROW, useMedia } from './use-media.ts';
import './table-bar.css';

export type TableBarProps = {
  search: SearchBoxProps;
  filters: readonly Filter[];
  onClear: () => void;
  /** How many there are; undefined while unknown. `noun` is singular and plural. */
  count: { total: number | undefined; noun: readonly [string, string] };
  /** Density and export, at the right. */
  tools?: ReactNode;
};

export function TableBar({ search, filters, onClear, count, tools }: TableBarProps) {
  const narrow = useMedia(NARROW);
  const [sheet, setSheet] = useState(false);
  const active = filters.filter((filter) => filter.values.length > 0).length;
  const total =
    count.total === undefined
      ? ''
      : `${formatCount(count.total)} ${count.total === 1 ? count.noun[0] : count.noun[1]}`;
  return (
    <div className="table-bar" role="search" aria-label={search.label}>
      <SearchBox {...search} />
      {narrow ? (
        filters.length > 0 && (
          <Button
            icon={<ListFilter size={16} aria-hidden />}
            aria-haspopup="dialog"
            onClick={() => setSheet(true)}
          >
            {active === 0 ? 'Filters' : `Filters (${active})`}
          </Button>
        )
      ) : (
        <>
          {filters.map((filter) =>
            filter.toggle === true ? (
              <ToggleChip key={filter.key} filter={filter} />
            ) : (
              <FilterChip key={filter.key} filter={filter} />
            ),
          )}
          {active > 0 && (
            <Button variant="quiet" size="small" onClick={onClear}>
              Clear
            </Button>
          )}
        </>
      )}
      <div className="table-bar-end">
        <span className="table-count num" role="status">
          {total}
        </span>
        {tools}
      </div>
      {sheet && (
        <Dialog
          title="Filters"
          size="small"
          placement="bottom"
          onRequestClose={() => setSheet(false)}
          actions={
            <>
              <Button onClick={onClear}>Clear all</Button>
              <Button variant="primary" onClick={() => setSheet(false)}>
                {total === '' ? 'Show' : `Show ${total}`}
              </Button>
            </>
          }
        >
          {filters.map((filter) => (
            <section key={filter.key} className="sheet-filter">
              <h3>{filter.label}</h3>
              <FilterOptions filter={filter} />
            </section>
          ))}
        </Dialog>
      )}
    </div>
  );
}
