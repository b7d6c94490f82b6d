import { expect, type Locator, type Page } from '@playwright/test';

/** More stops than any page has between two controls of one task. */
const MOST = 150;

/** Presses Tab until the control has the focus, as a person without a pointer does. */
export async function tabTo(page: Page, control: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  await expect(control).toBeVisible();
  for (let pressed = 0; pressed < MOST; pressed += 1) {
    if (await control.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${MOST} times ${key} did not reach ${control.toString()}`);
}

/** Arrow down until the item of an open menu has the focus, then Enter. */
export async function chooseByArrows(page: Page, item: Locator): Promise<void> {
  await expect(item).toBeVisible();
  for (let pressed = 0; pressed < 20; pressed += 1) {
    if (await item.evaluate((element) => element === document.activeElement)) {
      await page.keyboard.press('Enter');
      return;
    }
    await page.keyboard.press('ArrowDown');
  }
  throw new Error(`The arrow keys did not reach ${item.toString()}`);
}
