import { keySearchText } from '../../domain/api-key/api-key.ts';
import { prefixOf, tokenOfBits } from '../../domain/access-token/access-token.ts';
import type { RoleBinding, RoleName } from '../../domain/api-key/role.ts';
import type { ProjectRole } from '../../domain/people.ts';
import { newSession } from '../../domain/sign-in/session.ts';
import { NEVER } from '../../domain/time.ts';
import { digest } from '../../runtime/digest.ts';
import type { Store, Transaction } from '../../service/ports/store.ts';
import { basic } from '../http-suite/key-steps.ts';
import { makeRow, START } from '../rows.ts';

/** What somebody is to the things that the matrix's calls are about. A rule may ask for nothing else. */
export interface Standing {
  /** Of another organization, whatever else they may do there. */
  readonly abroad?: true;
  /** Asked for the rotation, and holds its credentials; made the API key and the access token. */
  readonly asked?: true;
  readonly inOwnerGroup?: true;
  readonly project?: ProjectRole;
  /** Administers the organization's groups. */
  readonly admin?: true;
  /** Reaches the cluster, or the whole organization. */
  readonly role?: RoleName;
  /** A service account. */
  readonly program?: true;
}

interface Somebody {
  readonly is: Standing;
  /** Roles on other things of the same organization, which must help nobody here. */
  readonly elsewhere?: true;
}

/**
 * Ada and Fay are of the world that every test finds; the others are made for the matrix, with one right each, so that a
 * call that should need it and does not is seen.
 */
const PEOPLE: Readonly<Record<string, Somebody>> = {
  ada: { is: { asked: true, inOwnerGroup: true, project: 'developer', role: 'CloudClusterAdmin' } },
  fay: { is: { abroad: true } },
  'second-member': { is: { inOwnerGroup: true } },
  outsider: { is: {} },
  'admin-elsewhere': { is: {}, elsewhere: true },
  'project-reader': { is: { project: 'read_only' } },
  'project-developer': { is: { project: 'developer' } },
  'project-operator': { is: { project: 'operator' } },
  'project-admin': { is: { project: 'admin' } },
  'organization-admin': { is: { admin: true } },
  OrganizationAdmin: { is: { role: 'OrganizationAdmin' } },
  EnvironmentAdmin: { is: { role: 'EnvironmentAdmin' } },
  CloudClusterAdmin: { is: { role: 'CloudClusterAdmin' } },
  DeveloperRead: { is: { role: 'DeveloperRead' } },
};
const KNOWN = ['ada', 'fay'];

/** One kind of caller: who, and with which proof. */
export interface Caller {
  readonly name: string;
  readonly via: 'nothing' | 'session' | 'token' | 'key';
  /** Null where the proof opens nothing. */
  readonly is: Standing | null;
  /** The cookie's value. */
  readonly cookie?: string;
  readonly authorization?: string;
}

const cookieOf = (id: string): string => (KNOWN.includes(id) ? `token-of-${id}` : `session-of-${id}`);
const tokenOf = (id: string): string => tokenOfBits(id.padEnd(43, 'x'));
/** Ids of Cloud keys have 16 upper-case characters. */
const keyOf = (owner: string): string => owner.replaceAll('-', '').toUpperCase().slice(0, 16).padEnd(16, '7');
const secretOf = (owner: string): string => `lks_of-${owner}`;

const NO_ROLE = 'sa-no-role';
const ADMIN_ACCOUNT = 'sa-admin';
/** Who has a Cloud key: two people and two service accounts. */
const KEY_OWNERS: Readonly<Record<string, Standing>> = {
  outsider: {},
  OrganizationAdmin: { role: 'OrganizationAdmin' },
  fay: { abroad: true },
  [NO_ROLE]: { program: true },
  [ADMIN_ACCOUNT]: { program: true, role: 'OrganizationAdmin' },
};
const RESOURCE_KEY = 'RESOURCEKEYRESO7';

const withToken = (name: string, token: string, is: Standing | null): Caller => ({
  name,
  via: 'token',
  is,
  authorization: `Bearer ${token}`,
});

const withKey = (name: string, key: string, secret: string, is: Standing | null): Caller => ({
  name,
  via: 'key',
  is,
  authorization: basic(key, secret),
});

/** Every kind of caller. */
export const CALLERS: readonly Caller[] = [
  { name: 'nobody', via: 'nothing', is: null },
  { name: 'an ended session', via: 'session', is: null, cookie: cookieOf('ended') },
  ...Object.entries(PEOPLE).flatMap(([id, { is }]) => [
    { name: `${id}, signed in`, via: 'session', is, cookie: cookieOf(id) } as const,
    withToken(`${id}, access token`, tokenOf(id), is),
  ]),
  withToken('an expired access token', tokenOf('expired'), null),
  withToken('a revoked access token', tokenOf('revoked'), null),
  ...Object.entries(KEY_OWNERS).map(([owner, is]) =>
    withKey(`Cloud key of ${owner}`, keyOf(owner), secretOf(owner), is),
  ),
  withKey('a Cloud key with a wrong secret', keyOf('outsider'), secretOf(ADMIN_ACCOUNT), null),
  withKey('a deleted Cloud key', keyOf('deleted'), secretOf('deleted'), null),
  withKey('a resource key', RESOURCE_KEY, secretOf('OrganizationAdmin'), null),
];

/** Where a role that a caller has is bound: on what the calls are about, or beside it. */
const PLACES: Partial<Record<RoleName, Partial<RoleBinding>>> = {
  OrganizationAdmin: { scopeKind: 'organization' },
  EnvironmentAdmin: { scopeKind: 'environment', environmentId: 'env-prod' },
  CloudClusterAdmin: { scopeKind: 'cluster', environmentId: 'env-prod', clusterId: 'lkc-orders' },
  DeveloperRead: {
    scopeKind: 'resource',
    environmentId: 'env-prod',
    clusterId: 'lkc-orders',
    topic: 'orders',
  },
};

const bind = (tx: Transaction, principalId: string, role: RoleName, more: Partial<RoleBinding> = {}) =>
  tx.insert(
    'roleBindings',
    makeRow('roleBindings', `rb-${principalId}-${role}`, {
      organizationId: 'org_acme',
      principalId,
      principalKind: principalId.startsWith('sa-') ? 'service_account' : 'user',
      role,
      ...PLACES[role],
      ...more,
    }),
  );

const belong = (tx: Transaction, groupId: string, personId: string) =>
  tx.insert('memberships', {
    id: `${groupId}:${personId}`,
    groupId,
    personId,
    createdAt: START,
    providerId: null,
  });

/** Administers everything but what the calls are about, and did administer that once. */
const bindElsewhere = async (tx: Transaction, id: string): Promise<void> => {
  await tx.insert(
    'projects',
    makeRow('projects', 'prj_lab', { organizationId: 'org_acme', name: 'lab-elsewhere' }),
  );
  await tx.insert('projectMembers', {
    id: `prj_lab:${id}`,
    projectId: 'prj_lab',
    personId: id,
    role: 'admin',
    providerId: null,
  });
  await bind(tx, id, 'EnvironmentAdmin', { environmentId: 'env-test' });
  await bind(tx, id, 'CloudClusterAdmin', { clusterId: 'lkc-stock' });
  await bind(tx, id, 'OrganizationAdmin', { removedAt: START });
};

const plantPerson = async (tx: Transaction, id: string, { is, elsewhere }: Somebody): Promise<void> => {
  await tx.insert('people', {
    id,
    organizationId: 'org_acme',
    email: `${id}@example.com`,
    name: id,
    isOrganizationAdmin: is.admin ?? false,
    createdAt: START,
  });
  await belong(tx, is.inOwnerGroup ? 'grp_payments' : 'grp_logistics', id);
  if (is.project)
    await tx.insert('projectMembers', {
      id: `prj_shop:${id}`,
      projectId: 'prj_shop',
      personId: id,
      role: is.project,
      providerId: null,
    });
  if (is.role) await bind(tx, id, is.role);
  if (elsewhere) await bindElsewhere(tx, id);
  await plantSession(tx, id, NEVER);
};

const plantSession = async (tx: Transaction, personId: string, expiresAt: number): Promise<void> =>
  tx.insert(
    'sessions',
    newSession({
      id: await digest(cookieOf(expiresAt === NEVER ? personId : 'ended')),
      personId,
      createdAt: START - 1,
      expiresAt,
    }),
  );

// Used a moment ago, as far as anybody noted: none of these calls leaves a note of its own.
const plantToken = async (tx: Transaction, personId: string, name: string, expiresAt: number) => {
  const id = await digest(tokenOf(name));
  await tx.remove('accessTokens', id);
  await tx.insert(
    'accessTokens',
    makeRow('accessTokens', id, {
      prefix: prefixOf(tokenOf(name)),
      organizationId: personId === 'fay' ? 'org_globex' : 'org_acme',
      personId,
      expiresAt,
      lastUsedAt: START,
    }),
  );
};

const plantKey = async (tx: Transaction, id: string, ownerId: string, cloud: boolean): Promise<void> => {
  const resource = cloud
    ? ({ resourceKind: 'cloud', resourceId: 'cloud', resourceName: 'Cloud', environmentId: null } as const)
    : ({
        resourceKind: 'kafka',
        resourceId: 'lkc-stock',
        resourceName: 'stock',
        environmentId: 'env-prod',
      } as const);
  const key = makeRow('apiKeys', id, {
    organizationId: ownerId === 'fay' ? 'org_globex' : 'org_acme',
    ownerId,
    ownerKind: ownerId.startsWith('sa-') ? 'service_account' : 'user',
    ownerName: ownerId,
    ...resource,
    salt: 'salt',
    secretHash: await digest(`salt${secretOf(ownerId)}`),
    lastUsedAt: START,
  });
  await tx.insert('apiKeys', { ...key, searchText: keySearchText(key) });
};

/** Writes everybody whom the world lacks, with their sessions, tokens and keys. */
export const plantCallers = (store: Store): Promise<void> =>
  store.write(async (tx) => {
    for (const [id, somebody] of Object.entries(PEOPLE)) {
      if (!KNOWN.includes(id)) await plantPerson(tx, id, somebody);
      await plantToken(tx, id, id, NEVER);
    }
    await plantSession(tx, 'ada', START);
    await plantToken(tx, 'ada', 'expired', START);
    for (const id of [NO_ROLE, ADMIN_ACCOUNT])
      await tx.insert(
        'serviceAccounts',
        makeRow('serviceAccounts', id, { organizationId: 'org_acme', nameKey: `org_acme/${id}` }),
      );
    await bind(tx, ADMIN_ACCOUNT, 'OrganizationAdmin');
    for (const owner of Object.keys(KEY_OWNERS)) await plantKey(tx, keyOf(owner), owner, true);
    await plantKey(tx, RESOURCE_KEY, 'OrganizationAdmin', false);
  });
