import type { Page } from '@playwright/test';
import { readFile } from 'node:fs/promises';
import { approveRequest, createRequest } from '../src/contract/operations/requests.ts';
import { digest } from '../src/runtime/digest.ts';
import { signer } from '../src/runtime/signer.ts';
import { verifyFile } from '../src/service/audit/verify-file.ts';
import { expectAccessible, lookOn, SIZES } from './support/accessible.ts';
import { tabTo } from './support/keyboard.ts';
import { accessNamed } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { dialog, expectNoSideways, navigation, search } from './support/ui.ts';

const eventRow = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

const LOG = '/settings/audit-log';
/** An access of Maya's group that nothing waits for. */
const ACCESS = 'refund-service';

test('A3: an admin finds a refusal and a decision: who, what, on which resource, when, from where', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const { access_id } = await accessNamed(world, maya, ACCESS);
  const { body } = await world.call(maya, createRequest, {
    body: { request_type: 'rotate_credentials', access_id, message: 'The key was shared' },
  });
  const { request } = body as { request: { request_id: string } };
  const params = { request_id: request.request_id };
  expect((await world.call(maya, approveRequest, { params, body: {} })).status).toBe(403);

  const astrid = await world.as('admin', { path: LOG });
  await expect(astrid.getByRole('heading', { level: 1, name: 'Audit log' })).toBeVisible();
  await astrid.getByRole('button', { name: 'Outcome', exact: true }).click();
  await astrid.getByRole('radio', { name: 'Refused' }).click();
  await expect(astrid).toHaveURL(/outcome=refused/u);
  const refusal = eventRow(astrid, 'Was refused: Approve a request').first();
  await expect(refusal).toContainText('Maya');
  await expect(refusal).toContainText(ACCESS);
  await expect(refusal).toContainText('Refused');
  await refusal.getByRole('link').click();
  const pane = dialog(astrid, 'Was refused: Approve a request');
  await expect(pane).toContainText('approval_forbidden_on_own_request');
  await expect(pane).toContainText('Console');
  await expect(pane.getByText('Verified', { exact: true })).toBeVisible({ timeout: 20_000 });
  // Its address is its link.
  const link = astrid.url();
  await pane.getByRole('button', { name: 'Close' }).click();
  await expect(pane).toBeHidden();
  await astrid.goto(link);
  await expect(pane).toContainText('approval_forbidden_on_own_request');
  await pane.getByRole('link', { name: 'All events of the request' }).click();
  await expect(eventRow(astrid, 'Asked for new credentials')).toHaveCount(1);
  await expect(eventRow(astrid, 'Was refused: Approve a request')).toHaveCount(1);
});

test('A3: filters and search are in the address, and both exports take what they leave', async ({
  world,
}) => {
  const astrid = await world.as('admin', { path: `${LOG}?topic=groups,sign_in` });
  await expect(eventRow(astrid, 'Signed in').first()).toBeVisible();
  await expect(eventRow(astrid, 'Asked for new credentials')).toHaveCount(0);
  await search(astrid, 'maya');
  await expect(astrid).toHaveURL(/search=maya/u);
  for (const [button, end] of [
    ['Export CSV', 'csv'],
    ['Export JSON', 'json'],
  ] as const) {
    const download = astrid.waitForEvent('download');
    await astrid.getByRole('button', { name: button }).click();
    const file = await download;
    expect(file.suggestedFilename()).toMatch(new RegExp(`^audit-\\d{4}-\\d\\d-\\d\\d\\.${end}$`, 'u'));
    const text = await readFile(await file.path(), 'utf8');
    if (end === 'csv') expect(text.split('\r\n')[0]).toMatch(/^When,Who,What,/u);
    else expect(await verifyFile({ digest, signer }, JSON.parse(text))).toMatchObject({ fault: null });
  }
  await search(astrid, 'nothing is called so');
  await expect(astrid.getByText('No event matches')).toBeVisible();
  // Typed a moment before, and pressed as people press: nothing may take the button away from under the pointer.
  await search(astrid, 'nor so');
  await astrid.getByRole('button', { name: 'Clear filters' }).click({ delay: 60 });
  await expect(astrid).toHaveURL(world.at(LOG));
  await expect(eventRow(astrid, 'Asked for new credentials').first()).toBeVisible();
  // The button is gone; the place on the page is not lost.
  await expect(astrid.getByRole('heading', { level: 1, name: 'Audit log' })).toBeFocused();
});

test('A3: everybody else reads who may, and that stands in the log', async ({ world }) => {
  const maya = await world.as('requester', { path: LOG });
  await expect(maya.getByText('The audit log is for organization admins')).toBeVisible();
  await expect(maya.getByText('Only organization admins can do this.')).toBeVisible();
  const astrid = await world.as('admin', { path: `${LOG}?outcome=refused` });
  await expect(eventRow(astrid, 'Was refused: List audit events').first()).toContainText('Maya');
});

test('A3: from the keyboard: to the log, into an event and back', async ({ world }) => {
  const astrid = await world.as('admin');
  await expect(navigation(astrid).getByRole('link', { name: 'Audit log' })).toBeVisible();
  await tabTo(astrid, navigation(astrid).getByRole('link', { name: 'Audit log' }));
  await astrid.keyboard.press('Enter');
  const first = astrid.getByRole('row').nth(1).getByRole('link');
  await expect(first).toBeVisible();
  await tabTo(astrid, first);
  await astrid.keyboard.press('Enter');
  const pane = astrid.getByRole('dialog');
  await expect(pane.getByRole('heading', { name: 'Place in the chain' })).toBeVisible();
  await astrid.keyboard.press('Escape');
  await expect(pane).toBeHidden();
  await expect(first).toBeFocused();
});

test('P9: evidence of a request, which verifies without the server', async ({ world }) => {
  const maya = await world.as('requester', { path: '/requests' });
  await maya.getByRole('row').nth(1).getByRole('link').click();
  const pane = dialog(maya, 'Review request');
  const button = pane.getByRole('button', { name: 'Download evidence' });
  const download = maya.waitForEvent('download');
  await button.click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^evidence-req\w+\.json$/u);
  const evidence: unknown = JSON.parse(await readFile(await file.path(), 'utf8'));
  expect(await verifyFile({ digest, signer }, evidence)).toMatchObject({ kind: 'evidence', fault: null });
  const astrid = await world.as('admin', { path: `${LOG}?topic=audit` });
  await expect(eventRow(astrid, 'Downloaded evidence of a request').first()).toContainText('Maya');
});

for (const size of SIZES)
  test(`A3: the audit log is accessible, ${size}`, async ({ world }) => {
    const look = lookOn(world.host, size);
    const astrid = await world.as('admin', { path: LOG, look });
    const first = astrid
      .getByRole(size === 'wide' ? 'row' : 'listitem')
      .getByRole('link')
      .first();
    await expect(first).toBeVisible();
    await expectAccessible(astrid, 'the list');
    await expectNoSideways(astrid);
    await first.click();
    await expect(astrid.getByRole('heading', { name: 'Place in the chain' })).toBeVisible();
    await expectAccessible(astrid, 'an event');
    await expectNoSideways(astrid);
    await astrid.goto(world.url(`${LOG}/aud_none`));
    await expect(astrid.getByText('This event does not exist')).toBeVisible();
    await expectAccessible(astrid, 'no event');
    const maya = await world.as('requester', { path: LOG });
    await expect(maya.getByText('The audit log is for organization admins')).toBeVisible();
    await expectAccessible(maya, 'the refusal');
  });
