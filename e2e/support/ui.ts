import { expect, type Locator, type Page } from '@playwright/test';

/** A list's row, found by the name that its link carries. */
export const rowOf = (page: Page, name: string): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('link', { name, exact: true }) });

export const actionsOf = (page: Page, name: string): Locator =>
  page.getByRole('button', { name: `Actions for ${name}`, exact: true });

/** Opens the menu of a row. */
export async function openMenu(page: Page, name: string): Promise<Locator> {
  await actionsOf(page, name).click();
  const menu = page.getByRole('menu', { name: `Actions for ${name}`, exact: true });
  await expect(menu).toBeVisible();
  return menu;
}

/** Chooses an action from the menu of a row. */
export async function choose(page: Page, name: string, action: string): Promise<void> {
  const menu = await openMenu(page, name);
  await menu.getByRole('menuitem', { name: action, exact: true }).click();
}

export const dialog = (page: Page, name: string): Locator => page.getByRole('dialog', { name, exact: true });

export const warning = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('alertdialog', { name });

/** The side pane beside Approvals and Group requests. */
export const pane = (page: Page): Locator => dialog(page, 'Review request');

/** Where toasts appear. */
export const messages = (page: Page): Locator => page.getByRole('region', { name: 'Notices' });

export const navigation = (page: Page): Locator => page.getByRole('navigation', { name: 'Main' });

/** A refused action stays visible and says why (R3, R9). */
export async function expectRefused(control: Locator, why: string | RegExp): Promise<void> {
  await expect(control).toBeVisible();
  await expect(control).toHaveAttribute('aria-disabled', 'true');
  await expect(control).toHaveAccessibleDescription(why);
}

/** Searches the list of the page. */
export async function search(page: Page, words: string): Promise<void> {
  await page.getByRole('searchbox', { name: /^Search / }).fill(words);
}

/** Opens a filter's options. */
export async function openFilter(page: Page, label: string): Promise<Locator> {
  await page
    .getByRole('search')
    .getByRole('button', { name: new RegExp(`^${label}\\b`, 'u') })
    .click();
  return page.getByRole('dialog', { name: `Filter by ${label.toLowerCase()}` });
}

/** The names in a list's first column, from top to bottom. */
export const namesIn = (page: Page): Promise<string[]> =>
  page.getByRole('table').first().getByRole('row').getByRole('link').allInnerTexts();

/** Nothing may be wider than the window. */
export async function expectNoSideways(page: Page): Promise<void> {
  const { content, seen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    seen: document.documentElement.clientWidth,
  }));
  expect(content, 'the page scrolls sideways').toBeLessThanOrEqual(seen);
}
