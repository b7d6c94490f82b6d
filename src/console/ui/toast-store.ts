import type { Severity } from './banner.tsx';

export type Toast = {
  id: number;
  tone: Severity;
  /** What happened to what. */
  title: string;
  /** The next step. */
  action?: { label: string; onSelect: () => void } | undefined;
};

let toasts: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function set(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}

const MOST = 4;

/** Shows a toast; for what finished elsewhere (what I did here is confirmed in its own place). Returns its id. */
export function toast(content: Omit<Toast, 'id'>): number {
  lastId += 1;
  set([...toasts.slice(1 - MOST), { ...content, id: lastId }]);
  return lastId;
}

export function dismissToast(id: number): void {
  set(toasts.filter((entry) => entry.id !== id));
}

export function currentToasts(): readonly Toast[] {
  return toasts;
}

export function subscribeToasts(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
