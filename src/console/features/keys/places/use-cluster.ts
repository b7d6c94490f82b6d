import { useParams } from 'react-router-dom';
import { getCluster, getEnvironment } from '../../../../contract/operations/keys.ts';
import type { ClusterEntry } from '../../../../contract/schemas/keys.ts';
import { useRead } from '../../../api/queries.ts';
import type { KeyTarget } from '../create/key-target.ts';

export type Params = Readonly<Record<string, string | undefined>>;

/** The cluster that the URL names, as operations name it. */
export const clusterParams = (params: Params) => ({ cluster_id: params['clusterId'] ?? '' });
export const environmentParams = (params: Params) => ({ environment_id: params['environmentId'] ?? '' });

/** What a key for a cluster is for. */
export const targetOf = (cluster: ClusterEntry): KeyTarget => ({
  id: cluster.cluster_id,
  kind: cluster.kind,
  name: cluster.cluster_name,
});

/** What belongs to the cluster that the URL names: the Schema Registry of its environment, and its ksqlDB applications. */
export function useNeighbours() {
  const params = useParams();
  const { cluster_id: id } = clusterParams(params);
  const read = useRead(getEnvironment, { params: environmentParams(params) });
  const clusters = read.data?.clusters;
  return {
    read,
    registry: clusters?.find(({ kind }) => kind === 'schema_registry'),
    applications: clusters?.filter(
      ({ kind, kafka_cluster_id: kafka, cluster_id: own }) =>
        kind === 'ksqldb' && (kafka === id || own === id),
    ),
  };
}

/** One cluster with what may be done to it; `undefined` waits. */
export const useClusterDetails = (id: string | undefined) =>
  useRead(getCluster, { params: { cluster_id: id ?? '' } }, { enabled: id !== undefined });
