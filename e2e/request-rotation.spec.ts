import { createRequest, listRequests } from '../src/contract/operations/requests.ts';
import { updateMembers } from '../src/contract/operations/directory.ts';
import { accessNamed, ask, newClaim, claimWith, readAccess, readRequest } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { choose, dialog, expectRefused, messages, openMenu, rowOf } from './support/ui.ts';

const TITLE = 'Request credential rotation';

test('R2: the dialog asks for a message and for how long the old credentials stay valid', async ({
  world,
}) => {
  const maya = await world.as('requester');
  await choose(maya, 'refund-service', TITLE);
  const form = dialog(maya, TITLE);
  await expect(form.getByText('Jonas Weber or Leila Haddad can approve.')).toBeVisible();
  const overlaps = form.getByRole('group', {
    name: 'How long the old credentials stay valid after the new ones are saved',
  });
  await expect(overlaps.getByRole('radio')).toHaveCount(4);
  for (const length of ['Immediately', '1 hour', '7 days'])
    await expect(overlaps.getByRole('radio', { name: length })).not.toBeChecked();
  await expect(overlaps.getByRole('radio', { name: '24 hours' })).toBeChecked();

  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form.getByRole('textbox', { name: 'Message for the approvers' })).toHaveAccessibleDescription(
    'Write why new credentials are needed.',
  );
  await form.getByRole('textbox').fill('The signing host was replaced.');
  await overlaps.getByRole('radio', { name: '7 days' }).check();
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form).toBeHidden();
  await expect(messages(maya)).toContainText('Rotation of refund-service requested.');
  await expect(rowOf(maya, 'refund-service')).toContainText('Rotation pending');

  const { requests } = await world.done(maya, listRequests, {
    query: { scope: 'mine', search: 'refund-service', status: 'pending' },
  });
  expect(requests).toMatchObject([
    { message: 'The signing host was replaced.', overlap: '7_days', status: 'pending' },
  ]);
});

test('R2: a dialog closed the moment it opens stays closed', async ({ world }) => {
  const maya = await world.as('requester');
  // Frames between opening and Escape: the dialog is drawn first and stands in the address a moment later.
  for (const frames of [0, 1, 2, 3]) {
    const menu = await openMenu(maya, 'refund-service');
    await menu.getByRole('menuitem', { name: TITLE, exact: true }).evaluate(async (item, wait) => {
      if (item instanceof HTMLElement) item.click();
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      while (document.querySelector('[role=dialog]') === null) await new Promise((done) => setTimeout(done));
      for (let i = 0; i < wait; i += 1) await frame();
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, cancelable: true }),
      );
      for (let i = 0; i < 5; i += 1) await frame();
    }, frames);
    await expect(dialog(maya, TITLE)).toBeHidden();
    await expect(maya).not.toHaveURL(/rotate=/u);
  }
  await choose(maya, 'refund-service', TITLE);
  await expect(dialog(maya, TITLE)).toBeVisible();
  await expect(maya).toHaveURL(/rotate=/u);
  await maya.goBack();
  await expect(dialog(maya, TITLE)).toBeHidden();
});

test('R2: a platform that cannot overlap says so and offers only Immediately', async ({ world }) => {
  const maya = await world.as('requester');
  await choose(maya, 'settlement-batch', TITLE);
  const form = dialog(maya, TITLE);
  await expect(form.getByRole('radio')).toHaveCount(1);
  await expect(form.getByRole('radio', { name: 'Immediately' })).toBeChecked();
  await expect(form.getByText('This platform keeps one password per service user')).toBeVisible();
  const { access_id } = await accessNamed(world, maya, 'settlement-batch');
  const refused = await world.call(maya, createRequest, {
    body: { request_type: 'rotate_credentials', access_id, message: 'Longer', overlap: '24_hours' },
  });
  expect(refused.status).toBe(400);
});

test('R3: only members of the owner group may ask; for others the action says why', async ({ world }) => {
  const priya = await world.as('outsider');
  const menu = await openMenu(priya, 'refund-service');
  await expectRefused(menu.getByRole('menuitem', { name: TITLE }), 'Only members of Payments can do this.');
  await menu.getByRole('menuitem', { name: TITLE }).click({ force: true });
  await expect(dialog(priya, TITLE)).toBeHidden();
  await priya.keyboard.press('Escape');

  const { access_id } = await accessNamed(world, priya, 'refund-service');
  const refused = await world.call(priya, createRequest, {
    body: { request_type: 'rotate_credentials', access_id, message: 'Let me in' },
  });
  expect(refused.status).toBe(403);
  expect(refused.body).toMatchObject({ message: 'Only members of Payments can do this.' });

  // A link to the dialog gets no further.
  const page = await world.tabOf(priya, `/accesses?rotate=${access_id}`);
  const form = dialog(page, TITLE);
  await expect(form.getByText('Only members of Payments can do this.').first()).toBeVisible();
  await expectRefused(form.getByRole('button', { name: 'Submit' }), 'Only members of Payments can do this.');
});

test('R4: a second rotation of the same access is refused, and allowed again after the first', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const { access_id } = await accessNamed(world, maya, 'refund-service');
  const body = { request_type: 'rotate_credentials', access_id, message: 'First' };
  const { request } = await world.done(maya, createRequest, { body });
  const second = await world.call(maya, createRequest, { body: { ...body, message: 'Second' } });
  expect(second.status).toBe(409);
  expect(second.body).toMatchObject({ errors: [{ error_code: 'governance_request_already_in_progress' }] });

  const menu = await openMenu(maya, 'refund-service');
  await expectRefused(
    menu.getByRole('menuitem', { name: TITLE }),
    'A rotation of this access is already in progress.',
  );
  await menu.getByRole('menuitem', { name: 'View request' }).click();
  await expect(maya).toHaveURL(world.at(`/requests/${request.request_id}`));
  await dialog(maya, 'Review request').getByRole('button', { name: 'Delete' }).click();
  await maya.getByRole('alertdialog').getByRole('button', { name: 'Delete request' }).click();
  await expect(maya.getByRole('alertdialog')).toBeHidden();
  await world.done(maya, createRequest, { body: { ...body, message: 'Third' } });
});

test('R4: of two requests at the same instant, from two tabs, one is made', async ({ world }) => {
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  const { access_id } = await accessNamed(world, maya, 'refund-service');
  const asking = (page: typeof maya) =>
    world.call(page, createRequest, {
      body: { request_type: 'rotate_credentials', access_id, message: 'Now' },
    });
  const answers = await Promise.all([asking(maya), asking(jonas), asking(maya), asking(jonas)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 409, 409, 409]);
  const { total_count: made } = await world.done(maya, listRequests, {
    query: { scope: 'mine', search: 'refund-service', status: 'pending' },
  });
  expect(made).toBe(1);
});

test('R5: with nobody to approve, the dialog says so before submit and names what to do', async ({
  world,
}) => {
  const astrid = await world.as('admin');
  // Leila, who is no persona, makes room for Maya in the group of one.
  const change = (operation: string, member: string) =>
    world.done(astrid, updateMembers, {
      params: { user_group_id: 'ug_customs' },
      body: { operation, member_ids: [member] },
    });
  await change('add_members', 'u-maya');
  await change('remove_members', 'u-leila');
  const maya = await world.as('requester');
  const menu = await openMenu(maya, 'declaration-filer');
  const why = 'Customs desk has no second member who could approve. Ask an organization admin to add one.';
  await expectRefused(menu.getByRole('menuitem', { name: TITLE }), why);
  const { access_id } = await accessNamed(world, maya, 'declaration-filer');
  const page = await world.tabOf(maya, `/accesses?rotate=${access_id}`);
  await expect(dialog(page, TITLE).getByText(why).first()).toBeVisible();
  await expectRefused(dialog(page, TITLE).getByRole('button', { name: 'Submit' }), why);
  const refused = await world.call(maya, createRequest, {
    body: { request_type: 'rotate_credentials', access_id, message: 'Alone' },
  });
  expect(refused.status).toBe(409);
  expect(refused.body).toMatchObject({ errors: [{ error_code: 'invalid_owner_user_group' }] });
});

test('R6: submitting makes nothing; no credential can be seen before approval', async ({ world }) => {
  const maya = await world.as('requester');
  const before = await accessNamed(world, maya, 'payments-staging');
  const request = await ask(world, maya, 'payments-staging');
  const { history } = await readRequest(world, maya, request.request_id);
  expect(history.map(({ action }) => action)).toEqual(['request.created']);
  const now = await readAccess(world, maya, before.access_id);
  expect(now.credentials_user_id).toBeUndefined();
  expect(now.certificate_not_after_time).toBe(before.certificate_not_after_time);
  expect((await claimWith(world, maya, before.access_id, newClaim())).status).toBeGreaterThanOrEqual(400);
  await maya.goto(world.url(`/requests/${request.request_id}`));
  await expect(dialog(maya, 'Review request')).toContainText('Pending');
  await expect(maya.getByRole('button', { name: 'Review credentials' })).toBeHidden();
});

test('R2: closing the dialog asks before it throws a message away', async ({ world }) => {
  const maya = await world.as('requester');
  await choose(maya, 'refund-service', TITLE);
  const form = dialog(maya, TITLE);
  await form.getByRole('textbox').fill('Half a thought');
  await maya.keyboard.press('Escape');
  await maya.getByRole('alertdialog').getByRole('button', { name: 'Keep writing' }).click();
  await expect(form.getByRole('textbox')).toHaveValue('Half a thought');
  await maya.goBack();
  await maya.getByRole('alertdialog').getByRole('button', { name: 'Discard' }).click();
  await expect(form).toBeHidden();
  await expect(rowOf(maya, 'refund-service')).not.toContainText('Rotation pending');
});
