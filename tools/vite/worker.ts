import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';
import { API_ROOTS } from '../../src/contract/operations.ts';

const FILE = 'worker.js';

// Runs in the browser, as the first lines of the worker. What it does not stop, MSW's own listener hands to the page's
// main thread; while the page loads that thread is busy, and its own chunks would wait for it.
const GATE = `
const roots = ${JSON.stringify(API_ROOTS)};
const isApi = (url) =>
  url.origin === location.origin && roots.some((root) => url.pathname.startsWith(root + '/'));
addEventListener('install', (event) => {
  // Where the browser can, it does not even wake the worker for anything else.
  try {
    event.addRoutes({
      condition: {
        not: {
          or: roots.map((root) => ({
            urlPattern: new URLPattern({ pathname: root + '/*', baseURL: location.origin }),
          })),
        },
      },
      source: 'network',
    }).catch(() => {});
  } catch {}
});
addEventListener('fetch', (event) => {
  if (!isApi(new URL(event.request.url))) event.stopImmediatePropagation();
});
`;

const source = (): string =>
  GATE + readFileSync(fileURLToPath(import.meta.resolve('msw/mockServiceWorker.js')), 'utf8');

/** The service worker through which the browser hosts the backend: MSW's, behind a gate that lets only API calls in. */
export function apiWorker(): Plugin {
  return {
    name: 'latchkey:worker',
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: FILE, source: source() });
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url !== `${server.config.base}${FILE}`) {
          next();
          return;
        }
        response.writeHead(200, {
          'cache-control': 'no-cache',
          'content-type': 'text/javascript; charset=utf-8',
        });
        response.end(source());
      });
    },
  };
}
