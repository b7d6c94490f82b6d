/** Where the backend of this build runs: `server` behind it, or in the browser itself (`demo` build, `dev` server). */
export type Host = 'server' | 'demo' | 'dev';
export const HOST: Host = __HOST__;

/** What the demo's boot hands to the shell: how to start over when the backend lives in this browser. */
export type DemoBackend = { reset: () => Promise<void> };

let demo: Promise<DemoBackend> | undefined;

/** Called by main.tsx alone. */
export function setDemoBackend(backend: Promise<DemoBackend>): void {
  demo = backend;
}

/** The backend in this browser; undefined where a server answers. */
export const demoBackend = (): Promise<DemoBackend> | undefined => demo;
