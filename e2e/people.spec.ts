import { addRoleBinding } from '../src/contract/operations/keys.ts';
import { expectAccessible } from './support/accessible.ts';
import { callWithKey, makeKey } from './support/keys.ts';
import { expect, test } from './support/test.ts';
import { expectRefused, messages, navigation, rowOf, search, warning } from './support/ui.ts';

test('K14: removing a person lists their keys first, ends everything of theirs, and keeps the name in history', async ({
  world,
}) => {
  const astrid = await world.as('admin');
  const maya = await world.as('requester');
  const jonas = await world.as('approver', { path: '/approvals' });
  await world.done(astrid, addRoleBinding, {
    body: { principal_id: 'u-maya', role: 'OrganizationAdmin' },
  });
  const made = await makeKey(world, maya, {
    resource_id: 'cloud',
    owner_id: 'u-maya',
    description: 'Nightly report',
  });
  expect(await callWithKey(world, maya, made)).toBe(200);

  await navigation(astrid).getByRole('link', { name: 'Users' }).click();
  await expect(astrid.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
  await search(astrid, 'lindqvist');
  await expect(astrid.getByText('1 user', { exact: true })).toBeVisible();
  await rowOf(astrid, 'Maya Lindqvist').getByRole('link').click();
  await astrid.getByRole('button', { name: 'Remove user' }).click();
  const confirm = warning(astrid, 'Remove Maya Lindqvist from the organization');
  const list = confirm.getByRole('list', { name: 'Keys that are deleted with it' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list).toContainText('Nightly report');
  await expect(list).toContainText('used just now');
  await expect(confirm).toContainText('A key was used within the last 24 hours');
  await expect(confirm).toContainText('Also: member of');
  await expectAccessible(astrid, 'Remove a user');
  const remove = confirm.getByRole('button', { name: 'Remove user' });
  await remove.click();
  const field = confirm.getByRole('textbox', { name: 'Type Maya Lindqvist to confirm' });
  await expect(field).toHaveAccessibleDescription(/This is not Maya Lindqvist/u);
  await field.fill('Maya Lindqvist');
  await remove.click();
  await expect(messages(astrid)).toContainText('Maya Lindqvist was removed from the organization.');
  await expect(astrid).toHaveURL(world.at('/settings/users'));
  await expect(astrid.getByRole('heading', { level: 1, name: 'Users' })).toBeVisible();
  await search(astrid, 'lindqvist');
  await expect(astrid.getByText('0 users', { exact: true })).toBeVisible();

  // At once, wherever she was.
  expect(await callWithKey(world, astrid, made)).toBe(401);
  await expect(maya.getByText(/session has ended/iu).first()).toBeVisible();
  await jonas.reload();
  await expect(jonas.getByRole('row').filter({ hasText: 'Maya Lindqvist' }).first()).toBeVisible();
});

test('K14: nobody removes themselves, and others see why they cannot', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/users/u-astrid' });
  await expectRefused(astrid.getByRole('button', { name: 'Remove user' }), /Nobody removes themselves/u);
  const maya = await world.as('requester', { path: '/settings/users/u-jonas' });
  await expectRefused(maya.getByRole('button', { name: 'Remove user' }), /takes the role OrganizationAdmin/u);
});
