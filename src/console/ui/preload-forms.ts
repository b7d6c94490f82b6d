import { whenIdle } from './when-idle.ts';

let asked = false;

/** Fetches what forms stand on (MUI, in one chunk with the controls) once the browser is idle; a list needs none of it. */
export function preloadForms(): void {
  if (asked) return;
  asked = true;
  // A failure shows when a form is really wanted.
  whenIdle(() => void import('./choice.tsx').catch(() => undefined));
}
