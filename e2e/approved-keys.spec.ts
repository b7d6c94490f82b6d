import {
  claimApiKey,
  createApiKey,
  getPrincipal,
  removeRoleBinding,
} from '../src/contract/operations/keys.ts';
import { createIamApiKey } from '../src/contract/operations/iam.ts';
import { expectAccessible, lookOn, SIZES } from './support/accessible.ts';
import {
  approveCloudKeys,
  approveKey,
  askForKey,
  ownKeyForm,
  secondAdmin,
  showKey,
} from './support/approved-keys.ts';
import { callWithKey, keyRow, PRODUCTION, readNewKey, SHIPMENTS } from './support/keys.ts';
import { newClaim, readRequest } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import {
  choose,
  dialog,
  expectNoSideways,
  expectRefused,
  messages,
  navigation,
  openMenu,
  pane,
  rowOf,
} from './support/ui.ts';
import { DAY, nameOf } from './support/world.ts';

const KEYS = `${SHIPMENTS.path}/api-keys`;

test('K6: an administrator’s key is requested with approval, approved by another, and seen once', async ({
  world,
}) => {
  const astrid = await world.as('admin', { path: '/approvals' });
  const tomas = await world.as('operator', { path: KEYS });
  await tomas.getByRole('button', { name: '+ Add key' }).click();
  const form = await ownKeyForm(tomas);
  await expect(form).toContainText(`${nameOf('admin')} can approve.`);
  await expect(form.getByRole('button', { name: 'Create key' })).toBeHidden();
  await form.getByRole('button', { name: 'Request API key' }).click();
  await expect(form).toContainText('Write what the key is needed for.');
  await expectAccessible(tomas, 'Asking for a key');
  await form.getByRole('textbox', { name: 'Description' }).fill('Moves topics');
  await form.getByRole('textbox', { name: 'Message for the approvers' }).fill('For the move on Sunday.');
  await form.getByRole('button', { name: 'Request API key' }).click();
  await expect(form).toBeHidden();
  await expect(messages(tomas)).toContainText('API key for shipments requested.');

  // The approver sees it come, what it is, and what it could do (A5, R8, P6).
  const row = rowOf(astrid, 'shipments');
  await expect(row).toContainText('Create API key');
  await expect(row).toContainText('Pending');
  await row.getByRole('link', { name: 'shipments' }).click();
  const review = pane(astrid);
  await expect(review).toContainText('For the move on Sunday.');
  await expect(review).toContainText('can do everything on this resource');
  await expect(review.getByRole('list', { name: 'Roles of the owner' })).toContainText(
    'EnvironmentAdmin on production',
  );
  await expectAccessible(astrid, 'A key to decide about');
  await review.getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(review).toContainText('is ready. Only');
  await expectRefused(
    review.getByRole('button', { name: 'Review API key' }),
    `Only ${nameOf('operator')}, who asked for this API key, can see its secret.`,
  );

  await tomas.getByRole('button', { name: /^Notifications, /u }).click();
  await tomas
    .getByRole('dialog', { name: 'Notifications' })
    .getByRole('link', { name: /API key of .* for shipments is ready/u })
    .click();
  const confirm = dialog(tomas, 'Show API key');
  await expect(confirm).toContainText('can be shown once, to you, now.');
  await expectAccessible(tomas, 'Before a key is shown');
  const made = await readNewKey(await showKey(tomas), 'Continue');
  await expect(pane(tomas)).toContainText('has saved the API key');
  await world.clock(10);
  expect(await world.acceptsKey(made.key, made.secret, SHIPMENTS.id)).toBe(true);

  // A second look is refused, on the screen and by the API (R18).
  await tomas.goto(world.url('/requests'));
  const menu = await openMenu(tomas, 'shipments');
  await expectRefused(menu.getByRole('menuitem', { name: 'Review API key' }), /already shown/u);
  await tomas.keyboard.press('Escape');
  await tomas.goto(world.url(KEYS));
  await expect(keyRow(tomas, made.key)).toContainText('Ready');
});

test('K6: Cloud keys take approval where an OrganizationAdmin says so; the vendor’s API leads to the console', async ({
  world,
}) => {
  const astrid = await world.as('admin', { path: '/settings/api-keys' });
  const policy = astrid.getByRole('switch', { name: 'Cloud API keys need approval' });
  await expect(policy).not.toBeChecked();
  await policy.click();
  await expect(policy).toBeChecked();
  // Nobody else could approve (R5).
  await astrid.getByRole('button', { name: 'Add key', exact: true }).click();
  await dialog(astrid, 'Create API key').getByRole('radio', { name: 'My account' }).check();
  const form = dialog(astrid, 'Create an API key associated with your account');
  await expect(form).toContainText('Nobody else has the role OrganizationAdmin');
  await expectRefused(form.getByRole('button', { name: 'Request API key' }), /second person/u);
  await secondAdmin(world, astrid);
  await expect(form).toContainText(`${nameOf('operator')} can approve.`);
  await form.getByRole('textbox', { name: 'Message for the approvers' }).fill('For the audit.');
  await form.getByRole('button', { name: 'Request API key' }).click();
  await expect(form).toBeHidden();

  const body = { spec: { owner: { id: 'u-astrid' }, resource: { id: 'cloud' } } };
  const refused = await world.call(astrid, createIamApiKey, { body });
  expect(refused.status).toBe(403);
  expect(JSON.stringify(refused.body)).toContain('Request it in the console');
  const direct = { resource_id: 'cloud', owner_id: 'u-astrid', claim: newClaim() };
  expect((await world.call(astrid, createApiKey, { body: direct })).status).toBe(403);

  const tomas = await world.as('operator');
  const approvals = navigation(tomas).getByRole('link', { name: /^Approvals/u });
  await expect(approvals).toContainText('1');
  await approvals.click();
  await rowOf(tomas, 'Cloud resource management').getByRole('link').click();
  await expect(pane(tomas)).toContainText('change everything in the organization');
  await pane(tomas).getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(pane(tomas)).toContainText('is ready. Only');
  await astrid.goto(world.url('/requests'));
  await choose(astrid, 'Cloud resource management', 'Review API key');
  const made = await readNewKey(await showKey(astrid), 'Continue');
  expect(await callWithKey(world, astrid, made)).toBe(200);
});

test('K6: others see the policy of an environment, and cannot change it', async ({ world }) => {
  const tomas = await world.as('operator', { path: PRODUCTION });
  const policy = tomas.getByRole('switch', { name: 'API keys of administrators need approval' });
  await expect(policy).toBeChecked();
  await expectRefused(policy, /takes the role OrganizationAdmin/u);
  const astrid = await world.as('admin', { path: PRODUCTION });
  await astrid.getByRole('switch', { name: 'API keys of administrators need approval' }).click();
  await expect(policy).not.toBeChecked();
  // Without it the same key is created at once.
  await tomas.goto(world.url(KEYS));
  await tomas.getByRole('button', { name: '+ Add key' }).click();
  await dialog(tomas, 'Create API key').getByRole('radio', { name: 'My account' }).check();
  const own = dialog(tomas, 'Create an API key associated with your account');
  await expect(own.getByRole('button', { name: 'Create key' })).toBeVisible();
});

test('K6, R11, R12: a key’s request is declined with a reason, or deleted by who asked', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: '/requests' });
  const astrid = await world.as('admin');
  await askForKey(world, tomas);
  await astrid.goto(world.url('/approvals'));
  await rowOf(astrid, 'shipments').getByRole('link').click();
  await pane(astrid).getByRole('button', { name: 'Decline' }).click();
  await pane(astrid)
    .getByRole('textbox', { name: /Why do you decline/u })
    .fill('Use the pipeline.');
  await pane(astrid).getByRole('button', { name: 'Decline' }).click();
  await expect(rowOf(tomas, 'shipments')).toContainText('Declined');
  await tomas.getByRole('button', { name: /^Notifications, /u }).click();
  await expect(tomas.getByRole('dialog', { name: 'Notifications' })).toContainText('Use the pipeline.');
  await tomas.keyboard.press('Escape');

  const other = await askForKey(world, tomas, 'lkc-4nq0v');
  await choose(tomas, 'fleet-telemetry', 'Delete');
  const sure = tomas.getByRole('alertdialog', { name: 'Delete the request for fleet-telemetry' });
  await expect(sure).toContainText('approve an API key');
  await sure.getByRole('button', { name: 'Delete request' }).click();
  await expect(rowOf(tomas, 'fleet-telemetry')).toContainText('Deleted');
  expect((await readRequest(world, tomas, other)).request.status).toBe('deleted');
});

test('K6, R10: who lost the role meanwhile gets no key; the request says why, and is tried again', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: '/requests' });
  const astrid = await world.as('admin');
  await askForKey(world, tomas);
  const params = { principal_id: 'u-tomas' };
  const { role_bindings: held } = await world.done(astrid, getPrincipal, { params });
  for (const { role_binding_id } of held)
    await world.done(astrid, removeRoleBinding, { params: { role_binding_id } });
  await astrid.goto(world.url('/approvals'));
  await rowOf(astrid, 'shipments').getByRole('link').click();
  await expect(pane(astrid)).toContainText('As things stand the key cannot be created');
  await pane(astrid).getByRole('button', { name: 'Approve', exact: true }).click();
  await expect(pane(astrid)).toContainText('The key was not created.');
  await expectAccessible(astrid, 'A key that could not be made');
  await secondAdmin(world, astrid);
  await pane(astrid).getByRole('button', { name: 'Retry' }).click();
  await expect(pane(astrid)).toContainText('is ready. Only');
  await choose(tomas, 'shipments', 'Review API key');
  await readNewKey(await showKey(tomas), 'Continue');
});

test('K6, R18, R20: a key that nobody looks at is deleted after seven days, and says so', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: '/requests' });
  const astrid = await world.as('admin');
  const request_id = await askForKey(world, tomas);
  await approveKey(world, astrid, request_id);
  await expect(rowOf(tomas, 'shipments')).toContainText('not viewed yet');
  await world.clock(7 * DAY + 60);
  await expect(rowOf(tomas, 'shipments')).toContainText('expired unviewed');
  const claim = { params: { request_id }, body: { claim: newClaim() } };
  expect((await world.call(tomas, claimApiKey, claim)).status).toBe(410);
  await tomas.goto(world.url(`/requests/${request_id}?key=${request_id}`));
  await expect(dialog(tomas, 'Show API key')).toContainText('Nobody looked at this API key in time');
});

test('R19: a line that drops while a key is shown loses nothing, and closing asks first', async ({
  world,
}) => {
  const tomas = await world.as('operator', { path: '/requests' });
  const astrid = await world.as('admin');
  const request_id = await askForKey(world, tomas);
  await approveKey(world, astrid, request_id);
  await choose(tomas, 'shipments', 'Review API key');
  const shown = await showKey(tomas);
  await tomas.keyboard.press('Escape');
  const sure = tomas.getByRole('alertdialog', { name: 'Close without saving the secret?' });
  await expect(sure).toBeVisible();
  await tomas.keyboard.press('Escape');
  await expect(shown).toBeVisible();
  // Another window has another claim (R18).
  const claim = { params: { request_id }, body: { claim: newClaim() } };
  expect((await world.call(tomas, claimApiKey, claim)).status).toBe(410);
  await readNewKey(shown, 'Continue');
});

for (const size of SIZES) {
  test(`A4: asking for a key and deciding about it are accessible and fit: ${size}`, async ({ world }) => {
    const look = lookOn(world.host, size);
    const tomas = await world.as('operator', { path: KEYS, look });
    await tomas.getByRole('button', { name: /Add key|Create key/u }).click();
    await ownKeyForm(tomas);
    await expectAccessible(tomas, 'Asking for a key');
    await expectNoSideways(tomas);
    const request_id = await askForKey(world, tomas);
    const astrid = await world.as('admin', { look });
    await astrid.goto(world.url(`/approvals/${request_id}`));
    await expect(pane(astrid)).toContainText('What the key may do');
    await expectAccessible(astrid, 'A key to decide about');
    await expectNoSideways(astrid);
    await approveCloudKeys(world, astrid);
    await astrid.goto(world.url('/settings/api-keys'));
    await expect(astrid.getByRole('switch', { name: 'Cloud API keys need approval' })).toBeChecked();
    await expectAccessible(astrid, 'Cloud API keys that need approval');
    await expectNoSideways(astrid);
    await astrid.goto(world.url(PRODUCTION));
    await expect(astrid.getByRole('switch', { name: /need approval/u })).toBeChecked();
    await expectAccessible(astrid, 'An environment whose keys need approval');
    await expectNoSideways(astrid);
  });
}
