/** Parts of a page that may have a heading of their own. */
const PARTS = 'section, [role="dialog"], main';

/** The parts that an element stands in, the nearest first. */
function partsAround(element: Element): readonly Element[] {
  const parts: Element[] = [];
  for (let part = element.closest(PARTS); part; part = part.parentElement?.closest(PARTS) ?? null)
    parts.push(part);
  return parts;
}

/**
 * What has the focus may leave the page with what it did, as soon as that is read again. Then the heading of the part that
 * it stood in takes the focus, as after a navigation; with the focus on the body the place on the page would be lost.
 */
export function keepFocus(element: Element | null = document.activeElement): void {
  if (element === null || element === document.body) return;
  const parts = partsAround(element);
  const observer = new MutationObserver(() => {
    const at = document.activeElement;
    if (at === element) return;
    observer.disconnect();
    if (element.isConnected || (at !== null && at !== document.body)) return;
    const headings = parts.map((part) => part.isConnected && part.querySelector<HTMLElement>('h1, h2'));
    const next = headings.find((heading) => heading instanceof HTMLElement) || document.querySelector('main');
    next?.setAttribute('tabindex', '-1');
    next?.focus({ preventScroll: true });
  });
  observer.observe(document.body, { childList: true, subtree: true });
}
