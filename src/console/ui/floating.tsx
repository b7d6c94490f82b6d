import {
  useEffect,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
} from 'react';
import { classes } from './classes.ts';
import { hideTooltip } from './tooltip.ts';
import './floating.css';

export type FloatingProps = {
  anchor: RefObject<HTMLElement | null>;
  onClose: (reason: 'escape' | 'outside' | 'tab') => void;
  /** Which edge of the anchor it lines up with. */
  align?: 'start' | 'end';
  className?: string;
  role?: 'menu' | 'dialog';
  label: string;
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
  panel.style.maxHeight = `${Math.max(down ? below : above, 120)}px`;
}

/**
 * A small panel at an anchor, in the browser's top layer: no portal, so it works inside a modal dialog and costs one
 * layout. It takes the focus, and gives it back to the anchor when it was closed by Escape.
 */
export function Floating({
  anchor,
  onClose,
  align = 'start',
  className,
  role,
  label,
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

  useEffect(() => {
    const inside = (event: Event) =>
      event.target instanceof Node &&
      (panel.current?.contains(event.target) === true || anchor.current?.contains(event.target) === true);
    const leave = (event: Event) => {
      if (!inside(event)) close.current('outside');
    };
    // A scroll that ended just before it opened is still told afterwards: only one that moves the anchor counts.
    const top = anchor.current?.getBoundingClientRect().top;
    const scroll = (event: Event) => {
      if (anchor.current?.getBoundingClientRect().top !== top) leave(event);
    };
    document.addEventListener('pointerdown', leave, true);
    document.addEventListener('scroll', scroll, { capture: true, passive: true });
    addEventListener('resize', leave);
    return () => {
      document.removeEventListener('pointerdown', leave, true);
      document.removeEventListener('scroll', scroll, true);
      removeEventListener('resize', leave);
    };
  }, [anchor]);

  return (
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
}
