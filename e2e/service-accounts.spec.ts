import { readFile } from 'node:fs/promises';
import {
  createServiceAccount,
  describeServiceAccount,
  listServiceAccounts,
} from '../src/contract/operations/keys.ts';
import { expectAccessible, lookOn, SIZES } from './support/accessible.ts';
import { accountNamed, callWithKey, keyRow, makeKey, readNewKey, SHIPMENTS } from './support/keys.ts';
import { expect, test } from './support/test.ts';
import {
  dialog,
  expectNoSideways,
  expectRefused,
  messages,
  navigation,
  rowOf,
  search,
  warning,
} from './support/ui.ts';

test('service accounts are listed, searched, exported, created and opened', async ({ world }) => {
  const astrid = await world.as('admin');
  await navigation(astrid).getByRole('link', { name: 'Service accounts' }).click();
  await expect(astrid.getByText('3 service accounts', { exact: true })).toBeVisible();
  await expect(rowOf(astrid, 'shipment-planner')).toContainText('2/10');
  await search(astrid, 'declarations');
  await expect(astrid.getByText('1 service account', { exact: true })).toBeVisible();
  const download = astrid.waitForEvent('download');
  await astrid.getByRole('button', { name: 'Export CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^service-accounts-\d{4}-\d\d-\d\d\.csv$/u);
  expect(await readFile(await file.path(), 'utf8')).toContain('customs-exporter');

  await astrid.getByRole('button', { name: 'Create service account' }).click();
  const form = dialog(astrid, 'Create service account');
  const name = form.getByRole('textbox', { name: 'Name' });
  const create = form.getByRole('button', { name: 'Create service account' });
  await create.click();
  await expect(name).toHaveAccessibleDescription(/Give it a name/u);
  await expect(name).toBeFocused();
  await name.fill('x'.repeat(65));
  await create.click();
  await expect(name).toHaveAccessibleDescription(/Shorten it to 64 characters/u);
  await name.fill('terraform');
  await create.click();
  await expect(name).toHaveAccessibleDescription(/of this name exists already/u);
  await name.fill('<b>ware</b>house');
  await form.getByRole('textbox', { name: 'Description' }).fill('Counts pallets');
  await create.click();
  await expect(astrid.getByRole('heading', { level: 1, name: '<b>ware</b>house' })).toBeVisible();
  await expect(astrid.getByText('0/10 keys used')).toBeVisible();
  await expect(astrid.getByText('No API keys yet')).toBeVisible();
});

test('K14: a service account is described anew, and cleared; what changed meanwhile is said', async ({
  world,
}) => {
  const astrid = await world.as('admin', { path: '/settings/service-accounts' });
  await rowOf(astrid, 'customs-exporter').getByRole('link').click();
  await astrid.getByRole('button', { name: 'Edit description' }).click();
  const form = dialog(astrid, 'Edit description');
  const field = form.getByRole('textbox', { name: 'Description' });
  await expect(field).toHaveValue('Sends declarations to the authorities');
  await field.fill('x'.repeat(129));
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(field).toHaveAccessibleDescription(/Shorten it to 128 characters/u);
  await field.fill('Tells <b>customs</b> what comes');
  const { service_account_id } = await accountNamed(world, astrid, 'customs-exporter');
  await world.done(astrid, describeServiceAccount, {
    params: { service_account_id },
    body: { description: 'Of another tab' },
  });
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toContainText('Somebody else described this service account meanwhile');
  await astrid.keyboard.press('Escape');
  await warning(astrid, 'Discard what you typed?').getByRole('button', { name: 'Keep writing' }).click();
  await expect(form.getByRole('button', { name: 'Save' })).toBeFocused();
  await form.getByRole('button', { name: 'Cancel' }).click();
  await expect(form).toBeHidden();
  await expect(astrid.getByText('Of another tab', { exact: true })).toBeVisible();
  await astrid.getByRole('button', { name: 'Edit description' }).click();
  await field.fill('Tells <b>customs</b> what comes');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(astrid.getByText('Tells <b>customs</b> what comes', { exact: true })).toBeVisible();
  await astrid.getByRole('button', { name: 'Edit description' }).click();
  await field.fill('');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(astrid.getByText('Service account without a description.')).toBeVisible();
});

test('K4: among more than a hundred service accounts the owner of a key is found by name', async ({
  world,
}) => {
  test.setTimeout(120_000);
  const astrid = await world.as('admin', { path: `${SHIPMENTS.path}/api-keys` });
  for (let number = 0; number < 100; number += 1)
    await world.done(astrid, createServiceAccount, {
      body: { display_name: `app-${String(number).padStart(3, '0')}` },
    });
  await astrid.getByRole('button', { name: '+ Add key' }).click();
  const form = dialog(astrid, 'Create API key');
  const select = form.getByRole('combobox', { name: 'Service account' });
  await expect(select).toHaveAccessibleDescription('These are 100 of 103. Find the others by their name.');
  await expect(select.getByRole('option', { name: /^terraform/u })).toHaveCount(0);
  const find = form.getByRole('searchbox', { name: 'Find a service account' });
  await find.fill('zeppelin');
  await expect(select).toHaveAccessibleDescription('No service account of such a name or description.');
  await find.fill('terra');
  await expect(select.getByRole('option')).toHaveText([/^Choose/u, /^terraform/u]);
  await expectAccessible(astrid, 'Create API key with a search');
  await select.selectOption({ index: 1 });
  // What was chosen stays while others are looked at.
  await find.fill('app-09');
  await expect(select.getByRole('option')).toHaveCount(12);
  await expect(select.getByRole('option', { name: /^terraform/u })).toHaveJSProperty('selected', true);
  await form.getByRole('button', { name: 'Create key' }).click();
  const { key } = await readNewKey(form, 'Continue');
  await expect(keyRow(astrid, key)).toContainText('terraform');
});

test('K9: others see accounts, and why they cannot change them', async ({ world }) => {
  const maya = await world.as('requester', { path: '/settings/service-accounts' });
  await expectRefused(
    maya.getByRole('button', { name: 'Create service account' }),
    /takes the role OrganizationAdmin/u,
  );
  await rowOf(maya, 'shipment-planner').getByRole('link').click();
  for (const name of ['Edit description', 'Add role', 'Add ACL', 'Delete service account'])
    await expectRefused(maya.getByRole('button', { name }), /takes the role OrganizationAdmin/u);
  const { status } = await world.call(maya, createServiceAccount, { body: { display_name: 'mine' } });
  expect(status).toBe(403);
});

test('K11: an ACL is added and removed', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/service-accounts' });
  await rowOf(astrid, 'terraform').getByRole('link').click();
  const acls = astrid.getByRole('region', { name: 'ACLs' });
  await expect(acls).toContainText('its keys authenticate there and may do nothing');
  await acls.getByRole('button', { name: 'Add ACL' }).click();
  const form = dialog(astrid, 'Add ACL');
  await form.getByRole('button', { name: 'Add ACL' }).click();
  await expect(form.getByRole('combobox', { name: 'Kafka cluster' })).toBeFocused();
  await form
    .getByRole('combobox', { name: 'Kafka cluster' })
    .selectOption({ label: 'shipments (production)' });
  await form.getByRole('textbox', { name: 'Topic' }).fill('orders v1');
  await form.getByRole('button', { name: 'Add ACL' }).click();
  await expect(form.getByRole('textbox', { name: 'Topic' })).toHaveAccessibleDescription(/letters, digits/u);
  await form.getByRole('textbox', { name: 'Topic' }).fill('orders.v1');
  await form.getByRole('radio', { name: 'Write' }).check();
  await form.getByRole('button', { name: 'Add ACL' }).click();
  await expect(form).toBeHidden();
  await expect(acls.getByRole('row', { name: /orders\.v1 Write shipments/u })).toBeVisible();
  await acls.getByRole('button', { name: 'Remove ACL Write on orders.v1, shipments' }).click();
  await warning(astrid, 'Remove ACL').getByRole('button', { name: 'Remove ACL' }).click();
  await expect(acls.getByRole('row')).toHaveCount(0);
});

test('K14: deleting an account lists its keys first, and one in use needs the name typed', async ({
  world,
}) => {
  const astrid = await world.as('admin', { path: '/settings/service-accounts' });
  const account = await accountNamed(world, astrid, 'terraform');
  const owner_id = account.service_account_id;
  const made = await makeKey(world, astrid, { resource_id: 'cloud', owner_id, description: 'Pipeline' });
  expect(await callWithKey(world, astrid, made)).toBe(200);
  await rowOf(astrid, 'terraform').getByRole('link').click();
  await astrid.getByRole('button', { name: 'Delete service account' }).click();
  const confirm = warning(astrid, 'Delete service account terraform');
  const list = confirm.getByRole('list', { name: 'Keys that are deleted with it' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list).toContainText('Terraform in CI');
  await expect(list).toContainText('used 3 hours ago');
  await expect(list).toContainText('used just now');
  const remove = confirm.getByRole('button', { name: 'Delete service account' });
  await remove.click();
  const field = confirm.getByRole('textbox', { name: 'Type terraform to confirm' });
  await expect(field).toHaveAccessibleDescription(/This is not terraform/u);
  await field.fill('terraform');
  await remove.click();
  await expect(messages(astrid)).toContainText('Service account terraform was deleted.');
  await expect(astrid).toHaveURL(world.at('/settings/service-accounts'));
  await expect(astrid.getByText('2 service accounts', { exact: true })).toBeVisible();
  expect(await callWithKey(world, astrid, made)).toBe(401);
});

test('K14: an account without keys in use is deleted by a click; twice is once', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/service-accounts' });
  await rowOf(astrid, 'customs-exporter').getByRole('link').click();
  const other = await world.tabOf(astrid, '/settings/service-accounts');
  await rowOf(other, 'customs-exporter').getByRole('link').click();
  await other.getByRole('button', { name: 'Delete service account' }).click();
  const late = warning(other, 'Delete service account customs-exporter');
  await expect(late.getByRole('listitem')).toHaveCount(2);
  await astrid.getByRole('button', { name: 'Delete service account' }).click();
  const confirm = warning(astrid, 'Delete service account customs-exporter');
  // A key that comes while the dialog is open is listed as well.
  const { service_account_id: owner_id } = await accountNamed(world, astrid, 'customs-exporter');
  await makeKey(world, astrid, { resource_id: SHIPMENTS.id, owner_id, description: 'Late' });
  await expect(confirm.getByRole('list')).toContainText('Late');
  await confirm.getByRole('button', { name: 'Delete service account' }).click();
  await expect(confirm).toBeHidden();
  await expect(other.getByText('There is no such service account')).toBeVisible();
  const { service_accounts: left } = await world.done(astrid, listServiceAccounts);
  expect(left.map(({ display_name }) => display_name)).toEqual(['shipment-planner', 'terraform']);
});

for (const size of SIZES) {
  test(`A4: service accounts and their dialogs are accessible and fit: ${size}`, async ({ world }) => {
    test.setTimeout(120_000);
    const astrid = await world.as('admin', {
      path: '/settings/service-accounts',
      look: lookOn(world.host, size),
    });
    const look = async (what: string): Promise<void> => {
      await expectAccessible(astrid, what);
      await expectNoSideways(astrid);
    };
    await world.done(astrid, createServiceAccount, {
      body: { display_name: 'W'.repeat(64), description: 'long '.repeat(25) },
    });
    await expect(astrid.getByText('4 service accounts', { exact: true })).toBeVisible();
    await look('Service accounts');
    await astrid.getByRole('button', { name: 'Create service account' }).click();
    const form = dialog(astrid, 'Create service account');
    await form.getByRole('button', { name: 'Create service account' }).click();
    await look('Create service account, without a name');
    await astrid.keyboard.press('Escape');
    await astrid.getByRole('link', { name: 'W'.repeat(64) }).click();
    await expect(astrid.getByText('0/10 keys used')).toBeVisible();
    await look('A service account of a long name');
    const { service_account_id: id } = await accountNamed(world, astrid, 'shipment-planner');
    await astrid.goto(world.url(`/settings/service-accounts/${id}`));
    await expect(astrid.getByText('2/10 keys used')).toBeVisible();
    await look('A service account');
    await astrid.getByRole('button', { name: 'Add ACL' }).click();
    await expect(dialog(astrid, 'Add ACL')).toBeVisible();
    await look('Add ACL');
    await astrid.keyboard.press('Escape');
    await astrid.getByRole('button', { name: 'Delete service account' }).click();
    await expect(warning(astrid, /^Delete service account/u).getByRole('listitem')).toHaveCount(2);
    await look('Delete service account');
  });
}
