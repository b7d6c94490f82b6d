import { useSyncExternalStore } from 'react';
import { cutWhile, unreachable } from '../api/connection.ts';
import { HOST } from './host.ts';

let played = false;
const listeners = new Set<() => void>();

// The demo is served from elsewhere but answers from this browser, so that no line is really needed once it runs.
cutWhile(() => played || (HOST === 'demo' && !navigator.onLine));

/** Makes every call of this page fail, as it would without a connection. */
export function playOffline(on: boolean): void {
  played = on;
  if (on) unreachable();
  for (const listener of listeners) listener();
}

export const usePlayedOffline = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => played,
  );
