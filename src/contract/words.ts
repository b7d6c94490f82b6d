import type { CredentialState } from './schemas/accesses.ts';
import type { RequestStatus, RequestType } from './schemas/requests.ts';
import type { SERVICE_STATES } from './values.ts';

/** How each request type reads, in the console and in exports (R7). */
export const REQUEST_TYPE_WORDS = {
  rotate_credentials: 'Rotate credentials',
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
