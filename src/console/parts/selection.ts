import { NAMED_ACCESSES_MAX } from '../../contract/values.ts';

/** How many rows can be ticked one by one, over all pages; beyond that one selects all that match. */
export const TICKED_MAX = NAMED_ACCESSES_MAX;

/** Which rows of a list are selected. Pure, so that it is tested against a plain set. */
export type Selection = {
  /** Everything that matches the filters, also on pages that nobody has seen; `ids` is empty then. */
  readonly all: boolean;
  /** Ticked one by one, in that order. */
  readonly ids: ReadonlySet<string>;
  /** The row ticked or unticked last: a range begins there. */
  readonly anchor: string | undefined;
  /** What the last change did besides: some did not fit, or other filters ended the selection. */
  readonly note: 'full' | 'cleared' | undefined;
};

export const NOTHING: Selection = { all: false, ids: new Set(), anchor: undefined, note: undefined };

export type SelectionAction =
  /** One row; with `range` (Shift) all rows from the last one to it, in the order of the page. */
  | {
      readonly type: 'row';
      readonly id: string;
      readonly on: boolean;
      readonly range: boolean;
      readonly page: readonly string[];
    }
  | { readonly type: 'page'; readonly on: boolean; readonly page: readonly string[] }
  | { readonly type: 'all' }
  | { readonly type: 'clear' }
  /** The list is about something else now. */
  | { readonly type: 'filters' };

export function changeSelection(selection: Selection, action: SelectionAction): Selection {
  switch (action.type) {
    case 'row': {
      const ids = action.range ? rangeTo(selection.anchor, action.id, action.page) : [action.id];
      return { ...turn(selection, ids, action.on, action.page), anchor: action.id };
    }
    case 'page':
      return turn(selection, action.page, action.on, action.page);
    case 'all':
      return { ...NOTHING, all: true };
    case 'clear':
      return NOTHING;
    case 'filters':
      return isEmpty(selection) ? NOTHING : { ...NOTHING, note: 'cleared' };
  }
}

export const isEmpty = ({ all, ids }: Selection): boolean => !all && ids.size === 0;
export const isSelected = ({ all, ids }: Selection, id: string): boolean => all || ids.has(id);

/** How much of a page is selected: what its own box shows. */
export function pageState(selection: Selection, page: readonly string[]): 'none' | 'some' | 'all' {
  const count = page.filter((id) => isSelected(selection, id)).length;
  return count === 0 ? 'none' : count === page.length ? 'all' : 'some';
}

/** Unticking where everything is selected keeps what can be seen: the rest of the page. */
function turn(selection: Selection, ids: readonly string[], on: boolean, page: readonly string[]): Selection {
  if (selection.all && on) return { ...selection, note: undefined };
  const next = new Set(selection.all ? page.slice(0, TICKED_MAX) : selection.ids);
  let full = false;
  for (const id of ids) {
    if (!on) next.delete(id);
    else if (next.size < TICKED_MAX || next.has(id)) next.add(id);
    else full = true;
  }
  return { all: false, ids: next, anchor: selection.anchor, note: full ? 'full' : undefined };
}

/** From the anchor to the row, both with it; just the row where the anchor is on another page. */
function rangeTo(anchor: string | undefined, id: string, page: readonly string[]): readonly string[] {
  const from = anchor === undefined ? -1 : page.indexOf(anchor);
  const to = page.indexOf(id);
  return from < 0 || to < 0 ? [id] : page.slice(Math.min(from, to), Math.max(from, to) + 1);
}
