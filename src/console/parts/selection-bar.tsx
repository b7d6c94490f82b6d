import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from '../ui/button.tsx';
import { formatCount } from '../ui/format-count.ts';
import { addLayer } from '../ui/layers.ts';
import { isEmpty, pageState, TICKED_MAX } from './selection.ts';
import type { SelectMode } from './use-selection.ts';
import './selection-bar.css';

type SelectionBarProps = {
  mode: SelectMode;
  /** The ids of this page's rows. */
  page: readonly string[];
  /** How many match the filters. */
  total: number;
  /** False where only ticked rows can be acted on, not all that match. */
  beyondPage?: boolean;
  /** What can be done with the selected rows. */
  children: ReactNode;
};

/** What is selected and what to do with it: stays in view at the lower edge while the list scrolls. Escape ends it. */
export function SelectionBar({ mode, page, total, beyondPage = true, children }: SelectionBarProps) {
  const element = useRef<HTMLElement>(null);
  const { selection, change, end } = mode;

  useEffect(() => {
    if (element.current === null) return;
    return addLayer({ element: element.current, modal: false, opener: null, close: end });
  }, [end]);

  const { all, ids } = selection;
  const wholePage = !all && page.length > 0 && pageState(selection, page) === 'all';
  const more = beyondPage && wholePage && total > ids.size;
  return (
    <section ref={element} className="selection-bar" aria-label="Selection">
      <div className="selection-words">
        <span role="status">
          {all
            ? `All ${formatCount(total)} that match are selected.`
            : ids.size === 0
              ? `Nothing selected.${selection.note === 'cleared' ? ' The filters changed, which ended the selection.' : ''}`
              : more && ids.size === page.length
                ? `All ${formatCount(page.length)} on this page are selected.`
                : `${formatCount(ids.size)} selected`}
          {selection.note === 'full' &&
            `: no more than ${TICKED_MAX} can be ticked one by one. Narrow the list with filters and select all that match.`}
        </span>
        {more && (
          <button type="button" className="selection-link" onClick={() => change({ type: 'all' })}>
            Select all {formatCount(total)} that match
          </button>
        )}
        {!isEmpty(selection) && !more && (
          <button type="button" className="selection-link" onClick={() => change({ type: 'clear' })}>
            Clear selection
          </button>
        )}
      </div>
      <div className="selection-actions">{children}</div>
      {!mode.always && (
        <Button size="small" variant="quiet" className="selection-done" onClick={end}>
          Done
        </Button>
      )}
    </section>
  );
}
