import { readFile } from 'node:fs/promises';
import { createApiKey } from '../src/contract/operations/keys.ts';
import {
  accountNamed,
  callWithKey,
  keyRow,
  keysOf,
  KSQLDB,
  makeKey,
  orderFor,
  PRODUCTION,
  readNewKey,
  SHIPMENTS,
  STAGING,
  TELEMETRY,
} from './support/keys.ts';
import { chooseByArrows, tabTo } from './support/keyboard.ts';
import { newClaim } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import {
  actionsOf,
  choose,
  dialog,
  expectRefused,
  navigation,
  openFilter,
  search,
  warning,
} from './support/ui.ts';

const CONFIRM = 'Confirm API key deletion';

test('K3, K4, K12: from Environments to a key that its cluster accepts', async ({ world }) => {
  const maya = await world.as('requester');
  await navigation(maya).getByRole('link', { name: 'Environments' }).click();
  await expect(maya.getByRole('heading', { level: 1, name: 'Environments' })).toBeVisible();
  await maya.getByRole('link', { name: 'production' }).click();
  await maya.getByRole('region', { name: 'Kafka clusters' }).getByRole('link', { name: 'shipments' }).click();
  await expect(maya.getByRole('link', { name: 'Cluster Overview' })).toHaveAttribute('aria-current', 'page');
  await expect(maya.getByText('lkc-81kdx.eu-north-1.aws.kafka.example:9092')).toBeVisible();
  await maya.getByRole('link', { name: 'API Keys', exact: true }).click();
  await expect(maya).toHaveURL(world.at(`${SHIPMENTS.path}/api-keys`));
  await maya.getByRole('button', { name: '+ Add key' }).click();
  const shown = await orderFor(maya, 'shipment-planner', 'Planner “canary”');
  const { key, secret } = await readNewKey(shown, 'Continue');
  const row = keyRow(maya, key);
  await expect(row).toContainText('Planner “canary”');
  await expect(row).toContainText(/Propagating|Ready/u);
  // Live, when the cluster really accepted it.
  await expect(row).toContainText('Ready', { timeout: 20_000 });
  expect(await world.acceptsKey(key, secret, 'lkc-81kdx')).toBe(true);

  // K7: nowhere any more, for nobody.
  expect(await maya.content()).not.toContain(secret);
  const kept = await maya.evaluate(() =>
    JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }]),
  );
  expect(kept).not.toContain(secret);
  expect(JSON.stringify(await keysOf(world, maya, { search: key }))).not.toContain(secret);
  expect(world.server?.log() ?? '').not.toContain(secret);
});

test('K4: an empty list offers Create key, and the secret outlives the empty list', async ({ world }) => {
  const astrid = await world.as('admin', { path: `${STAGING.path}/api-keys` });
  await expect(astrid.getByText('No API keys yet')).toBeVisible();
  await expect(astrid.getByRole('button', { name: '+ Add key' })).toBeHidden();
  await astrid.getByRole('button', { name: 'Create key' }).click();
  const shown = await orderFor(astrid, 'terraform');
  // The list behind the dialog has the key by now.
  await expect(astrid.getByText('No API keys yet')).toBeHidden();
  const { key } = await readNewKey(shown, 'Continue');
  await expect(keyRow(astrid, key)).toBeVisible();
  await expect(astrid.getByRole('button', { name: '+ Add key' })).toBeVisible();
});

test('K3: Schema Registry > API credentials > Edit > Create key', async ({ world }) => {
  const tomas = await world.as('operator', { path: SHIPMENTS.path });
  await tomas.getByRole('link', { name: 'Schema Registry' }).click();
  const credentials = tomas.getByRole('region', { name: 'API credentials' });
  await expect(credentials).toContainText('1 API key opens this Schema Registry.');
  await credentials.getByRole('button', { name: 'Edit' }).click();
  await credentials.getByRole('button', { name: 'Create key' }).click();
  const { key } = await readNewKey(await orderFor(tomas, 'customs-exporter'), 'Continue');
  await expect(keyRow(tomas, key)).toContainText('Schema Registry');
  await expect(credentials).toContainText('2 API keys open this Schema Registry.');
});

test('K5, K2: a key of my own account is saved, and marked for development and testing only', async ({
  world,
}) => {
  const maya = await world.as('requester', { path: `${SHIPMENTS.path}/api-keys` });
  await maya.getByRole('button', { name: '+ Add key' }).click();
  await maya.getByRole('radio', { name: 'My account' }).check();
  const own = dialog(maya, 'Create an API key associated with your account');
  await expect(own.getByRole('status').first()).toContainText('development and testing only');
  await own.getByRole('textbox', { name: 'Description' }).fill('My laptop');
  await own.getByRole('button', { name: 'Create key' }).click();
  const { key } = await readNewKey(own, 'Save');
  await expect(keyRow(maya, key)).toContainText('Development and testing only');
  await expect(keyRow(maya, key)).toContainText('maya.lindqvist@');
});

test('K13: keys for ksqlDB are listed and deleted here, and made by the command shown', async ({ world }) => {
  const astrid = await world.as('admin', { path: SHIPMENTS.path });
  const { service_account_id: owner_id } = await accountNamed(world, astrid, 'terraform');
  await astrid.getByRole('link', { name: 'ksqlDB' }).click();
  await expect(astrid.getByText('No API keys yet')).toBeVisible();
  await expect(astrid.getByRole('button', { name: /key$/u })).toHaveCount(0);
  await expect(
    astrid.getByRole('textbox', { name: 'Command that creates a key for delay-alerts' }),
  ).toHaveValue(`confluent api-key create --resource ${KSQLDB}`);
  await astrid.getByRole('button', { name: 'Copy command for delay-alerts' }).click();
  await expect(astrid.getByText('Copied').first()).toBeVisible();
  const { key } = await makeKey(world, astrid, { resource_id: KSQLDB, owner_id });
  await expect(keyRow(astrid, key)).toContainText('ksqlDB');
  await choose(astrid, key, 'Delete API key');
  await warning(astrid, CONFIRM).getByRole('button', { name: 'Confirm' }).click();
  await expect(astrid.getByText('No API keys yet')).toBeVisible();
});

test('K8: the table, its search, its filters, its order and its export', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/api-keys/all' });
  for (const column of ['Key', 'Description', 'Owner', 'Resource', 'Created', 'Last used', 'State'])
    await expect(astrid.getByRole('columnheader', { name: column }).first()).toBeVisible();
  await expect(astrid.getByText('7 API keys', { exact: true })).toBeVisible();
  const owners = await openFilter(astrid, 'Owner');
  await owners.getByRole('checkbox', { name: /shipment-planner/u }).check();
  await astrid.keyboard.press('Escape');
  await expect(astrid.getByText('2 API keys', { exact: true })).toBeVisible();
  await astrid.getByRole('button', { name: 'Unused for 90 days' }).click();
  await expect(astrid).toHaveURL(/unused=true/u);
  await expect(astrid.getByText('1 API key', { exact: true })).toBeVisible();
  await expect(keyRow(astrid, 'Planner, blue')).toBeVisible();
  await astrid.getByRole('button', { name: 'Clear', exact: true }).click();
  const kinds = await openFilter(astrid, 'Resource type');
  await kinds.getByRole('checkbox', { name: 'Schema Registry' }).check();
  await astrid.keyboard.press('Escape');
  await expect(astrid.getByText('1 API key', { exact: true })).toBeVisible();
  await search(astrid, 'nothing like it');
  await expect(astrid.getByText('No API key matches')).toBeVisible();
  await astrid.getByRole('button', { name: 'Clear filters' }).click();
  await astrid.getByRole('button', { name: 'Description', exact: true }).click();
  await expect(astrid).toHaveURL(/sort=description&direction=asc/u);
  const download = astrid.waitForEvent('download');
  await astrid.getByRole('button', { name: 'Export CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^api-keys-\d{4}-\d\d-\d\d\.csv$/u);
  expect(await readFile(await file.path(), 'utf8')).toContain('Terraform in CI');
});

test('K8: a description is edited, and deleted by clearing the box', async ({ world }) => {
  const maya = await world.as('requester', { path: `${SHIPMENTS.path}/api-keys` });
  const [entry] = await keysOf(world, maya, { search: 'green', resource_id: SHIPMENTS.id });
  const key = entry?.key ?? '';
  await choose(maya, key, 'Edit description');
  const form = dialog(maya, 'Edit description');
  const box = form.getByRole('textbox', { name: 'Description' });
  await expect(box).toHaveValue('Planner, green');
  await box.fill('x'.repeat(1001));
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(box).toHaveAccessibleDescription(/Shorten it to 1000 characters/u);
  const hostile = '<img src=x onerror=alert(1)> "; drop table';
  await box.fill(hostile);
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(form).toBeHidden();
  await expect(keyRow(maya, key)).toContainText(hostile);
  await choose(maya, key, 'Edit description');
  await box.fill('');
  await form.getByRole('button', { name: 'Save' }).click();
  await expect(keyRow(maya, key)).toContainText('none');
});

test('K8, K14: select, trash, confirm; a key in use needs its id typed', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/api-keys' });
  const { service_account_id: owner_id } = await accountNamed(world, astrid, 'terraform');
  const made = await makeKey(world, astrid, { resource_id: 'cloud', owner_id, description: 'Pipeline' });
  expect(await callWithKey(world, astrid, made)).toBe(200);
  await expect(keyRow(astrid, made.key)).toContainText('just now');
  await astrid.getByRole('checkbox', { name: `Select ${made.key}` }).check();
  await astrid.getByRole('button', { name: 'Delete API key' }).click();
  const confirm = warning(astrid, CONFIRM);
  await expect(confirm).toContainText('cannot be undone');
  await confirm.getByRole('button', { name: 'Confirm' }).click();
  const field = confirm.getByRole('textbox', { name: `Type ${made.key} to confirm` });
  await expect(field).toHaveAccessibleDescription(/This is not/u);
  await field.fill(made.key);
  await confirm.getByRole('button', { name: 'Confirm' }).click();
  await expect(confirm).toBeHidden();
  await expect(keyRow(astrid, made.key)).toBeHidden();
  expect(await callWithKey(world, astrid, made)).toBe(401);
});

test('K9: who lacks a role sees why not, in the screen and in the API', async ({ world }) => {
  const priya = await world.as('outsider', { path: `${SHIPMENTS.path}/api-keys` });
  await expectRefused(
    priya.getByRole('button', { name: 'Create key' }),
    /OrganizationAdmin, EnvironmentAdmin or CloudClusterAdmin on shipments/u,
  );
  const { status } = await world.call(priya, createApiKey, {
    body: { resource_id: SHIPMENTS.id, owner_id: 'u-priya', claim: newClaim() },
  });
  expect(status).toBe(403);
});

test('K10, K11: quota and missing rights are said before the key is made', async ({ world }) => {
  const astrid = await world.as('admin', { path: `${TELEMETRY.path}/api-keys` });
  const { service_account_id: owner_id } = await accountNamed(world, astrid, 'terraform');
  await astrid.getByRole('button', { name: '+ Add key' }).click();
  const form = dialog(astrid, 'Create API key');
  const select = form.getByRole('combobox', { name: 'Service account' });
  await select.selectOption({ label: 'terraform (1/10 keys)' });
  await expect(form.getByText('no ACL and no role on fleet-telemetry', { exact: false })).toBeVisible();
  await form.getByRole('link', { name: 'Add an ACL or a role' }).click();
  await expect(astrid.getByRole('heading', { level: 1, name: 'terraform' })).toBeVisible();
  for (let made = 1; made < 10; made += 1)
    await makeKey(world, astrid, { resource_id: TELEMETRY.id, owner_id });
  await expect(astrid.getByText('10/10 keys used')).toBeVisible();
  await astrid.goBack();
  await astrid.getByRole('button', { name: '+ Add key' }).click();
  await select.selectOption({ label: 'terraform (10/10 keys)' });
  await expect(form.getByText('currently limited to 10 API keys', { exact: false }).first()).toBeVisible();
  await expectRefused(form.getByRole('button', { name: 'Create key' }), /limited to 10/u);
  const { status } = await world.call(astrid, createApiKey, {
    body: { resource_id: TELEMETRY.id, owner_id, claim: newClaim() },
  });
  expect(status).toBe(402);
});

test('K7, R19: a line cut after the key was made loses nothing', async ({ world }) => {
  const maya = await world.as('requester', { path: `${SHIPMENTS.path}/api-keys` });
  const before = await keysOf(world, maya, { resource_id: SHIPMENTS.id });
  await maya.getByRole('button', { name: '+ Add key' }).click();
  await maya.getByRole('radio', { name: 'My account' }).check();
  const own = dialog(maya, 'Create an API key associated with your account');
  await world.faults(['slow']);
  const asked = maya.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/api-keys'));
  await own.getByRole('button', { name: 'Create key' }).click();
  await asked;
  await maya.evaluate(() => window.stop());
  await expect(own).toContainText('If the key was made, it is safe');
  // Leaving now would lose it.
  await maya.keyboard.press('Escape');
  await expect(warning(maya, 'Close without an answer?')).toBeVisible();
  await maya.getByRole('button', { name: 'Go back' }).click();
  await world.faults([]);
  await expect(own.getByRole('button', { name: 'Show secret' })).toBeVisible({ timeout: 20_000 });
  await maya.keyboard.press('Escape');
  await expect(warning(maya, 'Close without saving the secret?')).toBeVisible();
  await maya.getByRole('button', { name: 'Go back' }).click();
  await readNewKey(own, 'Save');
  // One key and not two.
  expect(await keysOf(world, maya, { resource_id: SHIPMENTS.id })).toHaveLength(before.length + 1);
});

test('K4: by keyboard alone, and the focus comes back', async ({ world }) => {
  const maya = await world.as('requester', { path: `${SHIPMENTS.path}/api-keys` });
  const add = maya.getByRole('button', { name: '+ Add key' });
  await tabTo(maya, add);
  await maya.keyboard.press('Enter');
  const own = dialog(maya, 'Create an API key associated with your account');
  await tabTo(maya, maya.getByRole('radio', { name: 'Service account' }));
  await maya.keyboard.press('ArrowDown');
  await expect(own).toBeVisible();
  await tabTo(maya, own.getByRole('button', { name: 'Create key' }));
  await maya.keyboard.press('Enter');
  await tabTo(maya, own.getByRole('checkbox', { name: 'I have saved my API key and secret' }));
  await maya.keyboard.press('Space');
  await tabTo(maya, own.getByRole('button', { name: 'Save' }));
  await maya.keyboard.press('Enter');
  await expect(own).toBeHidden();
  await expect(add).toBeFocused();
  const [made] = await keysOf(world, maya, { resource_id: SHIPMENTS.id, sort: 'create_time' });
  await tabTo(maya, actionsOf(maya, made?.key ?? ''));
  await maya.keyboard.press('Enter');
  await chooseByArrows(maya, maya.getByRole('menuitem', { name: 'Delete API key' }));
  await expect(warning(maya, CONFIRM)).toBeVisible();
  await maya.keyboard.press('Escape');
  await expect(actionsOf(maya, made?.key ?? '')).toBeFocused();
});

test('A4: pages that cannot be read or do not exist say so', async ({ world }) => {
  const maya = await world.as('requester', { path: '/environments/nowhere' });
  await expect(maya.getByText('There is no such environment')).toBeVisible();
  await maya.goto(world.url(`${PRODUCTION}/clusters/lkc-none/api-keys`));
  await expect(maya.getByText('There is no such cluster')).toBeVisible();
  await maya.getByRole('link', { name: 'Go to Environments' }).click();
  await expect(maya.getByRole('link', { name: 'production' })).toBeVisible();
  await world.faults(['store_down']);
  await maya.getByRole('link', { name: 'production' }).click();
  await expect(maya.getByText('This environment could not be read')).toBeVisible();
  await world.faults([]);
  await maya.getByRole('button', { name: 'Try again' }).click();
  await expect(maya.getByRole('region', { name: 'Kafka clusters' })).toBeVisible();
});
