import type { CredentialState } from './schemas/accesses.ts';
import type { RequestStatus, RequestType } from './schemas/requests.ts';
import type {
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
} as const satisfies Record<(typeof KEY_STATES)[number], string>;
