import type { ProblemCode } from '../contract/problems.ts';

/** What each error code means, for readers of the API's description. */
export const PROBLEM_WORDS = {
  invalid_request: 'The input does not fit; metadata names the place.',
  malformed_json: 'The body is not JSON; metadata names line and column.',
  session_required: 'Nobody is signed in, or the session has ended.',
  authentication_failed:
    'The proof of identity was not accepted; with an access token: it is unknown, has expired or was revoked.',
  permission_denied: 'This person may not do this.',
  cross_site_request: 'The call came from a page of another site.',
  approval_forbidden_on_own_request: 'Nobody decides about their own request.',
  deleting_forbidden_on_governance_request: 'Only the requester may delete a request.',
  not_found: 'There is nothing here.',
  organization_not_found: 'The organization does not exist, or the caller does not belong to it.',
  user_group_not_found: 'The user group does not exist.',
  user_not_found: 'The person does not exist.',
  project_not_found: 'The project does not exist.',
  service_not_found: 'The service does not exist.',
  topic_not_found: 'The topic does not exist.',
  governance_access_not_found: 'The access does not exist.',
  request_not_found: 'The request does not exist.',
  access_token_not_found: 'The caller has no such access token.',
  governance_request_already_in_progress: 'The access has an active request.',
  governance_request_already_decided: 'The request was decided before.',
  governance_request_not_failed: 'Only a failed request can be tried again.',
  governance_access_not_ready: 'The access is still being made.',
  governance_access_already_exists: 'The service user belongs to an access already.',
  invalid_owner_user_group:
    'The owner group cannot decide this: it has no second member, or the requester left it.',
  no_old_credentials: 'There are no old credentials to end.',
  stale_version: 'It changed since the caller last saw it.',
  access_token_limit_reached: 'The caller has as many access tokens as one person may.',
  credentials_not_ready: 'There are no new credentials to show.',
  credentials_consumed: 'The credentials were shown before and cannot be shown again.',
  credentials_expired: 'Nobody looked at the credentials in time, so they are gone.',
  body_too_large: 'The body is larger than 64 KiB.',
  idempotency_key_reused: 'The key came with another request before.',
  internal_error: 'Something failed on the server’s side. Nothing was changed.',
  user_group_names_must_be_unique: 'Another group of the organization has this name.',
  resource_managed_by_governance: 'The group still owns accesses or topics.',
  unavailable:
    'The database or the platform does not answer. Nothing was changed; trying again later is safe.',
} as const satisfies Record<ProblemCode, string>;
