import type { Cluster, Environment, RoleName } from '../../domain/api-key/role.ts';
import { DAY, HOUR } from '../../domain/time.ts';
import { addAccountAcl, createServiceAccount } from '../../service/keys/accounts.ts';
import { changeEnvironmentApproval } from '../../service/keys/approval.ts';
import { describeApiKey } from '../../service/keys/change-keys.ts';
import { createApiKey, confirmKeySaved } from '../../service/keys/create-key.ts';
import { noteKeyUse } from '../../service/keys/key-caller.ts';
import { addRoleBinding, removeRoleBinding } from '../../service/keys/roles.ts';
import type { Transaction } from '../../service/ports/ports.ts';
import { randomBytes, toBase64Url } from '../../runtime/bytes.ts';
import { ORGANIZATION, personId } from './organization.ts';
import type { PersonKey } from './organization.ts';
import type { Scene, Stage } from './stage.ts';

type EnvironmentKey = 'production' | 'staging';

const ENVIRONMENTS: { readonly [K in EnvironmentKey]: Pick<Environment, 'id' | 'package'> } = {
  production: { id: 'env-7q3xk', package: 'ADVANCED' },
  staging: { id: 'env-2m9vd', package: 'ESSENTIALS' },
};

interface ClusterPlan {
  readonly id: string;
  readonly environment: EnvironmentKey;
  readonly kind: Cluster['kind'];
  readonly name: string;
  readonly kafka?: string;
}

const CLUSTERS: readonly ClusterPlan[] = [
  { id: 'lkc-81kdx', environment: 'production', kind: 'kafka', name: 'shipments' },
  { id: 'lkc-4nq0v', environment: 'production', kind: 'kafka', name: 'fleet-telemetry' },
  { id: 'lsrc-d2w7z', environment: 'production', kind: 'schema_registry', name: 'Schema Registry' },
  {
    id: 'lksqlc-m6e1r',
    environment: 'production',
    kind: 'ksqldb',
    name: 'delay-alerts',
    kafka: 'lkc-81kdx',
  },
  { id: 'lkc-0zz5p', environment: 'staging', kind: 'kafka', name: 'shipments-staging' },
  { id: 'lsrc-k8t3a', environment: 'staging', kind: 'schema_registry', name: 'Schema Registry' },
];

const REGION = { cloud: 'AWS', region: 'eu-north-1' };

const endpointOf = ({ id, kind }: ClusterPlan): string =>
  kind === 'kafka' ? `${id}.eu-north-1.aws.kafka.example:9092` : `https://${id}.eu-north-1.aws.kafka.example`;

/** Environments and clusters: what a real installation reads from elsewhere. */
export const fillEnvironments = async (tx: Transaction, since: number): Promise<void> => {
  const organizationId = ORGANIZATION.id;
  for (const [name, environment] of Object.entries(ENVIRONMENTS))
    await tx.insert('environments', {
      ...environment,
      organizationId,
      name,
      createdAt: since,
      approvalRequired: false,
      version: 1,
    });
  for (const plan of CLUSTERS)
    await tx.insert('clusters', {
      id: plan.id,
      organizationId,
      environmentId: ENVIRONMENTS[plan.environment].id,
      environmentName: plan.environment,
      kind: plan.kind,
      name: plan.name,
      ...REGION,
      endpoint: endpointOf(plan),
      kafkaClusterId: plan.kafka ?? null,
      createdAt: since,
      searchText: [plan.name, plan.id, plan.environment].join('\n').toLowerCase(),
    });
  await tx.insert('roleBindings', {
    id: 'rb-astrid',
    organizationId,
    principalId: personId('astrid'),
    principalKind: 'user',
    role: 'OrganizationAdmin',
    scopeKind: 'organization',
    environmentId: null,
    clusterId: null,
    topic: null,
    createdAt: since,
    createdBy: personId('astrid'),
    removedAt: null,
  });
};

/** Roles of people, by the first day before now on which they had them. */
const ROLES: readonly {
  readonly who: PersonKey;
  readonly role: RoleName;
  readonly environment?: EnvironmentKey;
  readonly cluster?: string;
  readonly topic?: string;
  /** Days before now on which it was taken away. */
  readonly until?: number;
}[] = [
  { who: 'tomas', role: 'EnvironmentAdmin', environment: 'production' },
  { who: 'pavel', role: 'EnvironmentAdmin', environment: 'staging' },
  { who: 'maya', role: 'CloudClusterAdmin', cluster: 'lkc-81kdx' },
  { who: 'jonas', role: 'DeveloperRead', cluster: 'lkc-81kdx', topic: 'shipments.v2' },
  { who: 'chen', role: 'CloudClusterAdmin', cluster: 'lkc-4nq0v', until: 6 },
];

const ACCOUNTS: readonly {
  readonly name: string;
  readonly description: string;
  readonly acls?: readonly { readonly topic: string; readonly operation: 'Read' | 'Write' }[];
}[] = [
  {
    name: 'shipment-planner',
    description: 'Plans routes from orders',
    acls: [
      { topic: 'orders.v1', operation: 'Read' },
      { topic: 'shipments.v2', operation: 'Write' },
    ],
  },
  { name: 'customs-exporter', description: 'Sends declarations to the authorities' },
  { name: 'terraform', description: 'Provisions clusters' },
];

/** Keys by the day before now on which they were made. */
const KEYS: readonly {
  readonly day: number;
  readonly by: PersonKey;
  /** A service account's name, or the maker's own account. */
  readonly owner?: string;
  readonly resource: string;
  readonly description: string;
  /** Hours before now at which it was used last. */
  readonly used?: number;
}[] = [
  { day: 340, by: 'astrid', owner: 'terraform', resource: 'cloud', description: 'Terraform in CI', used: 3 },
  {
    day: 210,
    by: 'maya',
    owner: 'shipment-planner',
    resource: 'lkc-81kdx',
    description: 'Planner, blue',
    used: 24 * 101,
  },
  {
    day: 38,
    by: 'maya',
    owner: 'shipment-planner',
    resource: 'lkc-81kdx',
    description: 'Planner, green',
    used: 1,
  },
  { day: 120, by: 'chen', resource: 'lkc-4nq0v', description: 'Trying out the console consumer' },
  { day: 12, by: 'maya', resource: 'lkc-81kdx', description: '' },
  {
    day: 95,
    by: 'tomas',
    owner: 'customs-exporter',
    resource: 'lsrc-d2w7z',
    description: 'Schema lookups',
    used: 24 * 3,
  },
  { day: 4, by: 'tomas', owner: 'customs-exporter', resource: 'lkc-81kdx', description: 'Exporter' },
];

/** The story of service accounts, roles and API keys, as of `now`. */
export const keyScenes = ({ deps }: Stage, now: number): Scene[] => {
  const accounts = new Map<string, string>();
  const astrid = personId('astrid');
  const organization = ORGANIZATION.id;
  const roles = ROLES.flatMap(({ who, role, environment, cluster, topic, until }): Scene[] => {
    let binding = '';
    const give = async (): Promise<void> => {
      const { role_binding } = await addRoleBinding(deps, astrid, organization, {
        principal_id: personId(who),
        role,
        ...(environment === undefined ? {} : { environment_id: ENVIRONMENTS[environment].id }),
        ...(cluster === undefined ? {} : { cluster_id: cluster }),
        ...(topic === undefined ? {} : { topic }),
      });
      binding = role_binding.role_binding_id;
    };
    const take = () => removeRoleBinding(deps, astrid, organization, binding);
    return [
      { at: now - 400 * DAY, play: give },
      ...(until === undefined ? [] : [{ at: now - until * DAY, play: take }]),
    ];
  });
  const found = ACCOUNTS.map(({ name, description, acls = [] }): Scene => ({
    at: now - 390 * DAY,
    play: async () => {
      const { service_account } = await createServiceAccount(deps, astrid, organization, {
        display_name: name,
        description,
      });
      const id = service_account.service_account_id;
      accounts.set(name, id);
      for (const acl of acls)
        await addAccountAcl(deps, astrid, organization, {
          principal_id: id,
          cluster_id: 'lkc-81kdx',
          ...acl,
        });
    },
  }));
  const keys = KEYS.flatMap(({ day, by, owner, resource, description, used }): Scene[] => {
    let id = '';
    const make = async (): Promise<void> => {
      const me = personId(by);
      const claim = toBase64Url(randomBytes(32));
      const { key } = await createApiKey(deps, me, organization, {
        resource_id: resource,
        owner_id: owner === undefined ? me : (accounts.get(owner) ?? ''),
        description: '',
        claim,
      });
      id = key.key;
      await confirmKeySaved(deps, me, organization, id, claim);
      if (description !== '') await describeApiKey(deps, me, organization, id, { description });
    };
    return [
      { at: now - day * DAY, play: make },
      ...(used === undefined
        ? []
        : [{ at: now - used * HOUR, play: () => noteKeyUse(deps, { id, lastUsedAt: 0 }) }]),
    ];
  });
  // Keys of those who administer production take a second person's approval (K6).
  const approval: Scene = {
    at: now - 30 * DAY,
    play: async () => {
      const { id } = ENVIRONMENTS.production;
      await changeEnvironmentApproval(deps, astrid, organization, id, { approval_required: true });
    },
  };
  return [...roles, ...found, ...keys, approval];
};
