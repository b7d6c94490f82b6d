import { listNotifications } from '../src/contract/operations/session.ts';
import { deleteRequest, approveRequest, retryRequest } from '../src/contract/operations/requests.ts';
import {
  approve,
  ask,
  accessNamed,
  claimWith,
  newClaim,
  readRequest,
  rotated,
  untilStatus,
} from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { choose, expectRefused, openMenu, pane, rowOf, warning } from './support/ui.ts';

test('R10: approval moves to Provisioning, and to Approved when the platform has made the credentials', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service');
  const jonas = await world.as('approver', { path: `/approvals/${request.request_id}` });
  await world.faults(['platform_down']);
  await pane(jonas).getByRole('button', { name: 'Approve' }).click();
  await expect(pane(jonas)).toContainText('Provisioning');
  await expect(pane(jonas)).toContainText('The platform is making new credentials for refund-service.');
  await expect(rowOf(maya, 'refund-service')).toContainText('Rotating');
  expect((await claimWith(world, maya, request.access_id, newClaim())).status).toBeGreaterThanOrEqual(400);
  await world.faults([]);
  await expect(pane(jonas)).toContainText('Only Maya Lindqvist can see them, once.', { timeout: 15_000 });
  await expect(rowOf(maya, 'refund-service')).toContainText('Ready to view');
  const { history } = await readRequest(world, maya, request.request_id);
  expect(history.filter(({ action }) => action === 'request.provisioned')).toHaveLength(1);
});

test('R10: a platform failure gives Failed with the reason; Retry leads to Approved', async ({ world }) => {
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service');
  const jonas = await world.as('approver', { path: `/approvals/${request.request_id}` });
  await world.faults(['platform_refuses']);
  await pane(jonas).getByRole('button', { name: 'Approve' }).click();
  await expect(pane(jonas)).toContainText('Failed', { timeout: 15_000 });
  await expect(pane(jonas).getByRole('alert')).toContainText('The Kafka platform refuses this change.');
  await expect(pane(jonas)).toContainText('nothing half-done remains');
  await expect(rowOf(maya, 'refund-service')).toContainText('In use');
  expect((await claimWith(world, maya, request.access_id, newClaim())).status).toBe(410);
  await maya.getByRole('button', { name: /^Notifications/u }).click();
  await expect(
    maya.getByRole('link', {
      name: /Making new credentials for refund-service failed.*refuses this change/u,
    }),
  ).toBeVisible();

  await world.faults([]);
  await pane(jonas).getByRole('button', { name: 'Retry' }).click();
  await expect(pane(jonas)).toContainText('New credentials for refund-service are ready.', {
    timeout: 15_000,
  });
  await expect(pane(jonas).getByRole('list', { name: 'History of the request' })).toContainText(
    'Jonas Weber asked the platform to try again',
  );
  const again = await world.call(jonas, retryRequest, { params: { request_id: request.request_id } });
  expect(again.status).toBe(409);
});

test('R12: Group requests shows what I and my groups asked for; only the requester deletes, only while pending', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service', { message: 'Deleted soon' });
  const jonas = await world.as('approver', { path: '/requests' });
  await expect(jonas.getByRole('heading', { level: 1, name: 'Group requests' })).toBeVisible();
  const mine = rowOf(jonas, 'refund-service').filter({ hasText: 'Pending' });
  await mine.getByRole('button', { name: 'Actions for refund-service' }).click();
  await expectRefused(
    jonas.getByRole('menuitem', { name: 'Delete' }),
    'Only Maya Lindqvist, who asked for this, can delete it.',
  );
  const params = { request_id: request.request_id };
  expect((await world.call(jonas, deleteRequest, { params })).status).toBe(403);

  await maya.goto(world.url('/requests'));
  await rowOf(maya, 'refund-service').filter({ hasText: 'Pending' }).getByRole('button').click();
  await maya.getByRole('menuitem', { name: 'Delete' }).click();
  const confirm = warning(maya, 'Delete the request for refund-service');
  await confirm.getByRole('button', { name: 'Delete request' }).click();
  await expect(confirm).toBeHidden();
  await expect(rowOf(maya, 'refund-service').filter({ hasText: 'Deleted' })).toBeVisible();
  expect((await world.call(maya, deleteRequest, { params })).status).toBe(409);
  await expect(rowOf(jonas, 'refund-service').filter({ hasText: 'Deleted' })).toBeVisible();

  // Decided, it stays.
  const second = await rotated(world, maya, jonas, 'refund-service');
  const late = await world.call(maya, deleteRequest, { params: { request_id: second.request_id } });
  expect(late.status).toBe(409);
});

test('R12: outsiders do not see the requests of other groups', async ({ world }) => {
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service');
  const priya = await world.as('outsider', { path: '/requests' });
  await expect(rowOf(priya, 'demand-forecast')).toBeVisible();
  await expect(rowOf(priya, 'refund-service')).toHaveCount(0);
  await priya.goto(world.url(`/requests/${request.request_id}`));
  await expect(priya.getByText('This request does not exist')).toBeVisible();
});

test('R9, R12: approve and delete at the same instant: one of them counts', async ({ world }) => {
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  const request = await ask(world, maya, 'refund-service');
  const params = { request_id: request.request_id };
  const answers = await Promise.all([
    world.call(jonas, approveRequest, { params, body: {} }),
    world.call(maya, deleteRequest, { params }),
  ]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
  const { history } = await readRequest(world, maya, request.request_id);
  expect(history.filter(({ action }) => /approved|deleted/u.test(action))).toHaveLength(1);
});

test('R13: approvers hear of a request, and the requester of the credentials, each with a link', async ({
  world,
}) => {
  const jonas = await world.as('approver');
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service');
  await jonas.getByRole('button', { name: /^Notifications, \d+ unread/u }).click();
  await jonas
    .getByRole('link', { name: /^Unread: Maya Lindqvist asks for new credentials for refund-service/u })
    .click();
  await expect(jonas).toHaveURL(world.at(`/approvals/${request.request_id}`));
  await pane(jonas).getByRole('button', { name: 'Approve' }).click();
  await untilStatus(world, maya, request.request_id, 'approved');
  // Decided, it no longer asks for attention.
  const { notifications } = await world.done(jonas, listNotifications);
  expect(notifications.filter(({ request_id: id, read }) => id === request.request_id && !read)).toEqual([]);

  await maya.getByRole('button', { name: /^Notifications, \d+ unread/u }).click();
  await maya
    .getByRole('link', {
      name: /^Unread: New credentials for refund-service are ready\. You can see them once\./u,
    })
    .click();
  await expect(maya).toHaveURL(world.at(`/requests/${request.request_id}`));
  await expect(pane(maya).getByRole('button', { name: 'Review credentials' })).toBeEnabled();
});

test('R4: a rotation stays the only one until its credentials are saved', async ({ world }) => {
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  const request = await ask(world, maya, 'refund-service');
  await approve(world, jonas, request.request_id);
  await expect(rowOf(maya, 'refund-service')).toContainText('Ready to view', { timeout: 15_000 });
  const refused = await openMenu(maya, 'refund-service');
  await expectRefused(refused.getByRole('menuitem', { name: 'Request credential rotation' }), /./u);
  await maya.keyboard.press('Escape');
  const { access_id: id } = await accessNamed(world, maya, 'refund-service');
  expect(id).toBe(request.access_id);
  await choose(maya, 'refund-service', 'Review credentials');
  await maya
    .getByRole('dialog', { name: 'Show credentials' })
    .getByRole('button', { name: 'Show credentials' })
    .click();
  const shown = maya.getByRole('dialog', { name: 'Save service user credentials' });
  await shown.getByRole('checkbox', { name: 'I have saved these credentials' }).check();
  await shown.getByText('Close', { exact: true }).click();
  await expect(rowOf(maya, 'refund-service')).toContainText('In use');
  await choose(maya, 'refund-service', 'Request credential rotation');
  await expect(maya.getByRole('button', { name: 'Submit' })).toBeEnabled();
});
