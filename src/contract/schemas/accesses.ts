import * as z from 'zod/mini';
import { commaList, nameText, serviceUserNameOrEmpty } from '../text.ts';
import {
  ACCESS_SORTS,
  ACL_OPERATIONS,
  CREDENTIAL_STATES,
  EXPIRIES,
  NAMED_ACCESSES_MAX,
  OVERLAPS,
} from '../values.ts';
import { CertificateAttention } from './certificates.ts';
import { Compromise } from './compromise.ts';
import { direction, pageFields, pageQuery, PersonRef, search, Verdict, wireTime } from './shared.ts';

export const Overlap = z.enum(OVERLAPS);
export type Overlap = z.output<typeof Overlap>;

export const CredentialState = z.enum(CREDENTIAL_STATES);
export type CredentialState = z.output<typeof CredentialState>;

export const AclOperation = z.enum(ACL_OPERATIONS);

export const Acl = z.object({
  id: z.string(),
  host: z.string(),
  operation: AclOperation,
  pattern_type: z.literal('LITERAL'),
  permission_type: z.literal('ALLOW'),
  principal: z.string(),
  resource_name: z.string(),
  resource_type: z.literal('Topic'),
});
export type Acl = z.output<typeof Acl>;

export const Access = z.object({
  access_id: z.string(),
  access_name: z.string(),
  access_type: z.literal('KAFKA'),
  create_time: wireTime,
  created_by: z.string(),
  credentials_consumed: z.boolean(),
  credentials_user_id: z.optional(z.string()),
  owner_user_group_id: z.string(),
  access_data: z.object({
    project_name: z.string(),
    service_name: z.string(),
    username: z.string(),
    acls: z.array(Acl),
  }),
  // From here on ours.
  owner_user_group_name: z.string(),
  update_time: wireTime,
  version: z.int(),
  credential_state: CredentialState,
  /** Whose credentials wait to be shown. */
  credentials_user_name: z.optional(z.string()),
  /** Until when they wait (R20). */
  credentials_expire_time: z.optional(wireTime),
  /** True for the first credentials of an access, false after a rotation. */
  first_credentials: z.boolean(),
  certificate_not_before_time: z.optional(wireTime),
  certificate_not_after_time: z.optional(wireTime),
  /** R22. `open` when nobody has set an end yet. */
  old_credentials: z.optional(z.object({ valid_until_time: z.optional(wireTime), open: z.boolean() })),
  active_request_id: z.optional(z.string()),
  /** Its credentials were reported as compromised, and the review is open (P8). */
  compromise: z.optional(Compromise),
  verdicts: z.object({
    request_rotation: Verdict,
    review_credentials: Verdict,
    retire_old_credentials: Verdict,
    delete_access: Verdict,
    report_compromise: Verdict,
  }),
});
export type Access = z.output<typeof Access>;

export const AccessEnvelope = z.object({ access: Access });

export type AccessSort = (typeof ACCESS_SORTS)[number];

const filters = {
  search,
  /** These accesses and no others; unknown ones are passed over. */
  access_id: z.optional(commaList(z.string(), NAMED_ACCESSES_MAX)),
  /** A topic's whole name: accesses with an ACL on it. */
  resource_name: z.optional(z.string().check(z.maxLength(256))),
  owner_user_group_id: z.optional(commaList(z.string())),
  project_name: z.optional(commaList(z.string())),
  /** Service ids. */
  service: z.optional(commaList(z.string())),
  credential_state: z.optional(commaList(CredentialState)),
  /** The certificate has ended, or ends within so many days. */
  expiry: z.optional(z.enum(EXPIRIES)),
  sort: z._default(z.enum(ACCESS_SORTS), 'access_name'),
  direction: direction('asc'),
};

export const AccessQuery = z.object({ ...filters, ...pageQuery });
export const AccessExportQuery = z.object(filters);

export const AccessList = z.object({ access: z.array(Access), ...pageFields });
export type AccessList = z.output<typeof AccessList>;

/** What the list can be filtered by. */
export const AccessFilters = z.object({
  projects: z.array(z.string()),
  services: z.array(
    z.object({
      service_id: z.string(),
      service_name: z.string(),
      project_name: z.string(),
      /** False where a new password ends the old one at once. */
      passwords_overlap: z.boolean(),
    }),
  ),
  groups: z.array(z.object({ user_group_id: z.string(), user_group_name: z.string() })),
});

/** What waits for the person who asks (R1). */
export const AccessAttention = z.object({
  /** Accesses of my groups whose certificate ends within 7 days or has ended. */
  certificates_ending: z.int(),
  /** Of these, the ones that have ended. */
  certificates_ended: z.int(),
  /** Accesses with new credentials that I may review now. */
  credentials_waiting: z.int(),
  /** Renewed certificates to fetch and acknowledge, and failed renewals, in projects that I operate (C5). */
  certificates_renewed: z.array(CertificateAttention),
  /** Of how many service users those are, also where the list above names the most urgent services alone. */
  certificates_renewed_count: z.int(),
});
export type AccessAttention = z.output<typeof AccessAttention>;

/** What the rotation dialog says before submit (R2, R5). */
export const RotationPreview = z.object({
  access: Access,
  approvers: z.array(PersonRef),
  overlaps: z.array(Overlap),
  overlap_preset: Overlap,
  /** False where a new password ends the old one at once. */
  passwords_overlap: z.boolean(),
  verdict: Verdict,
});
export type RotationPreview = z.output<typeof RotationPreview>;

/** Kafka's own rule for topic names is stricter; `*` is no topic here. */
const topicName = z.string().check(
  z.regex(/^[a-zA-Z0-9._-]{1,249}$/u, {
    error: 'Must be a topic name: letters, digits, dot, dash, underscore.',
  }),
);

export const NewAccess = z.object({
  access_name: nameText(100),
  access_type: z.literal('KAFKA'),
  owner_user_group_id: z.string().check(z.maxLength(36)),
  access_data: z.object({
    project_name: z.string(),
    service_name: z.string(),
    /** Empty: generated. */
    username: z._default(serviceUserNameOrEmpty, ''),
    acls: z
      .array(
        z.object({
          resource_name: topicName,
          resource_type: z.literal('Topic'),
          operation: AclOperation,
          permission_type: z.literal('ALLOW'),
          host: z._default(nameOrEmpty(256), '*'),
        }),
      )
      .check(z.minLength(1), z.maxLength(100)),
  }),
});

function nameOrEmpty(max: number) {
  return z.string().check(z.maxLength(max), z.regex(/^[\w.:*/-]*$/u, { error: 'Must be a host or *.' }));
}

export const DeletedAccess = z.object({ access_id: z.string() });
