import * as z from 'zod/mini';
import { nameText, personText } from '../text.ts';
import { ROLE_NAMES } from '../values.ts';
import { wireTime } from './shared.ts';

// The vendor's shapes of its management API, as its published clients decode them.

const Metadata = z.object({
  self: z.string(),
  resource_name: z.string(),
  created_at: z.optional(wireTime),
  updated_at: z.optional(wireTime),
});

/** A reference to another object; `related` and `resource_name` are URIs. */
const Reference = z.object({
  id: z.string(),
  related: z.string(),
  resource_name: z.string(),
  environment: z.optional(z.string()),
  api_version: z.optional(z.string()),
  kind: z.optional(z.string()),
});

const GlobalReference = z.object({ id: z.string(), related: z.string(), resource_name: z.string() });

/** A reference as clients send it: its id counts, and empty texts of theirs mean nothing. */
const GivenReference = z.object({
  id: z.string().check(z.minLength(1), z.maxLength(255)),
  environment: z.optional(z.string()),
  api_version: z.optional(z.string()),
  kind: z.optional(z.string()),
  related: z.optional(z.string()),
  resource_name: z.optional(z.string()),
});

const listOf = <Kind extends string, Item extends z.ZodMiniType>(
  apiVersion: string,
  kind: Kind,
  item: Item,
) =>
  z.object({
    api_version: z.literal(apiVersion),
    kind: z.literal(kind),
    metadata: z.object({
      first: z.nullable(z.string()),
      last: z.nullable(z.string()),
      prev: z.nullable(z.string()),
      next: z.nullable(z.string()),
      total_size: z.int(),
    }),
    data: z.array(item),
  });

const object = <Kind extends string>(apiVersion: string, kind: Kind) => ({
  api_version: z.literal(apiVersion),
  kind: z.literal(kind),
  id: z.string(),
  metadata: Metadata,
});

/** Error answers of this API. */
export const IamProblemBody = z.object({
  errors: z.array(
    z.object({
      id: z.string(),
      status: z.string(),
      code: z.string(),
      title: z.string(),
      detail: z.string(),
      source: z.optional(z.object({ pointer: z.optional(z.string()), parameter: z.optional(z.string()) })),
    }),
  ),
});
export type IamProblemBody = z.output<typeof IamProblemBody>;

const pageSize = (most: number) =>
  z._default(
    z.pipe(
      z.string().check(z.regex(/^\d{1,9}$/u, { error: 'Must be a whole number.' })),
      z.transform((text: string) => Math.min(most, Math.max(1, Number(text)))),
    ),
    10,
  );
const paging = {
  page_size: pageSize(100),
  page_token: z.optional(z.string().check(z.maxLength(255))),
};
export const IamPage = z.object(paging);

export const IamApiKey = z.object({
  ...object('iam/v2', 'ApiKey'),
  spec: z.object({
    /** In the answer to its creation, and nowhere else (K7). */
    secret: z.optional(z.string()),
    display_name: z.string(),
    description: z.string(),
    owner: Reference,
    resource: Reference,
  }),
});
export type IamApiKey = z.output<typeof IamApiKey>;
export const IamApiKeyList = listOf('iam/v2', 'ApiKeyList', IamApiKey);
export const IamApiKeyQuery = z.object({
  'spec.owner': z.optional(z.string()),
  'spec.resource': z.optional(z.string()),
  ...paging,
});

const description = personText(0, 1000);

export const IamNewApiKey = z.object({
  spec: z.object({
    display_name: z._default(z.union([z.literal(''), nameText(128)]), ''),
    description: z._default(description, ''),
    owner: GivenReference,
    /** Absent, null or of id `cloud`: a Cloud key. */
    resource: z.optional(z.nullable(GivenReference)),
    /** The same as a list, as the vendor has it too; a key is for one. */
    resources: z.optional(z.nullable(z.array(GivenReference).check(z.maxLength(100)))),
  }),
});
export const IamApiKeyUpdate = z.object({
  spec: z.object({
    display_name: z.optional(z.union([z.literal(''), nameText(128)])),
    description: z.optional(description),
  }),
});

export const IamServiceAccount = z.object({
  ...object('iam/v2', 'ServiceAccount'),
  display_name: z.string(),
  description: z.string(),
});
export const IamServiceAccountList = listOf('iam/v2', 'ServiceAccountList', IamServiceAccount);
export const IamServiceAccountQuery = z.object({
  /** May be given several times: any of these names. Here each stands on a line of its own. */
  display_name: z.optional(z.string().check(z.maxLength(2000))),
  ...paging,
});
export const IamNewServiceAccount = z.object({
  display_name: nameText(64),
  description: z._default(personText(0, 128), ''),
});
export const IamServiceAccountUpdate = z.object({ description: z.optional(personText(0, 128)) });

export const IamUser = z.object({
  ...object('iam/v2', 'User'),
  email: z.string(),
  full_name: z.string(),
  auth_type: z.enum(['AUTH_TYPE_LOCAL', 'AUTH_TYPE_SSO']),
});
/** As in a provider's claims, a name has 256 characters at most. */
export const IamUserUpdate = z.object({
  full_name: z.optional(nameText(256)),
  /** Cannot be changed: what the user has is taken, and does nothing. */
  auth_type: z.optional(IamUser.shape.auth_type),
});
export const IamUserList = listOf('iam/v2', 'UserList', IamUser);

export const IamRoleBinding = z.object({
  ...object('iam/v2', 'RoleBinding'),
  /** `User:<id>` of a person or a service account. */
  principal: z.string(),
  role_name: z.string(),
  crn_pattern: z.string(),
});
export const IamRoleBindingList = listOf('iam/v2', 'RoleBindingList', IamRoleBinding);
export const IamRoleBindingQuery = z.object({
  crn_pattern: z.string().check(z.maxLength(1000)),
  principal: z.optional(z.string()),
  role_name: z.optional(z.string()),
  ...paging,
});
export const IamNewRoleBinding = z.object({
  principal: z.string().check(z.regex(/^User:.+$/u, { error: 'Must be User: and an id.' })),
  role_name: z.enum(ROLE_NAMES),
  crn_pattern: z.string().check(z.maxLength(1000)),
});

export const OrgEnvironment = z.object({
  ...object('org/v2', 'Environment'),
  display_name: z.string(),
  stream_governance_config: z.object({ package: z.enum(['ESSENTIALS', 'ADVANCED']) }),
});
export const OrgEnvironmentList = listOf('org/v2', 'EnvironmentList', OrgEnvironment);

const status = z.object({ phase: z.string() });

export const ClusterQuery = z.object({ environment: z.string().check(z.maxLength(255)), ...paging });
export const EnvironmentOnly = z.object({ environment: z.string().check(z.maxLength(255)) });

export const CmkCluster = z.object({
  ...object('cmk/v2', 'Cluster'),
  spec: z.object({
    display_name: z.string(),
    availability: z.string(),
    cloud: z.string(),
    region: z.string(),
    config: z.object({ kind: z.literal('Standard') }),
    kafka_bootstrap_endpoint: z.string(),
    http_endpoint: z.string(),
    environment: Reference,
  }),
  status,
});
export const CmkClusterList = listOf('cmk/v2', 'ClusterList', CmkCluster);

const srcmSpec = z.object({
  display_name: z.string(),
  package: z.string(),
  http_endpoint: z.string(),
  cloud: z.string(),
  region: z.string(),
  environment: GlobalReference,
});
export const SrcmCluster = z.object({ ...object('srcm/v3', 'Cluster'), spec: srcmSpec, status });
export const SrcmClusterList = listOf('srcm/v3', 'ClusterList', SrcmCluster);

/** As the older version has it: its region is an object of its own. */
export const SrcmV2Cluster = z.object({
  ...object('srcm/v2', 'Cluster'),
  spec: z.object({
    display_name: z.string(),
    package: z.string(),
    network_type: z.literal('PUBLIC'),
    http_endpoint: z.string(),
    environment: GlobalReference,
    region: GlobalReference,
  }),
  status,
});
export const SrcmV2ClusterList = listOf('srcm/v2', 'ClusterList', SrcmV2Cluster);
export const SrcmRegion = z.object({
  ...object('srcm/v2', 'Region'),
  spec: z.object({
    display_name: z.string(),
    cloud: z.string(),
    region_name: z.string(),
    packages: z.array(z.string()),
  }),
});
export const SrcmRegionList = listOf('srcm/v2', 'RegionList', SrcmRegion);
export const SrcmRegionQuery = z.object({
  'spec.cloud': z.optional(z.string()),
  'spec.region_name': z.optional(z.string()),
  'spec.packages': z.optional(z.string()),
  ...paging,
});

export const KsqlCluster = z.object({
  ...object('ksqldbcm/v2', 'Cluster'),
  spec: z.object({
    display_name: z.string(),
    csu: z.int(),
    use_detailed_processing_log: z.boolean(),
    kafka_cluster: Reference,
    credential_identity: Reference,
    environment: Reference,
  }),
  status: z.object({
    phase: z.string(),
    is_paused: z.boolean(),
    storage: z.int(),
    http_endpoint: z.string(),
    topic_prefix: z.string(),
  }),
});
export const KsqlClusterList = listOf('ksqldbcm/v2', 'ClusterList', KsqlCluster);

export const AppliedQuota = z.object({
  ...object('service-quota/v1', 'AppliedQuota'),
  scope: z.string(),
  display_name: z.string(),
  default_limit: z.int(),
  applied_limit: z.int(),
  usage: z.optional(z.int()),
  organization: z.nullable(GlobalReference),
  user: z.optional(GlobalReference),
});
export const AppliedQuotaList = listOf('service-quota/v1', 'AppliedQuotaList', AppliedQuota);
export const AppliedQuotaQuery = z.object({
  scope: z.string().check(z.maxLength(100)),
  id: z.optional(z.string()),
  page_size: pageSize(200),
  page_token: z.optional(z.string().check(z.maxLength(255))),
});

/** What quotas are of, as listAppliedQuotas asks for it. */
export const QuotaScope = z.object({
  ...object('service-quota/v1', 'Scope'),
  description: z.string(),
});
export const QuotaScopeList = listOf('service-quota/v1', 'ScopeList', QuotaScope);
export const QuotaPage = z.object({
  page_size: pageSize(200),
  page_token: z.optional(z.string().check(z.maxLength(255))),
});
