import type { Locator, Page } from '@playwright/test';
import { closeIncident, listIncidents } from '../src/contract/operations/incidents.ts';
import { expectAccessible, lookOn, SIZES } from './support/accessible.ts';
import { keyRow, keysOf, SHIPMENTS } from './support/keys.ts';
import { prod, proofOf, secretsOf, userNamed, userRow, usersPath } from './support/service-users.ts';
import { accessNamed } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import {
  choose,
  expectNoSideways,
  expectRefused,
  navigation,
  openMenu,
  rowOf,
  warning,
} from './support/ui.ts';
import type { World } from './support/world.ts';

const ACTION = 'Credentials are compromised';
const REASON = 'The key file stood in a public repository.';
const ORDERS = prod('kafka-orders');

/** Fills the dialog in and revokes. */
async function report(page: Page, name: string): Promise<void> {
  const dialog = warning(page, `Credentials of ${name} are compromised`);
  await dialog.getByRole('textbox', { name: 'What happened' }).fill(REASON);
  await dialog.getByRole('textbox', { name: `Type ${name} to confirm` }).fill(name);
  await dialog.getByRole('button', { name: 'Revoke now' }).click();
  await expect(dialog).toBeHidden();
}

/** The red banner about one thing. */
const bannerOf = (page: Page, name: string): Locator =>
  page.getByRole('alert').filter({ hasText: `${name} is compromised.` });

/** Closes a review on its page. */
async function close(page: Page, verdict: string, notes: string): Promise<void> {
  const form = page.getByRole('form', { name: 'Review' });
  await form.getByRole('radio', { name: verdict }).check();
  await form.getByRole('textbox', { name: 'Notes' }).fill(notes);
  await form.getByRole('button', { name: 'Close review' }).click();
}

const openReviews = async (world: World, page: Page): Promise<readonly string[]> =>
  (await world.done(page, listIncidents, { query: { state: 'open' } })).incidents.map(({ name }) => name);

test('P8: an access is reported: revoked now, visible until a second person closes the review', async ({
  world,
}) => {
  const name = 'refund-service';
  const maya = await world.as('requester');
  const jonas = await world.as('approver');
  await choose(maya, name, ACTION);
  const dialog = warning(maya, `Credentials of ${name} are compromised`);
  // P6: what stops working, and who can review it.
  const radius = dialog.getByRole('region', { name: 'What stops working' });
  await expect(radius).toContainText('orders.returns.v1');
  await expect(radius).toContainText('You cannot.');
  const typed = dialog.getByRole('textbox', { name: `Type ${name} to confirm` });
  await typed.fill(name);
  await dialog.getByRole('button', { name: 'Revoke now' }).click();
  await expect(dialog.getByRole('textbox', { name: 'What happened' })).toHaveAccessibleDescription(
    'Say what happened, so that others can judge it.',
  );
  await report(maya, name);
  await expect(rowOf(maya, name)).toContainText('Compromised');

  // The second person is told, and finds it where approvals are.
  await jonas.getByRole('button', { name: /^Notifications/u }).click();
  await jonas
    .getByRole('link', { name: new RegExp(`reported the access ${name} on kafka-orders`, 'u') })
    .click();
  await expect(jonas.getByRole('heading', { level: 1, name })).toBeVisible();
  await expect(jonas.getByText(/^Revoked at .*nothing that was reported works any more/u)).toBeVisible();
  await navigation(jonas)
    .getByRole('link', { name: /^Approvals/u })
    .click();
  await jonas.getByRole('link', { name: 'Reviews (1 open)' }).click();
  await expect(rowOf(jonas, name)).toContainText('Review open');

  // The reporter’s own button stays and says why.
  const { access_id: id } = await accessNamed(world, maya, name);
  await maya.goto(world.url(`/accesses/${id}`));
  const banner = bannerOf(maya, name);
  await expect(banner).toContainText(REASON);
  await expect(banner).toContainText('Revoked at');
  await banner.getByRole('link', { name: 'Open review' }).click();
  await expectRefused(
    maya.getByRole('button', { name: 'Close review' }),
    'You reported this. A second person has to review it.',
  );

  await rowOf(jonas, name).getByRole('link', { name }).click();
  await jonas.getByRole('button', { name: 'Close review' }).click();
  await expect(jonas.getByRole('textbox', { name: 'Notes' })).toHaveAccessibleDescription(
    'Say what was found and done, for whoever asks later.',
  );
  await close(jonas, 'False alarm', 'The file held an old key.');
  // The form that had the focus is gone.
  await expect(jonas.getByRole('heading', { name: 'What the review found' })).toBeFocused();
  // A5: the reporter sees it without a reload.
  await expect(maya.getByText('closed the review: false alarm', { exact: false })).toBeVisible();
  await maya.goto(world.url(`/accesses/${id}`));
  await expect(maya.getByText('Revoked', { exact: true }).first()).toBeVisible();
  await expect(bannerOf(maya, name)).toBeHidden();
  await expect(maya.getByRole('button', { name: 'Request credential rotation' })).toBeEnabled();
  expect(await openReviews(world, maya)).toEqual([]);
});

test('P8: the platform is down: the page says that revocation is on its way, until it is done', async ({
  world,
}) => {
  const user = 'grafana-agent';
  const tomas = await world.as('operator', { path: usersPath(ORDERS, `?search=${user}`) });
  const old = await secretsOf(world, tomas, ORDERS, user);
  await world.faults(['platform_down']);
  await choose(tomas, user, ACTION);
  await report(tomas, user);
  await expect(bannerOf(tomas, user)).toContainText('Revocation is on its way.');
  await expect(userRow(tomas, user)).toContainText('Compromised');
  await world.faults([]);
  await expect(bannerOf(tomas, user)).toContainText('Revoked at', { timeout: 30_000 });
  for (const proof of [{ password: old.password }, { access_cert: old.access_cert }])
    expect(await world.authenticate(proofOf(ORDERS, user, proof))).toEqual({ accepted: false });
  // Reported once: the menu says so, and a reset makes others.
  const menu = await openMenu(tomas, user);
  await expectRefused(menu.getByRole('menuitem', { name: ACTION }), /reported these credentials already/u);
  await tomas.keyboard.press('Escape');
  await choose(tomas, user, 'Reset credentials');
  const reset = warning(tomas, `Reset credentials of ${user}`);
  await reset.getByRole('textbox', { name: /^Type/u }).fill(user);
  await reset.getByRole('button', { name: 'Reset credentials' }).click();
  await expect.poll(async () => (await userNamed(world, tomas, ORDERS, user)).status).toBe('ready');
  // Its review stays visible all the same.
  await expect(bannerOf(tomas, user)).toBeVisible();
});

test('P8: an API key is reported: compromised in the list until the review is closed, then gone', async ({
  world,
}) => {
  const maya = await world.as('requester', { path: `${SHIPMENTS.path}/api-keys` });
  const astrid = await world.as('admin');
  const [entry] = await keysOf(world, maya, { resource_id: SHIPMENTS.id, state: 'ready' });
  const key = entry?.key ?? '';
  await choose(maya, key, ACTION);
  const dialog = warning(maya, `Credentials of ${key} are compromised`);
  await expect(dialog.getByRole('region', { name: 'What stops working' })).toContainText(
    'It stays in the list as compromised',
  );
  await report(maya, key);
  await expect(keyRow(maya, key).first()).toContainText('Compromised');
  await expect(bannerOf(maya, key)).toContainText(REASON);
  const menu = await openMenu(maya, key);
  await expectRefused(menu.getByRole('menuitem', { name: 'Delete API key' }), /leaves the list/u);
  await maya.keyboard.press('Escape');
  await expect(bannerOf(maya, key)).toContainText('Revoked at', { timeout: 20_000 });
  await astrid.goto(world.url('/reviews?state=open'));
  await rowOf(astrid, key).getByRole('link', { name: key }).click();
  await close(astrid, 'Confirmed', 'It was used from elsewhere. The job has another key.');
  await expect(bannerOf(maya, key)).toBeHidden();
  await expect(keyRow(maya, key)).toHaveCount(0);
});

test('P8: whom it does not concern is told who may, and sees no review', async ({ world }) => {
  const outsider = await world.as('outsider');
  const menu = await openMenu(outsider, 'refund-service');
  await expectRefused(
    menu.getByRole('menuitem', { name: ACTION }),
    /Only members of Payments, admins and operators of halden-prod, and organization admins/u,
  );
  const maya = await world.as('requester');
  await choose(maya, 'refund-service', ACTION);
  await report(maya, 'refund-service');
  expect(await openReviews(world, outsider)).toEqual([]);
  const [incident] = (await world.done(maya, listIncidents, {})).incidents;
  const incident_id = incident?.incident_id ?? '';
  await outsider.goto(world.url(`/reviews/${incident_id}`));
  await expect(outsider.getByText('There is no such review')).toBeVisible();
  const { status } = await world.call(outsider, closeIncident, {
    params: { incident_id },
    body: { verdict: 'confirmed', notes: 'Not mine' },
  });
  expect(status).toBe(404);
});

for (const size of SIZES)
  test(`A4: reports and reviews are accessible and fit: ${size}`, async ({ world }) => {
    test.setTimeout(120_000);
    const maya = await world.as('requester', { look: lookOn(world.host, size) });
    const jonas = await world.as('approver', { path: '/reviews', look: lookOn(world.host, size) });
    const look = async (page: Page, what: string): Promise<void> => {
      await expectAccessible(page, what);
      await expectNoSideways(page);
    };
    await expect(jonas.getByText('Nothing was reported')).toBeVisible();
    await look(jonas, 'Reviews, empty');
    const { access_id: id } = await accessNamed(world, maya, 'refund-service');
    await maya.goto(world.url(`/accesses/${id}`));
    await maya.getByRole('button', { name: ACTION }).click();
    const dialog = warning(maya, 'Credentials of refund-service are compromised');
    await expect(dialog.getByText('can review it. You cannot.')).toBeVisible();
    await look(maya, 'The report');
    await report(maya, 'refund-service');
    await expect(bannerOf(maya, 'refund-service')).toContainText('Revoked at', { timeout: 20_000 });
    await look(maya, 'An access that is compromised');
    await expect(jonas.getByRole('link', { name: 'Reviews (1 open)' })).toBeVisible();
    await look(jonas, 'Reviews');
    await jonas.getByRole('link', { name: 'refund-service' }).click();
    await expect(jonas.getByRole('button', { name: 'Close review' })).toBeVisible();
    await look(jonas, 'A review');
    await close(jonas, 'Cannot tell', 'Nobody can say.');
    await expect(jonas.getByRole('heading', { name: 'What the review found' })).toBeVisible();
    await look(jonas, 'A closed review');
  });
