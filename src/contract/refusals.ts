import type { Reason, Refused } from '../domain/verdict.ts';

const STATUS_WORDS: Record<string, string> = {
  provisioning: 'approved and is being carried out',
  approved: 'approved',
  declined: 'declined',
  deleted: 'deleted',
  failed: 'approved, but carrying it out failed',
};

type Params = Readonly<Record<string, string>>;

const decided = (params: Params): string => {
  const what = STATUS_WORDS[params['status'] ?? ''] ?? 'decided';
  const who = params['person'];
  return who ? `This request was already ${what} by ${who}.` : `This request was already ${what}.`;
};

const SENTENCES = {
  not_owner_group_member: (p) => `Only members of ${p['group']} can do this.`,
  rotation_in_progress: () => 'A rotation of this access is already in progress.',
  no_second_member: (p) =>
    `${p['group']} has no second member who could approve. Ask an organization admin to add one.`,
  credentials_waiting: () => 'New credentials of this access have not been saved yet.',
  access_being_provisioned: () => 'The first credentials of this access are still being made.',
  own_request: (p) => `You asked for this. Another member of ${p['group']} has to decide.`,
  not_pending: decided,
  not_requester: (p) => `Only ${p['person']}, who asked for this, can delete it.`,
  not_failed: () => 'Only a failed request can be retried.',
  requester_left_group: (p) =>
    `${p['person']} is no longer a member of ${p['group']} and could not see the credentials. Decline this request; another member can ask again.`,
  access_deleted: () => 'The access of this request was deleted. Create an access to get new credentials.',
  superseded: () =>
    'Newer credentials were made for this access since this request failed. Request a rotation if you need other ones.',
  credentials_not_ready: () => 'There are no credentials to show yet.',
  credentials_for_someone_else: (p) => `Only ${p['person']}, who asked for these credentials, can see them.`,
  credentials_consumed: () =>
    'These credentials were already shown and cannot be shown again. Request a rotation to get new ones.',
  credentials_expired: () =>
    'These credentials expired before anyone looked at them. Request a rotation to get new ones.',
  no_old_credentials: () => 'There are no old credentials left to retire.',
  not_organization_admin: () => 'Only organization admins can do this.',
  credentials_lost_owner: (p) => `You are no longer a member of ${p['group']}, which owns this access.`,
  claim_mismatch: () => 'These credentials were shown to another page. This page cannot confirm them.',
  no_project_role: (p) => `There is no project ${p['project']}, or you have no role in it.`,
  group_is_owner: (p) =>
    `${p['group']} owns accesses or topics. Delete them or give them to another group first.`,
  not_project_operator: (p) => `Only admins and operators of ${p['project']} can do this.`,
  not_project_admin: (p) => `Only admins of ${p['project']} can do this.`,
  user_not_ready: (p) =>
    `The credentials of ${p['user']} are not made yet. Try again in a moment; should making them have failed, reset them.`,
  secrets_not_kept: (p) =>
    `Credentials of ${p['user']} were shown once to who asked for them and then destroyed. A renewal or a reset makes new ones.`,
  never_renewed: (p) =>
    `No certificate of ${p['user']} was ever renewed, so there is nothing to acknowledge.`,
  nothing_to_acknowledge: (p) =>
    `No renewed certificate of ${p['user']} waits to be acknowledged: it was, or newer credentials took its place.`,
  primary_user: (p) => `${p['user']} belongs to the service itself and stays as long as the service does.`,
  managed_by_access: (p) =>
    `${p['user']} belongs to the access ${p['access']}. Delete the access to delete its service user.`,
  missing_role: (p) => `This takes the role ${p['roles']} on ${p['resource']}.`,
  key_for_someone_else: (p) =>
    `A key is for your own account or for a service account, not for ${p['person']}.`,
  // Published clients look for these words.
  key_quota_reached: (p) => `${p['owner']} is currently limited to ${p['limit']} API keys. Delete one first.`,
  own_membership: () => 'Nobody removes themselves. Another OrganizationAdmin can do it.',
  last_organization_admin: (p) =>
    `${p['person']} is the last who administers the organization. Give the role to somebody else first.`,
  break_glass_person: () =>
    'Nobody removes the break-glass administrator. End break-glass to take everything from them.',
  break_glass_name: () => 'Nobody names the break-glass administrator anew.',
  name_from_provider: (p) =>
    `The sign-in provider (${p['provider']}) gives the name of ${p['person']}. Change it there; it is taken over when they sign in again, or with the next push.`,
  not_concerned_by_access: (p) =>
    `Only members of ${p['group']}, admins and operators of ${p['project']}, and organization admins can do this.`,
  not_concerned_by_user: (p) =>
    `Only admins and operators of ${p['project']}, and organization admins can do this.`,
  not_concerned_by_key: () =>
    'Only the key’s owner, whoever made it, those who may delete it, and organization admins can do this.',
  already_compromised: (p) =>
    `${p['person']} reported these credentials already. They have ended, and no others were made since.`,
  nothing_to_revoke: () => 'No credentials of it were ever made, so there are none to revoke.',
  own_report: () => 'You reported this. A second person has to review it.',
  review_closed: (p) => `${p['person']} closed this review already.`,
  not_revoked_yet: () => 'The platform has not ended everything yet. The review can be closed once it has.',
  credentials_revoked: () =>
    'These credentials were reported as compromised and ended. Request a rotation to get new ones.',
  secrets_revoked: (p) =>
    `The credentials of ${p['user']} were reported as compromised and ended. A reset makes new ones.`,
  key_under_review: () =>
    'This key was reported as compromised and opens nothing. It leaves the list when its review is closed.',
  key_needs_approval: (p) =>
    `An API key of ${p['owner']} for ${p['resource']} takes the approval of a second person. Request it in the console, on the page with the API keys of ${p['resource']}.`,
  no_second_admin: () =>
    'Nobody else has the role OrganizationAdmin and could approve. Ask an OrganizationAdmin to give it to a second person.',
  key_request_in_progress: () =>
    'A key of this account for this resource was asked for already. It has to be declined, deleted or saved first.',
  own_key_request: () => 'You asked for this. Another OrganizationAdmin has to decide.',
  key_for_requester: (p) => `Only ${p['person']}, who asked for this API key, can see its secret.`,
  key_not_ready: () => 'There is no API key to show yet.',
  key_consumed: () =>
    'This API key was already shown and cannot be shown again. Delete it and request another one.',
  key_expired: () => 'Nobody looked at this API key in time, so it was deleted. Request another one.',
  key_deleted: () => 'This API key was deleted before it was saved. Request another one.',
} as const satisfies Record<Reason, (params: Params) => string>;

/** The sentence a person reads for a refusal. */
export const refusalMessage = (refusal: Pick<Refused, 'reason' | 'params'>): string =>
  SENTENCES[refusal.reason](refusal.params);
