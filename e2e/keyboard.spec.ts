import type { Locator, Page } from '@playwright/test';
import { chooseByArrows, tabTo } from './support/keyboard.ts';
import { ask } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { actionsOf, dialog, pane, rowOf, warning } from './support/ui.ts';

const TITLE = 'Request credential rotation';
// Maya's rotation of this access was approved, and its credentials wait for her.
const WAITING = 'checkout-orders-writer';

/** Opens the menu of a row and an entry of it, without a pointer. */
async function chooseFromRow(page: Page, name: string, action: string): Promise<void> {
  await tabTo(page, actionsOf(page, name));
  await page.keyboard.press('Enter');
  await chooseByArrows(page, page.getByRole('menuitem', { name: action, exact: true }));
}

const focused = (page: Page): Promise<string> => page.evaluate(() => document.activeElement?.tagName ?? '');

test('the whole rotation by keyboard alone', async ({ world }) => {
  test.setTimeout(60_000);
  const maya = await world.as('requester');
  await expect(rowOf(maya, 'refund-service')).toBeVisible();
  await maya.keyboard.press('/');
  await expect(maya.getByRole('searchbox', { name: 'Search accesses' })).toBeFocused();
  await maya.keyboard.type('refund');
  await expect(maya.getByText('1 access', { exact: true })).toBeVisible();
  await chooseFromRow(maya, 'refund-service', TITLE);
  const form = dialog(maya, TITLE);
  await tabTo(maya, form.getByRole('textbox'));
  await maya.keyboard.type('By keyboard.');
  await tabTo(maya, form.getByRole('radio', { name: '24 hours' }));
  await maya.keyboard.press('ArrowDown');
  await expect(form.getByRole('radio', { name: '7 days' })).toBeChecked();
  await tabTo(maya, form.getByRole('button', { name: 'Submit' }));
  await maya.keyboard.press('Enter');
  await expect(form).toBeHidden();
  await expect(actionsOf(maya, 'refund-service')).toBeFocused();

  const jonas = await world.as('approver');
  await expect(rowOf(jonas, 'refund-service')).toBeVisible();
  await jonas.keyboard.press('g');
  await jonas.keyboard.press('p');
  await expect(jonas.getByRole('heading', { level: 1, name: 'Approvals' })).toBeFocused();
  const link = rowOf(jonas, 'refund-service').filter({ hasText: 'Pending' }).getByRole('link');
  await tabTo(jonas, link);
  await jonas.keyboard.press('Enter');
  await expect(pane(jonas)).toBeVisible();
  await tabTo(jonas, pane(jonas).getByRole('button', { name: 'Approve' }));
  await jonas.keyboard.press('Enter');
  await expect(pane(jonas)).toContainText('Approved by Jonas Weber');
  expect(await focused(jonas), 'the focus stays in the pane').not.toBe('BODY');
  await jonas.keyboard.press('Escape');
  await expect(pane(jonas)).toBeHidden();

  await expect(rowOf(maya, 'refund-service')).toContainText('Ready to view', { timeout: 15_000 });
  await chooseFromRow(maya, 'refund-service', 'Review credentials');
  const confirm = dialog(maya, 'Show credentials');
  await tabTo(maya, confirm.getByRole('button', { name: 'Show credentials' }));
  await maya.keyboard.press('Enter');
  const shown = dialog(maya, 'Save service user credentials');
  await tabTo(maya, shown.getByRole('button', { name: 'Show password' }));
  await maya.keyboard.press('Space');
  await expect(shown.getByRole('button', { name: 'Hide password' })).toBeFocused();
  const downloading = maya.waitForEvent('download');
  await tabTo(maya, shown.getByRole('button', { name: 'Download credentials' }));
  await maya.keyboard.press('Enter');
  await downloading;
  await tabTo(maya, shown.getByRole('checkbox', { name: 'I have saved these credentials' }), 'Shift+Tab');
  await maya.keyboard.press('Space');
  // The dialog is a form: Enter on the ticked box is its Close.
  await maya.keyboard.press('Enter');
  await expect(shown).toBeHidden();
  await expect(maya.getByText('Saved. The server’s copy is destroyed.')).toBeAttached();
  await expect(actionsOf(maya, 'refund-service')).toBeFocused();
  await expect(rowOf(maya, 'refund-service')).toContainText('In use');
});

test('the focus returns to where it was when a dialog, menu, panel or pane closes', async ({ world }) => {
  // Few rows, few stops.
  const maya = await world.as('requester', { path: '/accesses?search=payments-' });
  const closes = async (origin: Locator, opened: Locator): Promise<void> => {
    await tabTo(maya, origin);
    await maya.keyboard.press('Enter');
    await expect(opened).toBeVisible();
    await maya.keyboard.press('Escape');
    await expect(opened).toBeHidden();
    await expect(origin).toBeFocused();
  };
  await expect(rowOf(maya, 'payments-staging')).toBeVisible();
  await closes(maya.getByRole('button', { name: 'Theme' }), maya.getByRole('menu', { name: 'Theme' }));
  await closes(maya.getByRole('button', { name: 'Demo', exact: true }), dialog(maya, 'Demo'));
  await closes(maya.getByRole('button', { name: /^Notifications/u }), dialog(maya, 'Notifications'));
  await closes(
    maya.getByRole('button', { name: 'Switch persona' }),
    maya.getByRole('menu', { name: 'Switch persona' }),
  );
  await closes(
    maya.getByRole('search').getByRole('button', { name: 'Owner group' }),
    maya.getByRole('dialog', { name: 'Filter by owner group' }),
  );
  // Back on its button, the panel is still what Escape closes; and it closes when the focus goes elsewhere.
  const bell = maya.getByRole('button', { name: /^Notifications/u });
  for (const key of ['Escape', 'Shift+Tab']) {
    await tabTo(maya, bell);
    await maya.keyboard.press('Enter');
    await expect(dialog(maya, 'Notifications')).toBeVisible();
    await tabTo(maya, bell, 'Shift+Tab');
    await maya.keyboard.press(key);
    await expect(dialog(maya, 'Notifications')).toBeHidden();
  }
  for (const [action, title] of [
    [TITLE, TITLE],
    ['Delete access', 'Delete access payments-staging'],
  ] as const) {
    await chooseFromRow(maya, 'payments-staging', action);
    await expect(maya.getByRole(title === TITLE ? 'dialog' : 'alertdialog', { name: title })).toBeVisible();
    await maya.keyboard.press('Escape');
    await expect(maya.getByRole('dialog').or(maya.getByRole('alertdialog'))).toHaveCount(0);
    await expect(actionsOf(maya, 'payments-staging')).toBeFocused();
  }
  await maya.keyboard.press('?');
  await expect(dialog(maya, 'Keyboard shortcuts')).toBeVisible();
  await maya.keyboard.press('Escape');
  await expect(actionsOf(maya, 'payments-staging')).toBeFocused();

  const request = await ask(world, maya, 'refund-service');
  await maya.keyboard.press('g');
  await maya.keyboard.press('r');
  const link = rowOf(maya, 'refund-service').filter({ hasText: 'Pending' }).getByRole('link');
  await tabTo(maya, link);
  await maya.keyboard.press('Enter');
  await expect(maya).toHaveURL(world.at(`/requests/${request.request_id}`));
  await expect(pane(maya)).toBeVisible();
  await maya.keyboard.press('Escape');
  await expect(pane(maya)).toBeHidden();
  await expect(link).toBeFocused();
});

test('a dialog keeps the focus inside it, and Escape closes only what is on top', async ({ world }) => {
  const maya = await world.as('requester', { path: `/accesses?search=${WAITING}` });
  await chooseFromRow(maya, WAITING, 'Review credentials');
  const confirm = dialog(maya, 'Show credentials');
  await tabTo(maya, confirm.getByRole('button', { name: 'Show credentials' }));
  await maya.keyboard.press('Enter');
  const shown = dialog(maya, 'Save service user credentials');
  await expect(shown).toBeVisible();
  for (let pressed = 0; pressed < 20; pressed += 1) {
    await maya.keyboard.press('Tab');
    const inside = await shown.evaluate((element) => element.contains(document.activeElement));
    expect(inside, `after ${pressed + 1} tabs`).toBe(true);
  }
  await maya.keyboard.press('Escape');
  const leave = warning(maya, 'Close without confirming?');
  await expect(leave).toBeVisible();
  await expect(leave.getByRole('button', { name: 'Go back' })).toBeFocused();
  await maya.keyboard.press('Escape');
  await expect(leave).toBeHidden();
  await expect(shown).toBeVisible();
});

test('a link past the navigation comes first', async ({ world }) => {
  const maya = await world.as('requester');
  await expect(rowOf(maya, WAITING)).toBeVisible();
  const skip = maya.getByRole('link', { name: 'Skip to content' });
  await skip.focus();
  await maya.keyboard.press('Enter');
  await expect(maya.getByRole('main')).toBeFocused();
  await expect(maya).toHaveURL(world.at('/accesses'));
});
