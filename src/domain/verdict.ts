/** Why an action is refused. The sentence a person reads for each reason stands in contract/refusals.ts. */
export type Reason =
  | 'not_owner_group_member'
  | 'rotation_in_progress'
  | 'no_second_member'
  | 'credentials_waiting'
  | 'access_being_provisioned'
  | 'own_request'
  | 'not_pending'
  | 'not_requester'
  | 'not_failed'
  | 'requester_left_group'
  | 'access_deleted'
  | 'superseded'
  | 'credentials_not_ready'
  | 'credentials_for_someone_else'
  | 'credentials_consumed'
  | 'credentials_expired'
  | 'no_old_credentials'
  | 'not_organization_admin'
  | 'credentials_lost_owner'
  | 'claim_mismatch'
  | 'no_project_role'
  | 'group_is_owner'
  | 'not_project_operator'
  | 'not_project_admin'
  | 'user_not_ready'
  | 'secrets_not_kept'
  | 'never_renewed'
  | 'nothing_to_acknowledge'
  | 'primary_user'
  | 'managed_by_access'
  | 'missing_role'
  | 'key_for_someone_else'
  | 'key_quota_reached'
  | 'own_membership'
  | 'last_organization_admin'
  | 'break_glass_person'
  | 'break_glass_name'
  | 'name_from_provider'
  | 'not_concerned_by_access'
  | 'not_concerned_by_user'
  | 'not_concerned_by_key'
  | 'already_compromised'
  | 'nothing_to_revoke'
  | 'own_report'
  | 'review_closed'
  | 'not_revoked_yet'
  | 'credentials_revoked'
  | 'secrets_revoked'
  | 'key_under_review'
  | 'key_needs_approval'
  | 'no_second_admin'
  | 'key_request_in_progress'
  | 'own_key_request'
  | 'key_for_requester'
  | 'key_not_ready'
  | 'key_consumed'
  | 'key_expired'
  | 'key_deleted';

export interface Allowed {
  readonly allowed: true;
}

export interface Refused {
  readonly allowed: false;
  readonly reason: Reason;
  /** What the sentence names: people, groups, statuses. Never a secret. */
  readonly params: Readonly<Record<string, string>>;
}

/** The answer to "may this actor do this to that thing, now". */
export type Verdict = Allowed | Refused;

export const allowed: Allowed = { allowed: true };

/** Builds a refusal. */
export const refused = (reason: Reason, params: Readonly<Record<string, string>> = {}): Refused => ({
  allowed: false,
  reason,
  params,
});
