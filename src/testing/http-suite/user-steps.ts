import type { X509Certificate } from 'node:crypto';
import { expect } from 'vitest';
import type { ServiceUser, VendorServiceUser } from '../../contract/schemas/service-users.ts';
import type { ProjectRole } from '../../domain/people.ts';
import { ensurePrimaryUser } from '../../service/service-users/primary-user.ts';
import { ORIGIN } from '../client.ts';
import { accessTokenOf, OVERLAP, type PersonName, type ServiceName } from '../world.ts';
import type { TestHost } from './host.ts';
import { pathOf } from './steps.ts';

/** A service user as routes name it. */
export interface UserPath {
  readonly project: string;
  readonly service_name: string;
  readonly username: string;
  readonly [name: string]: string;
}

export const userPath = (username: string, service: ServiceName = OVERLAP): UserPath => ({
  ...pathOf(service),
  username,
});

/** Creates a service user of no access as Cid, who operates the project; its credentials are made. */
export const createUser = async (
  host: TestHost,
  username: string,
  service: ServiceName = OVERLAP,
): Promise<UserPath> => {
  await host.as('cid').ok('createServiceUser', { params: pathOf(service), body: { username } });
  await host.settle();
  return userPath(username, service);
};

/** Gives a service its own user, as the platform does where services are made. */
export const createPrimary = async (host: TestHost, serviceId = 'svc_overlap'): Promise<void> => {
  await host.store.write((tx) => ensurePrimaryUser(host.backend.deps, tx, serviceId));
  await host.settle();
};

/** Gives somebody another role in the project `shop`, or takes theirs. */
export const giveRole = (host: TestHost, name: PersonName, role: ProjectRole | null): Promise<void> =>
  host.store.write(async (tx) => {
    const id = `prj_shop:${name}`;
    if (await tx.get('projectMembers', id)) await tx.remove('projectMembers', id);
    if (role)
      await tx.insert('projectMembers', {
        id,
        projectId: 'prj_shop',
        personId: name,
        role,
        providerId: null,
      });
  });

/** The user as Cid's program sees it, secrets and all. */
export const withSecrets = async (host: TestHost, params: UserPath): Promise<VendorServiceUser> =>
  (await host.byToken('cid').ok('getServiceUser', { params })).user;

/** The user as it stands in the list. */
export const listedUser = async (
  host: TestHost,
  params: UserPath,
  by: PersonName = 'cid',
): Promise<ServiceUser> => {
  const { users } = await host.as(by).ok('listServiceUsers', { params, query: { limit: '999' } });
  const found = users.find(({ username }) => username === params.username);
  if (!found) throw new Error(`no service user ${params.username}`);
  return found;
};

/** Which generation these are accepted as, by password and by certificate; null: refused, undefined: not given. */
export const tryUser = async (
  host: TestHost,
  { project: project_name, service_name, username }: UserPath,
  { password, access_cert }: { password?: string | null | undefined; access_cert?: string | undefined },
): Promise<{ password: number | null | undefined; certificate: number | null | undefined }> => {
  const attempt = async (proof: Record<string, string>): Promise<number | null> => {
    const answer = await host.stranger().ok('authenticateOnPlatform', {
      body: { project_name, service_name, username, ...proof },
    });
    return answer.accepted ? (answer.generation ?? -1) : null;
  };
  return {
    password: typeof password === 'string' ? await attempt({ password }) : undefined,
    certificate: access_cert === undefined ? undefined : await attempt({ access_cert }),
  };
};

/** Asks for new credentials, and has them made. */
export const reset = async (
  host: TestHost,
  params: UserPath,
  more: { readonly new_password?: string } = {},
): Promise<void> => {
  await host.as('cid').ok('modifyServiceUser', { params, body: { operation: 'reset-credentials', ...more } });
  await host.settle();
};

export const acknowledge = (host: TestHost, params: UserPath) =>
  host.as('cid').send('modifyServiceUser', { params, body: { operation: 'acknowledge-renewal' } });

/** What the history says of a service user or service: action and who. */
export const historyOf = async (host: TestHost, resourceName: string): Promise<readonly string[]> => {
  const events = await host.store.read((tx) =>
    tx.find('audit', { where: { resourceName }, order: { column: 'at', direction: 'asc' } }),
  );
  return events.map(({ action, actorName }) => `${action} ${actorName}`);
};

/** The one service user row behind a path; for what no answer tells. */
export const rowOf = async (host: TestHost, { service_name, username }: UserPath) => {
  const [row] = await host.store.read(async (tx) => {
    const [service] = await tx.find('services', { where: { name: service_name } });
    return tx.find('serviceUsers', { where: { serviceId: service?.id ?? '', username } });
  });
  expect(row, `row of ${username}`).toBeDefined();
  // Expected just above.
  return row as NonNullable<typeof row>;
};

/** A call with the path as it is written here, by Cid's program. */
export const raw = async (host: TestHost, path: string, method = 'GET', headers = {}) => {
  const authorization = `aivenv1 ${accessTokenOf('cid')}`;
  const url = `${ORIGIN}/v1/project/shop/service/kafka-overlap/${path}`;
  const answer = await host.backend.app.fetch(
    new Request(url, { method, headers: { authorization, ...headers } }),
  );
  // Every answer of the API is a JSON object, with a message in problems.
  return {
    status: answer.status,
    body: (await answer.json()) as { message?: string; user?: { username: string } },
  };
};

/** From when to when a certificate is valid, give or take what clocks may lag. */
export const expectTimes = (certificate: X509Certificate | undefined, from: number, to: number): void => {
  const LAG = 600_000;
  const begins = Date.parse(certificate?.validFrom ?? '');
  expect(begins).toBeLessThanOrEqual(from);
  expect(begins).toBeGreaterThan(from - LAG);
  expect(Date.parse(certificate?.validTo ?? '')).toBe(to);
};
