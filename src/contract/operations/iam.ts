import { operation } from '../operation.ts';

// The vendor's management API, as its published clients call it. Every path also answers under /api. Its errors have an
// envelope of their own, and besides sessions and access tokens it takes Cloud keys by HTTP Basic.

const group = 'Management API';
const dialect = 'iam';
const keyed = false;

const keyTouches = ['apiKeys', 'serviceAccounts', 'environments'] as const;

export const listIamApiKeys = operation({
  id: 'listIamApiKeys',
  method: 'GET',
  path: '/iam/v2/api-keys',
  group,
  dialect,
  summary: 'List API keys',
  problems: ['invalid_request'],
  nouns: ['apiKeys'],
});

export const createIamApiKey = operation({
  id: 'createIamApiKey',
  method: 'POST',
  path: '/iam/v2/api-keys',
  group,
  dialect,
  keyed,
  status: 202,
  summary: 'Create an API key',
  description: 'The answer’s `spec.secret` is the secret, and the only place where it is ever shown.',
  problems: ['step_up_required', 'invalid_request', 'quota_exceeded', 'permission_denied'],
  touches: keyTouches,
});

export const getIamApiKey = operation({
  id: 'getIamApiKey',
  method: 'GET',
  path: '/iam/v2/api-keys/{id}',
  group,
  dialect,
  summary: 'Get an API key, without its secret',
  problems: ['api_key_not_found'],
  nouns: ['apiKeys'],
});

export const updateIamApiKey = operation({
  id: 'updateIamApiKey',
  method: 'PATCH',
  path: '/iam/v2/api-keys/{id}',
  group,
  dialect,
  keyed,
  summary: 'Name or describe an API key anew; empty texts clear',
  problems: ['invalid_request', 'permission_denied', 'api_key_not_found'],
  touches: keyTouches,
});

export const deleteIamApiKey = operation({
  id: 'deleteIamApiKey',
  method: 'DELETE',
  path: '/iam/v2/api-keys/{id}',
  group,
  dialect,
  keyed,
  status: 204,
  summary: 'Delete an API key; it opens nothing from this moment on',
  problems: ['permission_denied', 'api_key_not_found'],
  touches: keyTouches,
});

export const listIamServiceAccounts = operation({
  id: 'listIamServiceAccounts',
  method: 'GET',
  path: '/iam/v2/service-accounts',
  group,
  dialect,
  summary: 'List service accounts',
  problems: ['invalid_request'],
  nouns: ['serviceAccounts'],
});

export const createIamServiceAccount = operation({
  id: 'createIamServiceAccount',
  method: 'POST',
  path: '/iam/v2/service-accounts',
  group,
  dialect,
  keyed,
  status: 201,
  summary: 'Create a service account',
  problems: ['invalid_request', 'permission_denied', 'service_account_already_exists'],
  touches: keyTouches,
});

export const getIamServiceAccount = operation({
  id: 'getIamServiceAccount',
  method: 'GET',
  path: '/iam/v2/service-accounts/{id}',
  group,
  dialect,
  summary: 'Get a service account',
  problems: ['service_account_not_found'],
  nouns: ['serviceAccounts'],
});

export const updateIamServiceAccount = operation({
  id: 'updateIamServiceAccount',
  method: 'PATCH',
  path: '/iam/v2/service-accounts/{id}',
  group,
  dialect,
  keyed,
  summary: 'Describe a service account anew',
  problems: ['invalid_request', 'permission_denied', 'service_account_not_found'],
  touches: keyTouches,
});

export const deleteIamServiceAccount = operation({
  id: 'deleteIamServiceAccount',
  method: 'DELETE',
  path: '/iam/v2/service-accounts/{id}',
  group,
  dialect,
  keyed,
  status: 204,
  summary: 'Delete a service account with all its API keys',
  problems: ['permission_denied', 'service_account_not_found'],
  touches: keyTouches,
});

export const listIamUsers = operation({
  id: 'listIamUsers',
  method: 'GET',
  path: '/iam/v2/users',
  group,
  dialect,
  summary: 'List users',
  problems: ['invalid_request'],
  nouns: ['people'],
});

export const getIamUser = operation({
  id: 'getIamUser',
  method: 'GET',
  path: '/iam/v2/users/{id}',
  group,
  dialect,
  summary: 'Get a user',
  problems: ['user_not_found'],
  nouns: ['people'],
});

export const listIamRoleBindings = operation({
  id: 'listIamRoleBindings',
  method: 'GET',
  path: '/iam/v2/role-bindings',
  group,
  dialect,
  summary: 'List role bindings',
  problems: ['invalid_request'],
  nouns: ['roleBindings'],
});

export const createIamRoleBinding = operation({
  id: 'createIamRoleBinding',
  method: 'POST',
  path: '/iam/v2/role-bindings',
  group,
  dialect,
  keyed,
  status: 201,
  summary: 'Give somebody a role',
  problems: ['invalid_request', 'permission_denied'],
  touches: ['roleBindings', 'apiKeys'],
});

export const getIamRoleBinding = operation({
  id: 'getIamRoleBinding',
  method: 'GET',
  path: '/iam/v2/role-bindings/{id}',
  group,
  dialect,
  summary: 'Get a role binding',
  problems: ['role_binding_not_found'],
  nouns: ['roleBindings'],
});

export const deleteIamRoleBinding = operation({
  id: 'deleteIamRoleBinding',
  method: 'DELETE',
  path: '/iam/v2/role-bindings/{id}',
  group,
  dialect,
  keyed,
  summary: 'Take a role away; keys made under it go on working and are marked',
  problems: ['permission_denied', 'role_binding_not_found', 'last_organization_admin'],
  touches: ['roleBindings', 'apiKeys'],
});

export const listOrgEnvironments = operation({
  id: 'listOrgEnvironments',
  method: 'GET',
  path: '/org/v2/environments',
  group,
  dialect,
  summary: 'List environments',
  problems: ['invalid_request'],
  nouns: ['environments'],
});

export const getOrgEnvironment = operation({
  id: 'getOrgEnvironment',
  method: 'GET',
  path: '/org/v2/environments/{id}',
  group,
  dialect,
  summary: 'Get an environment',
  problems: ['environment_not_found'],
  nouns: ['environments'],
});

export const listCmkClusters = operation({
  id: 'listCmkClusters',
  method: 'GET',
  path: '/cmk/v2/clusters',
  group,
  dialect,
  summary: 'List the Kafka clusters of an environment',
  problems: ['invalid_request', 'environment_not_found'],
  nouns: ['environments'],
});

export const getCmkCluster = operation({
  id: 'getCmkCluster',
  method: 'GET',
  path: '/cmk/v2/clusters/{id}',
  group,
  dialect,
  summary: 'Get a Kafka cluster',
  problems: ['invalid_request', 'environment_not_found', 'cluster_not_found'],
  nouns: ['environments'],
});

export const listSrcmClusters = operation({
  id: 'listSrcmClusters',
  method: 'GET',
  path: '/srcm/v3/clusters',
  group,
  dialect,
  summary: 'List the Schema Registry of an environment',
  problems: ['invalid_request', 'environment_not_found'],
  nouns: ['environments'],
});

export const getSrcmCluster = operation({
  id: 'getSrcmCluster',
  method: 'GET',
  path: '/srcm/v3/clusters/{id}',
  group,
  dialect,
  summary: 'Get a Schema Registry',
  problems: ['invalid_request', 'environment_not_found', 'cluster_not_found'],
  nouns: ['environments'],
});

export const listKsqlClusters = operation({
  id: 'listKsqlClusters',
  method: 'GET',
  path: '/ksqldbcm/v2/clusters',
  group,
  dialect,
  summary: 'List the ksqlDB applications of an environment',
  problems: ['invalid_request', 'environment_not_found'],
  nouns: ['environments'],
});

export const getKsqlCluster = operation({
  id: 'getKsqlCluster',
  method: 'GET',
  path: '/ksqldbcm/v2/clusters/{id}',
  group,
  dialect,
  summary: 'Get a ksqlDB application',
  problems: ['invalid_request', 'environment_not_found', 'cluster_not_found'],
  nouns: ['environments'],
});

export const listAppliedQuotas = operation({
  id: 'listAppliedQuotas',
  method: 'GET',
  path: '/service-quota/v1/applied-quotas',
  group,
  dialect,
  summary: 'List quotas and how much of them is used',
  problems: ['invalid_request'],
  nouns: ['apiKeys', 'serviceAccounts'],
});

export const getAppliedQuota = operation({
  id: 'getAppliedQuota',
  method: 'GET',
  path: '/service-quota/v1/applied-quotas/{id}',
  group,
  dialect,
  summary: 'Get a quota',
  problems: ['quota_not_found'],
  nouns: ['apiKeys', 'serviceAccounts'],
});
