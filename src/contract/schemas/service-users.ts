import * as z from 'zod/mini';
import { commaList, serviceUserName } from '../text.ts';
import {
  ACL_OPERATIONS,
  RENEWAL_STATES,
  RENEWAL_WINDOW_DAYS,
  SECRET_PURPOSES,
  SERVICE_USER_SORTS,
  SERVICE_USER_STATUSES,
  SERVICE_USER_TYPES,
  SEVERITIES,
} from '../values.ts';
import { Compromise } from './compromise.ts';
import { direction, pageFields, pageQuery, search, Verdict, wireTime } from './shared.ts';

// First the vendor's shapes.

/** Only one pair is ever handed out: the newest. The old certificate is known by its end alone. */
export const VendorServiceUser = z.object({
  username: z.string(),
  type: z.enum(SERVICE_USER_TYPES),
  /** Null where none is kept, or the caller may not see it. */
  password: z.nullable(z.string()),
  access_cert: z.optional(z.string()),
  access_key: z.optional(z.string()),
  access_cert_not_valid_after_time: z.optional(wireTime),
  /** There only while an older certificate runs out and its renewal is not acknowledged. */
  expiring_cert_not_valid_after_time: z.optional(wireTime),
  password_updated_time: z.optional(wireTime),
});
export type VendorServiceUser = z.output<typeof VendorServiceUser>;
export const VendorServiceUserEnvelope = z.object({ user: VendorServiceUser });
export const CreatedServiceUser = z.object({ user: VendorServiceUser, message: z.string() });

export const IncludeSecrets = z.object({
  include_secrets: z._default(
    z.pipe(
      z.enum(['true', 'false', 'True', 'False', '1', '0']),
      z.transform((word) => word === 'true' || word === 'True' || word === '1'),
    ),
    true,
  ),
});

export const NewServiceUser = z.object({
  username: serviceUserName,
  authentication: z.optional(z.unknown()),
  access_control: z.optional(z.unknown()),
});

/** Published clients know a third operation, set-access-control, for other kinds of service. */
export const ServiceUserChange = z.object({
  operation: z.enum(['acknowledge-renewal', 'reset-credentials'], {
    error:
      'Must be acknowledge-renewal or reset-credentials. Kafka service users have ACLs instead of access control.',
  }),
  new_password: z.optional(
    z
      .string()
      .check(
        z.minLength(8, { error: 'Must have at least 8 characters.' }),
        z.maxLength(256, { error: 'Must have at most 256 characters.' }),
        z.regex(/^[\u0020-\u007e]*$/u, { error: 'Must be printable ASCII.' }),
      ),
  ),
});

// From here on ours.

export const Severity = z.enum(SEVERITIES);
export type Severity = z.output<typeof Severity>;
export const RenewalState = z.enum(RENEWAL_STATES);
export type RenewalState = z.output<typeof RenewalState>;

export const ServiceUser = z.object({
  username: z.string(),
  type: z.enum(SERVICE_USER_TYPES),
  status: z.enum(SERVICE_USER_STATUSES),
  /** Why making, resetting or renewing failed. */
  failure: z.optional(z.string()),
  authentication: z.array(z.enum(['certificate', 'sasl'])),
  /** The access that it belongs to. */
  access: z.optional(
    z.object({ access_id: z.string(), access_name: z.string(), owner_user_group_name: z.string() }),
  ),
  /** Of the newest certificate. */
  serial: z.optional(z.string()),
  certificate_not_before_time: z.optional(wireTime),
  certificate_not_after_time: z.optional(wireTime),
  /** The older certificate's end, while its renewal is not acknowledged. */
  expiring_cert_not_valid_after_time: z.optional(wireTime),
  renewal_state: RenewalState,
  renewed_time: z.optional(wireTime),
  acknowledged: z.optional(z.object({ by: z.string(), time: wireTime })),
  /** How urgent the certificate is; absent while nothing is to be done. */
  severity: z.optional(Severity),
  create_time: wireTime,
  /** Who looked at its secrets last. */
  viewed: z.optional(z.object({ by: z.string(), time: wireTime })),
  /** Its credentials were reported as compromised, and the review is open (P8). */
  compromise: z.optional(Compromise),
  verdicts: z.object({
    show_access_key: Verdict,
    show_access_cert: Verdict,
    show_password: Verdict,
    download: Verdict,
    acknowledge: Verdict,
    reset: Verdict,
    delete: Verdict,
    report_compromise: Verdict,
  }),
});
export type ServiceUser = z.output<typeof ServiceUser>;
export type ServiceUserSort = (typeof SERVICE_USER_SORTS)[number];

const filters = {
  search,
  type: z.optional(commaList(z.enum(SERVICE_USER_TYPES))),
  renewal_state: z.optional(commaList(RenewalState)),
  sort: z._default(z.enum(SERVICE_USER_SORTS), 'username'),
  direction: direction('asc'),
};
export const ServiceUserQuery = z.object({
  ...filters,
  ...pageQuery,
});
export const ServiceUserExportQuery = z.object(filters);
export const ServiceUserList = z.object({ users: z.array(ServiceUser), ...pageFields });

export const SecretPurpose = z.enum(SECRET_PURPOSES);
export type SecretPurpose = z.output<typeof SecretPurpose>;
export const ShowSecrets = z.object({ purpose: SecretPurpose });

/** What one look shows: the one thing that was asked for; for a download, everything that is kept. */
export const ShownSecrets = z.object({
  credentials: z.object({
    username: z.string(),
    password: z.optional(z.string()),
    access_key: z.optional(z.string()),
    access_cert: z.optional(z.string()),
    /** Every CA of the project; comes with a certificate and with a download. */
    ca_cert: z.optional(z.string()),
  }),
  connection: z.object({
    ssl: z.string(),
    sasl: z.string(),
    sasl_mechanism: z.enum(['SCRAM-SHA-256', 'SCRAM-SHA-512']),
  }),
  topics: z.array(z.object({ name: z.string(), operations: z.array(z.enum(ACL_OPERATIONS)) })),
});
export type ShownSecrets = z.output<typeof ShownSecrets>;

/** The first CA is number 1 and makes itself; each further one counts on. */
export const NewCa = z.object({ number: z.int().check(z.minimum(2, { error: 'Must be at least 2.' })) });

export const CertificateNotices = z.object({
  muted: z.optional(z.boolean()),
  renewal_window_days: z.optional(
    z
      .int()
      .check(
        z.minimum(RENEWAL_WINDOW_DAYS.least, { error: `Must be at least ${RENEWAL_WINDOW_DAYS.least}.` }),
        z.maximum(RENEWAL_WINDOW_DAYS.most, { error: `Must be at most ${RENEWAL_WINDOW_DAYS.most}.` }),
      ),
  ),
});
