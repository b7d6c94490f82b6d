import type { Page } from '@playwright/test';
import { confirmSaved } from '../src/contract/operations/accesses.ts';
import { listRequests } from '../src/contract/operations/requests.ts';
import {
  accessNamed,
  claimWith,
  closeButton,
  confirmAndClose,
  newClaim,
  passwordOf,
  readAccess,
  readRequest,
  show,
} from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { choose, dialog, messages, rowOf, warning } from './support/ui.ts';
import { MINUTE } from './support/world.ts';

// Maya's rotation of this access was approved, and its credentials wait for her.
const WAITING = 'checkout-orders-writer';

const showButton = (page: Page) =>
  dialog(page, 'Show credentials').getByRole('button', { name: /^(Show credentials|Try again)$/u });

test('R19, P2: the line is down before the claim: nothing is lost, and it goes on by itself', async ({
  world,
}) => {
  const maya = await world.as('requester');
  await choose(maya, WAITING, 'Review credentials');
  await expect(showButton(maya)).toBeEnabled();
  await maya.context().setOffline(true);
  await showButton(maya).click();
  await expect(dialog(maya, 'Show credentials')).toContainText(
    'The line dropped. Your credentials are safe: try again within 10 minutes.',
  );
  await maya.context().setOffline(false);
  const shown = dialog(maya, 'Save service user credentials');
  await expect(shown).toBeVisible({ timeout: 15_000 });
  await confirmAndClose(shown);
  await expect(rowOf(maya, WAITING)).toContainText('In use');
});

test('R19, P2: the answer is cut off on its way: the same page fetches the same credentials again', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const { active_request_id: request = '' } = await accessNamed(world, maya, WAITING);
  await choose(maya, WAITING, 'Review credentials');
  await expect(showButton(maya)).toBeEnabled();
  // Held up on the server, so that there is a middle to cut.
  await world.faults(['slow']);
  const asked = maya.waitForRequest((one) => one.url().endsWith('/credentials/claim'));
  await showButton(maya).click();
  await asked;
  // The browser gives up every answer that is under way; the backend does not notice.
  await maya.evaluate(() => window.stop());
  await expect(dialog(maya, 'Show credentials')).toContainText('Your credentials are safe');
  await world.faults([]);
  const shown = dialog(maya, 'Save service user credentials');
  await expect(shown).toBeVisible({ timeout: 15_000 });
  await expect
    .poll(async () => (await readRequest(world, maya, request)).history.map(({ action }) => action))
    .toEqual(expect.arrayContaining(['credential.shown', 'credential.recovered']));
  await confirmAndClose(shown);
});

test('R19, P2: the same claim gets the same answer for 10 minutes, any other is refused', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const { access_id: id } = await accessNamed(world, maya, WAITING);
  const claim = newClaim();
  const first = await claimWith(world, maya, id, claim);
  expect(first.status).toBe(200);
  const again = await claimWith(world, maya, id, claim);
  expect(again.status).toBe(200);
  expect(again.body).toEqual(first.body);
  expect((await claimWith(world, maya, id, newClaim())).status).toBe(410);
  await world.clock(9 * MINUTE);
  expect((await claimWith(world, maya, id, claim)).body).toEqual(first.body);
  await world.clock(2 * MINUTE);
  const late = await claimWith(world, maya, id, claim);
  expect(late.status).toBe(410);
  // What the page has is good, although the server has forgotten it.
  expect(await world.authenticate(passwordOf(first.body))).toMatchObject({ accepted: true });
  expect((await readAccess(world, maya, id)).credential_state).toBe('unconfirmed');
});

test('R19, P2: confirming destroys the copy at once, and only the holder of the claim can confirm', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const { access_id: id } = await accessNamed(world, maya, WAITING);
  const params = { access_id: id };
  const claim = newClaim();
  expect((await world.call(maya, confirmSaved, { params, body: { claim } })).status).toBeGreaterThanOrEqual(
    409,
  );
  expect((await claimWith(world, maya, id, claim)).status).toBe(200);
  expect((await world.call(maya, confirmSaved, { params, body: { claim: newClaim() } })).status).toBe(410);
  await world.done(maya, confirmSaved, { params, body: { claim } });
  expect((await claimWith(world, maya, id, claim)).status).toBe(410);
  // Its answer may get lost as well, so it can be repeated.
  await world.done(maya, confirmSaved, { params, body: { claim } });
});

test('R19: the line drops before "saved" is told: the dialog keeps the credentials and tells it later', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const shown = await show(maya, WAITING);
  await maya.context().setOffline(true);
  await shown.getByRole('checkbox', { name: 'I have saved these credentials' }).check();
  await closeButton(shown).click();
  await expect(shown.getByRole('alert')).toContainText('The server was not told that you saved them.');
  await shown.getByRole('button', { name: 'Show password' }).click();
  await expect(shown.getByRole('button', { name: 'Hide password' })).toBeVisible();
  await maya.context().setOffline(false);
  await closeButton(shown).click();
  await expect(shown).toBeHidden();
  await expect(rowOf(maya, WAITING)).toContainText('In use');
});

test('R19: the platform does not answer during the reveal: the claim stays good', async ({ world }) => {
  const maya = await world.as('requester');
  await choose(maya, WAITING, 'Review credentials');
  await expect(showButton(maya)).toBeEnabled();
  await world.faults(['platform_down']);
  await showButton(maya).click();
  await expect(dialog(maya, 'Show credentials')).toContainText('The Kafka platform does not take');
  await expect(dialog(maya, 'Show credentials')).toContainText('Your credentials are safe');
  // Leaving now would leave them behind, so it warns.
  await maya.keyboard.press('Escape');
  await warning(maya, 'Close before they are shown?').getByRole('button', { name: 'Go back' }).click();
  await world.faults([]);
  await expect(dialog(maya, 'Save service user credentials')).toBeVisible({ timeout: 20_000 });
});

test('R19-like: the answer to a submit is lost: tried again, it makes one request', async ({ world }) => {
  const maya = await world.as('requester');
  await choose(maya, 'refund-service', 'Request credential rotation');
  const form = dialog(maya, 'Request credential rotation');
  await form.getByRole('textbox').fill('Sent from a train.');
  // Held up on the server, so that there is a middle to cut.
  await world.faults(['slow']);
  const asked = maya.waitForRequest(
    (one) => one.method() === 'POST' && one.url().endsWith('/governance/requests'),
  );
  await form.getByRole('button', { name: 'Submit' }).click();
  await asked;
  // The browser gives up every answer that is under way; the backend does not notice.
  await maya.evaluate(() => window.stop());
  await expect(form.getByRole('alert')).toContainText('The server cannot be reached.');
  await world.faults([]);
  const made = async () =>
    (
      await world.done(maya, listRequests, {
        query: { scope: 'mine', search: 'refund-service', status: 'pending' },
      })
    ).requests.map(({ message }) => message);
  await expect.poll(made).toEqual(['Sent from a train.']);
  // The live line has told of it as well by now: the list behind the dialog shows it.
  await expect(rowOf(maya, 'refund-service')).toContainText('Rotation pending', { timeout: 15_000 });
  await form.getByRole('button', { name: 'Submit' }).click();
  await expect(form).toBeHidden();
  await expect(messages(maya)).toContainText('Rotation of refund-service requested.');
  expect(await made()).toEqual(['Sent from a train.']);
});
