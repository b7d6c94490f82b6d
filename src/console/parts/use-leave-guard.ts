import { useCallback, useEffect, useRef } from 'react';
import { useBlocker } from 'react-router-dom';
import type { DialogKey } from '../paths.ts';

type Leaves = Exclude<Parameters<typeof useBlocker>[0], boolean>;

/**
 * While `active`, asks before anything takes away a dialog that stands in the URL: Back, a link, closing the tab.
 * `asked` is true while a navigation waits for the answer.
 */
export function useLeaveGuard(active: boolean, dialog: DialogKey, accessId: string) {
  return useGuard(
    active,
    useCallback<Leaves>(
      ({ currentLocation, nextLocation }) =>
        currentLocation.pathname !== nextLocation.pathname ||
        new URLSearchParams(nextLocation.search).get(dialog) !== accessId,
      [accessId, dialog],
    ),
  );
}

/** The same for a dialog that the URL does not know: leaving its page takes it away. */
export function usePageGuard(active: boolean) {
  return useGuard(
    active,
    useCallback<Leaves>(
      ({ currentLocation, nextLocation }) => currentLocation.pathname !== nextLocation.pathname,
      [],
    ),
  );
}

function useGuard(active: boolean, leaves: Leaves) {
  const on = useRef(active);
  useEffect(() => {
    on.current = active;
  }, [active]);

  useEffect(() => {
    if (!active) return;
    const warn = (event: BeforeUnloadEvent) => {
      if (on.current) event.preventDefault();
    };
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [active]);

  const blocker = useBlocker(useCallback<Leaves>((move) => on.current && leaves(move), [leaves]));

  return {
    asked: blocker.state === 'blocked',
    stay: () => {
      if (blocker.state === 'blocked') blocker.reset();
    },
    /** Lets go; returns whether that carried out the navigation that waited. */
    release: (): boolean => {
      on.current = false;
      if (blocker.state !== 'blocked') return false;
      blocker.proceed();
      return true;
    },
  };
}
