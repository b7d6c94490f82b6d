import { readFile } from 'node:fs/promises';
import type { Locator, Page } from '@playwright/test';
import { createAccess } from '../src/contract/operations/accesses.ts';
import { listRequests } from '../src/contract/operations/requests.ts';
import { expectAccessible } from './support/accessible.ts';
import { tabTo } from './support/keyboard.ts';
import { accessNamed, ask } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import {
  dialog,
  expectNoSideways,
  expectRefused,
  navigation,
  openFilter,
  rowOf,
  search,
  warning,
} from './support/ui.ts';
import type { World } from './support/world.ts';

const ROTATE = 'Request credential rotation';

const box = (page: Page, name: string): Locator =>
  page.getByRole('checkbox', { name: `Select ${name}`, exact: true });
const pageBox = (page: Page): Locator => page.getByRole('checkbox', { name: 'Select this page' });
const bar = (page: Page): Locator => page.getByRole('region', { name: 'Selection' });
const says = (page: Page): Locator => bar(page).getByRole('status');
const toggle = (page: Page): Locator => page.getByRole('button', { name: 'Select', exact: true });

async function selecting(page: Page): Promise<void> {
  await toggle(page).click();
  await expect(bar(page)).toBeVisible();
}

/** More than one page of accesses: 54. */
async function fill(world: World, page: Page): Promise<void> {
  const { access_data: data } = await accessNamed(world, page, 'orders-playground');
  const acls = [
    { resource_name: 'playground', resource_type: 'Topic', operation: 'Read', permission_type: 'ALLOW' },
  ];
  for (let i = 0; i < 14; i += 1)
    await world.done(page, createAccess, {
      body: {
        access_name: `zz-probe-${String(i).padStart(2, '0')}`,
        access_type: 'KAFKA',
        owner_user_group_id: 'ug_payments',
        access_data: { project_name: data.project_name, service_name: data.service_name, acls },
      },
    });
  await expect(page.getByText('54 accesses')).toBeVisible();
}

test('A4: rows are selected over several pages, and live changes and sorting leave them so', async ({
  world,
}) => {
  const maya = await world.as('requester');
  await fill(world, maya);
  await expect(maya.getByRole('checkbox')).toHaveCount(0);
  await selecting(maya);
  await expect(says(maya)).toHaveText('Nothing selected.');
  await expectRefused(bar(maya).getByRole('button', { name: ROTATE }), 'Select at least one access.');

  await box(maya, 'canary-probe').check();
  await box(maya, 'cold-chain-monitor').click({ modifiers: ['Shift'] });
  await expect(says(maya)).toHaveText('4 selected');
  await expect(box(maya, 'carrier-connector')).toBeChecked();
  // Anywhere in the row but on its name.
  await rowOf(maya, 'carrier-connector').getByText('Fulfilment').click();
  await expect(box(maya, 'carrier-connector')).not.toBeChecked();
  await expect(says(maya)).toHaveText('3 selected');
  expect(await pageBox(maya).evaluate((input: HTMLInputElement) => input.indeterminate)).toBe(true);

  const pages = maya.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('button', { name: 'Next page' }).click();
  await expect(box(maya, 'zz-probe-13')).not.toBeChecked();
  await box(maya, 'zz-probe-13').check();
  await expect(says(maya)).toHaveText('4 selected');
  await pages.getByRole('button', { name: 'First page' }).click();
  await expect(box(maya, 'canary-probe')).toBeChecked();

  await ask(world, maya, 'refund-service');
  await expect(rowOf(maya, 'refund-service')).toContainText('Rotation pending');
  await maya.getByRole('columnheader', { name: 'Access' }).getByRole('button').click();
  await expect(maya).toHaveURL(/direction=desc/u);
  await expect(box(maya, 'zz-probe-13')).toBeChecked();
  await expect(says(maya)).toHaveText('4 selected');

  await maya.keyboard.press('Escape');
  await expect(bar(maya)).toBeHidden();
  await expect(maya.getByRole('checkbox')).toHaveCount(0);
  await expect(toggle(maya)).toBeFocused();
  await selecting(maya);
  await expect(says(maya)).toHaveText('Nothing selected.');
});

test('A4: a whole page leads to all that match; unticking one keeps the rest of the page', async ({
  world,
}) => {
  const maya = await world.as('requester');
  await fill(world, maya);
  await selecting(maya);
  await pageBox(maya).check();
  await expect(says(maya)).toHaveText('All 50 on this page are selected.');
  await bar(maya).getByRole('button', { name: 'Select all 54 that match' }).click();
  await expect(says(maya)).toHaveText('All 54 that match are selected.');
  const pages = maya.getByRole('navigation', { name: 'Pages' });
  await pages.getByRole('button', { name: 'Next page' }).click();
  await expect(box(maya, 'zz-probe-13')).toBeChecked();
  await box(maya, 'zz-probe-13').uncheck();
  await expect(says(maya)).toHaveText('3 selected');
  await pages.getByRole('button', { name: 'First page' }).click();
  await expect(box(maya, 'canary-probe')).not.toBeChecked();
});

test('A4: another search or filter ends the selection and says so', async ({ world }) => {
  const maya = await world.as('requester');
  await selecting(maya);
  await box(maya, 'canary-probe').check();
  await search(maya, 'canary');
  await expect(says(maya)).toHaveText('Nothing selected. The filters changed, which ended the selection.');
  await expect(box(maya, 'canary-probe')).not.toBeChecked();
  await box(maya, 'canary-probe').check();
  await expect(says(maya)).toHaveText('1 selected');
  const groups = await openFilter(maya, 'Owner group');
  await groups.getByRole('checkbox', { name: 'Streaming platform' }).check();
  await maya.keyboard.press('Escape');
  await expect(says(maya)).toContainText('which ended the selection');
  // Escape belonged to the filter's panel.
  await expect(bar(maya)).toBeVisible();
});

test('A4: selecting with the keyboard alone', async ({ world }) => {
  const maya = await world.as('requester');
  await expect(rowOf(maya, 'canary-probe')).toBeVisible();
  await tabTo(maya, toggle(maya));
  await maya.keyboard.press('Enter');
  await tabTo(maya, box(maya, 'bi-orders-reader'));
  await maya.keyboard.press('Space');
  await tabTo(maya, box(maya, 'canary-probe'));
  await maya.keyboard.press('Shift+Space');
  await expect(says(maya)).toHaveText('3 selected');
  await maya.keyboard.press('Escape');
  await expect(toggle(maya)).toBeFocused();
});

/** The names in the first column of what is downloaded. */
async function exported(page: Page): Promise<string[]> {
  const downloading = page.waitForEvent('download');
  await bar(page).getByRole('button', { name: 'Export selected' }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toMatch(/^accesses.*\.csv$/u);
  const lines = (await readFile(await download.path(), 'utf8')).trim().split(/\r?\n/u);
  return lines.slice(1).map((line) => line.split(',')[0] ?? '');
}

test('A4: the selected rows are exported, ticked ones or all that match', async ({ world }) => {
  const maya = await world.as('requester');
  await selecting(maya);
  await box(maya, 'refund-service').check();
  await box(maya, 'canary-probe').check();
  expect(await exported(maya)).toEqual(['canary-probe', 'refund-service']);
  await fill(world, maya);
  await pageBox(maya).check();
  await bar(maya).getByRole('button', { name: 'Select all 54 that match' }).click();
  expect(await exported(maya)).toHaveLength(54);
});

test('A4: an export that cannot begin says so, and no file is made', async ({ world }) => {
  const maya = await world.as('requester');
  await expect(rowOf(maya, 'canary-probe')).toBeVisible();
  let files = 0;
  maya.on('download', () => (files += 1));
  await world.faults(['store_down']);
  await maya.getByRole('button', { name: 'Export CSV' }).click();
  await expect(maya.getByRole('region', { name: 'Notices' })).toContainText(
    'The accesses were not exported. The backend cannot reach its database.',
  );
  await world.faults([]);
  const downloading = maya.waitForEvent('download');
  await maya.getByRole('button', { name: 'Export CSV' }).click();
  await downloading;
  expect(files).toBe(1);
});

/** The bulk dialog over all 40 accesses, filled in: 15 of them are for Maya to ask for. */
async function overAll(page: Page): Promise<Locator> {
  await expect(page.getByText('40 accesses')).toBeVisible();
  await selecting(page);
  await pageBox(page).check();
  await expect(says(page)).toHaveText('40 selected');
  await bar(page).getByRole('button', { name: ROTATE }).click();
  const form = dialog(page, ROTATE);
  await form.getByRole('textbox', { name: 'Message for the approvers' }).fill('Yearly rotation.');
  return form;
}

const askedFor = async (world: World, page: Page): Promise<string[]> => {
  const { requests } = await world.done(page, listRequests, {
    query: { scope: 'mine', status: 'pending', limit: '999' },
  });
  return requests
    .filter((request) => request.request_type === 'rotate_credentials')
    .filter(({ message }) => message === 'Yearly rotation.')
    .map(({ resource_name: name, overlap }) => `${name} ${overlap}`)
    .toSorted();
};

test('R2: new credentials of many accesses are asked for with one message', async ({ world }) => {
  const maya = await world.as('requester');
  const form = await overAll(maya);
  await expect(form).toContainText('25 of 40 cannot be requested by you:');
  await expect(form).toContainText('A rotation of this access is already in progress.');
  await form.getByText('Only members of Fleet telemetry can do this. (8)').click();
  await expect(form.getByText('vehicle-ingest')).toBeVisible();
  await expect(form).toContainText('5 accesses of 15 are on platforms that keep one password');
  await form.getByRole('radio', { name: '7 days' }).check();
  // Meanwhile somebody else asks for one of them.
  const jonas = await world.as('approver');
  await ask(world, jonas, 'settlement-batch');
  await form.getByRole('button', { name: 'Request 15 rotations' }).click();
  await expect(form).toContainText('14 of 15 requested.');
  await expect(form).toContainText('1 access refused');
  await expect(form).toContainText('settlement-batch');
  await expect(form).toContainText('25 accesses were left out');
  const asked = await askedFor(world, maya);
  expect(asked).toHaveLength(14);
  expect(asked).toEqual(expect.arrayContaining(['refund-service 7_days', 'invoice-renderer immediately']));
  await form.getByRole('button', { name: 'Close', exact: true }).click();
  await expect(form).toBeHidden();
  await expect(bar(maya)).toBeHidden();
  await expect(rowOf(maya, 'refund-service')).toContainText('Rotation pending');
});

test('R2: an empty message is refused where it is typed, and a written one is not lost by a slip', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const form = await overAll(maya);
  await form.getByRole('textbox').fill(' ');
  await form.getByRole('button', { name: 'Request 15 rotations' }).click();
  await expect(form.getByRole('textbox')).toHaveAccessibleDescription(
    'Write why new credentials are needed.',
  );
  await form.getByRole('textbox').fill('Written with care.');
  await maya.keyboard.press('Escape');
  await warning(maya, 'Discard your message?').getByRole('button', { name: 'Keep writing' }).click();
  await expect(form.getByRole('textbox')).toHaveValue('Written with care.');
  await maya.keyboard.press('Escape');
  await warning(maya, 'Discard your message?').getByRole('button', { name: 'Discard' }).click();
  await expect(form).toBeHidden();
  await expect(says(maya)).toHaveText('40 selected');
});

test('R2: a bulk request warns before it is closed, and takes the warning back when it is through', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const form = await overAll(maya);
  await world.faults(['slow']);
  await form.getByRole('button', { name: 'Request 15 rotations' }).click();
  await expect(form.getByRole('progressbar')).toBeVisible();
  await maya.keyboard.press('Escape');
  await expect(warning(maya, 'Stop requesting?')).toContainText('the others will not be');
  await expect(form).toContainText('15 accesses: rotation requested.', { timeout: 30_000 });
  await expect(warning(maya, 'Stop requesting?')).toBeHidden();
});

test('R2: a bulk request shows how far it is, warns before it is left, and stops when told', async ({
  world,
}) => {
  const maya = await world.as('requester', { path: '/approvals' });
  await navigation(maya).getByRole('link', { name: 'Access overview' }).click();
  await expect(maya.getByRole('heading', { level: 1, name: 'Access overview' })).toBeVisible();
  const form = await overAll(maya);
  await world.faults(['slow']);
  await form.getByRole('button', { name: 'Request 15 rotations' }).click();
  await expect(form.getByRole('progressbar')).toHaveAccessibleName(/^\d+ of 15$/u);
  await maya.goBack();
  await warning(maya, 'Stop requesting?').getByRole('button', { name: 'Keep going' }).click();
  await form.getByRole('button', { name: 'Stop' }).click();
  await expect(form).toContainText('not asked for');
  const rest = Number(/(\d+) access(?:es)? not asked for/u.exec(await form.innerText())?.[1]);
  await world.faults([]);
  expect(await askedFor(world, maya)).toHaveLength(15 - rest);
  expect(rest).toBeGreaterThan(0);
});

test('R2: a lost line pauses a bulk request, and Continue asks for nothing twice', async ({ world }) => {
  const maya = await world.as('requester');
  const form = await overAll(maya);
  await world.faults(['slow']);
  const sent = maya.waitForRequest((one) => one.method() === 'POST' && one.url().endsWith('/requests'));
  await form.getByRole('button', { name: 'Request 15 rotations' }).click();
  await sent;
  // The browser gives up every answer that is under way; the backend does not notice.
  await maya.context().setOffline(true);
  await maya.evaluate(() => window.stop());
  await expect(form.getByRole('alert')).toContainText('The server cannot be reached.');
  await maya.context().setOffline(false);
  await world.faults([]);
  await form.getByRole('button', { name: 'Continue' }).click();
  await expect(form).toContainText('15 accesses: rotation requested.');
  const asked = await askedFor(world, maya);
  expect(asked).toHaveLength(15);
  expect(new Set(asked).size).toBe(15);
});

for (const colorScheme of ['light', 'dark'] as const)
  for (const [size, viewport] of Object.entries({
    wide: { width: 1440, height: 900 },
    narrow: { width: 390, height: 844 },
  }))
    test(`A4, R2: selecting and asking for many is accessible and fits: ${colorScheme}, ${size}`, async ({
      world,
    }) => {
      const look = { colorScheme, viewport, reducedMotion: 'reduce' } as const;
      const maya = await world.as('requester', { look });
      await expect(maya.getByText('40 accesses')).toBeVisible();
      await selecting(maya);
      await box(maya, 'canary-probe').check();
      await expectAccessible(maya, 'Some selected');
      await expectNoSideways(maya);
      await box(maya, 'canary-probe').uncheck();
      await toggle(maya).click();
      const form = await overAll(maya);
      await expectAccessible(maya, 'Form');
      await expectNoSideways(maya);
      await form.getByRole('button', { name: 'Request 15 rotations' }).click();
      await expect(form).toContainText('15 accesses: rotation requested.');
      await expectAccessible(maya, 'Result');
    });
