import { randomBytes } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Context } from 'hono';
import { storeFile, type StoredFile } from './files.ts';
import { consolePolicy } from './security-headers.ts';

const PLACEHOLDER = '__CSP_NONCE__';

/** Names carry a hash of the content there. */
const FOREVER = 'public, max-age=31536000, immutable';
/** The favicon and its like: Chromium asks for it again at every change of the address. */
const AN_HOUR = 'public, max-age=3600';

/** Asked for by name, so a page in its place would help nobody. */
const LOOKS_LIKE_A_FILE = /\.(?:css|ico|js|json|map|png|svg|txt|webmanifest|woff2?|xml)$/u;

const NOT_BUILT = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Latchkey</title>
<body>
<h1>The console is not built</h1>
<p>Build it with <code>npm run build</code>, then reload this page. The API works: <a href="/docs">/docs</a>.</p>
</body>
</html>
`;

interface Site {
  readonly html: string;
  /** By path, as in URLs. */
  readonly files: ReadonlyMap<string, StoredFile>;
}

/** The built console, whole in memory: what is not in the map cannot be reached, whatever the path says. */
const loadSite = async (folder: string): Promise<Site | null> => {
  const html = await readFile(join(folder, 'index.html'), 'utf8').catch(() => null);
  if (html === null) return null;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, StoredFile>();
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name);
    const path = `/${relative(folder, file).split(sep).join('/')}`;
    if (entry.isFile() && path !== '/index.html' && !path.includes('/.'))
      files.set(path, storeFile(path, new Uint8Array(await readFile(file))));
  }
  return { html, files };
};

export interface StaticSite {
  /** Answers any path that is not the API's. */
  answer(c: Context): Promise<Response>;
  /** Compresses everything ahead of the first visitor. */
  warm(): Promise<void>;
}

/** Milliseconds that a page waits to be told who asks; without it the console asks by itself. */
const PATIENCE = 300;

/** The answer of getSession as a block of data, which the console finds instead of spending a round trip on it. */
const sessionBlock = async (session: Promise<string | null>): Promise<string> => {
  const json = await Promise.race([session, setTimeout(PATIENCE, null, { ref: false })]).catch(() => null);
  // No text in it can end the block.
  return json === null
    ? ''
    : `<script type="application/json" id="session">${json.replaceAll('<', String.raw`\u003c`)}</script>`;
};

/**
 * Serves the console built into the folder. Without one it says which command builds it, and looks again each time.
 * @param whoAsks the JSON answer of getSession for a request, null when nobody is signed in
 */
export const serveSite = async (
  folder: string,
  whoAsks: (request: Request) => Promise<string | null>,
): Promise<StaticSite> => {
  let site = await loadSite(folder);

  const page = (c: Context, html: string): Response => {
    const nonce = randomBytes(16).toString('base64');
    const end = html.lastIndexOf('</body>');
    const session = sessionBlock(whoAsks(c.req.raw));
    c.header('content-security-policy', consolePolicy(nonce));
    c.header('cache-control', 'no-store');
    c.header('content-type', 'text/html; charset=utf-8');
    const encoder = new TextEncoder();
    return c.body(
      new ReadableStream<Uint8Array>({
        start: async (parts) => {
          // The browser fetches what the first part names while the store is asked.
          parts.enqueue(encoder.encode(html.slice(0, end).replaceAll(PLACEHOLDER, nonce)));
          parts.enqueue(encoder.encode((await session) + html.slice(end)));
          parts.close();
        },
      }),
    );
  };

  return {
    answer: async (c) => {
      if (c.req.method !== 'GET' && c.req.method !== 'HEAD') {
        c.header('allow', 'GET, HEAD');
        return c.text('Only GET and HEAD work here.\n', 405);
      }
      site ??= await loadSite(folder);
      const { path } = c.req;
      const file = site?.files.get(path);
      const inAssets = path.startsWith('/assets/');
      if (file) return file.answer(c.req.raw, inAssets ? FOREVER : AN_HOUR);
      if (inAssets || LOOKS_LIKE_A_FILE.test(path)) return c.text('There is no such file.\n', 404);
      return site ? page(c, site.html) : page(c, NOT_BUILT);
    },
    warm: async () => {
      for (const file of site?.files.values() ?? []) await file.warm();
    },
  };
};
