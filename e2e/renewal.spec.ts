import type { Page } from '@playwright/test';
import { modifyServiceUser } from '../src/contract/operations/service-users.ts';
import {
  certificateBanner,
  certificateStrip,
  prod,
  proofOf,
  secretsOf,
  untilRenewed,
  userNamed,
  userRow,
  usersPath,
} from './support/service-users.ts';
import { expect, test } from './support/test.ts';
import { choose, dialog, expectRefused, openMenu } from './support/ui.ts';
import type { World } from './support/world.ts';

const ORDERS = prod('kafka-orders');
const WAREHOUSE = prod('kafka-warehouse');

/** Its certificate falls due within the next 30 days. */
const LATER = 'stock-mirror';

const unread = (page: Page) => page.getByRole('button', { name: /^Notifications/u });

async function acknowledge(world: World, page: Page, username: string): Promise<void> {
  await world.done(page, modifyServiceUser, {
    params: { ...ORDERS, username },
    body: { operation: 'acknowledge-renewal' },
  });
}

test('C2, C4: by +30 days a certificate renews itself, and operators are told with a link to the row', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: usersPath(WAREHOUSE, `?search=${LATER}`) });
  const before = await userNamed(world, tomas, WAREHOUSE, LATER);
  await expect(userRow(tomas, LATER)).toContainText('Current');
  await expect(certificateBanner(tomas)).toHaveCount(0);
  await tomas.getByRole('button', { name: '+30 days' }).click();
  await expect(userRow(tomas, LATER)).toContainText('Renewed, not acknowledged');
  const after = await userNamed(world, tomas, WAREHOUSE, LATER);
  expect(after.serial).not.toBe(before.serial);
  expect(after.expiring_cert_not_valid_after_time).toBe(before.certificate_not_after_time);
  const lives =
    Date.parse(after.certificate_not_after_time ?? '') - Date.parse(after.certificate_not_before_time ?? '');
  expect(Math.round(lives / 86_400_000)).toBe(820);

  await unread(tomas).click();
  const told = dialog(tomas, 'Notifications').getByRole('link', {
    name: /^(?:Unread: )?The certificate of stock-mirror on kafka-warehouse is renewed; the old one runs out in \d+ days/u,
  });
  await told.first().click();
  await expect(tomas).toHaveURL(/\/kafka-warehouse\/users\?search=stock-mirror$/u);
  await expect(userRow(tomas, LATER)).toBeVisible();
});

test('C3: old and new certificate work side by side until the old one ends', async ({ world }) => {
  const tomas = await world.as('operator', { path: usersPath(ORDERS) });
  const user = 'avnadmin';
  const old = await secretsOf(world, tomas, ORDERS, user);
  await tomas.goto(world.url('/services/halden-prod/kafka-orders'));
  await tomas.getByRole('button', { name: 'Change renewal window' }).click();
  const form = dialog(tomas, 'Change renewal window');
  const days = form.getByRole('textbox', { name: 'Days before a certificate runs out' });
  await days.fill('400');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(days).toHaveAccessibleDescription(/from 7 to 365/u);
  await days.fill('365');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(tomas.getByRole('region', { name: 'Certificate renewal' })).toContainText('365 days');
  await untilRenewed(world, tomas, ORDERS, user, 4);

  const fresh = await secretsOf(world, tomas, ORDERS, user);
  expect(fresh.access_cert).not.toBe(old.access_cert);
  expect(fresh.access_key).not.toBe(old.access_key);
  for (const { access_cert } of [old, fresh])
    expect(await world.authenticate(proofOf(ORDERS, user, { access_cert }))).toMatchObject({
      accepted: true,
    });
  expect(await world.authenticate(proofOf(ORDERS, user, { password: old.password }))).toMatchObject({
    accepted: true,
  });
  await world.clock(366 * 86_400);
  expect(await world.authenticate(proofOf(ORDERS, user, { access_cert: old.access_cert }))).toEqual({
    accepted: false,
  });
  expect(await world.authenticate(proofOf(ORDERS, user, { access_cert: fresh.access_cert }))).toMatchObject({
    accepted: true,
  });
});

test('C5: one banner counts, on every tab and on Access overview; it grows more severe and leads to the rows', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: '/services/halden-prod/kafka-orders' });
  const banner = certificateBanner(tomas);
  for (const tab of ['Overview', 'Users', 'ACLs']) {
    await tomas
      .getByRole('navigation', { name: 'Parts of this service' })
      .getByRole('link', { name: tab })
      .click();
    await expect(banner).toHaveText(
      /^Urgent: 2 renewed certificates on kafka-orders wait: the old one of shipment-tracker runs out in \d days?, then order-router\. Download, then acknowledge\.$/u,
    );
  }
  await tomas.getByRole('link', { name: 'Show all 2' }).click();
  await expect(tomas).toHaveURL(/\/users\?renewal_state=renewed%2Cfailed$/u);
  await expect(tomas.getByText('2 service users', { exact: true })).toBeVisible();

  // Over 30 days: a note. It is the same page, told by a live event.
  await acknowledge(world, tomas, 'shipment-tracker');
  await expect(banner).toHaveText(
    /^Note: The certificate of order-router on kafka-orders is renewed, and the old one runs out in 6\d days\./u,
  );
  await tomas.getByRole('link', { name: 'Show it' }).click();
  await expect(tomas).toHaveURL(/\/users\?search=order-router$/u);
  await expect(userRow(tomas, 'order-router')).toBeVisible();
  await world.clock(40 * 86_400);
  await expect(banner).toHaveText(/^Warning: .*runs out in 2\d days\./u);
  await world.clock(20 * 86_400);
  await expect(banner).toHaveText(/^Urgent: .*runs out in \d days?\./u);
  await world.clock(10 * 86_400);
  await expect(banner).toHaveText(/^Urgent: .*ran out \d days? ago\./u);

  await tomas.goto(world.url('/accesses'));
  const strip = certificateStrip(tomas);
  await expect(strip).toContainText(/^\d+ renewed certificates wait: .*kafka-orders \(1\)/u);
  await strip.getByRole('link', { name: 'kafka-orders' }).click();
  await expect(tomas).toHaveURL(/\/kafka-orders\/users\?search=order-router$/u);
});

test('C5: who operates nothing has no line about certificates, and is told on the service whom to ask', async ({
  world,
}) => {
  const maya = await world.as('requester');
  await expect(maya.getByRole('status', { name: 'What needs you' })).toBeVisible();
  await expect(certificateStrip(maya)).toHaveCount(0);
  await maya.goto(world.url('/services/halden-prod/kafka-orders'));
  await expect(certificateBanner(maya)).toContainText(
    'Admins and operators of halden-prod can fetch the new ones.',
  );
});

test('C7: Acknowledge certificate stops the banner for that user only and revokes nothing', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: usersPath(ORDERS) });
  const astrid = await world.as('admin', { path: '/services/halden-prod/kafka-orders' });
  await expect(certificateBanner(astrid)).toContainText('2 renewed certificates');
  const menu = await openMenu(tomas, 'stock-keeper');
  await expectRefused(
    menu.getByRole('menuitem', { name: 'Acknowledge certificate' }),
    'No certificate of stock-keeper was ever renewed, so there is nothing to acknowledge.',
  );
  await tomas.keyboard.press('Escape');

  await choose(tomas, 'shipment-tracker', 'Acknowledge certificate');
  const confirm = dialog(tomas, 'Acknowledge certificate');
  await expect(confirm).toContainText(/Nothing is revoked: the old certificate works until \d+ \w+ \d{4}\./u);
  await confirm.getByRole('button', { name: 'Acknowledge certificate' }).click();
  await expect(confirm).toBeHidden();
  await expect(userRow(tomas, 'shipment-tracker')).toContainText('Acknowledged');
  await expect(userRow(tomas, 'shipment-tracker')).not.toContainText('Old:');
  await expect(certificateBanner(tomas)).toContainText('The certificate of order-router');
  // The other operator sees it without a reload (A5).
  await expect(certificateBanner(astrid)).toContainText('The certificate of order-router');
  const again = await openMenu(tomas, 'shipment-tracker');
  await expectRefused(
    again.getByRole('menuitem', { name: 'Acknowledge certificate' }),
    'No renewed certificate of shipment-tracker waits to be acknowledged: it was, or newer credentials took its place.',
  );
  await tomas.keyboard.press('Escape');
  // Through the API a repeated acknowledgement does no harm; one of nothing is refused.
  const put = async (username: string) =>
    (
      await world.call(tomas, modifyServiceUser, {
        params: { ...ORDERS, username },
        body: { operation: 'acknowledge-renewal' },
      })
    ).status;
  expect(await put('shipment-tracker')).toBe(200);
  expect(await put('stock-keeper')).toBe(409);
});

test('C10: muted notices stop banner and line, and renewal goes on', async ({ world }) => {
  const tomas = await world.as('operator', { path: '/services/halden-prod/kafka-warehouse' });
  const mute = tomas.getByRole('switch', { name: 'Mute certificate notices' });
  await expect(mute).toHaveAccessibleDescription(/Renewal itself goes on/u);
  await mute.click();
  await expect(mute).toBeChecked();
  await untilRenewed(world, tomas, WAREHOUSE, LATER, 2);
  const other = await world.tabOf(tomas, '/accesses');
  await expect(certificateStrip(other)).toContainText('kafka-orders');
  await expect(certificateStrip(other)).not.toContainText('kafka-warehouse');
  await expect(certificateBanner(tomas)).toHaveCount(0);
  await mute.click();
  await expect(mute).not.toBeChecked();
  await expect(certificateBanner(tomas)).toContainText('The certificate of stock-mirror on kafka-warehouse');
  await expect(certificateStrip(other)).toContainText('kafka-warehouse');
  await mute.click();
  await expect(certificateBanner(tomas)).toHaveCount(0);
  await expect(certificateStrip(other)).not.toContainText('kafka-warehouse');

  const maya = await world.as('requester', { path: '/services/halden-prod/kafka-warehouse' });
  const refused = maya.getByRole('switch', { name: 'Mute certificate notices' });
  await expect(refused).toHaveAttribute('aria-disabled', 'true');
  await expect(refused).toHaveAccessibleDescription(
    /Only admins and operators of halden-prod can do this\./u,
  );
});

test('C2: a new CA stands beside the old one, and certificates of both verify', async ({ world }) => {
  const tomas = await world.as('operator', { path: '/services/halden-prod/kafka-orders' });
  await expectRefused(
    tomas.getByRole('button', { name: 'Introduce a new CA' }),
    'Only admins of halden-prod can do this.',
  );
  const astrid = await world.as('admin', { path: '/services/halden-prod/kafka-orders' });
  await astrid.getByRole('button', { name: 'Introduce a new CA' }).click();
  const confirm = astrid.getByRole('alertdialog', { name: 'Introduce a new CA' });
  await expect(confirm).toContainText('no client stops');
  await confirm.getByRole('button', { name: 'Introduce a new CA' }).click();
  await expect(confirm).toBeHidden();
  await expect(astrid.getByRole('region', { name: 'CA certificate 2 of 2' })).toContainText('SHA-256');

  await astrid.goto(world.url(usersPath(ORDERS)));
  await choose(astrid, 'grafana-agent', 'Show access cert');
  const before = dialog(astrid, 'Access certificate of grafana-agent');
  await expect(before).toContainText(/signed it, CA certificate 1 of 2/u);
  await astrid.keyboard.press('Escape');
  await world.done(astrid, modifyServiceUser, {
    params: { ...ORDERS, username: 'grafana-agent' },
    body: { operation: 'reset-credentials' },
  });
  await expect
    .poll(async () => (await userNamed(world, astrid, ORDERS, 'grafana-agent')).status)
    .toBe('ready');
  await choose(astrid, 'grafana-agent', 'Show access cert');
  await expect(dialog(astrid, 'Access certificate of grafana-agent')).toContainText(
    /signed it, CA certificate 2 of 2/u,
  );
});
