import type { Page } from '@playwright/test';
import { readCredentialsByToken } from '../src/contract/operations/accesses.ts';
import { createAccessToken, listAccessTokens } from '../src/contract/operations/tokens.ts';
import { expectAccessible, lookOn, SIZES } from './support/accessible.ts';
import { chooseByArrows, tabTo } from './support/keyboard.ts';
import { accessNamed, claimWith, newClaim, readAccess } from './support/steps.ts';
import { expect, test } from './support/test.ts';
import { actionsOf, choose, dialog, expectNoSideways, messages, openMenu, warning } from './support/ui.ts';
import { MINUTE, type Answer, type World } from './support/world.ts';

// Maya's rotation of this access was approved, and its credentials wait for her.
const WAITING = 'checkout-orders-writer';

/**
 * A call by a program that has the token: from outside any browser against a server, and from the page in the demo, where
 * the backend is in the browser and another person's cookie comes along.
 */
async function callBy(
  world: World,
  page: Page,
  authorization: string,
  method: string,
  path: string,
): Promise<Answer<{ message?: string; [field: string]: unknown }>> {
  const ask = async (call: { url: string; method: string; authorization: string }) => {
    const { status, headers, text } = await fetch(call.url, {
      method: call.method,
      headers: { authorization: call.authorization },
    }).then(async (answer) => ({
      status: answer.status,
      headers: Object.fromEntries(answer.headers),
      text: await answer.text(),
    }));
    return { status, headers, body: JSON.parse(text) as { message?: string } };
  };
  return world.host === 'server'
    ? ask({ url: world.url(path), method, authorization })
    : page.evaluate(ask, { url: path, method, authorization });
}

const rowOf = (page: Page, text: string | RegExp) => page.getByRole('row').filter({ hasText: text });

/** From the account menu to the page. */
async function openTokens(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Switch persona' }).click();
  await page.getByRole('menuitem', { name: 'Personal access tokens' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Personal access tokens' })).toBeVisible();
}

/** Makes a token through the page, up to where it is shown. */
async function makeToken(page: Page, description: string, lifetime = '30 days'): Promise<string> {
  await page.getByRole('button', { name: 'Create token' }).first().click();
  const form = dialog(page, 'Create token');
  await form.getByRole('textbox', { name: 'Description' }).fill(description);
  await form.getByRole('radio', { name: lifetime }).check();
  await form.getByRole('button', { name: 'Create token' }).click();
  const shown = dialog(page, 'Save your token');
  await shown.getByRole('button', { name: 'Show token' }).click();
  const token = await shown.getByText(/^lk_[\w-]{43}$/u).innerText();
  return token;
}

/** Ticks the box and closes. */
async function saveAndClose(page: Page): Promise<void> {
  const shown = dialog(page, 'Save your token');
  await shown.getByRole('checkbox', { name: 'I have saved this token' }).check();
  await shown.getByText('Close', { exact: true }).click();
  await expect(shown).toBeHidden();
}

test('C8: a token is made, shown once, used and revoked', async ({ world }) => {
  const maya = await world.as('requester');
  await openTokens(maya);
  await expect(maya).toHaveURL(world.at('/tokens'));
  await expect(maya.getByText('No tokens yet')).toBeVisible();

  await maya.getByRole('button', { name: 'Create token' }).first().click();
  const form = dialog(maya, 'Create token');
  await form.getByRole('button', { name: 'Create token' }).click();
  await expect(form.getByRole('textbox', { name: 'Description' })).toHaveAccessibleDescription(/Say what/u);
  await expect(form.getByRole('textbox', { name: 'Description' })).toBeFocused();
  await maya.keyboard.press('Escape');
  await expect(form).toBeHidden();

  const token = await makeToken(maya, 'Nightly “export”');
  const shown = dialog(maya, 'Save your token');
  await expect(shown.getByRole('textbox', { name: /first call/u })).toHaveValue(/Bearer \$LATCHKEY_TOKEN/u);
  // Everything that would take it away asks first.
  await maya.keyboard.press('Escape');
  await expect(warning(maya, 'Close without saving the token?')).toBeVisible();
  await maya.getByRole('button', { name: 'Go back' }).click();
  await maya.goBack();
  await expect(warning(maya, 'Close without saving the token?')).toBeVisible();
  await maya.getByRole('button', { name: 'Go back' }).click();
  await expect(shown).toBeVisible();
  await saveAndClose(maya);

  const row = rowOf(maya, 'Nightly “export”');
  await expect(row).toContainText(token.slice(0, 12));
  await expect(row).toContainText(/(?:29|30) days left/u);
  await expect(row).toContainText('never');
  await expect(row).toContainText('Active');
  expect(await maya.content()).not.toContain(token);
  const kept = await maya.evaluate(() =>
    JSON.stringify([location.href, { ...localStorage }, { ...sessionStorage }]),
  );
  expect(kept).not.toContain(token);

  for (const scheme of ['Bearer', 'aivenv1']) {
    const answer = await callBy(world, maya, `${scheme} ${token}`, 'GET', listAccessTokens.path);
    expect(answer.status).toBe(200);
    expect(answer.body['tokens']).toMatchObject([
      { description: 'Nightly “export”', currently_active: true },
    ]);
  }
  await expect(row).not.toContainText('never');

  await choose(maya, `Nightly “export”, ${token.slice(0, 12)}`, 'Revoke token');
  const revoke = warning(maya, 'Revoke token Nightly “export”');
  await revoke.getByRole('button', { name: 'Revoke token' }).click();
  await expect(revoke).toBeHidden();
  await expect(messages(maya)).toContainText('Token Nightly “export” was revoked.');
  await expect(maya.getByText('No tokens yet')).toBeVisible();
  const refused = await callBy(world, maya, `Bearer ${token}`, 'GET', listAccessTokens.path);
  expect([refused.status, refused.body.message]).toEqual([403, 'Invalid token']);
  expect(world.server?.log() ?? '').not.toContain(token);
});

test('C8: a token speaks for its person, whoever’s browser it is called from', async ({ world }) => {
  const jonas = await world.as('approver');
  const { full_token: token } = await world.done(jonas, createAccessToken, { body: { description: 'CI' } });
  const maya = await world.as('requester');
  const mine = await callBy(world, maya, `Bearer ${token}`, 'GET', listAccessTokens.path);
  expect(mine.body['tokens']).toMatchObject([{ description: 'CI' }]);
  const wrong = await callBy(world, maya, `Bearer ${token}x`, 'GET', listAccessTokens.path);
  expect([wrong.status, wrong.body.message]).toEqual([403, 'Invalid token']);
  expect((await world.done(maya, listAccessTokens)).tokens).toEqual([]);
});

test('C8: an expired token says so and opens nothing', async ({ world }) => {
  const maya = await world.as('requester', { path: '/tokens' });
  const { full_token: token } = await world.done(maya, createAccessToken, {
    body: { description: 'Short-lived', max_age_seconds: 10 * MINUTE },
  });
  await expect(rowOf(maya, 'Short-lived')).toContainText('Active');
  await world.clock(11 * MINUTE);
  await expect(rowOf(maya, 'Short-lived')).toContainText('Expired');
  expect((await callBy(world, maya, `Bearer ${token}`, 'GET', listAccessTokens.path)).status).toBe(403);
});

test('C8, R18: with a token new credentials are read once; a session is told to claim them', async ({
  world,
}) => {
  const maya = await world.as('requester');
  const access = await accessNamed(world, maya, WAITING);
  const params = { access_id: access.access_id };
  const session = await world.call(maya, readCredentialsByToken, { params });
  expect(session.status).toBe(403);
  expect(JSON.stringify(session.body)).toContain('claim them');

  const { full_token: token } = await world.done(maya, createAccessToken, {
    body: { description: 'Deploy' },
  });
  const path = readCredentialsByToken.path
    .replace('{organization_id}', 'org_halden')
    .replace('{access_id}', access.access_id);
  const answers = await Promise.all(
    Array.from({ length: 10 }, () => callBy(world, maya, `Bearer ${token}`, 'GET', path)),
  );
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    200,
    ...Array.from({ length: 9 }, () => 410),
  ]);
  const given = answers.find(({ status }) => status === 200);
  expect(given?.headers['cache-control']).toBe('no-store');
  // The published shape; the conformance suite holds it against the contract.
  const { password } = (given?.body['credentials'] ?? {}) as { password?: string };
  const { project_name, service_name, username } = access.access_data;
  const proof = { project_name, service_name, username, password: password ?? '' };
  expect((await world.authenticate(proof)).accepted).toBe(true);
  expect((await claimWith(world, maya, access.access_id, newClaim())).status).toBe(410);
  // Nobody can confirm them, so they end as unconfirmed.
  await world.clock(10 * MINUTE);
  expect((await readAccess(world, maya, access.access_id)).credential_state).toBe('unconfirmed');
});

test('A4: a list that cannot be read says so, and is read on asking again', async ({ world }) => {
  const maya = await world.as('requester');
  await expect(maya.getByRole('link', { name: WAITING })).toBeVisible();
  await world.faults(['store_down']);
  await openTokens(maya);
  await expect(maya.getByText('This list could not be read')).toBeVisible();
  await world.faults([]);
  await maya.getByRole('main').getByRole('button', { name: 'Try again' }).click();
  await expect(maya.getByText('No tokens yet')).toBeVisible();
});

test('C8: a token that could not be made keeps what was typed', async ({ world }) => {
  const maya = await world.as('requester', { path: '/tokens' });
  await maya.getByRole('button', { name: 'Create token' }).first().click();
  const form = dialog(maya, 'Create token');
  const field = form.getByRole('textbox', { name: 'Description' });
  await field.fill('x'.repeat(201));
  await form.getByRole('button', { name: 'Create token' }).click();
  await expect(field).toHaveAccessibleDescription(/Shorten it to 200 characters/u);
  await field.fill('Pipeline');
  await world.faults(['store_down']);
  await form.getByRole('button', { name: 'Create token' }).click();
  await expect(form.getByRole('alert')).toContainText('Try again in a moment');
  await world.faults([]);
  await expect(field).toHaveValue('Pipeline');
  await form.getByRole('button', { name: 'Create token' }).click();
  await saveAndClose(maya);
  await expect(rowOf(maya, 'Pipeline')).toBeVisible();
});

test('C8: by keyboard alone, and the focus comes back', async ({ world }) => {
  const maya = await world.as('requester');
  await tabTo(maya, maya.getByRole('button', { name: 'Switch persona' }));
  await maya.keyboard.press('Enter');
  await chooseByArrows(maya, maya.getByRole('menuitem', { name: 'Personal access tokens' }));
  await expect(maya.getByRole('heading', { level: 1, name: 'Personal access tokens' })).toBeFocused();
  const create = maya.getByRole('main').getByRole('button', { name: 'Create token' }).first();
  await tabTo(maya, create);
  await maya.keyboard.press('Enter');
  await expect(dialog(maya, 'Create token').getByRole('textbox', { name: 'Description' })).toBeFocused();
  await maya.keyboard.type('By keyboard');
  await tabTo(maya, dialog(maya, 'Create token').getByRole('radio', { name: '90 days' }));
  await maya.keyboard.press('ArrowDown');
  await expect(maya.getByRole('radio', { name: '1 year' })).toBeChecked();
  await maya.keyboard.press('Enter');
  const shown = dialog(maya, 'Save your token');
  await tabTo(maya, shown.getByRole('button', { name: 'Copy token' }));
  await tabTo(maya, shown.getByRole('checkbox', { name: 'I have saved this token' }));
  await maya.keyboard.press('Space');
  await tabTo(maya, shown.getByText('Close', { exact: true }));
  await maya.keyboard.press('Enter');
  await expect(shown).toBeHidden();
  await expect(create).toBeFocused();
  const actions = maya.getByRole('button', { name: /^Actions for By keyboard/u });
  await tabTo(maya, actions);
  await maya.keyboard.press('Enter');
  await chooseByArrows(maya, maya.getByRole('menuitem', { name: 'Revoke token' }));
  await expect(warning(maya, 'Revoke token By keyboard')).toBeVisible();
  await maya.keyboard.press('Escape');
  await expect(actions).toBeFocused();
});

for (const size of SIZES) {
  test(`A4: the tokens page and its dialogs are accessible and fit: ${size}`, async ({ world }) => {
    const maya = await world.as('requester', {
      path: '/tokens',
      look: lookOn(world.host, size),
    });
    const look = async (what: string): Promise<void> => {
      await expectAccessible(maya, what);
      await expectNoSideways(maya);
    };
    await expect(maya.getByText('No tokens yet')).toBeVisible();
    await look('No tokens');
    await maya.getByRole('button', { name: 'Create token' }).first().click();
    const form = dialog(maya, 'Create token');
    await form.getByRole('button', { name: 'Create token' }).click();
    await form.getByText('The same with curl').click();
    await expect(form.getByRole('textbox', { name: 'The same with curl' })).toBeVisible();
    await look('Create token, without a description');
    await maya.keyboard.press('Escape');
    const long = 'Nightly export of the shipment tracker to the warehouse in Rotterdam, on pipeline 12';
    const token = await makeToken(maya, long);
    await look('Save your token, shown');
    await maya.keyboard.press('Escape');
    await expect(warning(maya, 'Close without saving the token?')).toBeVisible();
    await look('Close without saving the token');
    await maya.getByRole('button', { name: 'Go back' }).click();
    await saveAndClose(maya);
    for (const [description, max_age_seconds] of [
      ['Deploy', null],
      ['CI', 5 * 24 * 60 * MINUTE],
      ['Old laptop', MINUTE],
    ] as const)
      await world.done(maya, createAccessToken, { body: { description, max_age_seconds } });
    await callBy(world, maya, `Bearer ${token}`, 'GET', listAccessTokens.path);
    await world.clock(2 * MINUTE);
    await expect(maya.getByText('Expired', { exact: true })).toBeVisible();
    await look('Tokens');
    const name = `${long}, ${token.slice(0, 12)}`;
    await openMenu(maya, name);
    await look('Tokens, menu of a row');
    await maya.keyboard.press('Escape');
    await expect(actionsOf(maya, name)).toBeFocused();
    await choose(maya, name, 'Revoke token');
    await expect(warning(maya, /^Revoke token/u)).toBeVisible();
    await look('Revoke token');
  });
}
