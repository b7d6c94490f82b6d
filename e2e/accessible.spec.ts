import type { Page } from '@playwright/test';
import { expectAccessible, lookOn, SIZES } from './support/accessible.ts';
import { certificateStrip, prod, usersPath } from './support/service-users.ts';
import { accessNamed, ask, closeButton } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { choose, dialog, expectNoSideways, openMenu, pane, warning } from './support/ui.ts';

// Maya's rotation of this access was approved, and its credentials wait for her.
const WAITING = 'checkout-orders-writer';

/** Complete, in the window's width and without a violation. */
async function look(page: Page, what: string): Promise<void> {
  await expectAccessible(page, what);
  await expectNoSideways(page);
}

for (const size of SIZES) {
  test(`every page is accessible and fits: ${size}`, async ({ world }) => {
    test.setTimeout(120_000);
    const maya = await world.as('requester', { look: lookOn(world.host, size) });
    const { access_id: access, active_request_id: ready = '' } = await accessNamed(world, maya, WAITING);
    await expect(maya.getByRole('link', { name: WAITING })).toBeVisible();
    await expect(maya.locator('html')).toHaveAttribute('data-theme', lookOn(world.host, size).colorScheme);
    await look(maya, 'Access overview');
    await maya.getByRole('searchbox', { name: 'Search accesses' }).fill('nothing like it');
    await expect(maya.getByText('No access matches')).toBeVisible();
    await look(maya, 'Access overview, empty');

    await maya.goto(world.url(`/accesses/${access}`));
    await expect(maya.getByRole('list', { name: 'Members of Payments' })).toBeVisible();
    await look(maya, 'Access');
    await maya.goto(world.url('/accesses/acc_unknown'));
    await expect(maya.getByText('This access does not exist')).toBeVisible();
    await look(maya, 'Unknown access');

    await maya.goto(world.url('/approvals'));
    await expect(maya.getByRole('link', { name: 'label-printer' })).toBeVisible();
    await look(maya, 'Approvals');
    // One row is enough beside a pane.
    await maya.getByRole('searchbox', { name: 'Search requests' }).fill('label-printer');
    await expect(maya.getByText('1 request', { exact: true })).toBeVisible();
    await maya.getByRole('link', { name: 'label-printer' }).click();
    await expect(pane(maya).getByRole('button', { name: 'Approve' })).toBeVisible();
    await look(maya, 'Review request, pending');
    await pane(maya).getByRole('button', { name: 'Decline' }).click();
    await pane(maya).getByRole('button', { name: 'Decline' }).click();
    await expect(pane(maya).getByRole('textbox')).toHaveAccessibleDescription(/Say why/u);
    await look(maya, 'Review request, declining without a reason');

    await maya.goto(world.url(`/requests/${ready}?search=${WAITING}`));
    await expect(pane(maya).getByRole('button', { name: 'Review credentials' })).toBeVisible();
    await look(maya, 'Review request, approved');
    await pane(maya).getByRole('button', { name: 'Close' }).click();
    await expect(pane(maya)).toBeHidden();
    await maya.getByRole('searchbox', { name: 'Search requests' }).fill('Payments');
    await expect(maya.getByRole('link', { name: 'ledger-export' })).toBeVisible();
    await look(maya, 'Group requests');

    await maya.goto(world.url('/services'));
    await expect(maya.getByRole('link', { name: 'kafka-warehouse' })).toBeVisible();
    await look(maya, 'Services');
    await maya.goto(world.url('/services/halden-prod/kafka-warehouse'));
    await expect(maya.getByText('SHA-256', { exact: true })).toBeVisible();
    await maya.getByText('PEM', { exact: true }).click();
    await look(maya, 'Service, overview');
    await maya.goto(world.url('/services/halden-prod/kafka-warehouse/acls'));
    await expect(maya.getByRole('link', { name: 'ACLs' })).toHaveAttribute('aria-current', 'page');
    await expect(maya.getByText(/^\d+ ACLs$/u)).toBeVisible();
    await look(maya, 'Service, ACLs');
    await maya.goto(world.url('/services/halden-staging/kafka-orders'));
    await expect(maya.getByText('This service does not exist')).toBeVisible();
    await look(maya, 'Unknown service');

    await maya.goto(world.url('/no/such/page'));
    await expect(maya.getByText('There is nothing at this address')).toBeVisible();
    await look(maya, 'Page not found');
    await maya.getByRole('button', { name: 'Switch persona' }).click();
    await maya.getByRole('menuitem', { name: 'Sign out' }).click();
    await expect(maya.getByRole('list', { name: 'Personas' }).getByRole('button')).toHaveCount(5);
    await look(maya, 'Sign in');
  });

  test(`every dialog is accessible and fits: ${size}`, async ({ world }) => {
    test.setTimeout(90_000);
    // A few rows are enough below a dialog.
    const maya = await world.as('requester', {
      path: '/accesses?owner_user_group_id=ug_payments',
      look: lookOn(world.host, size),
    });
    await expect(maya.getByRole('link', { name: WAITING })).toBeVisible();
    const close = () => maya.keyboard.press('Escape');

    const menu = await openMenu(maya, 'ledger-export');
    await look(maya, 'Menu of a row, with refusals');
    await close();
    await expect(menu).toBeHidden();

    await choose(maya, 'payments-staging', 'Request credential rotation');
    const form = dialog(maya, 'Request credential rotation');
    await form.getByRole('button', { name: 'Submit' }).click();
    await expect(form.getByRole('textbox')).toHaveAccessibleDescription(/Write why/u);
    await look(maya, 'Request credential rotation');
    await form.getByRole('textbox').fill('Typed');
    await close();
    await expect(warning(maya, 'Discard your message?')).toBeVisible();
    await look(maya, 'Discard your message?');
    await maya.getByRole('button', { name: 'Discard' }).click();

    await choose(maya, 'payments-staging', 'Delete access');
    await expect(warning(maya, 'Delete access payments-staging')).toBeVisible();
    await look(maya, 'Delete access');
    await close();

    await choose(maya, WAITING, 'Review credentials');
    const confirm = dialog(maya, 'Show credentials').getByRole('button', { name: 'Show credentials' });
    await expect(confirm).toBeEnabled();
    await look(maya, 'Show credentials');
    await confirm.click();
    const shown = dialog(maya, 'Save service user credentials');
    await expect(shown.getByText(/SHA-256/u)).toHaveCount(2);
    await look(maya, 'Save service user credentials, masked');
    for (const secret of ['password', 'access certificate', 'access key', 'CA certificate'])
      await shown.getByRole('button', { name: `Show ${secret}` }).click();
    await look(maya, 'Save service user credentials, shown');
    await closeButton(shown).click();
    await expect(warning(maya, 'Close without confirming?')).toBeVisible();
    await look(maya, 'Close without confirming?');
    await maya.getByRole('button', { name: 'Close anyway' }).click();
    await expect(shown).toBeHidden();

    await maya.getByRole('button', { name: /^Notifications/u }).click();
    await expect(dialog(maya, 'Notifications').getByRole('link').first()).toBeVisible();
    await look(maya, 'Notifications');
    await close();
    await maya.getByRole('button', { name: 'Demo', exact: true }).click();
    await expect(dialog(maya, 'Demo').getByRole('checkbox').first()).toBeVisible();
    await look(maya, 'Demo');
    await close();
    await maya.getByRole('button', { name: 'Switch persona' }).click();
    await expect(maya.getByRole('menuitemradio')).toHaveCount(5);
    await look(maya, 'Switch persona');
    await close();
    if (size === 'wide') {
      await maya
        .getByRole('search')
        .getByRole('button', { name: /^Owner group/u })
        .click();
      await expect(dialog(maya, 'Filter by owner group')).toBeVisible();
      await look(maya, 'Filter');
    } else {
      await maya.getByRole('button', { name: /^Filters/u }).click();
      await expect(dialog(maya, 'Filters')).toBeVisible();
      await look(maya, 'Filters');
      await close();
      await maya.getByRole('button', { name: 'Open navigation' }).click();
      await expect(dialog(maya, 'Navigation')).toBeVisible();
      await look(maya, 'Navigation');
    }
    await close();
    await maya.keyboard.press('?');
    await expect(dialog(maya, 'Keyboard shortcuts')).toBeVisible();
    await look(maya, 'Keyboard shortcuts');
    await close();

    const request = await ask(world, maya, 'refund-service');
    await maya.goto(world.url(`/requests/${request.request_id}?search=refund`));
    await pane(maya).getByRole('button', { name: 'Delete' }).click();
    await expect(warning(maya, 'Delete the request for refund-service')).toBeVisible();
    await look(maya, 'Delete the request');
    await close();
    await world.expireSessions();
    await expect(
      dialog(maya, 'Your session has ended').getByRole('button', { name: /^Maya/u }),
    ).toBeVisible();
    await look(maya, 'Your session has ended');
  });

  test(`service users are accessible and fit: ${size}`, async ({ world }) => {
    test.setTimeout(120_000);
    const users = usersPath(prod('kafka-orders'), '?search=order-router');
    const tomas = await world.as('operator', { look: lookOn(world.host, size) });
    await expect(certificateStrip(tomas).getByRole('link').first()).toBeVisible();
    // Wherever it stands among the lines, none of its words is cut off.
    expect(await certificateStrip(tomas).evaluate((line) => line.scrollHeight - line.clientHeight)).toBe(0);
    await look(tomas, 'Access overview of an operator');
    const close = () => tomas.keyboard.press('Escape');
    await tomas.goto(world.url(users));
    await expect(tomas.getByText('1 service user', { exact: true })).toBeVisible();
    await look(tomas, 'Users');
    const menu = await openMenu(tomas, 'order-router');
    await look(tomas, 'Menu of a service user');
    await menu.getByRole('menuitem', { name: 'Show access key' }).click();
    await expect(dialog(tomas, 'Access key of order-router').getByRole('textbox')).toBeVisible();
    await look(tomas, 'Access key');
    await close();
    await choose(tomas, 'order-router', 'Show access cert');
    await expect(dialog(tomas, 'Access certificate of order-router')).toContainText('signed it');
    await look(tomas, 'Access certificate');
    await close();
    await choose(tomas, 'order-router', 'Acknowledge certificate');
    await expect(dialog(tomas, 'Acknowledge certificate')).toBeVisible();
    await look(tomas, 'Acknowledge certificate');
    await close();
    await choose(tomas, 'order-router', 'Reset credentials');
    const reset = warning(tomas, 'Reset credentials of order-router');
    await reset.getByRole('button', { name: 'Reset credentials' }).click();
    await expect(reset.getByRole('textbox').first()).toHaveAccessibleDescription(/This is not/u);
    await look(tomas, 'Reset credentials');
    await close();
    await tomas.getByRole('button', { name: 'Create service user' }).click();
    const form = dialog(tomas, 'Create service user');
    await form.getByRole('button', { name: 'Create service user' }).click();
    await expect(form.getByRole('textbox', { name: 'Username' })).toHaveAccessibleDescription(/Give it/u);
    await look(tomas, 'Create service user');
    await close();
    await tomas.getByRole('searchbox').fill('nothing like it');
    await expect(tomas.getByText('No service user matches')).toBeVisible();
    await look(tomas, 'Users, empty');

    const astrid = await world.as('admin', {
      path: '/services/halden-prod/kafka-orders',
      look: lookOn(world.host, size),
    });
    await expect(astrid.getByText('SHA-256', { exact: true })).toBeVisible();
    await astrid.getByRole('switch', { name: 'Mute certificate notices' }).click();
    await expect(astrid.getByRole('switch', { name: 'Mute certificate notices' })).toBeChecked();
    // Nothing half under the bar at the top.
    await astrid.evaluate(() => scrollTo(0, 0));
    await look(astrid, 'Service of an admin');
    await astrid.getByRole('button', { name: 'Change renewal window' }).click();
    await expect(dialog(astrid, 'Change renewal window')).toBeVisible();
    await look(astrid, 'Change renewal window');
    await astrid.keyboard.press('Escape');
    await astrid.getByRole('button', { name: 'Introduce a new CA' }).click();
    await expect(warning(astrid, 'Introduce a new CA')).toBeVisible();
    await look(astrid, 'Introduce a new CA');
  });
}
