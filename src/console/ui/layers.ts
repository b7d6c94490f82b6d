/** What lies over the page, oldest first. The top one takes Escape; the top modal one keeps the focus inside. */
export type Layer = {
  element: HTMLElement;
  modal: boolean;
  close: () => void;
  /** What had the focus before, and gets it back. */
  opener: Element | null;
};

const layers: Layer[] = [];

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled), select:not(:disabled), textarea:not(:disabled), [tabindex="0"], summary';

/** Whether a dialog covers the page: shortcuts then belong to it. */
export function modalOpen(): boolean {
  return layers.some((layer) => layer.modal);
}

function onKey(event: KeyboardEvent): void {
  // A menu or a search box inside has handled it already: React's listeners sit below the document.
  if (event.defaultPrevented || event.isComposing) return;
  const top = layers.at(-1);
  if (top === undefined) return;
  if (event.key === 'Escape') {
    event.preventDefault();
    top.close();
  } else if (event.key === 'Tab' && top.modal) keepInside(event, top.element);
}

function keepInside(event: KeyboardEvent, element: HTMLElement): void {
  const stops = [...element.querySelectorAll<HTMLElement>(FOCUSABLE)].filter(
    (stop) => stop.tabIndex >= 0 && stop.getClientRects().length > 0,
  );
  const first = stops[0];
  const last = stops.at(-1);
  const at = document.activeElement;
  const outside = at === null || !element.contains(at);
  if (event.shiftKey ? outside || at === first || at === firstHeading(element) : outside || at === last) {
    event.preventDefault();
    (event.shiftKey ? last : first)?.focus();
  }
}

/** Focused when a dialog opens, but no stop of its own: Shift+Tab from it goes to the end. */
function firstHeading(element: HTMLElement): Element | null {
  return element.querySelector('h2');
}

function onFocus(event: FocusEvent): void {
  const top = layers.at(-1);
  if (
    top === undefined ||
    !top.modal ||
    !(event.target instanceof Node) ||
    top.element.contains(event.target)
  )
    return;
  top.element.querySelector<HTMLElement>(FOCUSABLE)?.focus();
}

/** Puts a layer on top; returns how to take it away. The page behind a modal one does not scroll. */
export function addLayer(layer: Layer): () => void {
  if (layers.length === 0) {
    document.addEventListener('keydown', onKey);
    document.addEventListener('focusin', onFocus);
  }
  layers.push(layer);
  lockScroll();
  return () => {
    const at = layers.indexOf(layer);
    layers.splice(at, 1);
    // A question over a dialog, which goes together with it, gives the focus back to where that came from.
    for (const above of layers.slice(at))
      if (layer.element.contains(above.opener)) above.opener = layer.opener;
    lockScroll();
    if (layers.length > 0) return;
    document.removeEventListener('keydown', onKey);
    document.removeEventListener('focusin', onFocus);
  };
}

function lockScroll(): void {
  // Nothing else of the root changes here: another background alone would lay the whole page out again.
  document.documentElement.style.overflow = modalOpen() ? 'hidden' : '';
}
