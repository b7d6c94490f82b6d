import { expect, type Locator, type Page } from '@playwright/test';
import { addRoleBinding, changeCloudKeyApproval } from '../../src/contract/operations/keys.ts';
import { approveRequest, createRequest } from '../../src/contract/operations/requests.ts';
import { SHIPMENTS } from './keys.ts';
import { dialog } from './ui.ts';
import type { World } from './world.ts';

/** Production's API keys of administrators take approval from the start of the demo; so do Cloud keys from here on. */
export const approveCloudKeys = (world: World, admin: Page) =>
  world.done(admin, changeCloudKeyApproval, { body: { approval_required: true } });

/** Makes Tomás, the operator, an OrganizationAdmin. */
export const secondAdmin = (world: World, admin: Page) =>
  world.done(admin, addRoleBinding, { body: { principal_id: 'u-tomas', role: 'OrganizationAdmin' } });

/** Tomás's own key for shipments, asked for over the API; the request's id. */
export async function askForKey(world: World, operator: Page, resource_id = SHIPMENTS.id): Promise<string> {
  const body = {
    request_type: 'create_api_key',
    resource_id,
    owner_id: 'u-tomas',
    description: 'Moves topics',
    message: 'For the move on Sunday.',
  };
  return (await world.done(operator, createRequest, { body })).request.request_id;
}

export const approveKey = (world: World, admin: Page, request_id: string) =>
  world.done(admin, approveRequest, { params: { request_id }, body: {} });

/** The dialog's form for my own account, up to its message. */
export async function ownKeyForm(page: Page): Promise<Locator> {
  await dialog(page, 'Create API key').getByRole('radio', { name: 'My account' }).check();
  const form = dialog(page, 'Create an API key associated with your account');
  await expect(form).toContainText('takes a second person’s approval');
  return form;
}

/** From the confirmation to the key and its secret. */
export async function showKey(page: Page): Promise<Locator> {
  await dialog(page, 'Show API key').getByRole('button', { name: 'Show API key' }).click();
  const shown = dialog(page, 'Save API key');
  await expect(shown).toBeVisible();
  return shown;
}
