import { randomBytes } from 'node:crypto';
import { expect, type Locator, type Page } from '@playwright/test';
import {
  claimCredentials,
  confirmSaved,
  getAccess,
  listAccesses,
} from '../../src/contract/operations/accesses.ts';
import { approveRequest, createRequest, getRequest } from '../../src/contract/operations/requests.ts';
import type { Access, Overlap } from '../../src/contract/schemas/accesses.ts';
import type { Reveal } from '../../src/contract/schemas/credentials.ts';
import type { RequestDetails, RequestStatus, RotationRequest } from '../../src/contract/schemas/requests.ts';
import { choose, dialog } from './ui.ts';
import type { World } from './world.ts';

// What happens before the part that a journey is about, over the API and so in a moment.

/** 32 random bytes, as the page makes them before it asks. */
export const newClaim = (): string => randomBytes(32).toString('base64url');

export async function accessNamed(world: World, page: Page, name: string): Promise<Access> {
  const { access } = await world.done(page, listAccesses, { query: { search: name } });
  const found = access.find((one) => one.access_name === name);
  if (!found) throw new Error(`${name} is not in the demo organization`);
  return found;
}

export const readAccess = async (world: World, page: Page, accessId: string): Promise<Access> =>
  (await world.done(page, getAccess, { params: { access_id: accessId } })).access;

export const readRequest = (world: World, page: Page, requestId: string): Promise<RequestDetails> =>
  world.done(page, getRequest, { params: { request_id: requestId } });

export interface Ask {
  readonly message?: string;
  readonly overlap?: Overlap;
}

/** Asks for a rotation. */
export async function ask(
  world: World,
  page: Page,
  accessName: string,
  how: Ask = {},
): Promise<RotationRequest> {
  const { access_id } = await accessNamed(world, page, accessName);
  const body = {
    request_type: 'rotate_credentials',
    access_id,
    message: 'Rotation before the audit.',
    ...how,
  };
  const { request } = await world.done(page, createRequest, { body });
  if (request.request_type !== 'rotate_credentials') throw new Error('not about a rotation');
  return request;
}

export async function approve(world: World, page: Page, requestId: string): Promise<void> {
  await world.done(page, approveRequest, { params: { request_id: requestId }, body: {} });
}

export async function untilStatus(
  world: World,
  page: Page,
  requestId: string,
  status: RequestStatus,
): Promise<void> {
  await expect
    .poll(async () => (await readRequest(world, page, requestId)).request.status, { timeout: 15_000 })
    .toBe(status);
}

/** Asked by one, approved by the other, made by the platform: new credentials wait for the first. */
export async function rotated(
  world: World,
  requester: Page,
  approver: Page,
  accessName: string,
  how: Ask = {},
): Promise<RotationRequest> {
  const request = await ask(world, requester, accessName, how);
  await approve(world, approver, request.request_id);
  await untilStatus(world, requester, request.request_id, 'approved');
  return request;
}

/** Takes the credentials with a claim; whatever comes back. */
export const claimWith = (world: World, page: Page, accessId: string, claim: string) =>
  world.call(page, claimCredentials, { params: { access_id: accessId }, body: { claim } });

/** Takes the credentials and confirms that they are saved. */
export async function takeAndSave(world: World, page: Page, accessId: string): Promise<Reveal> {
  const claim = newClaim();
  const args = { params: { access_id: accessId }, body: { claim } };
  const reveal = await world.done(page, claimCredentials, args);
  await world.done(page, confirmSaved, args);
  return reveal;
}

/** A service user's proof for `world.authenticate`. */
export const passwordOf = ({ access, credentials }: Reveal) => ({
  project_name: access.project_name,
  service_name: access.service_name,
  username: credentials.username,
  password: credentials.password,
});

export const certificateOf = ({ access, credentials }: Reveal) => ({
  project_name: access.project_name,
  service_name: access.service_name,
  username: credentials.username,
  access_cert: credentials.access_cert,
});

/** From a row's menu to the dialog with the credentials in it. */
export async function show(page: Page, accessName: string, label = 'Review credentials'): Promise<Locator> {
  await choose(page, accessName, label);
  await dialog(page, 'Show credentials').getByRole('button', { name: 'Show credentials' }).click();
  const shown = dialog(page, 'Save service user credentials');
  await expect(shown).toBeVisible();
  return shown;
}

/** Ticks the box and closes; what follows is up to the caller. */
export async function confirmAndClose(shown: Locator): Promise<void> {
  await shown.getByRole('checkbox', { name: 'I have saved these credentials' }).check();
  await closeButton(shown).click();
  await expect(shown).toBeHidden();
}

/** The one in the footer, not the cross. */
export const closeButton = (shown: Locator): Locator =>
  shown.getByRole('contentinfo').or(shown).getByRole('button', { name: 'Close', exact: true }).last();
