import { useId, useState, type KeyboardEvent } from 'react';
import type { Filter } from './filter-chip.tsx';

const SEARCH_ABOVE = 8;

/**
 * What is ticked, at once: the caller keeps it in the URL, which takes a moment to follow. `sent` is what it was and
 * what it will be in turn; it ends when the URL arrives, or goes somewhere else.
 */
function useTicked({ values, onChange }: Filter) {
  const [sent, setSent] = useState<readonly (readonly string[])[]>([]);
  const same = (one: readonly string[]) =>
    one.length === values.length && one.every((v) => values.includes(v));
  const at = sent.findLastIndex(same);
  if (sent.length > 0 && (at === -1 || at === sent.length - 1)) setSent([]);
  const ticked = sent.at(-1) ?? values;
  const tick = (value: string, on: boolean) => {
    const next = on ? [...ticked, value] : ticked.filter((other) => other !== value);
    setSent([...(sent.length === 0 ? [values] : sent), next]);
    onChange(next);
  };
  return { ticked, tick };
}

/** The options of one filter, in a chip's panel or in the sheet; with a search above eight. Arrow keys walk them. */
export function FilterOptions({ filter, onDone }: { filter: Filter; onDone?: () => void }) {
  const [query, setQuery] = useState('');
  const { ticked, tick } = useTicked(filter);
  const name = useId();
  const searchable = filter.options.length > SEARCH_ABOVE;
  // A panel holds one filter; the sheet holds all of them, and the focus begins at its title: a field would call up the keyboard of a phone.
  const alone = onDone !== undefined;
  const wanted = query.trim().toLowerCase();
  const options = filter.options.filter((option) =>
    `${option.label} ${option.hint ?? ''}`.toLowerCase().includes(wanted),
  );

  const choose = (value: string, on: boolean) => {
    if (filter.single === true) {
      filter.onChange([value]);
      onDone?.();
    } else tick(value, on);
  };

  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const inputs = [...event.currentTarget.querySelectorAll('input')];
    const current = inputs.findIndex((input) => input === document.activeElement);
    if (event.key === 'Enter' && onDone !== undefined) {
      event.preventDefault();
      onDone();
    }
    if (filter.single === true || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    inputs[(current + (event.key === 'ArrowDown' ? 1 : inputs.length - 1)) % inputs.length]?.focus();
  };

  return (
    // Arrow keys move between the inputs inside; the group itself is no control.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div onKeyDown={onKeyDown} role="group" aria-label={filter.label}>
      {searchable && (
        <input
          className="input filter-search"
          data-autofocus={alone || undefined}
          type="search"
          value={query}
          placeholder={`Search ${filter.options.length} options`}
          aria-label={`Search in ${filter.label.toLowerCase()}`}
          onChange={(event) => setQuery(event.target.value)}
        />
      )}
      {options.map((option, index) => (
        <label key={option.value} className="choice filter-option">
          <input
            type={filter.single === true ? 'radio' : 'checkbox'}
            name={name}
            data-autofocus={(alone && !searchable && index === 0) || undefined}
            checked={ticked.includes(option.value)}
            onChange={(event) => choose(option.value, event.target.checked)}
          />
          <span className="ellipsis">{option.label}</span>
          {option.hint !== undefined && <span className="filter-hint">{option.hint}</span>}
        </label>
      ))}
      {options.length === 0 && <p className="filter-none">Nothing matches</p>}
    </div>
  );
}
