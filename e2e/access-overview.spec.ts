import { readFile } from 'node:fs/promises';
import { createAccess } from '../src/contract/operations/accesses.ts';
import { accessNamed } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { namesIn, navigation, openFilter, openMenu, rowOf, search } from './support/ui.ts';

test('R1: the sidebar leads to Access overview, which lists everything that matters of an access', async ({
  world,
}) => {
  const maya = await world.as('requester', { path: '/approvals' });
  const catalog = navigation(maya).getByRole('group', { name: 'Streaming catalog' });
  await catalog.getByRole('link', { name: 'Access overview' }).click();
  await expect(maya).toHaveURL(world.at('/accesses'));
  await expect(maya.getByRole('heading', { level: 1, name: 'Access overview' })).toBeVisible();
  for (const column of [
    'Access',
    'Service user',
    'Service, project',
    'Topics and operations',
    'Owner group',
    'Credentials',
    'Certificate',
  ])
    await expect(maya.getByRole('columnheader', { name: column, exact: true })).toBeVisible();
  const cells = rowOf(maya, 'order-router').getByRole('cell');
  await expect(cells).toContainText([
    'order-router',
    'order-router',
    'kafka-orders halden-prod',
    /orders\.v1 Read.*1 more topic/u,
    'Fulfilment',
    'Expired unviewed',
    /\d+ days left/u,
    '',
  ]);
});

test('R1: search, filters, sorting and page are in the URL, and a link reproduces the view', async ({
  world,
}) => {
  const maya = await world.as('requester');
  await expect(maya.getByText('40 accesses')).toBeVisible();

  await search(maya, 'halden-prod');
  await expect(maya).toHaveURL(/search=halden-prod/u);
  const groups = await openFilter(maya, 'Owner group');
  await groups.getByRole('checkbox', { name: 'Payments' }).check();
  await groups.getByRole('checkbox', { name: 'Fulfilment' }).check();
  await expect(maya).toHaveURL(/owner_user_group_id=/u);
  await maya.keyboard.press('Escape');
  await maya.getByRole('button', { name: 'Service user' }).click();
  await maya.getByRole('button', { name: 'Service user' }).click();
  await expect(maya).toHaveURL(/sort=username&direction=desc/u);
  await expect(maya.getByRole('columnheader', { name: 'Service user' })).toHaveAttribute(
    'aria-sort',
    'descending',
  );

  const first = rowOf(maya, 'stock-keeper');
  await expect(first).toBeVisible();
  await expect(rowOf(maya, 'vehicle-ingest')).toBeHidden();
  await expect(rowOf(maya, 'orders-playground')).toBeHidden();
  // The rows of the old order stay until the new ones come.
  await expect.poll(async () => (await namesIn(maya))[0]).toBe('stock-keeper');
  const names = await namesIn(maya);
  expect(names).toEqual(names.toSorted().toReversed());
  const count = await maya.getByRole('search').getByRole('status').innerText();

  const link = maya.url();
  const other = await world.tabOf(maya, '/approvals');
  await other.goto(link);
  await expect(other.getByRole('searchbox', { name: 'Search accesses' })).toHaveValue('halden-prod');
  await expect(other.getByRole('search').getByRole('status')).toHaveText(count);
  await expect(other.getByRole('button', { name: /^Owner group: / })).toBeVisible();
  await expect.poll(() => namesIn(other)).toEqual(names);

  await maya.getByRole('button', { name: 'Clear', exact: true }).click();
  await expect(maya.getByText('40 accesses')).toBeVisible();
  await maya.goBack();
  await expect(maya.getByRole('search').getByRole('status')).toHaveText(count);
});

test('R1, A4: a list of more than one page is turned through, and the page is in the URL', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const { access_data: data } = await accessNamed(world, maya, 'orders-playground');
  const acls = [
    { resource_name: 'playground', resource_type: 'Topic', operation: 'Read', permission_type: 'ALLOW' },
  ];
  for (let i = 0; i < 14; i += 1)
    await world.done(maya, createAccess, {
      body: {
        access_name: `zz-probe-${String(i).padStart(2, '0')}`,
        access_type: 'KAFKA',
        owner_user_group_id: 'ug_payments',
        access_data: { project_name: data.project_name, service_name: data.service_name, acls },
      },
    });
  await expect(maya.getByText('54 accesses')).toBeVisible();
  const pages = maya.getByRole('navigation', { name: 'Pages' });
  await expect(pages).toContainText('1–50 of 54');
  await pages.getByRole('button', { name: 'Next page' }).click();
  await expect(pages).toContainText('51–54 of 54');
  await expect(rowOf(maya, 'zz-probe-13')).toBeVisible();
  await expect(maya).toHaveURL(/cursor=/u);
  await maya.reload();
  await expect(pages).toContainText('51–54 of 54');
  await pages.getByRole('button', { name: 'First page' }).click();
  await expect(pages).toContainText('1–50 of 54');
  await pages.getByRole('button', { name: 'Last page' }).click();
  await expect(rowOf(maya, 'zz-probe-13')).toBeVisible();
});

test('A4: where nothing matches, the list says what to do next', async ({ world }) => {
  const maya = await world.as('requester');
  await search(maya, 'no-such-thing-anywhere');
  await expect(maya.getByText('No access matches')).toBeVisible();
  await maya.getByRole('button', { name: 'Clear filters' }).click();
  await expect(maya.getByText('40 accesses')).toBeVisible();
  await expect(maya.getByRole('searchbox', { name: 'Search accesses' })).toHaveValue('');
});

test('A4: a list shows its skeleton while it loads, and nothing moves when the rows come', async ({
  world,
}) => {
  const maya = await world.as('requester', { path: '/approvals' });
  await expect(maya.getByRole('link', { name: 'label-printer' })).toBeVisible();
  await world.faults(['slow']);
  await navigation(maya).getByRole('link', { name: 'Access overview' }).click();
  const table = maya.getByRole('table', { name: 'Accesses' });
  await expect(table).toHaveAttribute('aria-busy', 'true');
  const head = maya.getByRole('columnheader', { name: 'Certificate', exact: true });
  const before = await head.boundingBox();
  await expect(rowOf(maya, 'ledger-export')).toBeVisible();
  await expect(table).not.toHaveAttribute('aria-busy', 'true');
  const after = await head.boundingBox();
  expect(after?.x).toBeCloseTo(before?.x ?? 0, 0);
  expect(after?.width).toBeCloseTo(before?.width ?? 0, 0);
});

test('A4: a list that cannot be read says so and tries again', async ({ world }) => {
  const maya = await world.as('requester');
  await expect(rowOf(maya, 'ledger-export')).toBeVisible();
  await world.faults(['store_down']);
  await search(maya, 'ledger');
  const alert = maya.getByRole('alert').filter({ hasText: 'The backend cannot reach its database.' });
  await expect(alert).toBeVisible();
  await world.faults([]);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await expect(rowOf(maya, 'ledger-export')).toBeVisible();
  await expect(rowOf(maya, 'order-router')).toBeHidden();
});

test('A4: Export CSV saves every row that matches', async ({ world }) => {
  const maya = await world.as('requester');
  await search(maya, 'Fleet telemetry');
  await expect(maya.getByText('8 accesses')).toBeVisible();
  const downloading = maya.waitForEvent('download');
  await maya.getByRole('button', { name: 'Export CSV' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^accesses-\d{4}-\d\d-\d\d\.csv$/u);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/u);
  expect(lines).toHaveLength(9);
  expect(lines.join('\n')).toContain('vehicle-ingest');
});

test('a click on a row opens the access, and its address opens it again', async ({ world }) => {
  const maya = await world.as('requester');
  await rowOf(maya, 'refund-service').getByText('kafka-orders').click();
  await expect(maya.getByRole('heading', { level: 1, name: 'refund-service' })).toBeVisible();
  await expect(maya).toHaveTitle(/refund-service/u);
  await maya.reload();
  await expect(maya.getByRole('heading', { level: 1, name: 'refund-service' })).toBeVisible();
  await expect(maya.getByRole('list', { name: 'Members of Payments' })).toContainText('Jonas Weber');
  await maya.goBack();
  await expect(rowOf(maya, 'refund-service')).toBeVisible();
});

test('an access is deleted only by typing its name', async ({ world }) => {
  const maya = await world.as('requester');
  const menu = await openMenu(maya, 'payments-staging');
  await menu.getByRole('menuitem', { name: 'Delete access' }).click();
  const confirm = maya.getByRole('alertdialog', { name: 'Delete access payments-staging' });
  await confirm.getByRole('button', { name: 'Delete access' }).click();
  await expect(confirm.getByText('This is not payments-staging.')).toBeVisible();
  await confirm.getByRole('textbox').fill('payments-staging');
  await confirm.getByRole('button', { name: 'Delete access' }).click();
  await expect(confirm).toBeHidden();
  await expect(rowOf(maya, 'payments-staging')).toBeHidden();
  await expect(maya.getByText('39 accesses')).toBeVisible();
});
