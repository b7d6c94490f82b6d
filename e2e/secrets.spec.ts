import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { exportAccesses, getAccess, listAccesses } from '../src/contract/operations/accesses.ts';
import { getRequest, listRequests } from '../src/contract/operations/requests.ts';
import { listNotifications } from '../src/contract/operations/session.ts';
import type { Reveal } from '../src/contract/schemas/credentials.ts';
import { accessNamed, claimWith, confirmAndClose, newClaim, show } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { openMenu } from './support/ui.ts';
import type { World } from './support/world.ts';

// Maya's rotation of this access was approved, and its credentials wait for her.
const WAITING = 'checkout-orders-writer';

/** The password, and a line from the middle of the key, which no certificate contains. */
const secretsOf = ({ credentials }: Reveal): readonly string[] => {
  const line = credentials.access_key.split('\n')[1] ?? '';
  expect(line.length).toBeGreaterThan(40);
  return [credentials.password, line];
};

const expectNone = (where: string, text: string, secrets: readonly string[]): void => {
  for (const secret of secrets) expect(text.includes(secret), `a secret is in ${where}`).toBe(false);
};

/** Everything that the page has kept anywhere, as text. The query cache is reached through React's own tree. */
const keptBy = (page: Page): Promise<Record<string, string>> =>
  page.evaluate(async () => {
    const storage = (box: Storage) => JSON.stringify(Object.entries(box));
    const databases = await indexedDB.databases();
    const rows: unknown[] = [];
    for (const { name = '' } of databases) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.addEventListener('success', () => resolve(opening.result));
        opening.addEventListener('error', () => reject(opening.error ?? new Error(name)));
      });
      for (const table of database.objectStoreNames)
        rows.push(
          await new Promise((resolve, reject) => {
            const reading = database.transaction(table).objectStore(table).getAll();
            reading.addEventListener('success', () => resolve(reading.result));
            reading.addEventListener('error', () => reject(reading.error ?? new Error(table)));
          }),
        );
      database.close();
    }
    const cached: string[] = [];
    for (const name of await caches.keys())
      for (const request of await (await caches.open(name)).keys())
        cached.push(request.url, (await (await (await caches.open(name)).match(request))?.text()) ?? '');

    interface Fiber {
      readonly memoizedProps?: {
        readonly client?: { getQueryCache?: () => { getAll(): { state: unknown }[] } };
      };
      readonly child?: Fiber;
      readonly sibling?: Fiber;
    }
    const root = document.getElementById('root') as unknown as Record<string, Fiber>;
    const key = Object.keys(root).find((name) => name.startsWith('__reactContainer')) ?? '';
    const queue = [root[key]];
    let queries: unknown[] | undefined;
    for (let fiber = queue.pop(); fiber && queries === undefined; fiber = queue.pop()) {
      queries = fiber.memoizedProps?.client
        ?.getQueryCache?.()
        .getAll()
        .map(({ state }) => state);
      queue.push(fiber.sibling, fiber.child);
      while (queue.length > 0 && queue.at(-1) === undefined) queue.pop();
    }
    return {
      'the URL': location.href,
      'local storage': storage(localStorage),
      'session storage': storage(sessionStorage),
      cookies: document.cookie,
      IndexedDB: JSON.stringify(rows),
      'caches of service workers': cached.join('\n'),
      'the query cache': JSON.stringify(queries) ?? 'not found',
      'the history entry': JSON.stringify(history.state) ?? '',
    };
  });

const answersTo = async (world: World, page: Page, accessId: string, requestId: string): Promise<string> => {
  const answers = [
    await world.done(page, listAccesses, { query: { limit: '999' } }),
    await world.done(page, exportAccesses),
    await world.done(page, getAccess, { params: { access_id: accessId } }),
    await world.done(page, listRequests, { query: { scope: 'mine' } }),
    await world.done(page, getRequest, { params: { request_id: requestId } }),
    await world.done(page, listNotifications),
  ];
  return JSON.stringify(answers);
};

/** Looks for texts in the bytes of every file of a folder. */
async function foundInFiles(folder: string, texts: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name)).catch(() => Buffer.alloc(0));
    found.push(...texts.filter((text) => bytes.includes(text)));
  }
  return [...new Set(found)];
}

test('R21: while they are shown, and after, secrets are nowhere but in the dialog', async ({ world }) => {
  const maya = await world.as('requester');
  const { access_id: id, active_request_id: request = '' } = await accessNamed(world, maya, WAITING);
  const answered = maya.waitForResponse((response) => response.url().endsWith('/credentials/claim'));
  const shown = await show(maya, WAITING);
  const answer = await answered;
  expect(answer.headers()['cache-control']).toBe('no-store');
  // The contract's answer to a claim, as the page got it.
  const secrets = secretsOf((await answer.json()) as Reveal);

  const look = async (): Promise<void> => {
    for (const [where, text] of Object.entries(await keptBy(maya))) expectNone(where, text, secrets);
    expectNone('answers', await answersTo(world, maya, id, request), secrets);
    expectNone('the document', await maya.content(), secrets);
  };
  const kept = await keptBy(maya);
  expect(kept['the query cache']).toContain(WAITING);
  await look();
  if (world.server) {
    expectNone('the log', world.server.log(), secrets);
    expect(await foundInFiles(world.server.dataDir, [...secrets, WAITING])).toEqual([WAITING]);
  }

  await shown.getByRole('button', { name: 'Show password' }).click();
  await expect(shown.getByRole('definition').getByText(secrets[0] ?? '', { exact: true })).toBeVisible();
  await shown.getByRole('button', { name: 'Hide password' }).click();
  const downloading = maya.waitForEvent('download');
  await shown.getByRole('button', { name: 'Download credentials' }).click();
  await (await downloading).path();
  await confirmAndClose(shown);
  await look();
  const closed = await openMenu(maya, WAITING);
  await expect(closed).toBeVisible();
  if (world.server) expect(await foundInFiles(world.server.dataDir, secrets)).toEqual([]);
});

test('R21: every answer about credentials says Cache-Control: no-store, refusals too', async ({ world }) => {
  const maya = await world.as('requester');
  const { access_id: id } = await accessNamed(world, maya, WAITING);
  const claim = newClaim();
  for (const status of [200, 200]) {
    const answer = await claimWith(world, maya, id, claim);
    expect(answer.status).toBe(status);
    expect(answer.headers['cache-control']).toBe('no-store');
  }
  const refused = await claimWith(world, maya, id, newClaim());
  expect(refused.status).toBe(410);
  expect(refused.headers['cache-control']).toBe('no-store');
});

test('R15: a revealed value masks itself again when the window loses the focus', async ({ world }) => {
  const maya = await world.as('requester');
  const shown = await show(maya, WAITING);
  await shown.getByRole('button', { name: 'Show password' }).click();
  await expect(shown.getByRole('button', { name: 'Hide password' })).toBeVisible();
  await maya.evaluate(() => window.dispatchEvent(new Event('blur')));
  await expect(shown.getByRole('button', { name: 'Show password' })).toBeVisible();
  await expect(shown.getByRole('status').filter({ hasText: 'Hidden again' })).toBeAttached();
});
