import { useEffect, useRef, useState, type ReactNode } from 'react';
import { ListFilter, Search, X } from 'lucide-react';
import { Button } from './button.tsx';
import { formatCount } from './format-count.ts';
import { FilterChip, ToggleChip, type Filter } from './filter-chip.tsx';
import { FilterOptions } from './filter-options.tsx';
import { Dialog } from './dialog.tsx';
import { Kbd } from './kbd.tsx';
import { NARROW, useMedia } from './use-media.ts';
import './field.css';
import './table-bar.css';

export type TableBarProps = {
  search: {
    value: string;
    /** Called 200 ms after the last key, and at once on clearing. */
    onChange: (value: string) => void;
    /** "Search accesses". */
    label: string;
    /** Another number gives up what was typed and not told yet. */
    cleared?: number;
  };
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
      <SearchBox key={search.cleared} {...search} />
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

const PAUSE_MS = 200;

function SearchBox({ value, onChange, label }: TableBarProps['search']) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  if (value !== known) {
    // Changed from outside (back button, cleared filters): the box follows, unless it is what was just typed.
    setKnown(value);
    setText(value);
  }

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (
        event.target instanceof Element &&
        event.target.closest('input, textarea, select, [popover], [aria-modal], [contenteditable]') !== null
      )
        return;
      event.preventDefault();
      input.current?.focus();
      input.current?.select();
    };
    document.addEventListener('keydown', onKey);
    return () => {
      document.removeEventListener('keydown', onKey);
      clearTimeout(timer.current);
    };
  }, []);

  const send = (next: string, wait: number) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      setKnown(next);
      onChange(next);
    }, wait);
  };
  return (
    <div className="search-box">
      <Search size={14} aria-hidden />
      <input
        ref={input}
        className="input"
        type="search"
        autoComplete="off"
        spellCheck={false}
        value={text}
        placeholder={label}
        aria-label={label}
        aria-keyshortcuts="/"
        onChange={(event) => send(event.target.value, PAUSE_MS)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(text, 0);
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (text === '') event.currentTarget.blur();
          else send('', 0);
        }}
      />
      {text === '' ? (
        <Kbd>/</Kbd>
      ) : (
        <button
          type="button"
          className="filter-clear"
          aria-label="Clear search"
          onClick={() => {
            send('', 0);
            input.current?.focus();
          }}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
