import { operation } from '../operation.ts';

const Q = '/v1/organization/{organization_id}/governance/requests' as const;
const missing = ['organization_not_found', 'request_not_found'] as const;
const group = 'Requests';

export const createRequest = operation({
  id: 'createRequest',
  method: 'POST',
  path: Q,
  group,
  summary: 'Ask for a change that a second person has to approve',
  status: 201,
  problems: [
    'organization_not_found',
    'governance_access_not_found',
    'invalid_request',
    'permission_denied',
    'governance_request_already_in_progress',
    'governance_access_not_ready',
    'invalid_owner_user_group',
    'no_second_organization_admin',
    'quota_exceeded',
    'cluster_not_found',
    'service_account_not_found',
  ],
  touches: ['requests', 'accesses', 'notifications', 'apiKeys'],
});

export const listRequests = operation({
  id: 'listRequests',
  method: 'GET',
  path: Q,
  group,
  summary: 'List requests',
  problems: ['organization_not_found', 'invalid_request'],
  nouns: ['requests'],
});

export const exportRequests = operation({
  id: 'exportRequests',
  method: 'GET',
  path: '/v1/organization/{organization_id}/governance/requests-export',
  group,
  summary: 'Every request that matches, as CSV',
  produces: 'csv',
  problems: ['organization_not_found', 'invalid_request'],
  nouns: ['requests'],
});

export const requestFilters = operation({
  id: 'requestFilters',
  method: 'GET',
  path: '/v1/organization/{organization_id}/governance/requests-filters',
  group,
  summary: 'What the list of requests can be filtered by',
  problems: ['organization_not_found'],
  nouns: ['requests', 'groups'],
});

export const requestSummary = operation({
  id: 'requestSummary',
  method: 'GET',
  path: '/v1/organization/{organization_id}/governance/requests-summary',
  group,
  summary: 'How many requests wait for my decision',
  problems: ['organization_not_found'],
  nouns: ['requests'],
});

export const getRequest = operation({
  id: 'getRequest',
  method: 'GET',
  path: `${Q}/{request_id}`,
  group,
  summary: 'Get a request with everything needed to decide it',
  problems: missing,
  nouns: ['requests', 'accesses'],
});

export const approveRequest = operation({
  id: 'approveRequest',
  method: 'POST',
  path: `${Q}/{request_id}/approve`,
  group,
  summary: 'Approve a request',
  problems: [
    ...missing,
    'invalid_request',
    'permission_denied',
    'approval_forbidden_on_own_request',
    'governance_request_already_decided',
    'invalid_owner_user_group',
    'stale_version',
    'service_user_not_ready',
  ],
  touches: ['requests', 'accesses', 'notifications', 'apiKeys'],
});

export const declineRequest = operation({
  id: 'declineRequest',
  method: 'POST',
  path: `${Q}/{request_id}/decline`,
  group,
  summary: 'Decline a request, with a reason',
  problems: [
    ...missing,
    'invalid_request',
    'permission_denied',
    'approval_forbidden_on_own_request',
    'governance_request_already_decided',
    'stale_version',
  ],
  touches: ['requests', 'accesses', 'notifications'],
});

export const deleteRequest = operation({
  id: 'deleteRequest',
  method: 'DELETE',
  path: `${Q}/{request_id}`,
  group,
  summary: 'Delete one’s own pending request',
  problems: [...missing, 'deleting_forbidden_on_governance_request', 'governance_request_already_decided'],
  touches: ['requests', 'accesses', 'notifications'],
});

export const retryRequest = operation({
  id: 'retryRequest',
  method: 'POST',
  path: `${Q}/{request_id}/retry`,
  group,
  summary: 'Try a failed request again',
  problems: [
    ...missing,
    'invalid_request',
    'governance_access_not_found',
    'permission_denied',
    'governance_request_not_failed',
    'stale_version',
    'service_user_not_ready',
    'governance_request_already_in_progress',
    'invalid_owner_user_group',
  ],
  touches: ['requests', 'accesses', 'apiKeys'],
});
