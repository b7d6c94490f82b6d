import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Context } from 'hono';
import { openApiDocument } from '../http/openapi.ts';
import { storeFile, type StoredFile } from './files.ts';
import { docsPolicy } from './security-headers.ts';

const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Latchkey API</title>
<link rel="icon" type="image/svg+xml" href="/favicon.svg">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="api"></div>
<noscript>This page needs JavaScript. The same as data: <a href="/openapi.json">/openapi.json</a></noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
`;

// No validator and no query parameters: the page asks this server alone.
const START = `SwaggerUIBundle({
  url: '/openapi.json',
  dom_id: '#api',
  deepLinking: true,
  validatorUrl: null,
  queryConfigEnabled: false,
  defaultModelsExpandDepth: 0,
});
`;

const text = (name: string, content: string): StoredFile =>
  storeFile(name, new Uint8Array(Buffer.from(content)));

const library = async (name: string, url: string): Promise<StoredFile> =>
  storeFile(name, new Uint8Array(await readFile(fileURLToPath(url))));

const FILES: Readonly<Record<string, () => Promise<StoredFile>>> = {
  '/openapi.json': async () => text('openapi.json', JSON.stringify(openApiDocument())),
  '/docs': async () => text('docs.html', PAGE),
  '/docs/start.js': async () => text('start.js', START),
  '/docs/swagger-ui.css': () =>
    library('swagger-ui.css', import.meta.resolve('swagger-ui-dist/swagger-ui.css')),
  '/docs/swagger-ui-bundle.js': () =>
    library('swagger-ui-bundle.js', import.meta.resolve('swagger-ui-dist/swagger-ui-bundle.js')),
};

/** Answers /openapi.json and the readable page at /docs, each made at its first call; undefined for any other path. */
export const serveDocs = (): ((c: Context) => Promise<Response> | undefined) => {
  const made = new Map<string, Promise<StoredFile>>();
  return (c) => {
    const path = c.req.path.replace(/\/$/u, '');
    const make = Object.hasOwn(FILES, path) ? FILES[path] : undefined;
    if (!make) return undefined;
    const file = made.get(path) ?? make();
    made.set(path, file);
    return file.then(async (stored) => {
      const answer = await stored.answer(c.req.raw, 'no-cache');
      answer.headers.set('content-security-policy', docsPolicy);
      return answer;
    });
  };
};
