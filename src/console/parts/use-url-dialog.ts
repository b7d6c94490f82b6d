import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { closeDialogs, openDialog, type DialogKey } from '../paths.ts';

type Opened = { readonly openedDialog: true };

const wasOpenedHere = (state: unknown): state is Opened =>
  typeof state === 'object' && state !== null && 'openedDialog' in state;

/**
 * A dialog over a page that stands in the page's query (`?rotate=ID`), so that a link opens it and Back closes it.
 * Closing goes back to where it was opened, or takes it out of the URL when a link opened it.
 */
export function useUrlDialog(dialog: DialogKey) {
  const location = useLocation();
  const navigate = useNavigate();
  const inUrl = new URLSearchParams(location.search).get(dialog) ?? undefined;
  // Opened, and not yet in the URL: a navigation draws the whole page anew, so the dialog does not wait for it.
  const [opening, setOpening] = useState<string>();
  if (inUrl !== undefined && opening !== undefined) setOpening(undefined);

  const left = useRef('');
  const latest = useRef(location);
  useLayoutEffect(() => {
    latest.current = location;
  });

  useEffect(() => {
    if (opening === undefined) return;
    const search = openDialog(new URLSearchParams(latest.current.search), dialog, opening);
    let painted: ReturnType<typeof setTimeout> | undefined;
    const frame = requestAnimationFrame(() => {
      painted = setTimeout(() => {
        void navigate(
          { search: search.toString() },
          { state: { openedDialog: true } satisfies Opened, preventScrollReset: true },
        );
      });
    });
    return () => {
      cancelAnimationFrame(frame);
      clearTimeout(painted);
    };
  }, [opening, dialog, navigate]);

  const close = useCallback(() => {
    setOpening(undefined);
    const { key, search, state } = latest.current;
    const params = new URLSearchParams(search);
    // Two Escapes in a row must not go back twice.
    if (left.current === key) return;
    if (params.has(dialog)) left.current = key;
    if (params.has(dialog) && wasOpenedHere(state)) void navigate(-1);
    else {
      // Also where it is on its way into the URL: the newer navigation ends that one.
      void navigate({ search: closeDialogs(params).toString() }, { replace: true, preventScrollReset: true });
    }
  }, [dialog, navigate]);

  return { accessId: inUrl ?? opening, open: setOpening, close };
}
