import { readFileSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';

/** `node tools/serve-static.ts [folder] [prefix] [port]` serves the demo as any web host would, from any sub-path. */

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const COMPRESSED = new Set(['.css', '.html', '.js', '.json', '.svg']);

export interface StaticOptions {
  readonly folder: string;
  /** Where the folder's files stand; begins and ends with a slash. */
  readonly prefix?: string;
  /** 0, the preset, takes any free one. */
  readonly port?: number;
}

export interface StaticServer {
  /** Of the folder's index page, with the slash at its end. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** Serves files on loopback and nothing else: unknown paths are 404, as on a host that knows no single-page apps. */
export async function serveStatic({ folder, prefix = '/', port = 0 }: StaticOptions): Promise<StaticServer> {
  const compressed = new Map<string, Buffer>();
  const compress = (file: string, bytes: Buffer): Buffer => {
    const known = compressed.get(file);
    if (known) return known;
    const made = brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } });
    compressed.set(file, made);
    return made;
  };

  const fileOf = (url: string): string | undefined => {
    const { pathname } = new URL(url, 'http://127.0.0.1');
    if (!pathname.startsWith(prefix)) return undefined;
    const path = normalize(decodeURIComponent(pathname.slice(prefix.length)) || 'index.html');
    return path.startsWith('..') || path.startsWith(sep) ? undefined : join(folder, path);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const file = fileOf(request.url ?? '/');
    const found = file === undefined ? undefined : await stat(file).catch(() => undefined);
    if (file === undefined || !found?.isFile()) {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('Not found\n');
      return;
    }
    const bytes = await readFile(file);
    const type = extname(file);
    const small = COMPRESSED.has(type) && (request.headers['accept-encoding'] ?? '').includes('br');
    response.writeHead(200, {
      'content-type': TYPES[type] ?? 'application/octet-stream',
      // Built names carry a hash of what is in them.
      'cache-control': file.includes(`${sep}assets${sep}`)
        ? 'public, max-age=31536000, immutable'
        : 'no-cache',
      ...(small ? { 'content-encoding': 'br', vary: 'accept-encoding' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : small ? compress(file, bytes) : bytes);
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
  });

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}${prefix}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

if (import.meta.main) {
  const [folder = 'dist-demo', prefix = '/', port = '8081'] = process.argv.slice(2);
  readFileSync(join(folder, 'index.html'));
  const { url } = await serveStatic({ folder, prefix, port: Number(port) });
  console.log(url);
}
