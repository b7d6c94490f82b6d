import type { CredentialState } from './schemas/accesses.ts';
import type { RequestStatus, RequestType } from './schemas/requests.ts';
import type {
  INCIDENT_KINDS,
  INCIDENT_STATES,
  INCIDENT_VERDICTS,
  KEY_KINDS,
  KEY_STATES,
  RENEWAL_STATES,
  SERVICE_STATES,
  SERVICE_USER_STATUSES,
} from './values.ts';

/** How each request type reads, in the console and in exports (R7). */
export const REQUEST_TYPE_WORDS = {
  rotate_credentials: 'Rotate credentials',
  create_api_key: 'Create API key',
} as const satisfies Record<RequestType, string>;

/** How each status reads (R10). */
export const REQUEST_STATUS_WORDS = {
  pending: 'Pending',
  provisioning: 'Provisioning',
  approved: 'Approved',
  declined: 'Declined',
  deleted: 'Deleted',
  failed: 'Failed',
} as const satisfies Record<RequestStatus, string>;

/** How each state of an access's credentials reads. */
export const CREDENTIAL_STATE_WORDS = {
  provisioning: 'Provisioning',
  failed: 'Failed',
  active: 'In use',
  rotation_pending: 'Rotation pending',
  rotation_provisioning: 'Rotating',
  unviewed: 'Ready to view',
  shown: 'Not confirmed yet',
  unconfirmed: 'Never confirmed',
  expired: 'Expired unviewed',
  compromised: 'Compromised',
  revoked: 'Revoked',
} as const satisfies Record<CredentialState, string>;

/** How a service's state reads. */
export const SERVICE_STATE_WORDS = {
  RUNNING: 'Running',
  REBUILDING: 'Rebuilding',
  REBALANCING: 'Rebalancing',
  POWEROFF: 'Powered off',
} as const satisfies Record<(typeof SERVICE_STATES)[number], string>;

/** How a service user's renewal reads (C1). */
export const RENEWAL_STATE_WORDS = {
  no_certificate: 'No certificate',
  current: 'Current',
  renewed: 'Renewed, not acknowledged',
  acknowledged: 'Acknowledged',
  failed: 'Renewal failed',
} as const satisfies Record<(typeof RENEWAL_STATES)[number], string>;

/** How a service user's status reads. */
export const SERVICE_USER_STATUS_WORDS = {
  making: 'Being made',
  ready: 'Ready',
  resetting: 'Resetting',
  failed: 'Failed',
  revoked: 'Revoked',
} as const satisfies Record<(typeof SERVICE_USER_STATUSES)[number], string>;

/** What an API key is for. */
export const RESOURCE_KIND_WORDS = {
  kafka: 'Kafka cluster',
  schema_registry: 'Schema Registry',
  ksqldb: 'ksqlDB',
  cloud: 'Cloud resource management',
} as const satisfies Record<(typeof KEY_KINDS)[number], string>;

/** How an API key's state reads (K12). */
export const KEY_STATE_WORDS = {
  propagating: 'Propagating',
  ready: 'Ready',
  compromised: 'Compromised',
} as const satisfies Record<(typeof KEY_STATES)[number], string>;

/** What a report of compromised credentials is about (P8). */
export const INCIDENT_KIND_WORDS = {
  access: 'Access',
  service_user: 'Service user',
  api_key: 'API key',
} as const satisfies Record<(typeof INCIDENT_KINDS)[number], string>;

/** How a review's state reads. */
export const INCIDENT_STATE_WORDS = {
  open: 'Review open',
  closed: 'Closed',
} as const satisfies Record<(typeof INCIDENT_STATES)[number], string>;

/** How a review's verdict reads. */
export const INCIDENT_VERDICT_WORDS = {
  confirmed: 'Confirmed',
  false_alarm: 'False alarm',
  cannot_tell: 'Cannot tell',
} as const satisfies Record<(typeof INCIDENT_VERDICTS)[number], string>;

/** Why a rotation that was under way is closed when its credentials are reported as compromised. */
export const OVERTAKEN_BY_REPORT =
  'The credentials were reported as compromised and have ended. Ask again to get new ones.';
