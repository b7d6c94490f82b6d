import { createApiKey, removeRoleBinding } from '../src/contract/operations/keys.ts';
import { expectAccessible, lookOn, SIZES } from './support/accessible.ts';
import {
  accountNamed,
  callWithKey,
  keyRow,
  makeKey,
  orderFor,
  readNewKey,
  SHIPMENTS,
} from './support/keys.ts';
import { newClaim } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { dialog, expectNoSideways, expectRefused, navigation, warning } from './support/ui.ts';

const CONFIRM = 'Confirm API key deletion';

test('K6: an OrganizationAdmin adds a Cloud key, which calls the API at once', async ({ world }) => {
  const astrid = await world.as('admin');
  await navigation(astrid)
    .getByRole('group', { name: 'Administration' })
    .getByRole('link', { name: 'Cloud API keys' })
    .click();
  await expect(astrid).toHaveURL(world.at('/settings/api-keys'));
  await expect(astrid.getByRole('heading', { level: 1, name: 'Cloud API keys' })).toBeVisible();
  await astrid.getByRole('button', { name: 'Add key', exact: true }).click();
  const shown = await orderFor(astrid, 'terraform', 'Pipeline');
  const made = await readNewKey(shown, 'Save');
  await expect(keyRow(astrid, made.key)).toContainText('Pipeline');
  await expect(keyRow(astrid, made.key)).toContainText('Ready');
  expect(await callWithKey(world, astrid, made)).toBe(200);
  expect(await callWithKey(world, astrid, { ...made, secret: `${made.secret}x` })).toBe(401);
  await expect(keyRow(astrid, made.key)).not.toContainText('never');
});

test('K6: for my own account', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/api-keys' });
  await astrid.getByRole('button', { name: 'Add key', exact: true }).click();
  await astrid.getByRole('radio', { name: 'My account' }).check();
  const own = dialog(astrid, 'Create an API key associated with your account');
  await own.getByRole('button', { name: 'Create key' }).click();
  const { key } = await readNewKey(own, 'Save');
  await expect(keyRow(astrid, key)).toContainText('Development and testing only');
});

test('K6, K9: others see why not', async ({ world }) => {
  const maya = await world.as('requester', { path: '/settings/api-keys' });
  await expectRefused(
    maya.getByRole('button', { name: 'Add key', exact: true }),
    /takes the role OrganizationAdmin/u,
  );
  const { status } = await world.call(maya, createApiKey, {
    body: { resource_id: 'cloud', owner_id: 'u-maya', claim: newClaim() },
  });
  expect(status).toBe(403);
});

test('K15: keys that outlived their owner’s role are found, and deleted at once', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/api-keys' });
  const maya = await world.as('requester');
  const { key } = await makeKey(world, maya, { resource_id: SHIPMENTS.id, owner_id: 'u-maya' });
  await astrid.goto(world.url('/settings/users/u-maya'));
  await astrid.getByRole('button', { name: 'Remove role CloudClusterAdmin on shipments' }).click();
  const remove = warning(astrid, 'Remove role CloudClusterAdmin');
  await expect(remove).toContainText('go on working');
  await remove.getByRole('button', { name: 'Remove role' }).click();
  await expect(remove).toBeHidden();
  await expect(keyRow(astrid, key)).toContainText('Stale authority');
  await astrid.goto(world.url('/settings/api-keys'));
  await astrid.getByRole('link', { name: 'All API keys' }).click();
  const all = astrid.getByRole('region', { name: 'All API keys' });
  await all.getByRole('button', { name: 'Stale authority' }).click();
  // Chen lost a role before.
  await expect(astrid.getByText('3 API keys', { exact: true })).toBeVisible();
  await astrid.getByRole('checkbox', { name: 'Select this page' }).check();
  await astrid.getByRole('button', { name: 'Delete 3 API keys' }).click();
  const confirm = warning(astrid, CONFIRM);
  await expectAccessible(astrid, 'Three keys to delete');
  await confirm.getByRole('button', { name: 'Confirm' }).click();
  await expect(confirm).toContainText('3 API keys deleted.');
  await confirm.getByText('Close', { exact: true }).click();
  await expect(astrid.getByText('No API key matches')).toBeVisible();
  // Who had made them cannot make others.
  await maya.goto(world.url(`${SHIPMENTS.path}/api-keys`));
  await expectRefused(maya.getByRole('button', { name: /Create key|\+ Add key/u }), /takes the role/u);
  expect(
    (await world.call(maya, removeRoleBinding, { params: { role_binding_id: 'rb-astrid' } })).status,
  ).toBe(403);
});

test('K14: of several keys, those in use stay', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/api-keys' });
  const { service_account_id: owner_id } = await accountNamed(world, astrid, 'terraform');
  const used = await makeKey(world, astrid, { resource_id: 'cloud', owner_id });
  const idle = await makeKey(world, astrid, { resource_id: 'cloud', owner_id });
  expect(await callWithKey(world, astrid, used)).toBe(200);
  // Both were created just now; one was used as well.
  await expect(keyRow(astrid, used.key).getByText('just now')).toHaveCount(2);
  for (const { key } of [used, idle]) await astrid.getByRole('checkbox', { name: `Select ${key}` }).check();
  // Whoever only looked keeps what they selected.
  await astrid.getByRole('button', { name: 'Delete 2 API keys' }).click();
  await expect(warning(astrid, 'Confirm API key deletion')).toBeVisible();
  await astrid.keyboard.press('Escape');
  await expect(astrid.getByRole('button', { name: 'Delete 2 API keys' })).toBeFocused();
  await astrid.getByRole('button', { name: 'Delete 2 API keys' }).click();
  const confirm = warning(astrid, CONFIRM);
  await expect(confirm.getByRole('list', { name: 'Keys in use, which stay' })).toContainText(used.key);
  await confirm.getByRole('button', { name: 'Confirm' }).click();
  await expect(confirm).toContainText('1 API key deleted.');
  await confirm.getByText('Close', { exact: true }).click();
  await expect(keyRow(astrid, idle.key)).toBeHidden();
  await expect(keyRow(astrid, used.key)).toBeVisible();
});

for (const size of SIZES) {
  test(`A4: Cloud API keys are accessible and fit: ${size}`, async ({ world }) => {
    const astrid = await world.as('admin', {
      path: '/settings/api-keys',
      look: lookOn(world.host, size),
    });
    await expect(astrid.getByText('1 API key', { exact: true })).toBeVisible();
    await expectAccessible(astrid, 'Cloud API keys');
    await expectNoSideways(astrid);
    await astrid.goto(world.url('/settings/api-keys/all'));
    await expect(astrid.getByText('7 API keys', { exact: true })).toBeVisible();
    await expectAccessible(astrid, 'All API keys');
    await expectNoSideways(astrid);
  });
}
