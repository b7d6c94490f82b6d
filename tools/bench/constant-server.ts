import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { compressBytes, QUICK } from '../../src/server/compression.ts';
import { readConfig } from '../../src/server/config.ts';
import { followEventStreams } from '../../src/server/event-streams.ts';
import { createLog } from '../../src/server/log.ts';
import { createRootApp } from '../../src/server/root-app.ts';
import { startServer } from '../../src/server/server.ts';
import { constantKey } from './server-process.ts';

/**
 * The server under test, as main.ts starts it, and in the same process two ports that answer with constants through
 * everything but the API and its store: same listener, headers, checks of the host. `text` is compressed anew for each
 * request, as the API's answers are; `wire` holds the compressed bytes themselves. Steered over IPC by server-process.ts.
 */
export type ServerOrder =
  | { readonly kind: 'constants'; readonly pages: readonly (readonly [key: string, text: string])[] }
  | { readonly kind: 'memory' }
  | { readonly kind: 'stop' };

export interface ServerNews {
  readonly urls?: { readonly api: string; readonly text: string; readonly wire: string };
  /** Bytes, after a full garbage collection where the process was started with --expose-gc. */
  readonly memory?: { readonly rss: number; readonly heapUsed: number };
  readonly done?: true;
}

interface Constant {
  readonly text: string;
  readonly br: Uint8Array;
}

const constants = new Map<string, Constant>();

const JSON_TYPE = { 'content-type': 'application/json', 'cache-control': 'no-store' };

const listen = async (form: 'text' | 'wire'): Promise<string> => {
  const api = new Hono();
  api.get('*', (c) => {
    const path = c.req.url.slice(c.req.url.indexOf('/', 'http://'.length));
    const found = constants.get(constantKey(c.req.header('cookie') ?? '', path));
    if (!found) return c.text('no such constant', 404);
    if (form === 'text') return c.body(found.text, 200, JSON_TYPE);
    return c.body(new Uint8Array(found.br), 200, {
      ...JSON_TYPE,
      'content-encoding': 'br',
      vary: 'accept-encoding',
    });
  });
  const root = createRootApp({
    api,
    site: { answer: async (c) => c.notFound(), warm: async () => undefined },
    streams: followEventStreams(),
    // A constant needs nobody who remembers it.
    keeper: (_, next) => next(),
    stopping: () => false,
    observe: null,
    report: () => undefined,
    loopbackOnly: true,
  });
  const answer = getRequestListener(root.fetch);
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address of this kind.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const tell = (news: ServerNews): void => void process.send?.(news);

const { config } = readConfig(process.env);
const server = await startServer({
  config,
  log: createLog((line) => void process.stderr.write(line)),
  site: join(import.meta.dirname, '../../dist'),
  growDemoWorld: () => Promise.reject(new Error('the database is empty')),
});

process.on('message', (order: ServerOrder) => {
  void (async () => {
    switch (order.kind) {
      case 'constants':
        constants.clear();
        for (const [key, text] of order.pages)
          constants.set(key, { text, br: await compressBytes(Buffer.from(text), 'br', QUICK) });
        return tell({ done: true });
      case 'memory': {
        globalThis.gc?.();
        const { rss, heapUsed } = process.memoryUsage();
        return tell({ memory: { rss, heapUsed } });
      }
      case 'stop':
        await server.stop();
        process.exit(0);
    }
  })();
});
// Its parent ended without saying so.
process.on('disconnect', () => process.exit(1));
tell({ urls: { api: server.url, text: await listen('text'), wire: await listen('wire') } });
