import { operation } from '../operation.ts';

const O = '/v1/organization/{organization_id}' as const;
const A = `${O}/governance/access/{access_id}/compromise` as const;
const U = `${O}/project/{project}/service/{service_name}/users/{username}/compromise` as const;
const K = `${O}/api-keys/{key}/compromise` as const;
const I = `${O}/governance/incidents` as const;
const group = 'Compromise';
const organization = 'organization_not_found' as const;
const missingAccess = [organization, 'governance_access_not_found'] as const;
const missingUser = [organization, 'project_not_found', 'service_not_found', 'user_not_found'] as const;
const missingKey = [organization, 'api_key_not_found'] as const;
const missing = [organization, 'incident_not_found'] as const;
const touches = ['incidents', 'accesses', 'requests', 'serviceUsers', 'services', 'notifications'] as const;
const keyTouches = ['incidents', 'apiKeys', 'serviceAccounts', 'environments', 'notifications'] as const;
const refusals = [
  'invalid_request',
  'permission_denied',
  'already_compromised',
  'nothing_to_revoke',
] as const;

export const previewAccessCompromise = operation({
  id: 'previewAccessCompromise',
  method: 'GET',
  path: A,
  group,
  summary: 'What reporting an access’s credentials as compromised would end',
  problems: missingAccess,
  nouns: ['accesses', 'incidents'],
});

export const reportAccessCompromise = operation({
  id: 'reportAccessCompromise',
  method: 'POST',
  path: A,
  group,
  status: 201,
  summary: 'Report an access’s credentials as compromised: they end now',
  description:
    'Every password and certificate of its service user ends, also old ones in their overlap and ones that nobody viewed yet. The platform is told at once and until it has done so; `revoke_time` says when it had. The incident stays open until a second person closes its review.',
  problems: [...missingAccess, ...refusals, 'governance_access_not_ready'],
  touches,
});

export const previewUserCompromise = operation({
  id: 'previewUserCompromise',
  method: 'GET',
  path: U,
  group,
  summary: 'What reporting a service user’s credentials as compromised would end',
  problems: missingUser,
  nouns: ['serviceUsers', 'incidents'],
});

export const reportUserCompromise = operation({
  id: 'reportUserCompromise',
  method: 'POST',
  path: U,
  group,
  status: 201,
  summary: 'Report a service user’s credentials as compromised: they end now',
  description: 'As for an access; of a user that belongs to one, the report is about the access.',
  problems: [...missingUser, ...refusals, 'service_user_not_ready', 'governance_access_not_ready'],
  touches,
});

export const previewKeyCompromise = operation({
  id: 'previewKeyCompromise',
  method: 'GET',
  path: K,
  group,
  summary: 'What reporting an API key as compromised would end',
  problems: missingKey,
  nouns: ['apiKeys', 'incidents'],
});

export const reportKeyCompromise = operation({
  id: 'reportKeyCompromise',
  method: 'POST',
  path: K,
  group,
  status: 201,
  summary: 'Report an API key as compromised: it opens nothing from this moment on',
  description: 'It stays in the list, as compromised, until a second person closes its review.',
  problems: [...missingKey, ...refusals],
  touches: keyTouches,
});

export const listIncidents = operation({
  id: 'listIncidents',
  method: 'GET',
  path: I,
  group,
  summary: 'List reports of compromised credentials that concern me',
  description:
    'Of my groups, of projects that I operate, of keys that I manage; all of them for organization admins.',
  problems: [organization, 'invalid_request'],
  nouns: ['incidents'],
});

export const exportIncidents = operation({
  id: 'exportIncidents',
  method: 'GET',
  path: `${O}/governance/incidents-export`,
  group,
  summary: 'Every report that matches, as CSV',
  produces: 'csv',
  problems: [organization, 'invalid_request'],
  nouns: ['incidents'],
});

export const getIncident = operation({
  id: 'getIncident',
  method: 'GET',
  path: `${I}/{incident_id}`,
  group,
  summary: 'A report of compromised credentials, with who could review it',
  problems: missing,
  nouns: ['incidents'],
});

export const closeIncident = operation({
  id: 'closeIncident',
  method: 'POST',
  path: `${I}/{incident_id}/close`,
  group,
  summary: 'Close the review of compromised credentials, as a second person',
  problems: [
    ...missing,
    'invalid_request',
    'permission_denied',
    'approval_forbidden_on_own_request',
    'review_already_closed',
    'revocation_under_way',
    'stale_version',
  ],
  touches: [...touches, 'apiKeys', 'serviceAccounts', 'environments'],
});
