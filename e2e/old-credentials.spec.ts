import { retireOldCredentials } from '../src/contract/operations/accesses.ts';
import { accessNamed, certificateOf, passwordOf, readAccess, rotated, takeAndSave } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { pane, warning } from './support/ui.ts';
import { HOUR, MINUTE } from './support/world.ts';

test('R22, P3: old and new work side by side until the agreed end, which the access shows', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  const { access_id: id } = await accessNamed(world, maya, 'payments-playground');
  const old = await takeAndSave(world, maya, id);
  await rotated(world, maya, jonas, 'payments-playground', { overlap: '24_hours' });
  // Made, but not shown: the new ones do not work yet.
  expect(await world.authenticate(passwordOf(old))).toEqual({ accepted: true, generation: 1 });
  const fresh = await takeAndSave(world, maya, id);
  for (const proof of [passwordOf, certificateOf]) {
    expect(await world.authenticate(proof(old))).toEqual({ accepted: true, generation: 1 });
    expect(await world.authenticate(proof(fresh))).toEqual({ accepted: true, generation: 2 });
  }
  await maya.goto(world.url(`/accesses/${id}`));
  await expect(maya.getByText('Old credentials valid until', { exact: false })).toContainText(
    /UTC \(in 2[34] hours|in 1 day/u,
  );

  await world.clock(23 * HOUR + 50 * MINUTE);
  expect(await world.authenticate(passwordOf(old))).toMatchObject({ accepted: true });
  await world.clock(20 * MINUTE);
  expect(await world.authenticate(passwordOf(old))).toEqual({ accepted: false });
  expect(await world.authenticate(certificateOf(old))).toEqual({ accepted: false });
  expect(await world.authenticate(passwordOf(fresh))).toMatchObject({ accepted: true });
  await expect(maya.getByText('Old credentials valid until', { exact: false })).toBeHidden();
});

test('R22: the requester or an approver may retire them earlier', async ({ world }) => {
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  const { access_id: id } = await accessNamed(world, maya, 'payments-playground');
  const old = await takeAndSave(world, maya, id);
  const request = await rotated(world, maya, jonas, 'payments-playground', { overlap: '7_days' });
  const fresh = await takeAndSave(world, maya, id);
  const priya = await world.as('outsider');
  const params = { access_id: id };
  expect((await world.call(priya, retireOldCredentials, { params })).status).toBe(403);

  await jonas.goto(world.url(`/approvals/${request.request_id}`));
  await pane(jonas).getByRole('button', { name: 'Retire old credentials' }).click();
  const confirm = warning(jonas, 'Retire old credentials of payments-playground');
  await expect(confirm).toContainText('stop working now');
  await confirm.getByRole('button', { name: 'Retire old credentials' }).click();
  await expect(confirm).toBeHidden();
  await expect(pane(jonas)).toContainText('They have stopped working.');
  await expect.poll(() => world.authenticate(passwordOf(old))).toEqual({ accepted: false });
  expect(await world.authenticate(passwordOf(fresh))).toMatchObject({ accepted: true });
  expect((await world.call(maya, retireOldCredentials, { params })).status).toBe(409);
});

test('R2: Immediately ends the old ones when the new ones are saved', async ({ world }) => {
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  const { access_id: id } = await accessNamed(world, maya, 'payments-playground');
  const old = await takeAndSave(world, maya, id);
  await rotated(world, maya, jonas, 'payments-playground', { overlap: 'immediately' });
  await takeAndSave(world, maya, id);
  await expect.poll(() => world.authenticate(passwordOf(old))).toEqual({ accepted: false });
  expect((await readAccess(world, maya, id)).old_credentials).toBeUndefined();
});

test('R2: where passwords cannot overlap the new one ends the old when it is shown', async ({ world }) => {
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  await rotated(world, maya, jonas, 'invoices-staging');
  const { access_id: id } = await accessNamed(world, maya, 'invoices-staging');
  const first = await takeAndSave(world, maya, id);
  await rotated(world, maya, jonas, 'invoices-staging');
  expect(await world.authenticate(passwordOf(first))).toMatchObject({ accepted: true });
  const second = await takeAndSave(world, maya, id);
  await expect.poll(() => world.authenticate(passwordOf(first))).toEqual({ accepted: false });
  expect(await world.authenticate(passwordOf(second))).toMatchObject({ accepted: true });
});
