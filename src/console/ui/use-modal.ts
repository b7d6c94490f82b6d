import {
  useEffect,
  useLayoutEffect,
  useRef,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import { keepFocus } from './keep-focus.ts';
import { addLayer, type Layer } from './layers.ts';
import { hideTooltip } from './tooltip.ts';

export type ModalOptions = {
  /** Covers the page behind it. A side pane on a wide screen does not. */
  modal: boolean;
  onRequestClose: () => void;
  /** What to focus when it opens. */
  initialFocus: RefObject<HTMLElement | null>;
};

/**
 * Drives a dialog for as long as its component is mounted. The element fills the screen in the browser's top layer and
 * is the backdrop; the visible box is inside. Not `showModal()`: making the page inert recomputes the style of every
 * element of it, which took half of the time to open a dialog over a long table.
 */
export function useModal(layer: RefObject<HTMLElement | null>, options: ModalOptions) {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const { modal } = options;
  const tapped = useRef(false);

  useLayoutEffect(() => {
    const element = layer.current;
    if (element === null) return;
    const own: Layer = {
      element,
      modal,
      opener: document.activeElement,
      close: () => latest.current.onRequestClose(),
    };
    hideTooltip();
    if (modal && 'showPopover' in element) element.showPopover();
    // First, or a dialog below would take the focus back as soon as it leaves.
    const remove = addLayer(own);
    const autofocus = element.querySelector<HTMLElement>('[data-autofocus]');
    (autofocus ?? latest.current.initialFocus.current)?.focus({ preventScroll: true });
    return () => {
      remove();
      const { opener } = own;
      const at = document.activeElement;
      if (at !== document.body && !element.contains(at)) return;
      // An opener that is gone leaves the page's main part.
      const back =
        opener instanceof HTMLElement && opener !== document.body && opener.isConnected
          ? opener
          : document.querySelector('main');
      back?.focus({ preventScroll: true });
      keepFocus(back);
    };
  }, [layer, modal]);

  return {
    popover: modal ? ('manual' as const) : undefined,
    'aria-modal': modal || undefined,
    tabIndex: -1,
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      tapped.current = false;
      if (!modal || event.target !== event.currentTarget) return;
      event.preventDefault(); // the press must not take the focus out of the dialog
      if (event.pointerType === 'mouse') options.onRequestClose();
      else tapped.current = true;
    },
    // A finger clicks what lies under it once it is lifted: the page, had the dialog closed before.
    onClick: (event: MouseEvent<HTMLElement>) => {
      if (!tapped.current || event.target !== event.currentTarget) return;
      tapped.current = false;
      options.onRequestClose();
    },
  };
}
