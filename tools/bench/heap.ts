import { chromium, type CDPSession, type Page } from '@playwright/test';
import { chromiumLaunchOptions } from '../find-chromium.ts';
import type { RunningServer } from './hosts.ts';

/** What a page holds after its garbage was collected. */
interface Held {
  readonly kilobytes: number;
  readonly nodes: number;
  readonly listeners: number;
}

/** What the measured repetitions added to what the first ones held. */
export interface Growth extends Held {
  readonly what: string;
}

export interface HeapOptions {
  /** How many page turns are measured, after WARM ones that are not. */
  readonly turns: number;
  /** How many openings of the rotation dialog, likewise. */
  readonly dialogs: number;
}

/** Repetitions before the first look: caches fill and code is compiled in them. */
const WARM = 20;

const look = async (session: CDPSession): Promise<Held> => {
  // What the first collection lets go of may hold something that the second one finds.
  for (let round = 0; round < 3; round += 1) await session.send('HeapProfiler.collectGarbage');
  const { usedSize } = await session.send('Runtime.getHeapUsage');
  const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
  return { kilobytes: usedSize / 1024, nodes, listeners: jsEventListeners };
};

const repeat = async (times: number, step: () => Promise<void>): Promise<void> => {
  for (let i = 0; i < times; i += 1) await step();
};

const growthOf = async (
  session: CDPSession,
  what: string,
  times: number,
  step: () => Promise<void>,
): Promise<Growth> => {
  await repeat(WARM, step);
  const before = await look(session);
  await repeat(times, step);
  const after = await look(session);
  const growth: Growth = {
    what: `${times} ${what}`,
    kilobytes: after.kilobytes - before.kilobytes,
    nodes: after.nodes - before.nodes,
    listeners: after.listeners - before.listeners,
  };
  console.log(
    `${growth.what}: ${Math.round(before.kilobytes)} KB, ${before.nodes} nodes, ${before.listeners} listeners; growth ${Math.round(growth.kilobytes)} KB, ${growth.nodes} nodes, ${growth.listeners} listeners`,
  );
  return growth;
};

/** To the next page of the list, and to the first after the last. */
const turnPage = async (page: Page): Promise<void> => {
  const paging = page.getByRole('navigation', { name: 'Pages' });
  const words = paging.getByRole('status');
  const before = await words.textContent();
  const next = paging.getByRole('button', { name: 'Next page' });
  const last = (await next.getAttribute('aria-disabled')) === 'true';
  await (last ? paging.getByRole('button', { name: 'First page' }) : next).click();
  await page.waitForFunction(
    ([was]) => {
      const shown = document.querySelector('nav[aria-label="Pages"] [role="status"]')?.textContent;
      return shown !== was && document.querySelector('table[aria-busy]') === null;
    },
    [before] as const,
  );
};

/** Opens the rotation dialog from the first row's menu and leaves it by Escape. */
const openDialog = async (page: Page): Promise<void> => {
  const dialog = page.getByRole('dialog', { name: 'Request credential rotation' });
  await page
    .getByRole('button', { name: /^Actions for / })
    .first()
    .click();
  await page.getByRole('menuitem', { name: 'Request credential rotation' }).click();
  await dialog.getByRole('textbox').waitFor();
  // It stands in the URL a moment after it is drawn.
  await page.waitForURL(/rotate=/u);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.waitForURL((url) => !url.searchParams.has('rotate'));
};

/**
 * How much the console's heap and document grow while somebody pages and opens dialogs all day, in a real Chromium
 * against a server with some thousand accesses. Prints each figure and returns them.
 */
export const measureHeap = async (
  server: RunningServer,
  { turns, dialogs }: HeapOptions,
): Promise<readonly Growth[]> => {
  const options = chromiumLaunchOptions();
  // Compiled code is on the heap and grows for as long as the engine finds something to optimize: not ours to hold.
  const args = [...(options.args ?? []), '--js-flags=--jitless'];
  const browser = await chromium.launch({ ...options, args });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const value = await server.signIn('requester');
    await context.addCookies([{ name: 'latchkey_session', value, url: server.url }]);
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send('HeapProfiler.enable');

    await page.goto(`${server.url}/accesses`);
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    const paged = await growthOf(session, 'page turns', turns, () => turnPage(page));

    await page.goto(`${server.url}/accesses?owner_user_group_id=ug_payments&credential_state=active`);
    await page.getByRole('navigation', { name: 'Pages' }).waitFor();
    const opened = await growthOf(session, 'openings of the rotation dialog', dialogs, () =>
      openDialog(page),
    );
    return [paged, opened];
  } finally {
    await browser.close();
  }
};
