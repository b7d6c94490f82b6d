import type * as operations from '../../contract/operations/keys.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/keys.ts';
import * as approval from '../../service/keys/approval.ts';
import * as accounts from '../../service/keys/accounts.ts';
import * as changes from '../../service/keys/change-keys.ts';
import { claimApiKey } from '../../service/keys/claim-key.ts';
import * as creation from '../../service/keys/create-key.ts';
import * as environments from '../../service/keys/environments.ts';
import { describeServiceAccount } from '../../service/keys/describe-account.ts';
import { previewApiKey } from '../../service/keys/preview-key.ts';
import * as keys from '../../service/keys/read-keys.ts';
import { getPrincipal } from '../../service/keys/read-principal.ts';
import { removeOrganizationMember } from '../../service/keys/remove-person.ts';
import * as roles from '../../service/keys/roles.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    listEnvironments: ({ deps, me, params }) =>
      environments.listEnvironments(deps, me, params.organization_id),
    getEnvironment: ({ deps, me, params }) =>
      environments.getEnvironment(deps, me, params.organization_id, params.environment_id),
    getCluster: ({ deps, me, params }) =>
      environments.getCluster(deps, me, params.organization_id, params.cluster_id),
    listApiKeys: ({ deps, me, params, query }) => keys.listApiKeys(deps, me, params.organization_id, query),
    exportApiKeys: ({ deps, me, params, query }) =>
      keys.exportApiKeys(deps, me, params.organization_id, query),
    previewApiKey: ({ deps, me, params, query }) => previewApiKey(deps, me, params.organization_id, query),
    createApiKey: ({ deps, me, params, body }) =>
      creation.createApiKey(deps, me, params.organization_id, body),
    claimApiKey: ({ deps, me, params, body }) =>
      claimApiKey(deps, me, params.organization_id, params.request_id, body.claim),
    changeEnvironmentApproval: ({ deps, me, params, body }) =>
      approval.changeEnvironmentApproval(deps, me, params.organization_id, params.environment_id, body),
    changeCloudKeyApproval: ({ deps, me, params, body }) =>
      approval.changeCloudKeyApproval(deps, me, params.organization_id, body),
    confirmApiKeySaved: ({ deps, me, params, body }) =>
      creation.confirmKeySaved(deps, me, params.organization_id, params.key, body.claim),
    describeApiKey: ({ deps, me, params, body }) =>
      changes.describeApiKey(deps, me, params.organization_id, params.key, body),
    deleteApiKey: async ({ deps, me, params, query }) => {
      await changes.deleteApiKeyIn(deps, me, params.organization_id, params.key, query);
      return undefined;
    },
    listServiceAccounts: ({ deps, me, params, query }) =>
      accounts.listServiceAccounts(deps, me, params.organization_id, query),
    exportServiceAccounts: ({ deps, me, params, query }) =>
      accounts.exportServiceAccounts(deps, me, params.organization_id, query),
    createServiceAccount: ({ deps, me, params, body }) =>
      accounts.createServiceAccount(deps, me, params.organization_id, body),
    getPrincipal: ({ deps, me, params }) =>
      getPrincipal(deps, me, params.organization_id, params.principal_id),
    describeServiceAccount: ({ deps, me, params, body }) =>
      describeServiceAccount(deps, me, params.organization_id, params.service_account_id, body),
    removeOrganizationMember: ({ deps, me, params, body }) =>
      removeOrganizationMember(deps, me, params.organization_id, params.user_id, body),
    deleteServiceAccount: ({ deps, me, params, body }) =>
      accounts.deleteServiceAccount(deps, me, params.organization_id, params.service_account_id, body),
    addRoleBinding: ({ deps, me, params, body }) =>
      roles.addRoleBinding(deps, me, params.organization_id, body),
    removeRoleBinding: async ({ deps, me, params }) => {
      await roles.removeRoleBinding(deps, me, params.organization_id, params.role_binding_id);
      return undefined;
    },
    addAccountAcl: ({ deps, me, params, body }) =>
      accounts.addAccountAcl(deps, me, params.organization_id, body),
    removeAccountAcl: async ({ deps, me, params }) => {
      await accounts.removeAccountAcl(deps, me, params.organization_id, params.acl_id);
      return undefined;
    },
    exportOrganizationMembers: ({ deps, me, params, query }) =>
      environments.exportOrganizationMembers(deps, me, params.organization_id, query),
    listOrganizationMembers: ({ deps, me, params, query }) =>
      environments.listOrganizationMembers(deps, me, params.organization_id, query),
  },
};
