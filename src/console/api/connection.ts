import { useSyncExternalStore } from 'react';

// Whether the server can be reached, as far as the last attempt tells.
let lost = false;
const listeners = new Set<() => void>();

function set(next: boolean): void {
  if (lost === next) return;
  lost = next;
  for (const listener of listeners) listener();
}

/** An answer came, whatever it said. */
export const reached = (): void => set(false);

/** No answer came. */
export const unreachable = (): void => set(true);

export const isConnectionLost = (): boolean => lost;

/** Called when the connection is lost or found again. Returns the function that unsubscribes. */
export function onConnectionChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** True from the first call that got no answer until the first that did. */
export const useConnectionLost = (): boolean => useSyncExternalStore(onConnectionChange, isConnectionLost);

let cut: () => boolean = () => false;

/** The demo's backend needs no line, so what being offline is like has to be played: calls fail while this holds. */
export function cutWhile(test: () => boolean): void {
  cut = test;
}

export const isCut = (): boolean => cut();
