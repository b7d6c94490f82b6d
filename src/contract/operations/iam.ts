import { operation } from '../operation.ts';

// The vendor's management API, as its published clients call it. Every path also answers under /api. Its errors have an
// envelope of their own, and besides sessions and access tokens it takes Cloud keys by HTTP Basic.

const shared = { group: 'Management API', dialect: 'iam' } as const;
const read = { method: 'GET', ...shared } as const;
/** Published clients send no Idempotency-Key. */
const keyed = false;

const keyTouches = ['apiKeys', 'serviceAccounts', 'environments'] as const;
const governed = ['accesses', 'requests', 'incidents', 'services'] as const;
const personTouches = [...keyTouches, 'people', 'groups', 'roleBindings', ...governed] as const;

export const listIamApiKeys = operation({
  id: 'listIamApiKeys',
  ...read,
  path: '/iam/v2/api-keys',
  summary: 'List API keys',
  problems: ['invalid_request'],
  nouns: ['apiKeys'],
});

export const createIamApiKey = operation({
  id: 'createIamApiKey',
  ...shared,
  method: 'POST',
  path: '/iam/v2/api-keys',
  keyed,
  status: 202,
  summary: 'Create an API key',
  description: 'The answer’s `spec.secret` is the secret, and the only place where it is ever shown.',
  problems: ['step_up_required', 'invalid_request', 'quota_exceeded', 'permission_denied'],
  touches: keyTouches,
});

export const getIamApiKey = operation({
  id: 'getIamApiKey',
  ...read,
  path: '/iam/v2/api-keys/{id}',
  summary: 'Get an API key, without its secret',
  problems: ['api_key_not_found'],
  nouns: ['apiKeys'],
});

export const updateIamApiKey = operation({
  id: 'updateIamApiKey',
  ...shared,
  method: 'PATCH',
  path: '/iam/v2/api-keys/{id}',
  keyed,
  summary: 'Name or describe an API key anew; empty texts clear',
  problems: ['invalid_request', 'permission_denied', 'api_key_not_found'],
  touches: keyTouches,
});

export const deleteIamApiKey = operation({
  id: 'deleteIamApiKey',
  ...shared,
  method: 'DELETE',
  path: '/iam/v2/api-keys/{id}',
  keyed,
  status: 204,
  summary: 'Delete an API key; it opens nothing from this moment on',
  problems: ['permission_denied', 'api_key_not_found'],
  touches: keyTouches,
});

export const listIamServiceAccounts = operation({
  id: 'listIamServiceAccounts',
  ...read,
  path: '/iam/v2/service-accounts',
  summary: 'List service accounts',
  problems: ['invalid_request'],
  nouns: ['serviceAccounts'],
});

export const createIamServiceAccount = operation({
  id: 'createIamServiceAccount',
  ...shared,
  method: 'POST',
  path: '/iam/v2/service-accounts',
  keyed,
  status: 201,
  summary: 'Create a service account',
  problems: ['invalid_request', 'permission_denied', 'service_account_already_exists'],
  touches: keyTouches,
});

export const getIamServiceAccount = operation({
  id: 'getIamServiceAccount',
  ...read,
  path: '/iam/v2/service-accounts/{id}',
  summary: 'Get a service account',
  problems: ['service_account_not_found'],
  nouns: ['serviceAccounts'],
});

export const updateIamServiceAccount = operation({
  id: 'updateIamServiceAccount',
  ...shared,
  method: 'PATCH',
  path: '/iam/v2/service-accounts/{id}',
  keyed,
  summary: 'Describe a service account anew',
  problems: ['invalid_request', 'permission_denied', 'service_account_not_found'],
  touches: keyTouches,
});

export const deleteIamServiceAccount = operation({
  id: 'deleteIamServiceAccount',
  ...shared,
  method: 'DELETE',
  path: '/iam/v2/service-accounts/{id}',
  keyed,
  status: 204,
  summary: 'Delete a service account with all its API keys',
  problems: ['permission_denied', 'service_account_not_found'],
  touches: keyTouches,
});

export const listIamUsers = operation({
  id: 'listIamUsers',
  ...read,
  path: '/iam/v2/users',
  summary: 'List users',
  problems: ['invalid_request'],
  nouns: ['people'],
});

export const getIamUser = operation({
  id: 'getIamUser',
  ...read,
  path: '/iam/v2/users/{id}',
  summary: 'Get a user',
  problems: ['user_not_found'],
  nouns: ['people'],
});

export const updateIamUser = operation({
  id: 'updateIamUser',
  ...shared,
  method: 'PATCH',
  path: '/iam/v2/users/{id}',
  keyed,
  summary: 'Name a user anew, where no sign-in provider gives the name',
  problems: ['invalid_request', 'permission_denied', 'user_not_found', 'name_from_provider'],
  touches: personTouches,
});

export const deleteIamUser = operation({
  id: 'deleteIamUser',
  ...shared,
  method: 'DELETE',
  path: '/iam/v2/users/{id}',
  keyed,
  status: 204,
  summary: 'Remove a user from the organization with all their API keys',
  problems: ['permission_denied', 'user_not_found', 'last_organization_admin'],
  touches: personTouches,
});

export const listIamRoleBindings = operation({
  id: 'listIamRoleBindings',
  ...read,
  path: '/iam/v2/role-bindings',
  summary: 'List role bindings',
  problems: ['invalid_request'],
  nouns: ['roleBindings'],
});

export const createIamRoleBinding = operation({
  id: 'createIamRoleBinding',
  ...shared,
  method: 'POST',
  path: '/iam/v2/role-bindings',
  keyed,
  status: 201,
  summary: 'Give somebody a role',
  problems: ['invalid_request', 'permission_denied'],
  touches: ['roleBindings', 'apiKeys', 'requests', 'incidents'],
});

export const getIamRoleBinding = operation({
  id: 'getIamRoleBinding',
  ...read,
  path: '/iam/v2/role-bindings/{id}',
  summary: 'Get a role binding',
  problems: ['role_binding_not_found'],
  nouns: ['roleBindings'],
});

export const deleteIamRoleBinding = operation({
  id: 'deleteIamRoleBinding',
  ...shared,
  method: 'DELETE',
  path: '/iam/v2/role-bindings/{id}',
  keyed,
  summary: 'Take a role away; keys made under it go on working and are marked',
  problems: ['permission_denied', 'role_binding_not_found', 'last_organization_admin'],
  touches: ['roleBindings', 'apiKeys', 'requests', 'incidents'],
});

export const listOrgEnvironments = operation({
  id: 'listOrgEnvironments',
  ...read,
  path: '/org/v2/environments',
  summary: 'List environments',
  problems: ['invalid_request'],
  nouns: ['environments'],
});

export const getOrgEnvironment = operation({
  id: 'getOrgEnvironment',
  ...read,
  path: '/org/v2/environments/{id}',
  summary: 'Get an environment',
  problems: ['environment_not_found'],
  nouns: ['environments'],
});

export const listCmkClusters = operation({
  id: 'listCmkClusters',
  ...read,
  path: '/cmk/v2/clusters',
  summary: 'List the Kafka clusters of an environment',
  problems: ['invalid_request', 'environment_not_found'],
  nouns: ['environments'],
});

export const getCmkCluster = operation({
  id: 'getCmkCluster',
  ...read,
  path: '/cmk/v2/clusters/{id}',
  summary: 'Get a Kafka cluster',
  problems: ['invalid_request', 'environment_not_found', 'cluster_not_found'],
  nouns: ['environments'],
});

export const listSrcmClusters = operation({
  id: 'listSrcmClusters',
  ...read,
  path: '/srcm/v3/clusters',
  summary: 'List the Schema Registry of an environment',
  problems: ['invalid_request', 'environment_not_found'],
  nouns: ['environments'],
});

export const getSrcmCluster = operation({
  id: 'getSrcmCluster',
  ...read,
  path: '/srcm/v3/clusters/{id}',
  summary: 'Get a Schema Registry',
  problems: ['invalid_request', 'environment_not_found', 'cluster_not_found'],
  nouns: ['environments'],
});

export const listSrcmV2Clusters = operation({
  id: 'listSrcmV2Clusters',
  ...read,
  path: '/srcm/v2/clusters',
  summary: 'List the Schema Registry of an environment, in the older version’s shape',
  problems: ['invalid_request', 'environment_not_found'],
  nouns: ['environments'],
});

export const getSrcmV2Cluster = operation({
  id: 'getSrcmV2Cluster',
  ...read,
  path: '/srcm/v2/clusters/{id}',
  summary: 'Get a Schema Registry, in the older version’s shape',
  problems: ['invalid_request', 'environment_not_found', 'cluster_not_found'],
  nouns: ['environments'],
});

export const listSrcmRegions = operation({
  id: 'listSrcmRegions',
  ...read,
  path: '/srcm/v2/regions',
  summary: 'List the regions in which the organization has a Schema Registry',
  problems: ['invalid_request'],
  nouns: ['environments'],
});

export const getSrcmRegion = operation({
  id: 'getSrcmRegion',
  ...read,
  path: '/srcm/v2/regions/{id}',
  summary: 'Get a region of Schema Registries',
  problems: ['region_not_found'],
  nouns: ['environments'],
});

export const listKsqlClusters = operation({
  id: 'listKsqlClusters',
  ...read,
  path: '/ksqldbcm/v2/clusters',
  summary: 'List the ksqlDB applications of an environment',
  problems: ['invalid_request', 'environment_not_found'],
  nouns: ['environments'],
});

export const getKsqlCluster = operation({
  id: 'getKsqlCluster',
  ...read,
  path: '/ksqldbcm/v2/clusters/{id}',
  summary: 'Get a ksqlDB application',
  problems: ['invalid_request', 'environment_not_found', 'cluster_not_found'],
  nouns: ['environments'],
});

export const listAppliedQuotas = operation({
  id: 'listAppliedQuotas',
  ...read,
  path: '/service-quota/v1/applied-quotas',
  summary: 'List quotas and how much of them is used',
  problems: ['invalid_request'],
  nouns: ['apiKeys', 'serviceAccounts'],
});

export const getAppliedQuota = operation({
  id: 'getAppliedQuota',
  ...read,
  path: '/service-quota/v1/applied-quotas/{id}',
  summary: 'Get a quota',
  problems: ['quota_not_found'],
  nouns: ['apiKeys', 'serviceAccounts'],
});

export const listQuotaScopes = operation({
  id: 'listQuotaScopes',
  ...read,
  path: '/service-quota/v1/scopes',
  summary: 'List what quotas are of',
  problems: ['invalid_request'],
  nouns: ['organization'],
});

export const getQuotaScope = operation({
  id: 'getQuotaScope',
  ...read,
  path: '/service-quota/v1/scopes/{id}',
  summary: 'Get a scope of quotas',
  problems: ['quota_not_found'],
  nouns: ['organization'],
});
