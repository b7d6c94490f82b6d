import {
  useEffect,
  useLayoutEffect,
  useRef,
  type KeyboardEvent,
  type PointerEvent,
  type RefObject,
  type SyntheticEvent,
} from 'react';
import { hideTooltip } from './tooltip.ts';

export type ModalOptions = {
  /** Blocks the page behind it. A side pane on a wide screen does not. */
  modal: boolean;
  onRequestClose: () => void;
  /** What to focus; without it the browser's own rule (autofocus, else the first control). */
  initialFocus?: RefObject<HTMLElement | null> | undefined;
};

let openModals = 0;

function lockScroll(change: 1 | -1): void {
  openModals += change;
  document.documentElement.style.overflow = openModals > 0 ? 'hidden' : '';
}

/**
 * Drives a native dialog for as long as its component is mounted: the browser gives us the top layer, inertness of
 * the page and the focus's way back, at a third of what a scripted focus trap costs.
 */
export function useModal(dialog: RefObject<HTMLDialogElement | null>, options: ModalOptions) {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { modal } = options;

  useLayoutEffect(() => {
    const element = dialog.current;
    if (element === null) return;
    const opener = document.activeElement;
    let alive = true;
    const open = () => {
      hideTooltip();
      if (!('showModal' in element)) (element as HTMLElement).setAttribute('open', ''); // jsdom knows no dialogs: HTMLElement again after narrowing
      else if (modal) element.showModal();
      else element.show();
      latest.current.initialFocus?.current?.focus({ preventScroll: true });
    };
    const reopen = () => {
      // The browser may close on a second Escape without asking (close watcher); only the caller decides.
      if (!alive) return;
      latest.current.onRequestClose();
      queueMicrotask(() => {
        if (alive && element.isConnected && !element.open) open();
      });
    };
    open();
    if (modal) lockScroll(1);
    element.addEventListener('close', reopen);
    return () => {
      alive = false;
      element.removeEventListener('close', reopen);
      if (modal) lockScroll(-1);
      const held = element.contains(document.activeElement) || document.activeElement === document.body;
      if ('close' in element) element.close();
      if (!held) return;
      // close() restores what showModal() remembered; an opener that is gone leaves the page's main part.
      const back = opener instanceof HTMLElement && opener.isConnected ? opener : document.querySelector('main');
      back?.focus({ preventScroll: true });
    };
  }, [dialog, modal]);

  // React's handlers, not native ones: a menu inside handles its own Escape first and stops it there.
  const ask = (event: SyntheticEvent) => {
    event.preventDefault();
    event.stopPropagation();
    options.onRequestClose();
  };
  return {
    onKeyDown: (event: KeyboardEvent<HTMLDialogElement>) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !event.nativeEvent.isComposing) ask(event);
    },
    onCancel: (event: SyntheticEvent<HTMLDialogElement>) => {
      if (event.target === event.currentTarget) ask(event); // file inputs send cancel as well
    },
    onPointerDown: (event: PointerEvent<HTMLDialogElement>) => {
      if (!modal || event.target !== event.currentTarget) return;
      const box = event.currentTarget.getBoundingClientRect();
      const within = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
      if (!within) ask(event);
    },
  };
}
