import type { Page } from '@playwright/test';
import { readCredentialsByToken } from '../src/contract/operations/accesses.ts';
import {
  accessNamed,
  claimWith,
  closeButton,
  confirmAndClose,
  newClaim,
  readAccess,
  show,
  takeAndSave,
} from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { choose, dialog, expectRefused, openMenu, pane, rowOf, warning } from './support/ui.ts';
import { DAY } from './support/world.ts';

// Maya's rotation of this access was approved, and its credentials wait for her.
const WAITING = 'checkout-orders-writer';

/** The confirmation opened by a link, with the reason instead of the button. */
async function expectNothingToShow(page: Page, why: string | RegExp): Promise<void> {
  const confirm = dialog(page, 'Show credentials');
  await expect(confirm.getByText(why)).toBeVisible();
  await expect(confirm.getByRole('button', { name: 'Show credentials' })).toHaveCount(0);
}

test('R14: Review credentials after a rotation, from the row and from the request', async ({ world }) => {
  const maya = await world.as('requester');
  await choose(maya, WAITING, 'Review credentials');
  const confirm = dialog(maya, 'Show credentials');
  await expect(confirm).toContainText('can be shown once, to you, now');
  await confirm.getByRole('button', { name: 'Cancel' }).click();
  await expect(confirm).toBeHidden();

  const { active_request_id: request = '' } = await accessNamed(world, maya, WAITING);
  await maya.goto(world.url(`/requests/${request}`));
  await pane(maya).getByRole('button', { name: 'Review credentials' }).click();
  await expect(confirm.getByRole('button', { name: 'Show credentials' })).toBeEnabled();
});

test('R14: View credentials for the first ones of an access', async ({ world }) => {
  const maya = await world.as('requester');
  const shown = await show(maya, 'payments-playground', 'View credentials');
  await confirmAndClose(shown);
  await expect(rowOf(maya, 'payments-playground')).toContainText('In use');
});

test('R15: secrets are masked; Show reveals, Copy copies, and closing waits for the box', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const shown = await show(maya, WAITING);
  for (const label of ['Username', 'Password', 'Access certificate', 'Access key', 'CA certificate'])
    await expect(shown.getByRole('term').filter({ hasText: new RegExp(`^${label}$`, 'u') })).toBeVisible();
  await expect(shown.getByRole('definition').getByText(WAITING, { exact: true })).toBeVisible();
  await expect(shown).not.toContainText('BEGIN');

  await shown.getByRole('button', { name: 'Show access key' }).click();
  await expect(shown.getByRole('textbox', { name: 'Access key' })).toHaveValue(
    /^-----BEGIN (EC )?PRIVATE KEY-----/u,
  );
  await shown.getByRole('button', { name: 'Hide access key' }).click();
  await expect(shown.getByRole('textbox')).toHaveCount(0);
  await shown.getByRole('button', { name: 'Show access certificate' }).click();
  await expect(shown.getByRole('textbox', { name: 'Access certificate' })).toHaveValue(/BEGIN CERTIFICATE/u);
  await expect(shown.getByText(/SHA-256/u)).toHaveCount(2);

  const hidden = shown.getByRole('definition').filter({ hasText: 'hidden' });
  await expect(hidden).toHaveCount(2);
  await shown.getByRole('button', { name: 'Show password' }).click();
  await expect(hidden).toHaveCount(1);
  await shown.getByRole('button', { name: 'Hide password' }).click();
  await expect(hidden).toHaveCount(2);
  await shown.getByRole('button', { name: 'Copy password' }).click();
  await expect(shown.getByRole('button', { name: 'Copy password' })).toHaveText('Copied');
  await expect(shown.getByRole('status').filter({ hasText: /^Copied$/u })).toBeAttached();

  // Closing without the box warns, and going back loses nothing.
  await closeButton(shown).click();
  const leave = warning(maya, 'Close without confirming?');
  await leave.getByRole('button', { name: 'Go back' }).click();
  await maya.keyboard.press('Escape');
  await expect(leave).toBeVisible();
  await leave.getByRole('button', { name: 'Go back' }).click();
  await maya.goBack();
  await leave.getByRole('button', { name: 'Go back' }).click();
  await expect(shown).toBeVisible();
  await confirmAndClose(shown);
  await expect(warning(maya, /./u)).toHaveCount(0);
  await expect(rowOf(maya, WAITING)).toContainText('In use');
});

test('R15: what Copy copied is the password that the platform accepts', async ({ world }) => {
  const maya = await world.as('requester');
  const { access_data: data } = await accessNamed(world, maya, WAITING);
  const shown = await show(maya, WAITING);
  await shown.getByRole('button', { name: 'Copy password' }).click();
  await expect(shown.getByRole('button', { name: 'Copy password' })).toHaveText('Copied');
  await confirmAndClose(shown);
  const box = maya.getByRole('searchbox', { name: 'Search accesses' });
  await box.focus();
  await maya.keyboard.press('ControlOrMeta+v');
  const password = await box.inputValue();
  expect(password.length).toBeGreaterThanOrEqual(16);
  const { project_name, service_name, username } = data;
  expect(await world.authenticate({ project_name, service_name, username, password })).toMatchObject({
    accepted: true,
  });
  expect(
    await world.authenticate({ project_name, service_name, username, password: `${password}x` }),
  ).toEqual({
    accepted: false,
  });
});

test('R15: closing without the box leaves the credentials unconfirmed and the old ones in use', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const shown = await show(maya, WAITING);
  await closeButton(shown).click();
  await warning(maya, 'Close without confirming?').getByRole('button', { name: 'Close anyway' }).click();
  await expect(shown).toBeHidden();
  await expect(rowOf(maya, WAITING)).toContainText('Not confirmed yet');
  await world.clock(11 * 60);
  await expect(rowOf(maya, WAITING)).toContainText('Never confirmed');
  const menu = await openMenu(maya, WAITING);
  await expectRefused(menu.getByRole('menuitem', { name: 'Review credentials' }), /already shown/u);
});

test('R17: only who asked may see them; everyone else is told who may', async ({ world }) => {
  const jonas = await world.as('approver');
  const why = 'Only Maya Lindqvist, who asked for these credentials, can see them.';
  const menu = await openMenu(jonas, WAITING);
  await expectRefused(menu.getByRole('menuitem', { name: 'Review credentials' }), why);
  await jonas.keyboard.press('Escape');
  const {
    access_id: id,
    credentials_user_id: holder,
    credentials_user_name: name,
  } = await accessNamed(world, jonas, WAITING);
  expect([holder, name]).toEqual(['u-maya', 'Maya Lindqvist']);
  const link = await world.tabOf(jonas, `/accesses?credentials=${id}`);
  await expectNothingToShow(link, why);
  for (const persona of ['approver', 'outsider', 'admin', 'operator'] as const) {
    const page = persona === 'approver' ? jonas : await world.as(persona);
    const refused = await claimWith(world, page, id, newClaim());
    expect([persona, refused.status]).toEqual([persona, 403]);
    expect(refused.body).toMatchObject({ message: why });
  }
  const maya = await world.as('requester');
  expect((await claimWith(world, maya, id, newClaim())).status).toBe(200);
});

test('R18: a second look is refused, after reload, in another tab, and by replaying the call', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const { access_id: id } = await accessNamed(world, maya, WAITING);
  const asked = maya.waitForRequest((request) => request.url().endsWith('/credentials/claim'));
  const shown = await show(maya, WAITING);
  const call = await asked;
  await confirmAndClose(shown);

  const replayed = await world.api(maya, 'POST', new URL(call.url()).pathname, call.postDataJSON());
  expect(replayed.status).toBe(410);
  expect(replayed.body).toMatchObject({ errors: [{ error_code: 'credentials_consumed' }] });
  expect((await claimWith(world, maya, id, newClaim())).status).toBe(410);

  const why = /These credentials were already shown and cannot be shown again/u;
  await maya.goto(world.url(`/accesses?credentials=${id}`));
  await maya.reload();
  await expectNothingToShow(maya, why);
  const tab = await world.tabOf(maya, `/accesses/${id}?credentials=${id}`);
  await expectNothingToShow(tab, why);
});

test('R18: two tabs that ask at once: one shows them, the other says that they are gone', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const { access_id: id } = await accessNamed(world, maya, WAITING);
  await maya.goto(world.url(`/accesses?credentials=${id}`));
  const tab = await world.tabOf(maya, `/accesses?credentials=${id}`);
  const button = (page: typeof maya) =>
    dialog(page, 'Show credentials').getByRole('button', { name: 'Show credentials' });
  await expect(button(maya)).toBeEnabled();
  await expect(button(tab)).toBeEnabled();
  // The loser may be told, and lose its button, before its click arrives.
  await Promise.allSettled([maya, tab].map((page) => button(page).click({ timeout: 4_000 })));
  const outcome = async (page: typeof maya): Promise<string> => {
    const shown = dialog(page, 'Save service user credentials');
    const gone = dialog(page, 'Show credentials').getByText(/already shown/u);
    await expect(shown.or(gone).first()).toBeVisible();
    return (await shown.isVisible()) ? 'shown' : 'gone';
  };
  expect([await outcome(maya), await outcome(tab)].toSorted()).toEqual(['gone', 'shown']);
});

test('R18: of many simultaneous calls exactly one succeeds', async ({ world }) => {
  const maya = await world.as('requester');
  const { access_id: id } = await accessNamed(world, maya, WAITING);
  const path = `/v1/organization/org_halden/governance/access/${id}/credentials/claim`;
  const statuses = await maya.evaluate(
    ({ url, claims }) =>
      Promise.all(
        claims.map(async (claim) => {
          const response = await fetch(url, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ claim }),
          });
          return response.status;
        }),
      ),
    { url: path, claims: Array.from({ length: 50 }, newClaim) },
  );
  expect(statuses.filter((status) => status === 200)).toHaveLength(1);
  expect(statuses.filter((status) => status === 410)).toHaveLength(49);
});

test('R18: a GET from a browser session consumes nothing', async ({ world }) => {
  const maya = await world.as('requester');
  const { access_id: id } = await accessNamed(world, maya, WAITING);
  for (let i = 0; i < 3; i += 1) {
    const answer = await world.call(maya, readCredentialsByToken, { params: { access_id: id } });
    expect(answer.status).toBe(403);
    expect(JSON.stringify(answer.body)).not.toContain('PRIVATE KEY');
  }
  await maya.goto(world.url(`/accesses?credentials=${id}`));
  await expect(dialog(maya, 'Show credentials')).toBeVisible();
  expect((await readAccess(world, maya, id)).credential_state).toBe('unviewed');
  await takeAndSave(world, maya, id);
});

test('R20: unviewed credentials expire after 7 days; the request says so, and a new one may be asked for', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const { access_id: id, active_request_id: request = '' } = await accessNamed(world, maya, WAITING);
  await world.clock(5 * DAY);
  await expect(rowOf(maya, WAITING)).toContainText('Ready to view');
  await world.clock(3 * DAY);
  await expect(rowOf(maya, WAITING)).toContainText('Expired unviewed');
  expect((await claimWith(world, maya, id, newClaim())).status).toBe(410);
  await maya.goto(world.url(`/requests/${request}`));
  await expect(pane(maya)).toContainText('Nobody looked at the new credentials');
  await expect(pane(maya).getByRole('button', { name: 'Review credentials' })).toBeHidden();
  await maya.goto(world.url(`/accesses?rotate=${id}`));
  const form = dialog(maya, 'Request credential rotation');
  await form.getByRole('textbox').fill('The last ones expired.');
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form).toBeHidden();
  await expect(rowOf(maya, WAITING)).toContainText('Rotation pending');
});
