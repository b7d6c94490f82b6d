import { expect, type Locator, type Page } from '@playwright/test';
import { listServiceUsers, showServiceUserSecrets } from '../../src/contract/operations/service-users.ts';
import type { ServiceUser, ShownSecrets } from '../../src/contract/schemas/service-users.ts';
import { actionsOf } from './ui.ts';
import { DAY, type World } from './world.ts';

export type ServicePath = { readonly project: string; readonly service_name: string };

export const prod = (service_name: string): ServicePath => ({ project: 'halden-prod', service_name });

export const usersPath = ({ project, service_name }: ServicePath, search = ''): string =>
  `/services/${project}/${service_name}/users${search}`;

/** The row of a service user, which has a menu and no page of its own. */
export const userRow = (page: Page, username: string): Locator =>
  page.getByRole('row').filter({ has: actionsOf(page, username) });

/** The banner about a service's certificates, in view of whoever looks at the service. */
export const certificateBanner = (page: Page): Locator =>
  page.locator('main').getByText(/^(?:Urgent|Warning|Note): .*certificate/u);

/** The line about all services that one operates, on Access overview. */
export const certificateStrip = (page: Page): Locator =>
  page.getByRole('status', { name: 'Certificates of your services' });

export async function userNamed(
  world: World,
  page: Page,
  service: ServicePath,
  username: string,
): Promise<ServiceUser> {
  const { users } = await world.done(page, listServiceUsers, {
    params: { ...service },
    query: { search: username },
  });
  const found = users.find((one) => one.username === username);
  if (!found) throw new Error(`${username} is not on ${service.service_name}`);
  return found;
}

/** Everything that is kept of it, over the API. */
export const secretsOf = async (
  world: World,
  page: Page,
  service: ServicePath,
  username: string,
): Promise<ShownSecrets['credentials']> =>
  (
    await world.done(page, showServiceUserSecrets, {
      params: { ...service, username },
      body: { purpose: 'download' },
    })
  ).credentials;

/** Proof for `world.authenticate`, by certificate or by password. */
export const proofOf = (
  { project, service_name }: ServicePath,
  username: string,
  proof: { readonly access_cert: string | undefined } | { readonly password: string | undefined },
) => {
  const [[kind, value]] = Object.entries(proof) as [[string, string | undefined]]; // one of the two
  if (value === undefined) throw new Error(`No ${kind} of ${username} is kept`);
  return { project_name: project, service_name, username, [kind]: value };
};

/** Months pass, one by one as with the demo's button, until the certificate is renewed. */
export async function untilRenewed(
  world: World,
  page: Page,
  service: ServicePath,
  username: string,
  months: number,
): Promise<void> {
  for (let month = 0; month < months; month += 1) {
    if ((await userNamed(world, page, service, username)).renewal_state === 'renewed') return;
    await world.clock(30 * DAY);
  }
  await expect
    .poll(async () => (await userNamed(world, page, service, username)).renewal_state)
    .toBe('renewed');
}
