import * as z from 'zod/mini';
import { commaList } from '../text.ts';
import { ACL_OPERATIONS, ACL_SORTS, SERVICE_SORTS, SERVICE_STATES } from '../values.ts';
import { Acl } from './accesses.ts';
import { CertificateAttention } from './certificates.ts';
import { VendorServiceUser } from './service-users.ts';
import { direction, pageFields, pageQuery, search, Verdict, wireTime } from './shared.ts';

// First the vendor's shapes; fields that say nothing here (billing) are there because its clients look for them.

const ProjectAnswer = z.object({
  project_name: z.string(),
  organization_id: z.string(),
  account_id: z.string(),
  create_time: wireTime,
  default_cloud: z.string(),
  billing_address: z.string(),
  billing_currency: z.string(),
  billing_emails: z.array(z.unknown()),
  billing_extra_text: z.nullable(z.string()),
  billing_group_id: z.string(),
  country: z.string(),
  country_code: z.string(),
  estimated_balance: z.string(),
  payment_method: z.string(),
  tech_emails: z.array(z.unknown()),
  vat_id: z.string(),
});
export const ProjectList = z.object({
  projects: z.array(ProjectAnswer),
  project_membership: z.record(z.string(), z.string()),
  project_memberships: z.record(z.string(), z.array(z.string())),
});
export const ProjectEnvelope = z.object({ project: ProjectAnswer });

const ProjectRole = z.enum(['admin', 'operator', 'developer', 'read_only']);

export const ProjectUserList = z.object({
  users: z.array(
    z.object({
      user_email: z.string(),
      real_name: z.string(),
      member_type: ProjectRole,
      auth: z.array(z.string()),
      billing_contact: z.boolean(),
      create_time: wireTime,
      team_id: z.string(),
      team_name: z.string(),
    }),
  ),
  invitations: z.array(z.unknown()),
  group_users: z.array(z.unknown()),
});

export const ProjectCa = z.object({ certificate: z.string() });

const serviceFields = {
  service_name: z.string(),
  service_type: z.literal('kafka'),
  state: z.enum(SERVICE_STATES),
  cloud_name: z.string(),
  plan: z.string(),
  create_time: wireTime,
  update_time: wireTime,
  group_list: z.array(z.string()),
  project_vpc_id: z.nullable(z.string()),
  service_integrations: z.array(z.unknown()),
  service_uri: z.nullable(z.string()),
  service_uri_params: z.record(z.string(), z.string()),
  termination_protection: z.boolean(),
  user_config: z.record(z.string(), z.unknown()),
  components: z.array(
    z.object({
      component: z.string(),
      host: z.string(),
      port: z.int(),
      route: z.literal('dynamic'),
      usage: z.literal('primary'),
      kafka_authentication_method: z.enum(['certificate', 'sasl']),
      kafka_ssl_ca: z.literal('project_ca'),
      ssl: z.boolean(),
    }),
  ),
  connection_info: z.object({
    kafka: z.array(z.string()),
    kafka_access_cert: z.optional(z.string()),
    kafka_access_key: z.optional(z.string()),
  }),
  service_notifications: z.array(z.unknown()),
  node_states: z.array(z.unknown()),
  tags: z.record(z.string(), z.string()),
  tech_emails: z.array(z.unknown()),
  databases: z.array(z.string()),
  service_type_description: z.string(),
};
export const Service = z.object(serviceFields);
export const ServiceList = z.object({ services: z.array(Service) });

const Topic = z.object({
  topic_name: z.string(),
  partitions: z.int(),
  replication: z.int(),
  min_insync_replicas: z.int(),
  retention_bytes: z.int(),
  retention_hours: z.int(),
  cleanup_policy: z.string(),
  state: z.string(),
  tags: z.array(z.object({ key: z.string(), value: z.string() })),
  owner_user_group_id: z.nullable(z.string()),
  topic_description: z.nullable(z.string()),
});
export const TopicList = z.object({ topics: z.array(Topic) });

const ShortAcl = z.object({
  id: z.string(),
  permission: z.enum(['read', 'readwrite', 'write']),
  topic: z.string(),
  username: z.string(),
});
export const AclEnvelope = z.object({ acl: Acl });
export const AclList = z.object({ acl: z.array(ShortAcl) });
export const KafkaAclList = z.object({ acl: z.array(ShortAcl), kafka_acl: z.array(Acl) });

export const ServiceEnvelope = z.object({
  service: z.object({
    ...serviceFields,
    acl: z.array(ShortAcl),
    kafka_acl: z.array(Acl),
    topics: z.array(Topic),
    users: z.array(VendorServiceUser),
  }),
});

/** What changing one user answers: the service with that user, and without the thousands that it may have besides. */
export const ChangedServiceEnvelope = z.object({
  service: z.object({ ...serviceFields, users: z.array(VendorServiceUser) }),
});

// From here on ours.

/** How a service's service users stand. */
const standing = {
  service_user_count: z.int(),
  /** When the first of their certificates in use ends, or when it ended; absent while none has one. */
  nearest_expiry_time: z.optional(wireTime),
};

const ServiceOverview = z.object({
  service_id: z.string(),
  service_name: z.string(),
  project_name: z.string(),
  service_type: z.literal('kafka'),
  state: z.enum(SERVICE_STATES),
  create_time: wireTime,
  ...standing,
});
export type ServiceOverview = z.output<typeof ServiceOverview>;

export type ServiceSort = (typeof SERVICE_SORTS)[number];

const serviceFilters = {
  search,
  project_name: z.optional(commaList(z.string())),
  state: z.optional(commaList(z.enum(SERVICE_STATES))),
  sort: z._default(z.enum(SERVICE_SORTS), 'service_name'),
  direction: direction('asc'),
};
export const ServiceQuery = z.object({ ...serviceFilters, ...pageQuery });
export const ServiceExportQuery = z.object(serviceFilters);
export const ServiceOverviewList = z.object({ services: z.array(ServiceOverview), ...pageFields });

export const ServiceDetails = z.object({
  service_id: z.string(),
  service_name: z.string(),
  project_name: z.string(),
  service_type: z.literal('kafka'),
  state: z.enum(SERVICE_STATES),
  cloud_name: z.string(),
  plan: z.string(),
  create_time: wireTime,
  update_time: wireTime,
  /** What the person who asks is in its project. */
  project_role: ProjectRole,
  connection: z.object({
    /** `host:port` for clients that show a certificate. */
    ssl: z.string(),
    /** `host:port` for clients that say a user name and a password. */
    sasl: z.string(),
    sasl_mechanism: z.enum(['SCRAM-SHA-256', 'SCRAM-SHA-512']),
  }),
  /** Whether a new password works beside the old one for a while, or ends it at once. */
  passwords_overlap: z.boolean(),
  /** How many days before its end a certificate is renewed (C2). */
  renewal_window_days: z.int(),
  /** Whether certificate notices are muted (C10). */
  notices_muted: z.boolean(),
  /** What is to be done about its certificates; absent while nothing is, or while muted. */
  attention: z.optional(CertificateAttention),
  verdicts: z.object({ create_user: Verdict, change_notices: Verdict, introduce_ca: Verdict }),
  ...standing,
});
export type ServiceDetails = z.output<typeof ServiceDetails>;
export const ServiceDetailsEnvelope = z.object({ service: ServiceDetails });

export type AclSort = (typeof ACL_SORTS)[number];

const aclFilters = {
  search,
  /** Topics by their whole name. */
  resource_name: z.optional(commaList(z.string())),
  operation: z.optional(commaList(z.enum(ACL_OPERATIONS))),
  sort: z._default(z.enum(ACL_SORTS), 'principal'),
  direction: direction('asc'),
};
export const AclQuery = z.object({ ...aclFilters, ...pageQuery });
export const AclExportQuery = z.object(aclFilters);

const ServiceAcl = z.extend(Acl, { access_id: z.string(), access_name: z.string() });
export type ServiceAcl = z.output<typeof ServiceAcl>;
export const ServiceAclList = z.object({ acls: z.array(ServiceAcl), ...pageFields });
