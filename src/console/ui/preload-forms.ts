let asked = false;

const load = () => {
  // A failure shows when a form is really wanted.
  void import('./choice.tsx').catch(() => {});
};

/** Fetches what forms stand on (MUI, in one chunk with the controls) once the browser is idle; a list needs none of it. */
export function preloadForms(): void {
  if (asked) return;
  asked = true;
  if ('requestIdleCallback' in globalThis) requestIdleCallback(load);
  else setTimeout(load, 1000); // Safari
}
