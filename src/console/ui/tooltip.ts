import type { FocusEvent, PointerEvent } from 'react';
import './tooltip.css';

// One bubble for the whole page, made by hand: hovering must not render React, and rows may carry hundreds of hints.
let bubble: HTMLDivElement | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;
const GAP = 6;
const HOVER_DELAY = 350;
const LEAVE_DELAY = 120;

function place(anchor: Element, tip: HTMLElement): void {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = tip;
  const { clientWidth, clientHeight } = document.documentElement; // without the scrollbar
  const below = box.bottom + GAP + height < clientHeight;
  tip.style.top = `${below ? box.bottom + GAP : Math.max(GAP, box.top - GAP - height)}px`;
  tip.style.left = `${Math.max(GAP, Math.min(box.left + box.width / 2 - width / 2, clientWidth - width - GAP))}px`;
}

function onKey(event: KeyboardEvent): void {
  if (event.key === 'Escape') hideTooltip();
}

function show(anchor: Element, text: string): void {
  if (!anchor.isConnected) return;
  bubble ??= makeBubble();
  bubble.textContent = text;
  document.body.append(bubble);
  if ('showPopover' in bubble) bubble.showPopover();
  place(anchor, bubble);
  addEventListener('keydown', onKey, true);
  addEventListener('scroll', hideTooltip, { capture: true, passive: true, once: true });
}

function makeBubble(): HTMLDivElement {
  const element = document.createElement('div');
  element.className = 'tooltip';
  element.popover = 'manual';
  element.setAttribute('aria-hidden', 'true'); // the anchor carries the same words in its own description
  element.addEventListener('pointerenter', () => clearTimeout(timer));
  element.addEventListener('pointerleave', hideTooltip);
  return element;
}

/** Takes the bubble away at once; a menu or dialog that opens calls it too. */
export function hideTooltip(): void {
  clearTimeout(timer);
  removeEventListener('keydown', onKey, true);
  bubble?.remove();
}

/**
 * Handlers that show `text` on hover (after a moment) and keyboard focus (at once); spread them on the anchor.
 * `when` is asked at that moment: a label needs its bubble only where the sidebar is a rail.
 */
export function tooltip(text: string | undefined, when?: () => boolean) {
  if (text === undefined || text === '') return {};
  return {
    onPointerEnter: (event: PointerEvent<Element>) => {
      if (event.pointerType === 'touch' || when?.() === false) return;
      const anchor = event.currentTarget;
      clearTimeout(timer);
      timer = setTimeout(() => show(anchor, text), HOVER_DELAY);
    },
    onPointerLeave: () => {
      clearTimeout(timer);
      timer = setTimeout(hideTooltip, LEAVE_DELAY);
    },
    onFocus: (event: FocusEvent<Element>) => {
      if (event.currentTarget.matches(':focus-visible') && when?.() !== false)
        show(event.currentTarget, text);
    },
    onBlur: hideTooltip,
  };
}
