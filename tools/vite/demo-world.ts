import { randomBytes } from 'node:crypto';
import type { Plugin } from 'vite';
import type { DemoWorld } from '../../src/mocks/demo-world.ts';
import { growDemoWorld } from '../../src/mocks/seed/demo-world.ts';
import { createSealer } from '../../src/runtime/sealer.ts';

const MODULE = 'virtual:demo-world';
const RESOLVED = `\0${MODULE}`;
const FILE = 'demo-world.json';

const grow = async (): Promise<DemoWorld> => {
  const now = Date.now();
  const key = randomBytes(32);
  const world = await growDemoWorld({ now, sealer: createSealer(new Uint8Array(key)) });
  return { id: `w${now}`, now, key: key.toString('base64url'), world };
};

/**
 * Grows the demo organization by running the use cases once, when the demo is built or the development server starts,
 * so that a browser loads a file instead of issuing fifty certificates first.
 */
export function demoWorld(): Plugin {
  let grown: Promise<DemoWorld> | undefined;
  let development = false;
  return {
    name: 'latchkey:demo-world',
    configResolved: (config) => {
      development = config.command === 'serve';
    },
    resolveId: (id) => (id === MODULE ? RESOLVED : undefined),
    async load(id) {
      if (id !== RESOLVED) return undefined;
      if (development) return `export default '/${FILE}';`;
      const reference = this.emitFile({
        type: 'asset',
        name: FILE,
        source: JSON.stringify(await (grown ??= grow())),
      });
      return `export default import.meta.ROLLUP_FILE_URL_${reference};`;
    },
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        if (request.url !== `/${FILE}`) {
          next();
          return;
        }
        const send = async (): Promise<void> => {
          const world = await (grown ??= grow());
          response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
          response.end(JSON.stringify(world));
        };
        void send().catch((error: unknown) => {
          response.writeHead(500).end(String(error));
        });
      });
    },
  };
}
