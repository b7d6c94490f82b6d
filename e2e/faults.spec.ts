import { listOrganizations } from '../src/contract/operations/directory.ts';
import { createRequest, listRequests } from '../src/contract/operations/requests.ts';
import { accessNamed, ask, readRequest } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { choose, dialog, messages, navigation, pane, rowOf, search } from './support/ui.ts';

const TITLE = 'Request credential rotation';

test('a message of 501 characters is refused where it is typed, and by the API', async ({ world }) => {
  const maya = await world.as('requester');
  const { access_id } = await accessNamed(world, maya, 'refund-service');
  await choose(maya, 'refund-service', TITLE);
  const form = dialog(maya, TITLE);
  const field = form.getByRole('textbox', { name: 'Message for the approvers' });
  await field.fill('x'.repeat(501));
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(field).toHaveAccessibleDescription('Shorten it to 500 characters.');
  await expect(field).toBeFocused();
  const refused = await world.call(maya, createRequest, {
    body: { request_type: 'rotate_credentials', access_id, message: 'x'.repeat(501) },
  });
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({ errors: [{ metadata: { pointer: '/message' } }] });
  await field.fill('x'.repeat(500));
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form).toBeHidden();
});

test('markup in a message is text, wherever it shows', async ({ world }) => {
  const hostile = '<img src=x onerror="document.title=1"><script>alert(1)</script> &amp; {{7*7}}';
  const maya = await world.as('requester');
  const alerts: string[] = [];
  const jonas = await world.as('approver');
  for (const page of [maya, jonas])
    page.on('dialog', (one) => void (alerts.push(one.message()), one.dismiss()));
  const request = await ask(world, maya, 'refund-service', { message: hostile });
  await jonas.goto(world.url(`/approvals/${request.request_id}`));
  await expect(pane(jonas).getByText(hostile, { exact: true })).toBeVisible();
  await pane(jonas).getByRole('button', { name: 'Decline' }).click();
  await pane(jonas).getByRole('textbox').fill(hostile);
  await pane(jonas).getByRole('button', { name: 'Decline' }).click();
  await expect(pane(jonas)).toContainText('Declined by Jonas Weber');
  await maya.getByRole('button', { name: /^Notifications/u }).click();
  await expect(maya.getByRole('dialog', { name: 'Notifications' })).toContainText(hostile);
  expect(alerts).toEqual([]);
  await expect(jonas.locator('img[src="x"]')).toHaveCount(0);
});

test('characters that hide or turn text are refused with the place named', async ({ world }) => {
  const maya = await world.as('requester');
  const { access_id } = await accessNamed(world, maya, 'refund-service');
  for (const message of ['a\u0000b', 'pay\u202Eload', '\u200E']) {
    const refused = await world.call(maya, createRequest, {
      body: { request_type: 'rotate_credentials', access_id, message },
    });
    expect(refused.status).toBe(400);
    expect(refused.body).toMatchObject({ errors: [{ metadata: { pointer: '/message' } }] });
  }
  await choose(maya, 'refund-service', TITLE);
  const form = dialog(maya, TITLE);
  await form.getByRole('textbox').fill('pay\u202Eload');
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form.getByRole('textbox')).toHaveAccessibleDescription(/characters that cannot be shown/u);
});

test('a double click on Submit asks once, and one on Approve approves once', async ({ world }) => {
  const maya = await world.as('requester');
  await choose(maya, 'refund-service', TITLE);
  const form = dialog(maya, TITLE);
  await form.getByRole('textbox').fill('Once is enough.');
  await form.getByRole('button', { name: 'Submit' }).dblclick();
  await expect(form).toBeHidden();
  await expect(messages(maya)).not.toContainText('already in progress');
  const { requests, total_count: made } = await world.done(maya, listRequests, {
    query: { scope: 'mine', search: 'refund-service', status: 'pending' },
  });
  expect(made).toBe(1);
  const id = requests[0]?.request_id ?? '';
  const jonas = await world.as('approver', { path: `/approvals/${id}` });
  await pane(jonas).getByRole('button', { name: 'Approve' }).dblclick();
  await expect(pane(jonas)).toContainText('Approved by Jonas Weber');
  await expect(pane(jonas)).not.toContainText('Already decided');
  const { history } = await readRequest(world, maya, id);
  expect(history.filter(({ action }) => action === 'request.approved')).toHaveLength(1);
});

test('a session that ends in the middle of the form: the text is kept, and it goes on after signing in', async ({
  world,
}) => {
  const maya = await world.as('requester');
  await choose(maya, 'refund-service', TITLE);
  const form = dialog(maya, TITLE);
  await form.getByRole('textbox').fill('Written over twenty minutes.');
  await form.getByRole('radio', { name: '7 days' }).check();
  await world.expireSessions();
  const ended = dialog(maya, 'Your session has ended');
  await expect(ended).toBeVisible();
  await ended.getByRole('button', { name: /^Maya Lindqvist/u }).click();
  await expect(ended).toBeHidden();
  await expect(form.getByRole('textbox')).toHaveValue('Written over twenty minutes.');
  await expect(form.getByRole('radio', { name: '7 days' })).toBeChecked();
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form).toBeHidden();
  await expect(rowOf(maya, 'refund-service')).toContainText('Rotation pending');
});

test('offline: a banner says so, nothing typed is lost, and everything recovers by itself', async ({
  world,
}) => {
  const maya = await world.as('requester');
  await choose(maya, 'refund-service', TITLE);
  const form = dialog(maya, TITLE);
  await form.getByRole('textbox').fill('Sent from a train.');
  await maya.context().setOffline(true);
  await expect(maya.getByText('You are offline', { exact: false })).toBeAttached();
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form.getByRole('alert')).toContainText('The server cannot be reached.');
  await expect(form.getByRole('textbox')).toHaveValue('Sent from a train.');
  await maya.context().setOffline(false);
  await expect(maya.getByText('You are offline', { exact: false })).toBeHidden({ timeout: 15_000 });
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form).toBeHidden();
  // The live line is back as well.
  await expect(rowOf(maya, 'refund-service')).toContainText('Rotation pending');
  await navigation(maya).getByRole('link', { name: 'Group requests' }).click();
  await expect(rowOf(maya, 'refund-service').filter({ hasText: 'Pending' })).toBeVisible();
});

test('offline: a part of the backend that is not there yet says so, and comes later', async ({ world }) => {
  const maya = await world.as('requester');
  await expect(rowOf(maya, 'refund-service')).toBeVisible();
  // Nothing on the overview asks it.
  const ask = () =>
    maya.evaluate(async (path) => {
      const response = await fetch(path).catch(() => null);
      return response && { status: response.status, text: await response.text() };
    }, listOrganizations.path);
  await maya.context().setOffline(true);
  if (world.host === 'mock') {
    const refused = await ask();
    expect(refused?.status).toBe(503);
    expect(refused?.text).toContain('A part of the backend could not be loaded.');
  } else expect(await ask()).toBeNull();
  await maya.context().setOffline(false);
  expect((await ask())?.status).toBe(200);
});

test('the database is down: a plain message, nothing lost, and it goes on afterwards', async ({ world }) => {
  const maya = await world.as('requester');
  await choose(maya, 'refund-service', TITLE);
  const form = dialog(maya, TITLE);
  await form.getByRole('textbox').fill('Bad moment.');
  await expect(form.getByRole('button', { name: 'Submit' })).toBeEnabled();
  await world.faults(['store_down']);
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form.getByRole('alert')).toContainText(
    'The backend cannot reach its database. Nothing was changed.',
  );
  await expect(form.getByRole('textbox')).toHaveValue('Bad moment.');
  await world.faults([]);
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form).toBeHidden();
});

test('a decision about an older version is held up, and made after looking again', async ({ world }) => {
  const maya = await world.as('requester');
  const request = await ask(world, maya, 'refund-service');
  const jonas = await world.as('approver', { path: `/approvals/${request.request_id}` });
  await expect(pane(jonas).getByRole('button', { name: 'Approve' })).toBeEnabled();
  await world.faults(['conflict']);
  await pane(jonas).getByRole('button', { name: 'Approve' }).click();
  await expect(pane(jonas).getByRole('alert')).toContainText('The request changed while you read it.');
  await world.faults([]);
  await pane(jonas).getByRole('button', { name: 'Approve' }).click();
  await expect(pane(jonas)).toContainText('Approved by Jonas Weber');
});

test('unknown addresses, accesses and requests say so and lead on', async ({ world }) => {
  const maya = await world.as('requester', { path: '/no/such/page' });
  await expect(maya.getByText('There is nothing at this address')).toBeVisible();
  await maya.getByRole('link', { name: 'Go to Access overview' }).click();
  await expect(maya).toHaveURL(world.at('/accesses'));
  await maya.goto(world.url('/accesses/acc_unknown'));
  await expect(maya.getByRole('alert')).toContainText('This access does not exist');
  await maya.goto(world.url('/approvals/req_unknown'));
  await expect(pane(maya)).toContainText('This request does not exist');
  await pane(maya).getByRole('button', { name: 'Back to Approvals' }).click();
  await expect(maya).toHaveURL(world.at('/approvals'));
  await maya.goto(world.url('/accesses?rotate=acc_unknown'));
  await expect(dialog(maya, TITLE).getByRole('alert')).toBeVisible();
  await maya.keyboard.press('Escape');
  await expect(dialog(maya, TITLE)).toBeHidden();
  await maya.goto(world.url('/accesses?credentials=acc_unknown'));
  await expect(dialog(maya, 'Show credentials').getByRole('alert')).toBeVisible();
  await maya.keyboard.press('Escape');
  await expect(dialog(maya, 'Show credentials')).toBeHidden();
});

test('odd search words and unknown parameters break nothing', async ({ world }) => {
  const maya = await world.as('requester', {
    path: '/accesses?nonsense=1&sort=colour&credential_state=gone',
  });
  await expect(maya.getByText('40 accesses')).toBeVisible();
  for (const words of ["'; drop table accesses; --", '%', '_', '\\', '<b>', 'Ⅳ'.repeat(60)]) {
    await search(maya, words);
    await expect(maya.getByText('No access matches')).toBeVisible();
  }
  await search(maya, '  REFUND  ');
  await expect(rowOf(maya, 'refund-service')).toBeVisible();
});
