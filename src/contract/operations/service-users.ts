import { operation } from '../operation.ts';

const O = '/v1/organization/{organization_id}' as const;
const P = '/v1/project/{project}/service/{service_name}' as const;
const S = `${O}/project/{project}/service/{service_name}` as const;
const group = 'Service users';
const missing = ['project_not_found', 'service_not_found'] as const;
const missingUser = [...missing, 'user_not_found'] as const;
const touches = ['serviceUsers', 'services', 'accesses'] as const;

export const createServiceUser = operation({
  id: 'createServiceUser',
  method: 'POST',
  path: `${P}/user`,
  group,
  summary: 'Create a service user',
  description:
    'For the project’s admins and operators. Its certificate and password are made on the platform at once; the answer waits for them up to five seconds and never carries them. `authentication` and `access_control` are accepted and have no meaning on Kafka.',
  problems: [
    ...missing,
    'invalid_request',
    'permission_denied',
    'username_is_reserved',
    'service_user_already_exists',
    'governance_access_already_exists',
  ],
  touches,
});

export const getServiceUser = operation({
  id: 'getServiceUser',
  method: 'GET',
  path: `${P}/user/{username}`,
  group,
  summary: 'Get a service user',
  description:
    'An access token of a project admin or operator gets certificate, key and password, as far as they are kept, unless `include_secrets=false`; each such look is recorded. A browser session gets none of them.',
  problems: [...missingUser, 'invalid_request'],
  nouns: ['serviceUsers'],
});

export const deleteServiceUser = operation({
  id: 'deleteServiceUser',
  method: 'DELETE',
  path: `${P}/user/{username}`,
  group,
  summary: 'Delete a service user; its credentials end',
  problems: [
    ...missingUser,
    'permission_denied',
    'username_is_reserved',
    'resource_managed_by_governance',
    'service_user_not_ready',
  ],
  touches,
});

export const modifyServiceUser = operation({
  id: 'modifyServiceUser',
  method: 'PUT',
  path: `${P}/user/{username}`,
  group,
  summary: 'Acknowledge a renewed certificate, or reset credentials',
  description:
    '`acknowledge-renewal` says that the new certificate is in use; the old one works until its end, and repeating does no harm. `reset-credentials` makes a new password, key and certificate and ends the old ones; `new_password` is taken instead of a random one. The answer waits for the platform up to five seconds; it is the service with this user alone, without ACLs, topics and secrets.',
  problems: [
    'step_up_required',
    ...missingUser,
    'invalid_request',
    'permission_denied',
    'certificate_never_renewed',
    'service_user_not_ready',
    'governance_access_not_ready',
    'governance_request_already_in_progress',
  ],
  touches,
});

export const resetServiceUser = operation({
  id: 'resetServiceUser',
  method: 'PUT',
  path: `${P}/user/{username}/credentials/reset`,
  group,
  summary: 'Reset the credentials of a service user',
  problems: [
    'step_up_required',
    ...missingUser,
    'permission_denied',
    'service_user_not_ready',
    'governance_access_not_ready',
    'governance_request_already_in_progress',
  ],
  touches,
});

export const resetServiceCredentials = operation({
  id: 'resetServiceCredentials',
  method: 'PUT',
  path: `${P}/credentials/reset`,
  group,
  summary: 'Reset the credentials of a service’s own user, avnadmin',
  problems: ['step_up_required', ...missingUser, 'permission_denied', 'service_user_not_ready'],
  touches,
});

export const listServiceUsers = operation({
  id: 'listServiceUsers',
  method: 'GET',
  path: `${S}/users`,
  group,
  summary: 'List the service users of a service, without secrets',
  problems: ['organization_not_found', 'invalid_request', ...missing],
  nouns: ['serviceUsers'],
});

export const exportServiceUsers = operation({
  id: 'exportServiceUsers',
  method: 'GET',
  path: `${S}/user-export`,
  group,
  summary: 'Every service user that matches, as CSV',
  produces: 'csv',
  problems: ['organization_not_found', 'invalid_request', ...missing],
  nouns: ['serviceUsers'],
});

export const showServiceUserSecrets = operation({
  id: 'showServiceUserSecrets',
  method: 'POST',
  path: `${S}/users/{username}/secrets`,
  group,
  callers: 'session',
  // No copy of its answer may be kept: it carries secrets (R21).
  keyed: false,
  summary: 'Look at what is kept of a service user’s secrets',
  description:
    'For the project’s admins and operators. Answers with what was asked for and nothing else, and records the look.',
  problems: [
    'step_up_required',
    'organization_not_found',
    ...missingUser,
    'invalid_request',
    'permission_denied',
    'service_user_not_ready',
    'governance_access_not_ready',
    'governance_request_already_in_progress',
    'secrets_not_kept',
  ],
  touches: ['serviceUsers'],
});

export const changeCertificateNotices = operation({
  id: 'changeCertificateNotices',
  method: 'PATCH',
  path: `${S}/certificate-notices`,
  group,
  summary: 'Mute a service’s certificate notices, or change when it renews',
  description: 'Only what is given changes. Renewal itself goes on while notices are muted.',
  problems: ['organization_not_found', ...missing, 'invalid_request', 'permission_denied'],
  touches: ['services', 'serviceUsers', 'accesses'],
});

export const introduceCa = operation({
  id: 'introduceCa',
  method: 'POST',
  path: '/v1/project/{project}/ca-rotation',
  group,
  summary: 'Introduce a new CA beside a project’s older ones',
  description:
    'For the project’s admins. `number` is that of the new CA, one more than there are; one that is there already is left as it is. Certificates made from now on are signed by it; the older ones stay valid, and the answer holds every CA, as clients need them.',
  problems: ['project_not_found', 'invalid_request', 'permission_denied', 'stale_version'],
  touches: ['services'],
});
