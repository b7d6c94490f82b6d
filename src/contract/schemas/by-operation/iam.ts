import type * as operations from '../../operations/iam.ts';
import * as iam from '../iam.ts';
import type { SchemasOf } from '../by-operation.ts';

export const SCHEMAS = {
  listIamApiKeys: { query: iam.IamApiKeyQuery, answer: iam.IamApiKeyList },
  createIamApiKey: { body: iam.IamNewApiKey, answer: iam.IamApiKey },
  getIamApiKey: { answer: iam.IamApiKey },
  updateIamApiKey: { body: iam.IamApiKeyUpdate, answer: iam.IamApiKey },
  deleteIamApiKey: {},
  listIamServiceAccounts: { query: iam.IamServiceAccountQuery, answer: iam.IamServiceAccountList },
  createIamServiceAccount: { body: iam.IamNewServiceAccount, answer: iam.IamServiceAccount },
  getIamServiceAccount: { answer: iam.IamServiceAccount },
  updateIamServiceAccount: { body: iam.IamServiceAccountUpdate, answer: iam.IamServiceAccount },
  deleteIamServiceAccount: {},
  listIamUsers: { query: iam.IamPage, answer: iam.IamUserList },
  getIamUser: { answer: iam.IamUser },
  listIamRoleBindings: { query: iam.IamRoleBindingQuery, answer: iam.IamRoleBindingList },
  createIamRoleBinding: { body: iam.IamNewRoleBinding, answer: iam.IamRoleBinding },
  getIamRoleBinding: { answer: iam.IamRoleBinding },
  deleteIamRoleBinding: { answer: iam.IamRoleBinding },
  listOrgEnvironments: { query: iam.IamPage, answer: iam.OrgEnvironmentList },
  getOrgEnvironment: { answer: iam.OrgEnvironment },
  listCmkClusters: { query: iam.ClusterQuery, answer: iam.CmkClusterList },
  getCmkCluster: { query: iam.EnvironmentOnly, answer: iam.CmkCluster },
  listSrcmClusters: { query: iam.ClusterQuery, answer: iam.SrcmClusterList },
  getSrcmCluster: { query: iam.EnvironmentOnly, answer: iam.SrcmCluster },
  listKsqlClusters: { query: iam.ClusterQuery, answer: iam.KsqlClusterList },
  getKsqlCluster: { query: iam.EnvironmentOnly, answer: iam.KsqlCluster },
  listAppliedQuotas: { query: iam.AppliedQuotaQuery, answer: iam.AppliedQuotaList },
  getAppliedQuota: { answer: iam.AppliedQuota },
} as const satisfies SchemasOf<typeof operations>;
