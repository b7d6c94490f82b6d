import { operation } from '../operation.ts';

const O = '/v1/organization/{organization_id}' as const;
const group = 'API keys';
const organization = 'organization_not_found' as const;
const touches = ['apiKeys', 'serviceAccounts', 'environments'] as const;

export const listEnvironments = operation({
  id: 'listEnvironments',
  method: 'GET',
  path: `${O}/environments`,
  group,
  summary: 'List environments, with their clusters counted',
  problems: [organization],
  nouns: ['environments'],
});

export const getEnvironment = operation({
  id: 'getEnvironment',
  method: 'GET',
  path: `${O}/environments/{environment_id}`,
  group,
  summary: 'An environment with its clusters',
  problems: [organization, 'environment_not_found'],
  nouns: ['environments', 'apiKeys'],
});

export const getCluster = operation({
  id: 'getCluster',
  method: 'GET',
  path: `${O}/clusters/{cluster_id}`,
  group,
  summary: 'A Kafka cluster, Schema Registry or ksqlDB application',
  problems: [organization, 'cluster_not_found'],
  nouns: ['environments', 'apiKeys'],
});

export const listApiKeys = operation({
  id: 'listApiKeys',
  method: 'GET',
  path: `${O}/api-keys`,
  group,
  summary: 'List the API keys that I may see, without secrets',
  description: 'My own, and those of every cluster that I hold a role on; all of them for OrganizationAdmin.',
  problems: [organization, 'invalid_request'],
  nouns: ['apiKeys'],
});

export const exportApiKeys = operation({
  id: 'exportApiKeys',
  method: 'GET',
  path: `${O}/api-key-export`,
  group,
  summary: 'Every API key that matches, as CSV',
  produces: 'csv',
  problems: [organization, 'invalid_request'],
  nouns: ['apiKeys'],
});

export const previewApiKey = operation({
  id: 'previewApiKey',
  method: 'GET',
  path: `${O}/new-api-key`,
  group,
  summary: 'Whether and for whom I may create a key, with quotas',
  problems: [organization, 'invalid_request', 'cluster_not_found'],
  nouns: ['apiKeys', 'serviceAccounts', 'roleBindings'],
});

export const createApiKey = operation({
  id: 'createApiKey',
  method: 'POST',
  path: `${O}/api-keys`,
  group,
  callers: 'session',
  // No copy of its answer may be kept: it carries the secret (R21). Its claim stands for a key.
  keyed: false,
  summary: 'Create an API key in the console',
  description:
    'The secret is in this answer. Asking again with the same claim within ten minutes gets the same key and secret, until it was saved; nothing else ever shows it.',
  problems: [
    'step_up_required',
    organization,
    'invalid_request',
    'permission_denied',
    'quota_exceeded',
    'cluster_not_found',
    'service_account_not_found',
    'credentials_consumed',
  ],
  touches,
});

export const claimApiKey = operation({
  id: 'claimApiKey',
  method: 'POST',
  path: `${O}/governance/requests/{request_id}/claim`,
  group,
  callers: 'session',
  // As of createApiKey.
  keyed: false,
  summary: 'See the API key that I asked for, once',
  description:
    'The first claim takes the secret; the same claim gets it again within ten minutes, until it was saved. Nothing else ever shows it.',
  problems: [
    'step_up_required',
    organization,
    'invalid_request',
    'request_not_found',
    'permission_denied',
    'credentials_not_ready',
    'credentials_consumed',
    'credentials_expired',
  ],
  touches: [...touches, 'requests'],
});

export const changeEnvironmentApproval = operation({
  id: 'changeEnvironmentApproval',
  method: 'PATCH',
  path: `${O}/environments/{environment_id}/approval`,
  group,
  summary: 'Whether keys of those who administer an environment take a second person’s approval',
  problems: [organization, 'invalid_request', 'permission_denied', 'environment_not_found', 'stale_version'],
  touches: ['environments', 'apiKeys'],
});

export const changeCloudKeyApproval = operation({
  id: 'changeCloudKeyApproval',
  method: 'PATCH',
  path: `${O}/cloud-key-approval`,
  group,
  summary: 'Whether Cloud keys take a second person’s approval',
  problems: [organization, 'invalid_request', 'permission_denied', 'stale_version'],
  touches: ['apiKeys'],
});

export const confirmApiKeySaved = operation({
  id: 'confirmApiKeySaved',
  method: 'POST',
  path: `${O}/api-keys/{key}/saved`,
  group,
  callers: 'session',
  summary: 'The secret is saved: the server’s copy is destroyed',
  problems: [organization, 'invalid_request', 'api_key_not_found', 'credentials_consumed'],
  touches: [...touches, 'requests'],
});

export const describeApiKey = operation({
  id: 'describeApiKey',
  method: 'PATCH',
  path: `${O}/api-keys/{key}`,
  group,
  summary: 'Describe an API key anew; an empty text clears it',
  problems: [organization, 'invalid_request', 'permission_denied', 'api_key_not_found', 'stale_version'],
  touches,
});

export const deleteApiKey = operation({
  id: 'deleteApiKey',
  method: 'DELETE',
  path: `${O}/api-keys/{key}`,
  group,
  status: 204,
  summary: 'Delete an API key; it opens nothing from this moment on',
  problems: [organization, 'invalid_request', 'permission_denied', 'api_key_not_found', 'api_key_in_use'],
  touches,
});

export const listServiceAccounts = operation({
  id: 'listServiceAccounts',
  method: 'GET',
  path: `${O}/service-accounts`,
  group,
  summary: 'List service accounts, with their keys counted',
  problems: [organization, 'invalid_request'],
  nouns: ['serviceAccounts'],
});

export const exportServiceAccounts = operation({
  id: 'exportServiceAccounts',
  method: 'GET',
  path: `${O}/service-account-export`,
  group,
  summary: 'Every service account that matches, as CSV',
  produces: 'csv',
  problems: [organization, 'invalid_request'],
  nouns: ['serviceAccounts'],
});

export const createServiceAccount = operation({
  id: 'createServiceAccount',
  method: 'POST',
  path: `${O}/service-accounts`,
  group,
  summary: 'Create a service account',
  problems: [organization, 'invalid_request', 'permission_denied', 'service_account_already_exists'],
  touches,
});

export const getPrincipal = operation({
  id: 'getPrincipal',
  method: 'GET',
  path: `${O}/principals/{principal_id}`,
  group,
  summary: 'A service account or a person with roles and ACLs',
  problems: [organization, 'service_account_not_found'],
  nouns: ['serviceAccounts', 'roleBindings', 'people'],
});

export const describeServiceAccount = operation({
  id: 'describeServiceAccount',
  method: 'PATCH',
  path: `${O}/service-accounts/{service_account_id}`,
  group,
  summary: 'Describe a service account anew; an empty text clears it',
  problems: [
    organization,
    'invalid_request',
    'permission_denied',
    'service_account_not_found',
    'stale_version',
  ],
  touches,
});

export const deleteServiceAccount = operation({
  id: 'deleteServiceAccount',
  method: 'POST',
  path: `${O}/service-accounts/{service_account_id}/delete`,
  group,
  summary: 'Delete a service account with all its keys, roles and ACLs',
  description:
    '`keys` names every key that goes with it. Where it has others by now, nothing is deleted, and the answer is a conflict; with `unused` also where one of them was used within 24 hours.',
  problems: [
    organization,
    'invalid_request',
    'permission_denied',
    'service_account_not_found',
    'stale_version',
    'api_key_in_use',
  ],
  touches: [...touches, 'roleBindings'],
});

export const addRoleBinding = operation({
  id: 'addRoleBinding',
  method: 'POST',
  path: `${O}/role-bindings`,
  group,
  summary: 'Give a person or a service account a role',
  problems: [
    organization,
    'invalid_request',
    'permission_denied',
    'service_account_not_found',
    'environment_not_found',
    'cluster_not_found',
  ],
  touches: ['roleBindings', 'apiKeys', 'requests', 'incidents'],
});

export const removeRoleBinding = operation({
  id: 'removeRoleBinding',
  method: 'DELETE',
  path: `${O}/role-bindings/{role_binding_id}`,
  group,
  status: 204,
  summary: 'Take a role away; keys made under it go on working and are marked',
  problems: [organization, 'permission_denied', 'role_binding_not_found', 'last_organization_admin'],
  touches: ['roleBindings', 'apiKeys', 'requests', 'incidents'],
});

export const addAccountAcl = operation({
  id: 'addAccountAcl',
  method: 'POST',
  path: `${O}/account-acls`,
  group,
  summary: 'Let a service account read or write a topic',
  problems: [
    organization,
    'invalid_request',
    'permission_denied',
    'service_account_not_found',
    'cluster_not_found',
  ],
  touches: ['serviceAccounts', 'apiKeys'],
});

export const removeAccountAcl = operation({
  id: 'removeAccountAcl',
  method: 'DELETE',
  path: `${O}/account-acls/{acl_id}`,
  group,
  status: 204,
  summary: 'Take an ACL of a service account away',
  problems: [organization, 'permission_denied', 'service_acl_not_found'],
  touches: ['serviceAccounts', 'apiKeys'],
});

export const listOrganizationMembers = operation({
  id: 'listOrganizationMembers',
  method: 'GET',
  path: `${O}/members`,
  group,
  summary: 'List the organization’s people with their roles and keys',
  problems: [organization, 'invalid_request'],
  nouns: ['people', 'roleBindings', 'apiKeys'],
});

export const exportOrganizationMembers = operation({
  id: 'exportOrganizationMembers',
  method: 'GET',
  path: `${O}/member-export`,
  group,
  summary: 'Every person of the organization that matches, as CSV',
  produces: 'csv',
  problems: [organization, 'invalid_request'],
  nouns: ['people', 'roleBindings', 'apiKeys'],
});

export const removeOrganizationMember = operation({
  id: 'removeOrganizationMember',
  method: 'POST',
  path: `${O}/members/{user_id}/remove`,
  group,
  summary: 'Remove a person from the organization, with their sessions, tokens, keys, roles and memberships',
  description:
    '`keys` names every API key that goes with it. Where there are others by now, nothing is removed, and the answer is a conflict; with `unused` also where one of them was used within 24 hours.',
  problems: [
    organization,
    'invalid_request',
    'permission_denied',
    'user_not_found',
    'stale_version',
    'api_key_in_use',
    'last_organization_admin',
  ],
  touches: [...touches, 'people', 'groups', 'roleBindings', 'accesses', 'requests', 'incidents', 'services'],
});
