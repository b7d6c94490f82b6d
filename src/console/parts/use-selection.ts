import { useCallback, useMemo, useReducer, useState, type RefObject } from 'react';
import type { RowSelection } from '../ui/table-types.ts';
import {
  changeSelection,
  isSelected,
  NOTHING,
  pageState,
  type Selection,
  type SelectionAction,
} from './selection.ts';

export type SelectMode = {
  /** Whether the list shows its boxes. */
  on: boolean;
  /** It has no other mode: `end` only forgets what was selected. */
  always: boolean;
  start: () => void;
  /** Leaves select mode and forgets what was selected; the focus goes back to the button that began it. */
  end: () => void;
  selection: Selection;
  change: (action: SelectionAction) => void;
  /** For DataTable; undefined while off. */
  rows: RowSelection | undefined;
};

type Mode = { readonly on: boolean; readonly selection: Selection };

const reduce = (mode: Mode, action: SelectionAction | 'start' | 'end'): Mode =>
  typeof action === 'string'
    ? { on: action === 'start', selection: NOTHING }
    : { ...mode, selection: changeSelection(mode.selection, action) };

const OFF: Mode = { on: false, selection: NOTHING };

/**
 * Select mode of a list: ticked rows survive paging, sorting and live changes; another `question` (search and filters)
 * ends the selection. Not in the URL: a selection is about to be acted on by the person who made it. Without a trigger
 * the boxes are always there.
 */
export function useSelection(
  page: readonly string[],
  question: string,
  trigger?: RefObject<HTMLButtonElement | null>,
): SelectMode {
  const always = trigger === undefined;
  const [mode, change] = useReducer(reduce, OFF);
  const on = always || mode.on;
  const { selection } = mode;
  const [asked, setAsked] = useState(question);
  if (asked !== question) {
    setAsked(question);
    if (on) change({ type: 'filters' });
  }

  // One string, so that a list read again with the same rows changes nothing.
  const key = page.join('\n');
  const rows = useMemo((): RowSelection | undefined => {
    if (!on) return undefined;
    const ids = key === '' ? [] : key.split('\n');
    return {
      has: (id) => isSelected(selection, id),
      page: pageState(selection, ids),
      onRow: (id, ticked, range) => change({ type: 'row', id, on: ticked, range, page: ids }),
      onPage: (ticked) => change({ type: 'page', on: ticked, page: ids }),
    };
  }, [on, selection, key]);

  return {
    on,
    always,
    start: useCallback(() => change('start'), []),
    end: useCallback(() => {
      change('end');
      if (trigger !== undefined) trigger.current?.focus({ preventScroll: true });
    }, [trigger]),
    selection,
    change,
    rows,
  };
}
