import { useEffect, useRef, useState } from 'react';
import { Search, X } from 'lucide-react';
import { classes } from './classes.ts';
import { Kbd } from './kbd.tsx';
import './field.css';
import './table-bar.css';

export type SearchBoxProps = {
  value: string;
  /** Called 200 ms after the last key; at once on clearing and on Enter. */
  onChange: (value: string) => void;
  /** Another number each time that the list was cleared, with whatever was typed a moment before. */
  clearings: number;
  /** "Search accesses". */
  label: string;
};

const PAUSE_MS = 200;
/** Characters that an ordinary box has room for. */
const LONG = 19;

export function SearchBox({ value, onChange, clearings, label }: SearchBoxProps) {
  const input = useRef<HTMLInputElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [text, setText] = useState(value);
  const [known, setKnown] = useState({ value, clearings });
  const [changes, setChanges] = useState(0);
  if (value !== known.value || clearings !== known.clearings) {
    // Changed from outside (back button, cleared filters): the box follows, unless it is what was just typed.
    setKnown({ value, clearings });
    setText(value);
    setChanges(changes + 1);
  }
  // What was typed just before such a change is not searched for after it.
  useEffect(() => () => clearTimeout(timer.current), [changes]);

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
    };
  }, []);

  const send = (next: string) => {
    clearTimeout(timer.current);
    if (next === known.value) return;
    setKnown({ value: next, clearings });
    onChange(next);
  };
  const write = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => send(next), PAUSE_MS);
  };
  const clear = () => {
    setText('');
    send('');
  };
  return (
    <div className={classes('search-box', label.length > LONG && 'search-box-long')}>
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
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') send(text);
          if (event.key !== 'Escape') return;
          event.preventDefault();
          if (text === '') event.currentTarget.blur();
          else clear();
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
            clear();
            input.current?.focus();
          }}
        >
          <X size={14} aria-hidden />
        </button>
      )}
    </div>
  );
}
