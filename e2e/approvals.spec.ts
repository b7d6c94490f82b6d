import { readFile } from 'node:fs/promises';
import { updateMembers } from '../src/contract/operations/directory.ts';
import { approveRequest, declineRequest, requestSummary } from '../src/contract/operations/requests.ts';
import { approve, ask, claimWith, newClaim, readRequest } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { expectRefused, navigation, openFilter, pane, rowOf, search } from './support/ui.ts';
import type { World } from './support/world.ts';

/** Gives Payments a second approver among the personas. */
async function addTomasToPayments(world: World): Promise<void> {
  const astrid = await world.as('admin');
  await world.done(astrid, updateMembers, {
    params: { user_group_id: 'ug_payments' },
    body: { operation: 'add_members', member_ids: ['u-tomas'] },
  });
}

test('R7: Approvals lists requests, with a count of what waits for me in the sidebar', async ({ world }) => {
  const jonas = await world.as('approver');
  const { waiting_for_me: waiting } = await world.done(jonas, requestSummary);
  expect(waiting).toBeGreaterThan(0);
  const link = (count: number) =>
    navigation(jonas).getByRole('link', {
      name: new RegExp(`^Approvals ?, ${count} waits? for your decision$`, 'u'),
    });
  await link(waiting).click();
  await expect(jonas.getByRole('heading', { level: 1, name: 'Approvals' })).toBeVisible();
  for (const column of ['Resource', 'Type', 'Status', 'Requesting group', 'Requester', 'Requested on'])
    await expect(jonas.getByRole('columnheader', { name: column, exact: true })).toBeVisible();
  await expect(rowOf(jonas, 'ledger-export').getByRole('cell')).toContainText([
    'ledger-export',
    'Rotate credentials',
    'Pending',
    'Payments',
    'Maya Lindqvist',
    /hours? ago/u,
    '',
  ]);

  const maya = await world.as('requester');
  await ask(world, maya, 'refund-service');
  await expect(link(waiting + 1)).toBeVisible();
});

test('R7: filters by type, status, requester and group, search by name, all in the URL', async ({
  world,
}) => {
  const jonas = await world.as('approver', { path: '/approvals' });
  const statuses = await openFilter(jonas, 'Status');
  await statuses.getByRole('checkbox', { name: 'Pending' }).check();
  await jonas.keyboard.press('Escape');
  await expect(rowOf(jonas, 'ledger-export')).toBeVisible();
  await expect(rowOf(jonas, 'settlement-batch')).toBeHidden();
  const requesters = await openFilter(jonas, 'Requester');
  await requesters.getByRole('checkbox', { name: 'Maya Lindqvist' }).check();
  await jonas.keyboard.press('Escape');
  await expect(rowOf(jonas, 'fraud-screening')).toBeHidden();
  await expect(rowOf(jonas, 'ledger-export')).toBeVisible();
  const groups = await openFilter(jonas, 'Requesting group');
  await groups.getByRole('checkbox', { name: 'Payments' }).check();
  await jonas.keyboard.press('Escape');
  const types = await openFilter(jonas, 'Type');
  await types.getByRole('checkbox', { name: 'Rotate credentials' }).check();
  await jonas.keyboard.press('Escape');
  await search(jonas, 'ledger');
  await expect(jonas.getByText('1 request', { exact: true })).toBeVisible();
  await expect(jonas).toHaveURL(/search=ledger/u);
  await jonas.reload();
  await expect(jonas.getByText('1 request', { exact: true })).toBeVisible();
  await search(jonas, 'nothing like it');
  await expect(jonas.getByText('No request matches')).toBeVisible();
  await jonas.getByRole('button', { name: 'Clear filters' }).click();
  await expect(rowOf(jonas, 'settlement-batch')).toBeVisible();
});

test('A4: Export CSV of requests', async ({ world }) => {
  const jonas = await world.as('approver', { path: '/approvals?status=pending' });
  const total = await jonas
    .getByRole('search')
    .getByRole('status')
    .filter({ hasText: 'request' })
    .innerText();
  const downloading = jonas.waitForEvent('download');
  await jonas.getByRole('button', { name: 'Export CSV' }).click();
  const lines = (await readFile(await (await downloading).path(), 'utf8')).trim().split(/\r?\n/u);
  expect(`${lines.length - 1} requests`).toBe(total);
});

test('R8: a click on a request opens the pane with everything needed to decide', async ({ world }) => {
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service', {
    message: 'The host was replaced.',
    overlap: '7_days',
  });
  const jonas = await world.as('approver', { path: '/approvals' });
  await rowOf(jonas, 'refund-service').filter({ hasText: 'Pending' }).getByText('Rotate credentials').click();
  await expect(jonas).toHaveURL(world.at(`/approvals/${request.request_id}`));
  const review = pane(jonas);
  await expect(review).toContainText('Maya Lindqvist for Payments');
  await expect(review.getByText('The host was replaced.')).toBeVisible();
  await expect(review).toContainText('refund-service');
  await expect(review.getByRole('row', { name: /orders\.returns\.v1.*Read, Write/u })).toBeVisible();
  await expect(review.getByRole('list', { name: 'What becomes of the old credentials' })).toContainText(
    '7 days later',
  );
  await expect(review.getByRole('list', { name: 'Who can decide' })).toContainText('Leila Haddad');
  await expect(review.getByRole('list', { name: 'History of the request' })).toContainText(
    'Maya Lindqvist asked for new credentials',
  );
  await review.getByRole('textbox', { name: /Message to Maya Lindqvist/u }).fill('Go ahead.');
  await review.getByRole('button', { name: 'Approve' }).click();
  await expect(review).toContainText('Approved by Jonas Weber');
  await expect(review.getByText('Go ahead.').first()).toBeVisible();

  // The pane has an address of its own.
  await jonas.reload();
  await expect(pane(jonas)).toContainText('Approved by Jonas Weber');
  await pane(jonas).getByRole('button', { name: 'Close' }).click();
  await expect(jonas).toHaveURL(world.at('/approvals'));
});

test('R8: Decline requires a reason of 1 to 300 characters', async ({ world }) => {
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service');
  const jonas = await world.as('approver', { path: `/approvals/${request.request_id}` });
  const review = pane(jonas);
  await review.getByRole('button', { name: 'Decline' }).click();
  const reason = review.getByRole('textbox');
  await expect(reason).toBeFocused();
  await review.getByRole('button', { name: 'Decline' }).click();
  await expect(reason).toHaveAccessibleDescription(/Say why/u);
  await reason.fill('x'.repeat(301));
  await review.getByRole('button', { name: 'Decline' }).click();
  await expect(reason).toHaveAccessibleDescription(/at most 300|300 characters/u);
  await expect(review).toContainText('Pending');
  await reason.fill('Not this week.');
  // Out of the reason, then out of the pane; what was written waits there.
  await reason.press('Escape');
  await jonas.keyboard.press('Escape');
  await expect(review).toBeHidden();
  await rowOf(jonas, 'refund-service').filter({ hasText: 'Pending' }).getByRole('link').click();
  await review.getByRole('button', { name: 'Decline' }).click();
  await expect(reason).toHaveValue('Not this week.');
  await review.getByRole('button', { name: 'Decline' }).click();
  await expect(review).toContainText('Declined by Jonas Weber');
  const { request: now } = await readRequest(world, maya, request.request_id);
  expect(now).toMatchObject({ status: 'declined', decision_message: 'Not this week.' });
});

test('R9: nobody decides their own request', async ({ world }) => {
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service');
  await maya.goto(world.url(`/approvals/${request.request_id}`));
  const why = 'You asked for this. Another member of Payments has to decide.';
  await expectRefused(pane(maya).getByRole('button', { name: 'Approve' }), why);
  await expectRefused(pane(maya).getByRole('button', { name: 'Decline' }), why);
  await expect(pane(maya).getByText(why).first()).toBeVisible();
  const params = { request_id: request.request_id };
  expect((await world.call(maya, approveRequest, { params, body: {} })).status).toBe(403);
  expect((await world.call(maya, declineRequest, { params, body: { reason: 'No' } })).status).toBe(403);
  expect((await readRequest(world, maya, request.request_id)).request.status).toBe('pending');
});

test('R9: nobody outside the owner group decides', async ({ world }) => {
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service');
  const params = { request_id: request.request_id };
  const astrid = await world.as('admin', { path: `/approvals/${request.request_id}` });
  const why = 'Only members of Payments can do this.';
  await expectRefused(pane(astrid).getByRole('button', { name: 'Approve' }), why);
  expect((await world.call(astrid, approveRequest, { params, body: {} })).status).toBe(403);
  const priya = await world.as('outsider');
  expect((await world.call(priya, approveRequest, { params, body: {} })).status).toBeGreaterThanOrEqual(403);
  expect((await world.call(priya, approveRequest, { params, body: {} })).status).toBeLessThanOrEqual(404);
  expect((await readRequest(world, maya, request.request_id)).request.status).toBe('pending');
});

test('R9: a request is decided once; whoever comes second sees what was decided and by whom', async ({
  world,
}) => {
  await addTomasToPayments(world);
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service');
  const jonas = await world.as('approver', { path: `/approvals/${request.request_id}` });
  await expect(pane(jonas).getByRole('button', { name: 'Approve' })).toBeEnabled();
  const tomas = await world.as('operator');
  const params = { request_id: request.request_id };
  await world.done(tomas, declineRequest, { params, body: { reason: 'Tomás was faster.' } });
  const late = await world.call(jonas, approveRequest, { params, body: {} });
  expect(late.status).toBe(409);
  expect(late.body).toMatchObject({ message: 'This request was already declined by Tomás Rivera.' });
  await expect(pane(jonas)).toContainText('Declined by Tomás Rivera');
  await expect(pane(jonas).getByText('Tomás was faster.').first()).toBeVisible();
  await expect(pane(jonas).getByRole('button', { name: 'Approve' })).toBeHidden();
});

test('R9: of two approvers at the same instant one decides', async ({ world }) => {
  await addTomasToPayments(world);
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  const tomas = await world.as('operator');
  const request = await ask(world, maya, 'refund-service');
  const params = { request_id: request.request_id };
  const answers = await Promise.all([
    world.call(jonas, approveRequest, { params, body: {} }),
    world.call(tomas, declineRequest, { params, body: { reason: 'No' } }),
    world.call(tomas, approveRequest, { params, body: {} }),
    world.call(jonas, declineRequest, { params, body: { reason: 'No' } }),
  ]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
  const { history } = await readRequest(world, maya, request.request_id);
  expect(history.filter(({ action }) => /approved|declined/u.test(action))).toHaveLength(1);
});

test('R11: declined, nothing is made and the requester learns why', async ({ world }) => {
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service');
  const jonas = await world.as('approver');
  const params = { request_id: request.request_id };
  await world.done(jonas, declineRequest, { params, body: { reason: 'The audit was moved.' } });
  await expect(rowOf(maya, 'refund-service')).toContainText('In use');
  expect((await claimWith(world, maya, request.access_id, newClaim())).status).toBe(410);
  const { history } = await readRequest(world, maya, request.request_id);
  expect(history.map(({ action }) => action)).toEqual(['request.created', 'request.declined']);
  await maya.getByRole('button', { name: /^Notifications/u }).click();
  const news = maya.getByRole('dialog', { name: 'Notifications' });
  await news
    .getByRole('link', {
      name: /Jonas Weber declined your request for refund-service: The audit was moved\./u,
    })
    .click();
  await expect(pane(maya)).toContainText('Declined by Jonas Weber');
  expect((await world.call(jonas, approveRequest, { params, body: {} })).status).toBe(409);
});

test('R9, R17: a requester who has left the group gets neither an approval nor the credentials', async ({
  world,
}) => {
  const astrid = await world.as('admin');
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  const leave = (operation: string) =>
    world.done(astrid, updateMembers, {
      params: { user_group_id: 'ug_payments' },
      body: { operation, member_ids: ['u-maya'] },
    });
  const first = await ask(world, maya, 'refund-service');
  await leave('remove_members');
  await jonas.goto(world.url(`/approvals/${first.request_id}`));
  await expectRefused(
    pane(jonas).getByRole('button', { name: 'Approve' }),
    /^Maya Lindqvist is no longer a member of Payments/u,
  );
  const params = { request_id: first.request_id };
  expect((await world.call(jonas, approveRequest, { params, body: {} })).status).toBe(409);

  // And between approval and reveal.
  await leave('add_members');
  await approve(world, jonas, first.request_id);
  await expect
    .poll(async () => (await readRequest(world, jonas, first.request_id)).request.outcome)
    .toBe('unviewed');
  await leave('remove_members');
  const refused = await claimWith(world, maya, first.access_id, newClaim());
  expect([403, 410]).toContain(refused.status);
  expect((await readRequest(world, jonas, first.request_id)).request.outcome).toBe('expired');
});
