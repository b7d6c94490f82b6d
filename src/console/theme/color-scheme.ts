import { useSyncExternalStore } from 'react';

/** What a person may choose; `system` follows the operating system. */
export type SchemeChoice = 'light' | 'dark' | 'system';

const KEY = 'latchkey.theme'; // index.html reads the same key before the first paint
const listeners = new Set<() => void>();

const prefersDark = () => matchMedia('(prefers-color-scheme: dark)');

/** The remembered choice, `system` where nothing is remembered or storage is closed to us. */
export function schemeChoice(): SchemeChoice {
  try {
    const stored = localStorage.getItem(KEY);
    return stored === 'light' || stored === 'dark' ? stored : 'system';
  } catch {
    return 'system';
  }
}

function apply(): void {
  const choice = schemeChoice();
  const dark = choice === 'dark' || (choice === 'system' && prefersDark().matches);
  document.documentElement.dataset['theme'] = dark ? 'dark' : 'light';
  for (const listener of listeners) listener();
}

/** Remembers the choice and repaints at once. */
export function chooseScheme(choice: SchemeChoice): void {
  try {
    localStorage.setItem(KEY, choice);
  } catch {
    // Without storage the choice still holds until the page is left.
    document.documentElement.dataset['theme'] =
      choice === 'system' ? (prefersDark().matches ? 'dark' : 'light') : choice;
    return;
  }
  apply();
}

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    prefersDark().addEventListener('change', apply);
    addEventListener('storage', apply);
  }
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    prefersDark().removeEventListener('change', apply);
    removeEventListener('storage', apply);
  };
}

/** The choice, following other tabs and the operating system while mounted. */
export function useSchemeChoice(): SchemeChoice {
  return useSyncExternalStore(subscribe, schemeChoice);
}
