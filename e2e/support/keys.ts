import { expect, type Locator, type Page } from '@playwright/test';
import {
  confirmApiKeySaved,
  createApiKey,
  listApiKeys,
  listServiceAccounts,
} from '../../src/contract/operations/keys.ts';
import type { KeyEntry, ServiceAccountEntry } from '../../src/contract/schemas/keys.ts';
import { newClaim } from './steps.ts';
import { dialog } from './ui.ts';
import type { World } from './world.ts';

/** Where the demo's clusters are. */
export const PRODUCTION = '/environments/env-7q3xk';
export const SHIPMENTS = { id: 'lkc-81kdx', path: `${PRODUCTION}/clusters/lkc-81kdx` };
export const TELEMETRY = { id: 'lkc-4nq0v', path: `${PRODUCTION}/clusters/lkc-4nq0v` };
export const KSQLDB = 'lksqlc-m6e1r';
/** Nobody has made a key for it. */
export const STAGING = { id: 'lkc-0zz5p', path: '/environments/env-2m9vd/clusters/lkc-0zz5p' };

/** A key's row. */
export const keyRow = (page: Page, text: string): Locator => page.getByRole('row').filter({ hasText: text });

export async function accountNamed(world: World, page: Page, name: string): Promise<ServiceAccountEntry> {
  const { service_accounts: found } = await world.done(page, listServiceAccounts, {
    query: { search: name },
  });
  const account = found.find((one) => one.display_name === name);
  if (!account) throw new Error(`${name} is not in the demo organization`);
  return account;
}

export const keysOf = async (
  world: World,
  page: Page,
  query: Readonly<Record<string, string>>,
): Promise<readonly KeyEntry[]> => (await world.done(page, listApiKeys, { query })).keys;

export interface MadeKey {
  readonly key: string;
  readonly secret: string;
}

/** A key over the API, its secret confirmed as saved. */
export async function makeKey(
  world: World,
  page: Page,
  order: { readonly resource_id: string; readonly owner_id: string; readonly description?: string },
): Promise<MadeKey> {
  const claim = newClaim();
  const { key, secret } = await world.done(page, createApiKey, { body: { ...order, claim } });
  await world.done(page, confirmApiKeySaved, { params: { key: key.key }, body: { claim } });
  return { key: key.key, secret };
}

/** A call of the management API by a program that has a Cloud key; its status. */
export async function callWithKey(world: World, page: Page, { key, secret }: MadeKey): Promise<number> {
  const call = {
    url: world.host === 'server' ? world.url('/iam/v2/api-keys') : '/iam/v2/api-keys',
    authorization: `Basic ${Buffer.from(`${key}:${secret}`).toString('base64')}`,
  };
  const ask = async ({ url, authorization }: { url: string; authorization: string }) =>
    (await fetch(url, { headers: { authorization } })).status;
  return world.host === 'server' ? ask(call) : page.evaluate(ask, call);
}

/** What the dialog shows of a new key, and that nothing goes on before the box is ticked. */
export async function readNewKey(shown: Locator, action: 'Continue' | 'Save'): Promise<MadeKey> {
  const button = shown.getByRole('button', { name: action, exact: true });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(shown).toContainText('Do not share');
  const key = await shown.getByText(/^[A-Z0-9]{16}$/u).innerText();
  await shown.getByRole('button', { name: 'Show secret' }).click();
  const secret = await shown.getByText(/^lks_\S+$/u).innerText();
  for (const what of ['key', 'secret']) {
    await shown.getByRole('button', { name: `Copy ${what}` }).click();
    await expect(shown.getByText('Copied').first()).toBeVisible();
  }
  await shown.getByRole('checkbox', { name: 'I have saved my API key and secret' }).check();
  await button.click();
  await expect(shown).toBeHidden();
  return { key, secret };
}

/** Fills the form for a service account, up to the secret. */
export async function orderFor(page: Page, account: string, description = ''): Promise<Locator> {
  const form = dialog(page, 'Create API key');
  await form.getByRole('radio', { name: 'Service account' }).check();
  const select = form.getByRole('combobox', { name: 'Service account' });
  const option = select.getByRole('option').filter({ hasText: account });
  await select.selectOption((await option.getAttribute('value')) ?? '');
  if (description !== '') await form.getByRole('textbox', { name: 'Description' }).fill(description);
  await form.getByRole('button', { name: 'Create key' }).click();
  await expect(form.getByRole('checkbox', { name: 'I have saved my API key and secret' })).toBeVisible();
  return form;
}
