import type { OperationId } from '../../contract/operations.ts';
import type { KeyEntry, CreatedKey } from '../../contract/schemas/keys.ts';
import type { RoleName } from '../../domain/api-key/role.ts';
import { makeRow } from '../rows.ts';
import type { PersonName } from '../world.ts';
import type { CallInput } from '../client.ts';
import { newClaim, type TestHost } from './host.ts';

/** What a key is made of in these tests, unless they say otherwise: Ada's own, for the cluster orders. */
interface Wanted {
  readonly resource?: string;
  readonly owner?: string;
  readonly description?: string;
  readonly claim?: string;
}

/** The body of createApiKey. */
export const keyBody = ({
  resource = 'lkc-orders',
  owner = 'ada',
  description = '',
  claim,
}: Wanted = {}) => ({
  resource_id: resource,
  owner_id: owner,
  description,
  claim: claim ?? newClaim(),
});

/** Makes a key in the console, for this person's own account unless it says otherwise. */
export const makeKey = (host: TestHost, by: PersonName, wanted: Wanted = {}): Promise<CreatedKey> =>
  host.as(by).ok('createApiKey', { body: keyBody({ owner: by, ...wanted }) });

/** The Authorization header of a key. */
export const basic = (key: string, secret: string): string => `Basic ${btoa(`${key}:${secret}`)}`;

/** A key and a program that calls with it. */
export const makeProgram = async (host: TestHost, by: PersonName, wanted: Wanted = {}) => {
  const { key, secret } = await makeKey(host, by, { resource: 'cloud', ...wanted });
  return {
    key: key.key,
    secret,
    header: basic(key.key, secret),
    program: host.program(basic(key.key, secret)),
  };
};

/** The key as this person sees it in the list, undefined where they do not. */
export const listedKey = async (
  host: TestHost,
  key: string,
  by: PersonName = 'eve',
): Promise<KeyEntry | undefined> =>
  (await host.as(by).ok('listApiKeys', { query: { search: key } })).keys.find((entry) => entry.key === key);

/** Whether a resource lets a key in. */
export const triedOn = async (
  host: TestHost,
  { key, secret }: { readonly key: KeyEntry; readonly secret: string },
  resource_id = key.resource.id,
): Promise<boolean> =>
  (await host.stranger().ok('authenticateKeyOnPlatform', { body: { key: key.key, secret, resource_id } }))
    .accepted;

/** Has everything new handed over to its resources, and waits until they accept it. */
export const propagate = async (host: TestHost): Promise<void> => {
  await host.settle();
  await host.advance(6000);
};

/** Eve gives somebody a role. */
export const bind = async (
  host: TestHost,
  principal_id: string,
  role: RoleName,
  scope: { environment_id?: string; cluster_id?: string; topic?: string } = {},
): Promise<string> =>
  (await host.as('eve').ok('addRoleBinding', { body: { principal_id, role, ...scope } })).role_binding
    .role_binding_id;

/** Eve takes a role away. */
export const unbind = (host: TestHost, role_binding_id: string): Promise<unknown> =>
  host.as('eve').ok('removeRoleBinding', { params: { role_binding_id } });

/** Every audit event of one of these actions: what, about what, by whom. */
export const auditOf = async (host: TestHost, start: string): Promise<readonly string[]> =>
  (await host.store.read((tx) => tx.find('audit', { order: { column: 'at', direction: 'asc' } })))
    .filter(({ action }) => action.startsWith(start))
    .map(({ action, resourceName, actorId }) => `${action} ${resourceName} ${actorId}`);

/** Rows of keys that are there already; one each, all facts as given. */
export const plantKeys = (
  host: TestHost,
  rows: readonly Readonly<Record<string, unknown> & { readonly id: string }>[],
): Promise<void> =>
  host.store.write(async (tx) => {
    for (const { id, ...facts } of rows)
      await tx.insert(
        'apiKeys',
        // Facts are columns of the table, written out in the tests.
        makeRow('apiKeys', id, { organizationId: 'org_acme', ...facts } as Parameters<
          typeof makeRow<'apiKeys'>
        >[2]),
      );
  });

const eves = (input: CallInput): Promise<['eve', CallInput]> => Promise.resolve(['eve', input]);

/** Commands about keys that take an Idempotency-Key, with what they need. */
export const KEY_COMMANDS: Partial<
  Record<OperationId, (host: TestHost) => Promise<readonly [PersonName, CallInput]>>
> = {
  confirmApiKeySaved: async (host) => {
    const claim = newClaim();
    const { key } = await makeKey(host, 'ada', { claim });
    return ['ada', { params: { key: key.key }, body: { claim } }];
  },
  describeApiKey: async (host) => {
    const { key } = await makeKey(host, 'ada');
    return ['ada', { params: { key: key.key }, body: { description: 'Anew', version: 1 } }];
  },
  deleteApiKey: async (host) => {
    const { key } = await makeKey(host, 'ada');
    return ['ada', { params: { key: key.key } }];
  },
  changeEnvironmentApproval: () =>
    eves({ params: { environment_id: 'env-prod' }, body: { approval_required: true, version: 1 } }),
  changeCloudKeyApproval: () => eves({ body: { approval_required: true, version: 1 } }),
  createServiceAccount: () => eves({ body: { display_name: 'twice' } }),
  removeOrganizationMember: () => eves({ params: { user_id: 'dan' }, body: { keys: [] } }),
  describeServiceAccount: () =>
    eves({ params: { service_account_id: 'sa-planner' }, body: { description: 'Anew' } }),
  deleteServiceAccount: () => eves({ params: { service_account_id: 'sa-planner' }, body: { keys: [] } }),
  addRoleBinding: () => eves({ body: { principal_id: 'dan', role: 'OrganizationAdmin' } }),
  removeRoleBinding: () => eves({ params: { role_binding_id: 'rb-ben' } }),
  addAccountAcl: () => eves({ body: NEW_ACL }),
  removeAccountAcl: async (host) => {
    const { acl } = await host.as('eve').ok('addAccountAcl', { body: NEW_ACL });
    return ['eve', { params: { acl_id: acl.acl_id } }];
  },
};

/** The planner may read a topic of orders. */
export const NEW_ACL = {
  principal_id: 'sa-planner',
  cluster_id: 'lkc-orders',
  topic: 'orders',
  operation: 'Read',
} as const;
