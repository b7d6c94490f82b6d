import {
  useEffect,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { createPortal } from 'react-dom';
import { classes } from './classes.ts';
import { hideTooltip } from './tooltip.ts';
import './floating.css';

export type FloatingProps = {
  anchor: RefObject<HTMLElement | null>;
  onClose: (reason: 'escape' | 'outside') => void;
  /** Which edge of the anchor it lines up with. */
  align?: 'start' | 'end';
  className?: string;
  role?: 'menu' | 'dialog';
  label: string;
  /**
   * Drawn at the end of the page instead of beside its anchor: for what stands in a row, because the browser closes a
   * panel that is moved with it. Tab then leads nowhere, so only for what handles Tab itself.
   */
  apart?: boolean;
  onKeyDown?: (event: KeyboardEvent<HTMLDivElement>) => void;
  children: ReactNode;
};

const GAP = 4;
const EDGE = 8;

function place(box: DOMRect, panel: HTMLElement, align: 'start' | 'end'): void {
  const { offsetWidth: width, offsetHeight: height } = panel;
  const { clientWidth, clientHeight } = document.documentElement; // without the scrollbar
  const below = clientHeight - box.bottom - GAP - EDGE;
  const above = box.top - GAP - EDGE;
  const down = height <= below || below >= above;
  const left = align === 'start' ? box.left : box.right - width;
  panel.style.left = `${Math.max(EDGE, Math.min(left, clientWidth - width - EDGE))}px`;
  panel.style.top = `${down ? box.bottom + GAP : Math.max(EDGE, box.top - GAP - height)}px`;
  panel.style.maxHeight = `min(${Math.max(down ? below : above, 120)}px, var(--most-height, 100dvh))`;
}

/**
 * A small panel at an anchor, which it follows, in the browser's top layer, so that nothing cuts it off.
 * It takes the focus, and gives it back to the anchor when it was closed by Escape; it closes when the focus goes elsewhere.
 */
export function Floating({
  anchor,
  onClose,
  align = 'start',
  className,
  role,
  label,
  apart = false,
  onKeyDown,
  children,
}: FloatingProps) {
  const panel = useRef<HTMLDivElement>(null);
  const close = useRef(onClose);
  useEffect(() => {
    close.current = onClose;
  });

  useLayoutEffect(() => {
    const element = panel.current;
    if (element === null || anchor.current === null) return;
    hideTooltip();
    const box = anchor.current.getBoundingClientRect(); // read before the panel makes the layout dirty
    if ('showPopover' in element) element.showPopover();
    const first = element.querySelector<HTMLElement>('[data-autofocus]') ?? element;
    first.focus({ preventScroll: true }); // lays out, and what it found stands until the panel has its place
    place(box, element, align);
  }, [anchor, align]);

  // Scrolling, a resized window or live news above can move the anchor, and no event tells of all of them.
  useEffect(() => {
    let seen = '';
    let frame = requestAnimationFrame(function follow() {
      const box = anchor.current?.getBoundingClientRect();
      if (box === undefined || panel.current === null) return;
      const { clientWidth, clientHeight } = document.documentElement;
      const now = [box.left, box.top, box.right, box.bottom, clientWidth, clientHeight].join(' ');
      const gone = box.bottom < 0 || box.top > clientHeight || box.right < 0 || box.left > clientWidth;
      if (gone) close.current('outside');
      else if (seen !== '' && now !== seen) place(box, panel.current, align);
      seen = now;
      frame = requestAnimationFrame(follow);
    });
    return () => cancelAnimationFrame(frame);
  }, [anchor, align]);

  useEffect(() => {
    const inside = (event: Event) =>
      event.target instanceof Node &&
      (panel.current?.contains(event.target) === true || anchor.current?.contains(event.target) === true);
    const leave = (event: Event) => {
      if (!inside(event)) close.current('outside');
    };
    // Where a pressed button takes no focus, as in Safari, what stands around it gets it: that is no leaving.
    const turn = (event: FocusEvent) => {
      if (!(event.target instanceof Node && event.target.contains(anchor.current))) leave(event);
    };
    // With the focus on the anchor the panel itself hears no key.
    const escape = (event: globalThis.KeyboardEvent) => {
      if (event.key !== 'Escape' || anchor.current !== document.activeElement) return;
      event.preventDefault();
      close.current('escape');
    };
    document.addEventListener('pointerdown', leave, true);
    document.addEventListener('focusin', turn, true);
    document.addEventListener('keydown', escape, true);
    return () => {
      document.removeEventListener('pointerdown', leave, true);
      document.removeEventListener('focusin', turn, true);
      document.removeEventListener('keydown', escape, true);
    };
  }, [anchor]);

  const drawn = (
    // Its role, menu or dialog, is a property, which the rule does not see.
    // oxlint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      ref={panel}
      popover="manual"
      tabIndex={-1}
      role={role}
      aria-label={label}
      className={classes('floating', className)}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          // Handled here, or the dialog below would close as well.
          event.preventDefault();
          event.stopPropagation();
          anchor.current?.focus();
          onClose('escape');
          return;
        }
        onKeyDown?.(event);
      }}
    >
      {children}
    </div>
  );
  return apart ? createPortal(drawn, document.body) : drawn;
}
