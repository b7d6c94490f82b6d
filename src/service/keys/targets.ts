import { CLOUD, type ApiKey } from '../../domain/api-key/api-key.ts';
import type { Cluster, Environment } from '../../domain/api-key/role.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';

/** A cluster of the organization. Error: 404. */
export const findCluster = async (
  tx: ReadTransaction,
  organizationId: string,
  id: string,
): Promise<Cluster> => {
  const cluster = await tx.get('clusters', id);
  // Published clients look for these words.
  if (cluster?.organizationId !== organizationId)
    throw new ProblemError('cluster_not_found', `Cluster ${id}: resource not found.`);
  return cluster;
};

/** An environment of the organization. Error: 404. */
export const findEnvironment = async (
  tx: ReadTransaction,
  organizationId: string,
  id: string,
): Promise<Environment> => {
  const environment = await tx.get('environments', id);
  if (environment?.organizationId !== organizationId)
    throw new ProblemError('environment_not_found', `There is no environment ${id}.`);
  return environment;
};

/** What a key is to be for: a cluster, or null for the organization itself. Error: 404. */
export const findTarget = async (
  tx: ReadTransaction,
  organizationId: string,
  resourceId: string,
): Promise<Cluster | null> => (resourceId === CLOUD ? null : findCluster(tx, organizationId, resourceId));

/** As it stands in a key. */
export const resourceOf = (
  target: Cluster | null,
): Pick<ApiKey, 'resourceKind' | 'resourceId' | 'resourceName' | 'environmentId'> =>
  target === null
    ? {
        resourceKind: CLOUD,
        resourceId: CLOUD,
        resourceName: 'Cloud resource management',
        environmentId: null,
      }
    : {
        resourceKind: target.kind,
        resourceId: target.id,
        resourceName: target.name,
        environmentId: target.environmentId,
      };

/** The clusters that keys are for, by id. */
export const targetsOf = async (
  tx: ReadTransaction,
  keys: readonly Pick<ApiKey, 'resourceId'>[],
): Promise<ReadonlyMap<string, Cluster>> => {
  const ids = [...new Set(keys.map(({ resourceId }) => resourceId))].filter((id) => id !== CLOUD);
  const clusters = ids.length === 0 ? [] : await tx.find('clusters', { where: { id: { in: ids } } });
  return new Map(clusters.map((cluster) => [cluster.id, cluster]));
};
