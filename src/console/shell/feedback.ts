import { useSyncExternalStore } from 'react';

let words = '';
const listeners = new Set<() => void>();

/** Says it to screen readers and shows nothing: for a change that eyes see by themselves. Toasts speak for themselves. */
export function announce(message: string): void {
  // A no-break space makes a repeated sentence a changed one, which is what live regions read.
  words = words === message ? `${message}\u00a0` : message;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/** What the shell's live region says. */
export const useAnnouncement = (): string => useSyncExternalStore(subscribe, () => words);
