import { createRequest } from '../src/contract/operations/requests.ts';
import { prod, proofOf, secretsOf, userNamed, userRow, usersPath } from './support/service-users.ts';
import { accessNamed } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { choose, dialog, expectRefused, openMenu, warning } from './support/ui.ts';

const ORDERS = prod('kafka-orders');

test('C11: Reset credentials asks for the name, ends the old ones at once and shows the new ones', async ({
  world,
}) => {
  const user = 'grafana-agent';
  const tomas = await world.as('operator', { path: usersPath(ORDERS, `?search=${user}`) });
  const old = await secretsOf(world, tomas, ORDERS, user);
  expect(await world.authenticate(proofOf(ORDERS, user, { password: old.password }))).toMatchObject({
    accepted: true,
  });

  await choose(tomas, user, 'Reset credentials');
  const confirm = warning(tomas, `Reset credentials of ${user}`);
  await expect(confirm).toContainText('Applications with the old credentials are refused');
  const name = confirm.getByRole('textbox', { name: `Type ${user} to confirm` });
  await expect(name).toBeFocused();
  await name.fill('grafana');
  await confirm.getByRole('button', { name: 'Reset credentials' }).click();
  await expect(name).toHaveAccessibleDescription(`This is not ${user}.`);
  await name.fill(user);
  await confirm.getByRole('button', { name: 'Reset credentials' }).click();
  await expect(confirm).toBeHidden();

  await expect.poll(async () => (await userNamed(world, tomas, ORDERS, user)).status).toBe('ready');
  for (const proof of [{ password: old.password }, { access_cert: old.access_cert }])
    await expect.poll(() => world.authenticate(proofOf(ORDERS, user, proof))).toEqual({ accepted: false });
  const fresh = await secretsOf(world, tomas, ORDERS, user);
  for (const proof of [{ password: fresh.password }, { access_cert: fresh.access_cert }])
    expect(await world.authenticate(proofOf(ORDERS, user, proof))).toMatchObject({ accepted: true });
});

test('C11: the owner group of an access is told, with a link', async ({ world }) => {
  const tomas = await world.as('operator', { path: usersPath(ORDERS, '?search=stock-keeper') });
  const maya = await world.as('requester');
  await choose(tomas, 'stock-keeper', 'Reset credentials');
  const confirm = warning(tomas, 'Reset credentials of stock-keeper');
  await expect(confirm).toContainText(
    'It belongs to the access stock-keeper: the members of Fulfilment are told.',
  );
  await confirm.getByRole('textbox', { name: /^Type/u }).fill('stock-keeper');
  await confirm.getByRole('button', { name: 'Reset credentials' }).click();
  await expect(confirm).toBeHidden();
  await maya.getByRole('button', { name: /^Notifications/u }).click();
  const told = dialog(maya, 'Notifications').getByRole('link', {
    name: /credentials of stock-keeper on kafka-orders/u,
  });
  await told.click();
  await expect(maya).toHaveURL(/\/kafka-orders\/users\?search=stock-keeper$/u);
  await expect(userRow(maya, 'stock-keeper')).toBeVisible();
});

test('C11: a reset that fails on the platform says why in the row', async ({ world }) => {
  const user = 'grafana-agent';
  const tomas = await world.as('operator', { path: usersPath(ORDERS, `?search=${user}`) });
  const old = await secretsOf(world, tomas, ORDERS, user);
  await expect(userRow(tomas, user)).toBeVisible();
  await world.faults(['platform_refuses']);
  await choose(tomas, user, 'Reset credentials');
  const confirm = warning(tomas, `Reset credentials of ${user}`);
  await confirm.getByRole('textbox', { name: /^Type/u }).fill(user);
  await confirm.getByRole('button', { name: 'Reset credentials' }).click();
  await expect
    .poll(async () => (await userNamed(world, tomas, ORDERS, user)).failure, { timeout: 15_000 })
    .toBeTruthy();
  const { failure = '' } = await userNamed(world, tomas, ORDERS, user);
  await expect(userRow(tomas, user)).toContainText(failure);
  await world.faults([]);
  expect(await world.authenticate(proofOf(ORDERS, user, { password: old.password }))).toMatchObject({
    accepted: true,
  });
});

test('C11: while a rotation of the access waits its service user cannot be reset, and the menu says why', async ({
  world,
}) => {
  // Maya's rotation of this access was approved, and its credentials wait for her.
  const waiting = 'checkout-orders-writer';
  const tomas = await world.as('operator', { path: usersPath(ORDERS, `?search=${waiting}`) });
  const menu = await openMenu(tomas, waiting);
  await expectRefused(
    menu.getByRole('menuitem', { name: 'Reset credentials' }),
    'New credentials of this access have not been saved yet.',
  );
  const { access_id } = await accessNamed(world, tomas, waiting);
  expect(
    (
      await world.call(tomas, createRequest, {
        body: { request_type: 'rotate_credentials', access_id, message: 'x' },
      })
    ).status,
  ).toBe(403);
});
