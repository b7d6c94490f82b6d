import type { TableName, Tables } from '../service/ports/store.ts';

type Plain<Names extends TableName> = { readonly [T in Names]: (id: string) => Tables[T] };

/** One plain row of each table of API keys. */
export const plainKeyRows = (
  start: number,
): Plain<
  | 'environments'
  | 'clusters'
  | 'serviceAccounts'
  | 'roleBindings'
  | 'accountAcls'
  | 'apiKeys'
  | 'simulatedKeys'
> => ({
  environments: (id) => ({
    id,
    organizationId: 'org1',
    name: 'production',
    package: 'ESSENTIALS',
    createdAt: start,
    approvalRequired: false,
    version: 1,
  }),
  clusters: (id) => ({
    id,
    organizationId: 'org1',
    environmentId: 'env-1',
    environmentName: 'production',
    kind: 'kafka',
    name: 'orders',
    cloud: 'AWS',
    region: 'eu-north-1',
    endpoint: 'orders.example.com:9092',
    kafkaClusterId: null,
    createdAt: start,
    searchText: 'orders',
  }),
  serviceAccounts: (id) => ({
    id,
    organizationId: 'org1',
    name: id,
    nameKey: `org1/${id}`,
    description: '',
    createdAt: start,
    updatedAt: start,
    createdBy: 'person1',
    searchText: id,
  }),
  roleBindings: (id) => ({
    id,
    organizationId: 'org1',
    principalId: 'person1',
    principalKind: 'user',
    role: 'OrganizationAdmin',
    scopeKind: 'organization',
    environmentId: null,
    clusterId: null,
    topic: null,
    createdAt: start,
    createdBy: 'person1',
    removedAt: null,
  }),
  accountAcls: (id) => ({
    id,
    organizationId: 'org1',
    clusterId: 'lkc-1',
    principalId: 'sa-1',
    topic: 'orders',
    operation: 'Read',
    createdAt: start,
  }),
  apiKeys: (id) => ({
    id,
    organizationId: 'org1',
    ownerId: 'person1',
    ownerKind: 'user',
    ownerName: 'Ada',
    ownerEmail: 'ada@example.com',
    resourceKind: 'kafka',
    resourceId: 'lkc-1',
    resourceName: 'orders',
    environmentId: 'env-1',
    displayName: '',
    description: '',
    state: 'ready',
    salt: '',
    secretHash: '',
    sealed: null,
    claimHash: null,
    requestId: null,
    claimedAt: null,
    stale: false,
    createdAt: start,
    createdBy: 'person1',
    updatedAt: start,
    lastUsedAt: 0,
    version: 1,
    searchText: '',
  }),
  simulatedKeys: (id) => ({ id, resourceId: 'lkc-1', salt: '', secretHash: '', acceptedAt: start }),
});
