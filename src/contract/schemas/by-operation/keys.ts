import type * as operations from '../../operations/keys.ts';
import * as keys from '../keys.ts';
import { Done } from '../shared.ts';
import type { SchemasOf } from '../by-operation.ts';

export const SCHEMAS = {
  listEnvironments: { answer: keys.EnvironmentEntryList },
  getEnvironment: { answer: keys.EnvironmentDetails },
  getCluster: { answer: keys.ClusterDetails },
  listApiKeys: { query: keys.KeyQuery, answer: keys.KeyList },
  exportApiKeys: { query: keys.KeyExportQuery },
  previewApiKey: { query: keys.NewKeyQuery, answer: keys.NewKeyPreview },
  createApiKey: { body: keys.NewKey, answer: keys.CreatedKey },
  confirmApiKeySaved: { body: keys.KeyClaim, answer: keys.KeyEnvelope },
  describeApiKey: { body: keys.KeyDescription, answer: keys.KeyEnvelope },
  deleteApiKey: { query: keys.KeyDeletionQuery },
  listServiceAccounts: { query: keys.ServiceAccountQuery, answer: keys.ServiceAccountList },
  exportServiceAccounts: { query: keys.ServiceAccountExportQuery },
  createServiceAccount: { body: keys.NewServiceAccount, answer: keys.ServiceAccountEnvelope },
  getPrincipal: { answer: keys.PrincipalDetails },
  describeServiceAccount: { body: keys.AccountDescription, answer: keys.ServiceAccountEnvelope },
  removeOrganizationMember: { body: keys.AccountDeletion, answer: Done },
  deleteServiceAccount: { body: keys.AccountDeletion, answer: Done },
  addRoleBinding: { body: keys.NewRoleBinding, answer: keys.RoleBindingEnvelope },
  removeRoleBinding: {},
  addAccountAcl: { body: keys.NewAccountAcl, answer: keys.AccountAclEnvelope },
  removeAccountAcl: {},
  changeEnvironmentApproval: { body: keys.KeyApprovalChange, answer: keys.KeyApprovalEnvelope },
  changeCloudKeyApproval: { body: keys.KeyApprovalChange, answer: keys.KeyApprovalEnvelope },
  claimApiKey: { body: keys.KeyClaim, answer: keys.CreatedKey },
  exportOrganizationMembers: { query: keys.MemberExportQuery },
  listOrganizationMembers: { query: keys.MemberQuery, answer: keys.OrganizationMembers },
} as const satisfies SchemasOf<typeof operations>;
