import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const WCAG_22_AA = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

const OVERLAYS = '[aria-modal="true"], [popover]:popover-open';

const violationsOf = async (page: Page) =>
  (await new AxeBuilder({ page }).withTags(WCAG_22_AA).analyze()).violations;

/** What lies half under a dialog or menu is no target now, however little of it still shows. */
const violationsBelow = async (page: Page) => [
  ...(await new AxeBuilder({ page }).withTags(WCAG_22_AA).disableRules('target-size').analyze()).violations,
  ...(await new AxeBuilder({ page }).include(OVERLAYS).withRules('target-size').analyze()).violations,
];

/** No violation of WCAG 2.2 AA that axe can find in what the page shows now. */
export async function expectAccessible(page: Page, what: string): Promise<void> {
  // Half-faded text has half its contrast.
  await page.evaluate(() => Promise.allSettled(document.getAnimations().map((animation) => animation.finished)));
  const violations = (await page.locator(OVERLAYS).count()) === 0 ? await violationsOf(page) : await violationsBelow(page);
  const found = violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
  }));
  expect.soft(found, what).toEqual([]);
}
