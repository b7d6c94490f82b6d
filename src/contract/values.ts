import type { MailDelivery, MailTopic } from '../domain/mail/topic.ts';

/**
 * The closed sets of values that the contract knows. Apart from the schemas that check them, because the console needs
 * the sets but not zod.
 */

/** How long old credentials work on after a rotation. */
export const OVERLAPS = ['immediately', '1_hour', '24_hours', '7_days'] as const;

/** What is chosen unless said otherwise, where the platform can keep old and new credentials at once. */
export const OVERLAP_PRESET = '24_hours' satisfies (typeof OVERLAPS)[number];

/** How many accesses can be named one by one in a query: what fits into an address that every proxy lets through. */
export const NAMED_ACCESSES_MAX = 200;

export const CREDENTIAL_STATES = [
  'provisioning',
  'failed',
  'active',
  'rotation_pending',
  'rotation_provisioning',
  'unviewed',
  'shown',
  'unconfirmed',
  'expired',
  'compromised',
  'revoked',
] as const;

/** What can be reported as compromised (P8). */
export const INCIDENT_KINDS = ['access', 'service_user', 'api_key'] as const;

/** open: waits for a second person's review. */
export const INCIDENT_STATES = ['open', 'closed'] as const;

export const INCIDENT_VERDICTS = ['confirmed', 'false_alarm', 'cannot_tell'] as const;

export const INCIDENT_SORTS = ['name', 'kind', 'state', 'reporter', 'report_time'] as const;

export const ACCESS_SORTS = [
  'access_name',
  'username',
  'service_name',
  'project_name',
  'owner_user_group_name',
  'credential_state',
  'certificate_not_after_time',
  'create_time',
] as const;

/** The certificate has ended, or ends within so many days. */
export const EXPIRIES = ['expired', '7_days', '30_days', '90_days'] as const;

export const REQUEST_TYPES = ['rotate_credentials', 'create_api_key'] as const;

export const REQUEST_STATUSES = [
  'pending',
  'provisioning',
  'approved',
  'declined',
  'deleted',
  'failed',
] as const;

export const REQUEST_SORTS = [
  'resource_name',
  'request_type',
  'status',
  'requesting_group',
  'requester',
  'create_time',
] as const;

export const PERSONAS = ['requester', 'approver', 'outsider', 'admin', 'operator'] as const;

/** How a session began. */
export const SESSION_KINDS = ['persona', 'provider', 'break_glass'] as const;

export const NOTIFICATION_KINDS = [
  'request_to_approve',
  'credentials_ready',
  'request_declined',
  'request_failed',
  'credentials_expiring',
  'credentials_expired',
  'first_credentials_ready',
  'certificates_renewed',
  'certificate_renewal_failed',
  'service_user_reset',
  'compromise_reported',
  'compromise_reviewed',
  'break_glass_used',
  'api_key_ready',
  'api_key_expired',
] as const;

/** What mail can be about, and how somebody wants it. */
export const MAIL_TOPIC_NAMES = [
  'approvals',
  'own_requests',
  'waiting_credentials',
  'certificates',
  'resets',
  'security',
] as const satisfies readonly MailTopic[];
/** Of these nobody can want no mail: they tell of break-ins. */
export const UNSILENCED_TOPICS: readonly MailTopic[] = ['security'];
export const MAIL_DELIVERY_CHOICES = ['at_once', 'daily', 'none'] as const satisfies readonly MailDelivery[];

export const WEBHOOK_DELIVERY_STATUSES = ['queued', 'delivered', 'failed'] as const;

/** Technical addresses of one service. */
export const TECHNICAL_ADDRESSES_MAX = 20;

/** Everything that can be made to go wrong on purpose, in the demo and in tests. */
export const FAULTS = ['slow', 'conflict', 'platform_down', 'platform_refuses', 'store_down'] as const;

export const SERVICE_STATES = ['RUNNING', 'REBUILDING', 'REBALANCING', 'POWEROFF'] as const;

export const SERVICE_SORTS = ['service_name', 'project_name', 'state', 'create_time'] as const;

export const SERVICE_USER_SORTS = [
  'username',
  'certificate_not_after_time',
  'renewal_state',
  'create_time',
] as const;

/** `primary`: the service's own user, avnadmin. */
export const SERVICE_USER_TYPES = ['primary', 'normal'] as const;

export const SERVICE_USER_STATUSES = ['making', 'ready', 'resetting', 'failed', 'revoked'] as const;

/** renewed: a new certificate waits to be acknowledged while the old one runs out. */
export const RENEWAL_STATES = ['no_certificate', 'current', 'renewed', 'acknowledged', 'failed'] as const;

export const SEVERITIES = ['info', 'warning', 'error'] as const;

/** What one look at secrets can be for. */
export const SECRET_PURPOSES = ['access_key', 'access_cert', 'password', 'download'] as const;

/** How early certificates may be renewed, in days before their end. */
export const RENEWAL_WINDOW_DAYS = { least: 7, most: 365, preset: 90 } as const;

export const ACL_OPERATIONS = ['Read', 'Write'] as const;

export const ACL_SORTS = ['principal', 'resource_name', 'operation', 'access_name'] as const;

export const ROLE_NAMES = [
  'OrganizationAdmin',
  'EnvironmentAdmin',
  'CloudClusterAdmin',
  'Operator',
  'ResourceOwner',
  'DeveloperManage',
  'DeveloperRead',
  'DeveloperWrite',
] as const;

export const SCOPE_KINDS = ['organization', 'environment', 'cluster', 'resource'] as const;

/** Which scopes a role can be bound to; the domain's own rule in the console's reach. */
export const ROLE_SCOPES = {
  OrganizationAdmin: ['organization'],
  EnvironmentAdmin: ['environment'],
  CloudClusterAdmin: ['cluster'],
  Operator: ['organization', 'environment', 'cluster'],
  ResourceOwner: ['resource'],
  DeveloperManage: ['cluster', 'resource'],
  DeveloperRead: ['resource'],
  DeveloperWrite: ['resource'],
} as const satisfies Record<(typeof ROLE_NAMES)[number], readonly (typeof SCOPE_KINDS)[number][]>;

export const PRINCIPAL_KINDS = ['user', 'service_account'] as const;

export const CLUSTER_KINDS = ['kafka', 'schema_registry', 'ksqldb'] as const;

/** What a key can be for. */
export const KEY_KINDS = ['kafka', 'schema_registry', 'ksqldb', 'cloud'] as const;

export const KEY_STATES = ['propagating', 'ready', 'compromised'] as const;

export const KEY_SORTS = [
  'key',
  'description',
  'owner',
  'resource',
  'state',
  'create_time',
  'last_used_time',
] as const;

export const SERVICE_ACCOUNT_SORTS = ['display_name', 'create_time'] as const;

/** How whoever acted came in, as AuditVia in domain/audit/event.ts says. */
export const AUDIT_VIAS = [
  'session',
  'token',
  'key',
  'command',
  'provider',
  'system',
  'none',
  'unrecorded',
] as const;

export const AUDIT_OUTCOMES = ['done', 'refused', 'failed'] as const;

/** What audit events are about: groups of actions. */
export const AUDIT_TOPICS = [
  'requests',
  'credentials',
  'accesses',
  'service_users',
  'certificates',
  'api_keys',
  'service_accounts',
  'groups',
  'sign_in',
  'refusals',
  'audit',
] as const;

export const AUDIT_SORTS = ['time'] as const;
