import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';
import type { Host } from './host-option.ts';

const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const OVERLAYS = '[aria-modal="true"], [popover]:popover-open';

// All in the page itself: its frames are our own, and a second page for each look takes most of the time.
const axe = (page: Page) => new AxeBuilder({ page }).setLegacyMode(true);

const violationsOf = async (page: Page) => (await axe(page).withTags(WCAG_22_AA).analyze()).violations;

/** In what lies on top alone: the page below has a test of its own, and half under a dialog nothing is a target. */
const violationsOnTop = async (page: Page) =>
  (await axe(page).include(OVERLAYS).withTags(WCAG_22_AA).analyze()).violations;

/** No violation of WCAG 2.2 AA that axe can find in what the page shows now. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // Half-faded text has half its contrast.
  await page.evaluate(() =>
    Promise.allSettled(document.getAnimations().map((animation) => animation.finished)),
  );
  const onTop = (await page.locator(OVERLAYS).count()) > 0;
  const violations = onTop ? await violationsOnTop(page) : await violationsOf(page);
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes
      .slice(0, 3)
      .map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
  }));
  expect.soft(found, what).toEqual([]);
}

/** The sizes that pages must fit. */
export const SIZES = ['wide', 'narrow'] as const;

const VIEWPORTS = { wide: { width: 1440, height: 900 }, narrow: { width: 390, height: 844 } } as const;

/**
 * How a page is looked at on this host: one colour scheme for each size, the other one on the other host. Both hosts serve
 * the very same pages, so every size and scheme is tried, once.
 */
export const lookOn = (host: Host, size: (typeof SIZES)[number]) => {
  const colorScheme: 'light' | 'dark' = (host === 'mock') === (size === 'wide') ? 'light' : 'dark';
  return { colorScheme, viewport: VIEWPORTS[size], reducedMotion: 'reduce' } as const;
};
