import { useCallback, useEffect, useRef } from 'react';
import { useBlocker } from 'react-router-dom';
import type { DialogKey } from '../paths.ts';

/**
 * While `active`, asks before anything takes away a dialog: Back, a link, closing the tab. One that stands in the URL is
 * named; any other goes with its page. `asked` is true while a navigation waits for the answer.
 */
export function useLeaveGuard(active: boolean, dialog?: DialogKey, accessId?: string) {
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

  const blocker = useBlocker(
    useCallback(
      ({
        currentLocation,
        nextLocation,
      }: Parameters<Exclude<Parameters<typeof useBlocker>[0], boolean>>[0]) =>
        on.current &&
        (currentLocation.pathname !== nextLocation.pathname ||
          (dialog !== undefined && new URLSearchParams(nextLocation.search).get(dialog) !== accessId)),
      [accessId, dialog],
    ),
  );

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
