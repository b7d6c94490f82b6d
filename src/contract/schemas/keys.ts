import * as z from 'zod/mini';
import { commaList, nameText, personText } from '../text.ts';
import {
  CLUSTER_KINDS,
  KEY_KINDS,
  KEY_SORTS,
  KEY_STATES,
  PRINCIPAL_KINDS,
  ROLE_NAMES,
  SCOPE_KINDS,
  SERVICE_ACCOUNT_SORTS,
} from '../values.ts';
import { Compromise } from './compromise.ts';
import {
  direction,
  pageFields,
  pageQuery,
  PersonRef,
  search,
  seenVersion,
  Verdict,
  wireTime,
} from './shared.ts';

// API keys, their owners and what they are for, as the console shows them. The vendor's shapes stand in iam.ts.

export const RoleName = z.enum(ROLE_NAMES);
export type RoleName = z.output<typeof RoleName>;
export const KeyKind = z.enum(KEY_KINDS);
export type KeyKind = z.output<typeof KeyKind>;

/** An environment with its clusters counted. */
export const EnvironmentEntry = z.object({
  environment_id: z.string(),
  environment_name: z.string(),
  package: z.enum(['ESSENTIALS', 'ADVANCED']),
  create_time: wireTime,
  kafka_cluster_count: z.int(),
  ksqldb_count: z.int(),
  has_schema_registry: z.boolean(),
});
export type EnvironmentEntry = z.output<typeof EnvironmentEntry>;
export const EnvironmentEntryList = z.object({ environments: z.array(EnvironmentEntry) });

export const ClusterEntry = z.object({
  cluster_id: z.string(),
  cluster_name: z.string(),
  kind: z.enum(CLUSTER_KINDS),
  environment_id: z.string(),
  environment_name: z.string(),
  cloud: z.string(),
  region: z.string(),
  endpoint: z.string(),
  /** The Kafka cluster that a ksqlDB application works on. */
  kafka_cluster_id: z.optional(z.string()),
  create_time: wireTime,
  /** How many keys of it the caller may see. */
  key_count: z.int(),
});
export type ClusterEntry = z.output<typeof ClusterEntry>;
/** Whether keys take a second person's approval: Cloud keys, or those of administrators in an environment. */
export const KeyApproval = z.object({
  approval_required: z.boolean(),
  version: z.int(),
  verdicts: z.object({ change: Verdict }),
});
export type KeyApproval = z.output<typeof KeyApproval>;
export const KeyApprovalEnvelope = z.object({ approval: KeyApproval });
export const KeyApprovalChange = z.object({ approval_required: z.boolean(), version: seenVersion });

export const EnvironmentDetails = z.object({
  environment: EnvironmentEntry,
  approval: KeyApproval,
  clusters: z.array(ClusterEntry),
});
export const ClusterDetails = z.object({
  cluster: ClusterEntry,
  verdicts: z.object({ create_key: Verdict }),
});

export const KeyEntry = z.object({
  key: z.string(),
  display_name: z.string(),
  description: z.string(),
  owner: z.object({
    id: z.string(),
    kind: z.enum(PRINCIPAL_KINDS),
    name: z.string(),
    email: z.optional(z.string()),
  }),
  resource: z.object({
    id: z.string(),
    kind: KeyKind,
    name: z.string(),
    environment_id: z.optional(z.string()),
  }),
  state: z.enum(KEY_STATES),
  create_time: wireTime,
  last_used_time: z.optional(wireTime),
  /** Used within the last 24 hours: deleting it ends something that runs (K14). */
  used_lately: z.boolean(),
  /** Its owner holds no role any more that could create it (K15). */
  stale_authority: z.boolean(),
  version: z.int(),
  compromise: z.optional(Compromise),
  verdicts: z.object({ edit: Verdict, delete: Verdict, report_compromise: Verdict }),
});
export type KeyEntry = z.output<typeof KeyEntry>;
export type KeySort = (typeof KEY_SORTS)[number];

const keyFilters = {
  search,
  resource_id: z.optional(commaList(z.string())),
  resource_kind: z.optional(commaList(KeyKind)),
  owner_id: z.optional(commaList(z.string())),
  state: z.optional(commaList(z.enum(KEY_STATES))),
  /** `true`: keys whose owner could not create them any more (K15). */
  stale_authority: z.optional(z.literal('true')),
  /** `true`: keys that nobody used for 90 days, and that are older. */
  unused: z.optional(z.literal('true')),
  sort: z._default(z.enum(KEY_SORTS), 'create_time'),
  direction: direction('desc'),
};
export const KeyQuery = z.object({ ...keyFilters, ...pageQuery });
export const KeyExportQuery = z.object(keyFilters);
export const KeyList = z.object({ keys: z.array(KeyEntry), ...pageFields });
export const KeyEnvelope = z.object({ key: KeyEntry });

/** With `unused`, a key that was used within 24 hours stays: whoever deletes it saw no use of it (K14). */
export const KeyDeletionQuery = z.object({ unused: z.optional(z.literal('true')) });

/** What making a key would meet (K9 to K11), for each account that it could be for. */
export const NewKeyQuery = z.object({
  resource_id: z.string().check(z.maxLength(255)),
  /** Among service accounts, by parts of their names and descriptions. */
  search,
});
export const NewKeyPreview = z.object({
  verdict: Verdict,
  /** How many service accounts match; `owners` has the caller and the first 100 of them by name. */
  service_account_count: z.int(),
  /** Of the organization for a Cloud key, of the resource's environment for every other. */
  approval: KeyApproval,
  /** Who could approve what I ask for. */
  approvers: z.array(PersonRef),
  owners: z.array(
    z.object({
      id: z.string(),
      kind: z.enum(PRINCIPAL_KINDS),
      name: z.string(),
      email: z.optional(z.string()),
      /** Keys that the account has, and may have. */
      used: z.int(),
      limit: z.int(),
      verdict: Verdict,
      /** A key takes a second person's approval: it is asked for, and not created. */
      needs_approval: z.boolean(),
      /** Neither an ACL nor a role on the Kafka cluster: a key would authenticate and may do nothing (K11). */
      powerless: z.boolean(),
    }),
  ),
});
export type NewKeyPreview = z.output<typeof NewKeyPreview>;

const claim = z
  .string()
  .check(z.regex(/^[A-Za-z0-9_-]{43}$/u, { error: 'Must be 32 random bytes in base64url.' }));

export const NewKey = z.object({
  /** A cluster's id, or `cloud`. */
  resource_id: z.string().check(z.maxLength(255)),
  owner_id: z.string().check(z.maxLength(255)),
  description: z._default(personText(0, 1000), ''),
  /** 256 random bits that the page makes before it asks; it may fetch the same secret again with them (R19). */
  claim,
});
/** A key from the command line, which prints its secret. */
export const AdminNewKey = z.pick(NewKey, { resource_id: true, description: true });
export type AdminNewKey = z.output<typeof AdminNewKey>;
export const KeyClaim = z.object({ claim });

/** The one answer that carries a secret; never cached, never listed (K7, R21). */
export const CreatedKey = z.object({
  key: KeyEntry,
  secret: z.string(),
  /** Until then the same claim gets the same answer. */
  recoverable_until_time: wireTime,
});
export type CreatedKey = z.output<typeof CreatedKey>;

export const KeyDescription = z.object({
  description: personText(0, 1000),
  version: z.optional(z.int().check(z.minimum(1))),
});

export const ServiceAccountEntry = z.object({
  service_account_id: z.string(),
  display_name: z.string(),
  description: z.string(),
  create_time: wireTime,
  created_by: z.string(),
  key_count: z.int(),
  key_limit: z.int(),
});
export type ServiceAccountEntry = z.output<typeof ServiceAccountEntry>;
export type ServiceAccountSort = (typeof SERVICE_ACCOUNT_SORTS)[number];

const accountFilters = {
  search,
  sort: z._default(z.enum(SERVICE_ACCOUNT_SORTS), 'display_name'),
  direction: direction('asc'),
};
export const ServiceAccountQuery = z.object({ ...accountFilters, ...pageQuery });
export const ServiceAccountExportQuery = z.object(accountFilters);
export const ServiceAccountList = z.object({
  service_accounts: z.array(ServiceAccountEntry),
  verdicts: z.object({ create: Verdict }),
  ...pageFields,
});

export const RoleBindingEntry = z.object({
  role_binding_id: z.string(),
  role: RoleName,
  scope: z.enum(SCOPE_KINDS),
  /** What it is bound to, in words: the organization, an environment, a cluster, a topic of one. */
  scope_name: z.string(),
  environment_id: z.optional(z.string()),
  cluster_id: z.optional(z.string()),
  topic: z.optional(z.string()),
  create_time: wireTime,
  verdicts: z.object({ remove: Verdict }),
});
export type RoleBindingEntry = z.output<typeof RoleBindingEntry>;

export const AccountAclEntry = z.object({
  acl_id: z.string(),
  cluster_id: z.string(),
  cluster_name: z.string(),
  topic: z.string(),
  operation: z.enum(['Read', 'Write']),
});

/** A person or a service account with what it may do. Its keys are listed by owner_id. */
export const PrincipalDetails = z.object({
  principal: z.object({
    id: z.string(),
    kind: z.enum(PRINCIPAL_KINDS),
    name: z.string(),
    email: z.optional(z.string()),
    description: z.string(),
    create_time: wireTime,
  }),
  role_bindings: z.array(RoleBindingEntry),
  acls: z.array(AccountAclEntry),
  key_count: z.int(),
  key_limit: z.int(),
  /** Of a person, for whoever may remove them: what else ends then. */
  belongings: z.optional(z.object({ user_groups: z.array(z.string()), access_token_count: z.int() })),
  verdicts: z.object({ manage: Verdict, delete: Verdict }),
});
export type PrincipalDetails = z.output<typeof PrincipalDetails>;

export const NewServiceAccount = z.object({
  display_name: nameText(64),
  description: z._default(personText(0, 128), ''),
});
/** `was`: the description that the caller saw; another one by now is a conflict. */
export const AccountDescription = z.object({
  description: personText(0, 128),
  was: z.optional(z.string().check(z.maxLength(1000))),
});
export const ServiceAccountEnvelope = z.object({ service_account: ServiceAccountEntry });

/**
 * Names every key that goes with it, as the dialog showed them; others since then conflict, and with `unused` one that was
 * used within 24 hours, too: whoever deletes it saw no use of it (K14).
 */
export const AccountDeletion = z.object({
  keys: z.array(z.string()).check(z.maxLength(1000)),
  unused: z.optional(z.boolean()),
});

export const NewRoleBinding = z.object({
  principal_id: z.string().check(z.maxLength(255)),
  role: RoleName,
  environment_id: z.optional(z.string()),
  cluster_id: z.optional(z.string()),
  topic: z.optional(nameText(249)),
});
export const RoleBindingEnvelope = z.object({ role_binding: RoleBindingEntry });

export const NewAccountAcl = z.object({
  principal_id: z.string().check(z.maxLength(255)),
  cluster_id: z.string().check(z.maxLength(255)),
  topic: z.string().check(
    z.regex(/^[a-zA-Z0-9._-]{1,249}$/u, {
      error: 'Must be a topic name: letters, digits, dot, dash, underscore.',
    }),
  ),
  operation: z.enum(['Read', 'Write']),
});
export const AccountAclEnvelope = z.object({ acl: AccountAclEntry });

/** The organization's people with the roles that they hold. */
export const Member = z.object({
  user_id: z.string(),
  real_name: z.string(),
  user_email: z.string(),
  roles: z.array(z.string()),
  key_count: z.int(),
});
export type Member = z.output<typeof Member>;
export const MemberQuery = z.object({ search, ...pageQuery });
export const MemberExportQuery = z.object({ search });
export const OrganizationMembers = z.object({ users: z.array(Member), ...pageFields });
