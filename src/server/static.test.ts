import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Hono } from 'hono';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveSite } from './static.ts';
import { makeFolder } from './testing-server.ts';

let folder: Awaited<ReturnType<typeof makeFolder>>;

beforeAll(async () => {
  folder = await makeFolder();
  await writeFile(join(folder.path, 'index.html'), '<!doctype html><title>Latchkey</title><body></body>\n');
});
afterAll(() => folder.remove());

const pageFor = async (whoAsks: () => Promise<string | null>): Promise<string> => {
  const site = await serveSite(folder.path, whoAsks);
  return (await new Hono().all('*', (c) => site.answer(c)).request('/accesses')).text();
};

it('a page tells its console who asks, whatever their name is', async () => {
  const session = { user: { name: `</script><script>alert(1)</script> $& $1 \u2028` } };
  const page = await pageFor(() => Promise.resolve(JSON.stringify(session)));
  const block =
    /<script type="application\/json" id="session">(.*)<\/script><\/body>/su.exec(page)?.[1] ?? '';
  expect(block).not.toContain('<');
  expect(JSON.parse(block)).toStrictEqual(session);
});

it.each([
  ['nobody is signed in', () => Promise.resolve(null)],
  ['the store does not answer', () => Promise.reject(new Error('no store'))],
  ['the store is slow', () => new Promise<null>(() => undefined)],
])('a page comes without it when %s', async (_, whoAsks) => {
  expect(await pageFor(whoAsks)).toBe('<!doctype html><title>Latchkey</title><body></body>\n');
});
