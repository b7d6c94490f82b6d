import type { Tables } from './store.ts';
import type { TableSpec } from './tables.ts';

type KeyTables =
  | 'environments'
  | 'clusters'
  | 'serviceAccounts'
  | 'roleBindings'
  | 'accountAcls'
  | 'apiKeys'
  | 'simulatedKeys';

/** The tables of API keys and of whom and what they are for (K1 to K16). */
export const KEY_TABLES: { readonly [T in KeyTables]: TableSpec<Tables[T]> } = {
  environments: {
    columns: {
      id: 'text',
      organizationId: 'text',
      name: 'text',
      package: 'text',
      createdAt: 'time',
      approvalRequired: 'bool',
      version: 'int',
    },
  },
  clusters: {
    columns: {
      id: 'text',
      organizationId: 'text',
      environmentId: 'text',
      environmentName: 'text',
      kind: 'text',
      name: 'text',
      cloud: 'text',
      region: 'text',
      endpoint: 'text',
      kafkaClusterId: 'text?',
      createdAt: 'time',
      searchText: 'text',
    },
  },
  serviceAccounts: {
    columns: {
      id: 'text',
      organizationId: 'text',
      name: 'text',
      nameKey: 'text',
      description: 'text',
      createdAt: 'time',
      updatedAt: 'time',
      createdBy: 'text',
      searchText: 'text',
    },
    unique: ['nameKey'],
  },
  roleBindings: {
    columns: {
      id: 'text',
      organizationId: 'text',
      principalId: 'text',
      principalKind: 'text',
      role: 'text',
      scopeKind: 'text',
      environmentId: 'text?',
      clusterId: 'text?',
      topic: 'text?',
      createdAt: 'time',
      createdBy: 'text',
      removedAt: 'time?',
    },
  },
  accountAcls: {
    columns: {
      id: 'text',
      organizationId: 'text',
      clusterId: 'text',
      principalId: 'text',
      topic: 'text',
      operation: 'text',
      createdAt: 'time',
    },
  },
  apiKeys: {
    columns: {
      id: 'text',
      organizationId: 'text',
      ownerId: 'text',
      ownerKind: 'text',
      ownerName: 'text',
      ownerEmail: 'text',
      resourceKind: 'text',
      resourceId: 'text',
      resourceName: 'text',
      environmentId: 'text?',
      displayName: 'text',
      description: 'text',
      state: 'text',
      salt: 'text',
      secretHash: 'text',
      sealed: 'text?',
      claimHash: 'text?',
      stale: 'bool',
      createdAt: 'time',
      createdBy: 'text',
      updatedAt: 'time',
      lastUsedAt: 'time',
      version: 'int',
      searchText: 'text',
      requestId: 'text?',
      claimedAt: 'time?',
    },
    unique: ['claimHash'],
  },
  simulatedKeys: {
    columns: {
      id: 'text',
      resourceId: 'text',
      salt: 'text',
      secretHash: 'text',
      acceptedAt: 'time',
    },
  },
};
