import type * as operations from '../../contract/operations/iam.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/iam.ts';
import * as accounts from '../../service/iam/accounts.ts';
import * as clusters from '../../service/iam/clusters.ts';
import * as keys from '../../service/iam/keys.ts';
import * as quotas from '../../service/iam/quotas.ts';
import * as regions from '../../service/iam/regions.ts';
import * as bindings from '../../service/iam/role-bindings.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    listIamApiKeys: ({ deps, me, asked, query }) => keys.listKeys(deps, me, asked, query),
    createIamApiKey: ({ deps, me, asked, body }) => keys.createKey(deps, me, asked, body),
    getIamApiKey: ({ deps, me, asked, params }) => keys.getKey(deps, me, asked, params.id),
    updateIamApiKey: ({ deps, me, asked, params, body }) => keys.updateKey(deps, me, asked, params.id, body),
    deleteIamApiKey: async ({ deps, me, params }) => {
      await keys.deleteKey(deps, me, params.id);
      return undefined;
    },
    listIamServiceAccounts: ({ deps, me, asked, query }) => accounts.listAccounts(deps, me, asked, query),
    createIamServiceAccount: ({ deps, me, asked, body }) => accounts.createAccount(deps, me, asked, body),
    getIamServiceAccount: ({ deps, me, asked, params }) => accounts.getAccount(deps, me, asked, params.id),
    updateIamServiceAccount: ({ deps, me, asked, params, body }) =>
      accounts.updateAccount(deps, me, asked, params.id, body),
    deleteIamServiceAccount: async ({ deps, me, params }) => {
      await accounts.deleteAccount(deps, me, params.id);
      return undefined;
    },
    listIamUsers: ({ deps, me, asked, query }) => accounts.listUsers(deps, me, asked, query),
    getIamUser: ({ deps, me, asked, params }) => accounts.getUser(deps, me, asked, params.id),
    updateIamUser: ({ deps, me, asked, params, body }) =>
      accounts.updateUser(deps, me, asked, params.id, body),
    deleteIamUser: async ({ deps, me, params }) => {
      await accounts.deleteUser(deps, me, params.id);
      return undefined;
    },
    listIamRoleBindings: ({ deps, me, asked, query }) => bindings.listBindings(deps, me, asked, query),
    createIamRoleBinding: ({ deps, me, asked, body }) => bindings.createBinding(deps, me, asked, body),
    getIamRoleBinding: ({ deps, me, asked, params }) => bindings.getBinding(deps, me, asked, params.id),
    deleteIamRoleBinding: ({ deps, me, asked, params }) => bindings.deleteBinding(deps, me, asked, params.id),
    listOrgEnvironments: ({ deps, me, asked, query }) => clusters.listEnvironments(deps, me, asked, query),
    getOrgEnvironment: ({ deps, me, asked, params }) => clusters.getEnvironment(deps, me, asked, params.id),
    listCmkClusters: async ({ deps, me, asked, query }) => {
      const { metadata, clusters: found } = await clusters.clustersOf(deps, me, asked, 'kafka', query);
      const data = found.map((cluster) => clusters.kafkaView(cluster, asked));
      return { api_version: 'cmk/v2', kind: 'ClusterList', metadata, data };
    },
    getCmkCluster: async ({ deps, me, asked, params, query }) =>
      clusters.kafkaView(await clusters.clusterOf(deps, me, 'kafka', { ...query, ...params }), asked),
    listSrcmClusters: async ({ deps, me, asked, query }) => {
      const kind = 'schema_registry';
      const { metadata, clusters: found } = await clusters.clustersOf(deps, me, asked, kind, query);
      const data = found.map((cluster) => clusters.registryView(cluster, asked));
      return { api_version: 'srcm/v3', kind: 'ClusterList', metadata, data };
    },
    getSrcmCluster: async ({ deps, me, asked, params, query }) =>
      clusters.registryView(
        await clusters.clusterOf(deps, me, 'schema_registry', { ...query, ...params }),
        asked,
      ),
    listSrcmV2Clusters: async ({ deps, me, asked, query }) => {
      const kind = 'schema_registry';
      const { metadata, clusters: found } = await clusters.clustersOf(deps, me, asked, kind, query);
      const data = found.map((cluster) => clusters.registryV2View(cluster, asked));
      return { api_version: 'srcm/v2', kind: 'ClusterList', metadata, data };
    },
    getSrcmV2Cluster: async ({ deps, me, asked, params, query }) =>
      clusters.registryV2View(
        await clusters.clusterOf(deps, me, 'schema_registry', { ...query, ...params }),
        asked,
      ),
    listSrcmRegions: ({ deps, me, asked, query }) => regions.listRegions(deps, me, asked, query),
    getSrcmRegion: ({ deps, me, asked, params }) => regions.getRegion(deps, me, asked, params.id),
    listKsqlClusters: async ({ deps, me, asked, query }) => {
      const { metadata, clusters: found } = await clusters.clustersOf(deps, me, asked, 'ksqldb', query);
      const data = found.map((cluster) => clusters.ksqlView(cluster, asked));
      return { api_version: 'ksqldbcm/v2', kind: 'ClusterList', metadata, data };
    },
    getKsqlCluster: async ({ deps, me, asked, params, query }) =>
      clusters.ksqlView(await clusters.clusterOf(deps, me, 'ksqldb', { ...query, ...params }), asked),
    listAppliedQuotas: ({ deps, me, asked, query }) => quotas.listQuotas(deps, me, asked, query),
    getAppliedQuota: ({ deps, me, asked, params }) => quotas.getQuota(deps, me, asked, params.id),
    listQuotaScopes: ({ deps, me, asked }) => quotas.listScopes(deps, me, asked),
    getQuotaScope: ({ deps, me, asked, params }) => quotas.getScope(deps, me, asked, params.id),
  },
};
