import { useSyncExternalStore } from 'react';

/** Whether a media query holds, following it while mounted. */
export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const list = matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

/** Below 700 px tables become lists, dialogs fill the screen and filters fold into a sheet. */
export const NARROW = '(max-width: 699.98px)';
