import { getPrincipal } from '../src/contract/operations/keys.ts';
import { expectAccessible, lookOn, SIZES } from './support/accessible.ts';
import { SHIPMENTS } from './support/keys.ts';
import { expect, test } from './support/test.ts';
import { dialog, expectNoSideways, expectRefused, navigation, rowOf, search, warning } from './support/ui.ts';

test('the organization’s people are listed with roles and keys, and found', async ({ world }) => {
  const maya = await world.as('requester');
  await navigation(maya).getByRole('link', { name: 'Users' }).click();
  await expect(maya.getByText('12 users', { exact: true })).toBeVisible();
  await expect(rowOf(maya, 'Astrid Holm')).toContainText('OrganizationAdmin');
  await expect(rowOf(maya, 'Chen Wei')).toContainText('none');
  await search(maya, 'tomás');
  await expect(maya.getByText('1 user', { exact: true })).toBeVisible();
  await rowOf(maya, 'Tomás Rivera').getByRole('link').click();
  await expect(maya.getByRole('heading', { level: 1, name: 'Tomás Rivera' })).toBeVisible();
  await expect(maya.getByRole('region', { name: 'Role bindings' })).toContainText('EnvironmentAdmin');
  await expectRefused(maya.getByRole('button', { name: 'Add role' }), /takes the role OrganizationAdmin/u);
});

test('K9: a role is given, and with it the right to make keys', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/users/u-priya' });
  const priya = await world.as('outsider', { path: `${SHIPMENTS.path}/api-keys` });
  await expectRefused(priya.getByRole('button', { name: 'Create key' }), /takes the role/u);
  const roles = astrid.getByRole('region', { name: 'Role bindings' });
  await roles.getByRole('button', { name: 'Add role' }).click();
  const form = dialog(astrid, 'Add role');
  const add = form.getByRole('button', { name: 'Add role' });
  await form.getByRole('combobox', { name: 'Role' }).selectOption('CloudClusterAdmin');
  await add.click();
  await expect(form.getByRole('combobox', { name: 'Cluster' })).toHaveAccessibleDescription(
    /Choose a cluster/u,
  );
  await form
    .getByRole('combobox', { name: 'Cluster' })
    .selectOption({ label: 'shipments (Kafka cluster, production)' });
  await add.click();
  await expect(form).toBeHidden();
  await expect(roles.getByRole('row', { name: /CloudClusterAdmin Cluster shipments/u })).toBeVisible();
  // Live, on the other's screen.
  await expect(priya.getByRole('button', { name: '+ Add key' })).not.toHaveAttribute('aria-disabled', 'true');

  // Its row goes, and with it the button that the focus came from.
  await roles.getByRole('button', { name: 'Remove role CloudClusterAdmin on shipments' }).click();
  const remove = warning(astrid, 'Remove role CloudClusterAdmin');
  await remove.getByRole('button', { name: 'Remove role' }).click();
  await expect(roles.getByRole('heading', { name: 'Role bindings' })).toBeFocused();
});

test('roles of every scope', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/users/u-priya' });
  const give = async (role: string, scope: string | undefined, fill: Readonly<Record<string, string>>) => {
    await astrid.getByRole('button', { name: 'Add role' }).click();
    const form = dialog(astrid, 'Add role');
    await form.getByRole('combobox', { name: 'Role' }).selectOption(role);
    if (scope !== undefined) await form.getByRole('radio', { name: scope }).check();
    for (const [field, value] of Object.entries(fill)) {
      if (field === 'Topic') await form.getByRole('textbox', { name: field }).fill(value);
      else await form.getByRole('combobox', { name: field }).selectOption(value);
    }
    await form.getByRole('button', { name: 'Add role' }).click();
    await expect(form).toBeHidden();
  };
  await give('Operator', 'Organization', {});
  await give('EnvironmentAdmin', undefined, { Environment: 'env-2m9vd' });
  await give('DeveloperManage', 'Topic', { Cluster: SHIPMENTS.id, Topic: 'orders.v1' });
  const { role_bindings: given } = await world.done(astrid, getPrincipal, {
    params: { principal_id: 'u-priya' },
  });
  expect(given.map(({ role, scope }) => `${role} ${scope}`).toSorted()).toEqual([
    'DeveloperManage resource',
    'EnvironmentAdmin environment',
    'Operator organization',
  ]);
  await expect(astrid.getByText('orders.v1 on shipments')).toBeVisible();
});

test('the last OrganizationAdmin keeps the role', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/users/u-astrid' });
  await astrid.getByRole('button', { name: 'Remove role OrganizationAdmin on Organization' }).click();
  const remove = warning(astrid, 'Remove role OrganizationAdmin');
  await remove.getByRole('button', { name: 'Remove role' }).click();
  await expect(remove.getByRole('alert')).toContainText('Nobody would administer the organization any more');
});

test('A4: nobody of this name', async ({ world }) => {
  const astrid = await world.as('admin', { path: '/settings/users/u-nobody' });
  await expect(astrid.getByText('There is no such user')).toBeVisible();
  await astrid.getByRole('link', { name: 'Go to Users' }).click();
  await expect(astrid.getByText('12 users', { exact: true })).toBeVisible();
});

for (const size of SIZES) {
  test(`A4: users and their roles are accessible and fit: ${size}`, async ({ world }) => {
    const astrid = await world.as('admin', {
      path: '/settings/users',
      look: lookOn(world.host, size),
    });
    const look = async (what: string): Promise<void> => {
      await expectAccessible(astrid, what);
      await expectNoSideways(astrid);
    };
    await expect(astrid.getByText('12 users', { exact: true })).toBeVisible();
    await look('Users');
    await astrid.goto(world.url('/settings/users/u-maya'));
    await expect(astrid.getByText('1/10 keys used')).toBeVisible();
    await look('A user');
    await astrid.getByRole('button', { name: 'Add role' }).click();
    await dialog(astrid, 'Add role').getByRole('combobox', { name: 'Role' }).selectOption('Operator');
    await look('Add role');
    await astrid.keyboard.press('Escape');
    await astrid.getByRole('button', { name: /^Remove role/u }).click();
    await expect(warning(astrid, /^Remove role/u)).toBeVisible();
    await look('Remove role');
  });
}
