import type { Instant } from '../time.ts';

export type AuditAction =
  | 'request.created'
  | 'request.approved'
  | 'request.declined'
  | 'request.deleted'
  | 'request.provisioned'
  | 'request.failed'
  | 'request.retried'
  | 'credential.issued'
  | 'credential.shown'
  | 'credential.recovered'
  | 'credential.saved'
  | 'credential.unconfirmed'
  | 'credential.expired'
  | 'credential.retirement_advanced'
  | 'credential.old_retired'
  | 'credential.activated'
  | 'access.created'
  | 'access.provisioning_failed'
  | 'access.deleted'
  | 'group.members_changed'
  | 'group.created'
  | 'group.changed'
  | 'group.deleted'
  | 'installation.restored'
  | 'session.started'
  | 'session.ended'
  | 'session.revoked'
  | 'session.refused'
  | 'identity.linked'
  | 'break_glass.code_made'
  | 'break_glass.refused'
  | 'break_glass.ended'
  | 'person.created'
  | 'person.synced'
  | 'scim.changed'
  | 'token.created'
  | 'token.revoked'
  | 'service_user.created'
  | 'service_user.ready'
  | 'service_user.failed'
  | 'service_user.deleted'
  | 'service_user.secrets_viewed'
  | 'service_user.reset_requested'
  | 'service_user.reset'
  | 'service_user.reset_failed'
  | 'certificate.renewed'
  | 'certificate.renewal_failed'
  | 'certificate.acknowledged'
  | 'service.secrets_viewed'
  | 'service.notices_changed'
  | 'project.ca_introduced'
  | 'api_key.created'
  | 'api_key.saved'
  | 'api_key.described'
  | 'api_key.deleted'
  | 'api_key.refused'
  | 'service.technical_addresses_changed'
  | 'mail.bounced'
  | 'mail.bounce_cleared'
  | 'webhook.created'
  | 'webhook.changed'
  | 'webhook.deleted'
  | 'webhook.turned_off'
  | 'api_key.shown'
  | 'api_key.recovered'
  | 'api_key.unconfirmed'
  | 'api_key.expired'
  | 'api_key.approval_bypassed'
  | 'key_approval.changed'
  | 'role.bound'
  | 'role.unbound'
  | 'service_account.created'
  | 'service_account.described'
  | 'service_account.deleted'
  | 'service_account.acl_added'
  | 'service_account.acl_removed'
  | 'person.renamed'
  | 'person.removed'
  | 'compromise.reported'
  | 'compromise.revoked'
  | 'compromise.review_closed'
  | 'token.refused'
  | 'call.refused'
  | 'audit.exported'
  | 'audit.removed'
  | 'evidence.made';

/**
 * How whoever acted came in. `provider`: by a push (SCIM). `system`: nobody did, a job ran. `none`: before anybody was known (signing in).
 * `unrecorded`: older than this record.
 */
export type AuditVia =
  | 'session'
  | 'token'
  | 'key'
  | 'command'
  | 'provider'
  | 'system'
  | 'none'
  | 'unrecorded';

/** What one decision leaves behind: who, what, on which thing, when, from where. Never a secret (A3, R21). */
export interface AuditEvent {
  readonly id: string;
  readonly organizationId: string;
  readonly at: Instant;
  /** Null when the system acted by itself (a window ended, a job ran). */
  readonly actorId: string | null;
  readonly actorName: string;
  readonly action: AuditAction;
  readonly requestId: string | null;
  readonly accessId: string | null;
  readonly resourceName: string;
  readonly details: Readonly<Record<string, string>>;
  /** failed: it was begun and did not work out. */
  readonly outcome: 'done' | 'refused' | 'failed';
  /** Why it was refused (contract/problems.ts). */
  readonly problem: string | null;
  readonly via: AuditVia;
  /** Which token (its prefix) or API key (its id). */
  readonly viaId: string | null;
  readonly address: string | null;
  /** The call that this belongs to, as its answer's `x-request-id` and the log name it. */
  readonly callId: string | null;
  /** For searching; says nothing that the rest does not. */
  readonly searchText: string;
}

/** The outcome that an action tells of, unless it was refused. */
export const outcomeOf = (action: AuditAction): 'done' | 'failed' =>
  action.endsWith('failed') ? 'failed' : 'done';

/** What AuditEvent.searchText holds: the thing, who acted, and what else one would look for. */
export const auditSearchText = (
  event: Pick<AuditEvent, 'resourceName' | 'actorName' | 'requestId' | 'accessId' | 'address'>,
): string =>
  [event.resourceName, event.actorName, event.requestId, event.accessId, event.address]
    .filter((text) => text !== null)
    .join('\n')
    .toLowerCase();
