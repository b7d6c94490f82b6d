import { setupWorker } from 'msw/browser';
import { http } from 'msw/http';
import url from 'virtual:demo-world';
import { API_ROOTS } from '../contract/operations.ts';
import { createBackend } from '../host/backend.ts';
import { fromBase64Url } from '../runtime/bytes.ts';
import { createSealer } from '../runtime/sealer.ts';
import { demoClock } from './demo-clock.ts';
import { fetchDemoWorld } from './demo-world.ts';
import { openJar } from './session-jar.ts';
import { openBrowserStore } from './store/browser-store.ts';

interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string }): unknown;
}

const WORKER = 'worker.js';

/** Registering a worker takes a script URL; where Trusted Types are enforced, this one and no other is let through. */
const admitWorker = (script: string): void => {
  // Not in TypeScript's DOM types yet.
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  trustedTypes?.createPolicy('default', {
    createScriptURL: (candidate) => {
      if (new URL(candidate, location.href).href !== script)
        throw new TypeError(`${candidate} may not be loaded`);
      return candidate;
    },
  });
};

/**
 * Hosts the backend in this browser: every call to the API goes to the same app that Node serves, over a store in
 * memory and IndexedDB. Resolves when it answers.
 */
export const startMock = async (): Promise<void> => {
  const script = new URL(WORKER, new URL(import.meta.env.BASE_URL, document.baseURI)).href;
  admitWorker(script);
  const jar = openJar();
  const { id, now, key, world } = await fetchDemoWorld(url);
  const store = await openBrowserStore({ name: 'latchkey', worldId: id, world });
  const clock = demoClock(id, now);
  const { app } = await createBackend({
    store,
    sealer: createSealer(fromBase64Url(key)),
    clock,
    demo: {
      reset: async (sessions) => {
        await store.reset({ ...world, sessions });
        clock.restart();
      },
    },
    // A reload ends this worker in the middle of its work; the next one need not wait long.
    provisioning: { attempts: 5, firstDelay: 1000, lock: 4000, limit: 3500 },
    secureCookies: false,
    // The reader of the demo is its operator.
    report: (error) => console.error(error),
  });
  const answer = (request: Request): Response | Promise<Response> => app.fetch(request, { jar });
  if (jar.fresh)
    await answer(
      new Request(new URL('/v1/session', location.origin), {
        method: 'POST',
        body: JSON.stringify({ persona: 'requester' }),
      }),
    );
  const worker = setupWorker(
    ...API_ROOTS.map((start) => http.all(`${start}/*`, ({ request }) => answer(request))),
  );
  await worker.start({
    quiet: true,
    // Only API calls get here at all (see the worker's gate); one that no route knows is answered 404 by the app.
    onUnhandledFrame: 'error',
    serviceWorker: { url: script },
  });
};
