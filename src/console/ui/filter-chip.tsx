import { useId, useRef, useState } from 'react';
import { ChevronDown, X } from 'lucide-react';
import { classes } from './classes.ts';
import { FilterOptions } from './filter-options.tsx';
import { Floating } from './floating.tsx';

export type FilterOption = {
  value: string;
  label: string;
  /** Beside the label: an address, a kind. */ hint?: string;
};

export type Filter = {
  key: string;
  label: string;
  options: readonly FilterOption[];
  values: readonly string[];
  onChange: (values: string[]) => void;
  /** One value at most; choosing closes the panel. */
  single?: boolean;
  /** Its one option is either on or off; the chip itself turns it. */
  toggle?: boolean;
};

/** A chip that turns its one option on and off. */
export function ToggleChip({ filter }: { filter: Filter }) {
  const on = filter.values.length > 0;
  return (
    <span className={classes('filter', on && 'filter-active')}>
      <button
        type="button"
        className="filter-main"
        aria-pressed={on}
        onClick={() => filter.onChange(on ? [] : filter.options.map(({ value }) => value))}
      >
        {filter.label}
        {on && <X size={14} aria-hidden />}
      </button>
    </span>
  );
}

/** "Status", or "Status: Pending, Approved" with a cross; the button opens the options. */
export function FilterChip({ filter }: { filter: Filter }) {
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const id = useId();
  const chosen = filter.values.map(
    (value) => filter.options.find((option) => option.value === value)?.label ?? value,
  );
  const words =
    chosen.length > 2 ? `${chosen.slice(0, 2).join(', ')} +${chosen.length - 2}` : chosen.join(', ');
  const active = chosen.length > 0;
  return (
    <span className={classes('filter', active && 'filter-active')}>
      <button
        ref={anchor}
        type="button"
        id={id}
        className="filter-main"
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {active ? (
          <>
            <span className="filter-key">{filter.label}:</span>{' '}
            <span className="filter-value ellipsis">{words}</span>
          </>
        ) : (
          <>
            {filter.label}
            <ChevronDown size={14} aria-hidden />
          </>
        )}
      </button>
      {active && (
        <button
          type="button"
          className="filter-clear"
          aria-label={`Clear ${filter.label.toLowerCase()}`}
          onClick={() => {
            filter.onChange([]);
            anchor.current?.focus();
          }}
        >
          <X size={14} aria-hidden />
        </button>
      )}
      {open && (
        <Floating
          anchor={anchor}
          role="dialog"
          label={`Filter by ${filter.label.toLowerCase()}`}
          className="filter-panel"
          onClose={() => setOpen(false)}
        >
          <FilterOptions
            filter={filter}
            onDone={() => {
              anchor.current?.focus();
              setOpen(false);
            }}
          />
        </Floating>
      )}
    </span>
  );
}
