import { operation } from '../operation.ts';

const G = '/v1/organization/{organization_id}/governance/access' as const;
const missing = ['organization_not_found', 'governance_access_not_found'] as const;
const group = 'Accesses';

export const listAccesses = operation({
  id: 'listAccesses',
  method: 'GET',
  path: G,
  group,
  summary: 'List accesses',
  problems: ['organization_not_found', 'invalid_request'],
  nouns: ['accesses'],
});

export const exportAccesses = operation({
  id: 'exportAccesses',
  method: 'GET',
  path: '/v1/organization/{organization_id}/governance/access-export',
  group,
  summary: 'Every access that matches, as CSV',
  produces: 'csv',
  problems: ['organization_not_found', 'invalid_request'],
  nouns: ['accesses'],
});

export const accessFilters = operation({
  id: 'accessFilters',
  method: 'GET',
  path: '/v1/organization/{organization_id}/governance/access-filters',
  group,
  summary: 'What the list of accesses can be filtered by',
  problems: ['organization_not_found'],
  nouns: ['services', 'groups'],
});

export const accessAttention = operation({
  id: 'accessAttention',
  method: 'GET',
  path: '/v1/organization/{organization_id}/governance/access-attention',
  group,
  summary: 'How many accesses wait for me',
  problems: ['organization_not_found'],
  nouns: ['accesses', 'groups'],
});

export const createAccess = operation({
  id: 'createAccess',
  method: 'POST',
  path: G,
  group,
  summary: 'Create an access',
  description: 'Its first credentials can be shown once, to the person who created it.',
  problems: [
    'organization_not_found',
    'invalid_request',
    'permission_denied',
    'project_not_found',
    'service_not_found',
    'user_group_not_found',
    'topic_not_found',
    'governance_access_already_exists',
  ],
  touches: ['accesses'],
});

export const getAccess = operation({
  id: 'getAccess',
  method: 'GET',
  path: `${G}/{access_id}`,
  group,
  summary: 'Get an access',
  problems: missing,
  nouns: ['accesses'],
});

export const deleteAccess = operation({
  id: 'deleteAccess',
  method: 'DELETE',
  path: `${G}/{access_id}`,
  group,
  summary: 'Delete an access with its service user',
  problems: [
    ...missing,
    'permission_denied',
    'governance_request_already_in_progress',
    'governance_access_not_ready',
  ],
  touches: ['accesses', 'requests'],
});

export const previewRotation = operation({
  id: 'previewRotation',
  method: 'GET',
  path: `${G}/{access_id}/rotation`,
  group,
  summary: 'What a rotation would need: who can approve, which overlaps the platform offers',
  problems: missing,
  nouns: ['accesses', 'groups', 'requests'],
});

export const readCredentialsByToken = operation({
  id: 'readCredentialsByToken',
  callers: 'token',
  method: 'GET',
  path: `${G}/{access_id}/credentials`,
  group: 'Credentials',
  summary: 'Read new credentials once, for callers with an access token',
  description:
    'Uses them up: a second call is answered with 410. Whether they arrived nobody confirms, so 10 minutes later they count as unconfirmed, and the old ones stay valid until somebody retires them. A browser session is always refused and consumes nothing; it begins with a claim instead (see claimCredentials).',
  problems: [
    ...missing,
    'permission_denied',
    'credentials_not_ready',
    'credentials_consumed',
    'credentials_expired',
  ],
});

export const claimCredentials = operation({
  id: 'claimCredentials',
  callers: 'session',
  // The claim is its key, and no other copy of its answer may be kept (R21).
  keyed: false,
  method: 'POST',
  path: `${G}/{access_id}/credentials/claim`,
  group: 'Credentials',
  summary: 'Show new credentials, once',
  description:
    'The first claim takes them. The same claim gets the same answer again for 10 minutes, so that a dropped line loses nothing; any other claim is refused with 410.',
  problems: [
    'step_up_required',
    ...missing,
    'invalid_request',
    'permission_denied',
    'credentials_not_ready',
    'credentials_consumed',
    'credentials_expired',
  ],
  touches: ['accesses', 'requests'],
});

export const confirmSaved = operation({
  id: 'confirmSaved',
  callers: 'session',
  method: 'POST',
  path: `${G}/{access_id}/credentials/saved`,
  group: 'Credentials',
  summary: 'Confirm that the shown credentials are saved',
  description:
    'Destroys the server’s copy and starts the time that the old credentials have left. Repeatable.',
  problems: [
    ...missing,
    'invalid_request',
    'permission_denied',
    'credentials_not_ready',
    'credentials_consumed',
    'credentials_expired',
  ],
  touches: ['accesses', 'requests'],
});

export const retireOldCredentials = operation({
  id: 'retireOldCredentials',
  method: 'POST',
  path: `${G}/{access_id}/credentials/retire-old`,
  group: 'Credentials',
  summary: 'End the old credentials now',
  problems: [
    ...missing,
    'invalid_request',
    'permission_denied',
    'no_old_credentials',
    'governance_request_already_in_progress',
    'stale_version',
  ],
  touches: ['accesses', 'requests'],
});
