import { useCallback, useLayoutEffect, useRef } from 'react';
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
  const left = useRef('');
  const latest = useRef(location);
  useLayoutEffect(() => {
    latest.current = location;
  });

  const open = useCallback(
    (accessId: string) => {
      const search = openDialog(new URLSearchParams(latest.current.search), dialog, accessId);
      void navigate(
        { search: search.toString() },
        { state: { openedDialog: true } satisfies Opened, preventScrollReset: true },
      );
    },
    [dialog, navigate],
  );

  const close = useCallback(() => {
    const { key, search, state } = latest.current;
    // Two Escapes in a row must not go back twice.
    if (left.current === key) return;
    left.current = key;
    if (wasOpenedHere(state)) void navigate(-1);
    else {
      void navigate(
        { search: closeDialogs(new URLSearchParams(search)).toString() },
        { replace: true, preventScrollReset: true },
      );
    }
  }, [navigate]);

  return { accessId: new URLSearchParams(location.search).get(dialog) ?? undefined, open, close };
}
