import { useSyncExternalStore } from 'react';
import { toast, type Toast } from '../ui/toast-store.ts';

/** For what finished elsewhere, or a bare action's error; what was done in place says so in place. */
export function showToast(content: {
  message: string;
  tone?: Toast['tone'];
  action?: Toast['action'];
}): void {
  toast({ tone: content.tone ?? 'info', title: content.message, action: content.action });
}

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
