import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/iam.ts';
import type { Cluster, Environment, ResourceKind } from '../../domain/api-key/role.ts';
import type { Deps } from '../deps.ts';
import { findCluster, findEnvironment } from '../keys/targets.ts';
import { ProblemError } from '../problem.ts';
import { loadOnlooker } from './onlooker.ts';
import { regionReference } from './regions.ts';
import { crn, readListed, metadata, reference, type Asked, type PageQuery } from './shapes.ts';

const environmentView = (
  environment: Environment,
  asked: Pick<Asked, 'base'>,
): Out<typeof wire.OrgEnvironment> => ({
  api_version: 'org/v2',
  kind: 'Environment',
  id: environment.id,
  metadata: metadata(
    asked,
    `/org/v2/environments/${environment.id}`,
    crn(environment.organizationId, `/environment=${environment.id}`),
    environment,
  ),
  display_name: environment.name,
  stream_governance_config: { package: environment.package },
});

/** The organization's environments, oldest first, as listUsers does. */
export const listEnvironments = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  query: Out<typeof wire.IamPage>,
): Promise<Out<typeof wire.OrgEnvironmentList>> =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    const { metadata: around, rows } = await readListed(tx, 'environments', asked, query, {
      selection: { where: { organizationId } },
      column: 'createdAt',
    });
    return {
      api_version: 'org/v2',
      kind: 'EnvironmentList',
      metadata: around,
      data: rows.map((environment) => environmentView(environment, asked)),
    };
  });

/** One environment. Error: 404. */
export const getEnvironment = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  id: string,
): Promise<Out<typeof wire.OrgEnvironment>> =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    return environmentView(await findEnvironment(tx, organizationId, id), asked);
  });

const environmentOf = (cluster: Cluster, asked: Pick<Asked, 'base'>) =>
  reference(
    asked,
    `/org/v2/environments/${cluster.environmentId}`,
    cluster.environmentId,
    crn(cluster.organizationId, `/environment=${cluster.environmentId}`),
  );

const nameOf = (cluster: Cluster): string =>
  crn(cluster.organizationId, `/environment=${cluster.environmentId}/cluster=${cluster.id}`);

const PROVISIONED = { phase: 'PROVISIONED' };

/** A Kafka cluster in the vendor's shape. */
export const kafkaView = (cluster: Cluster, asked: Pick<Asked, 'base'>): Out<typeof wire.CmkCluster> => ({
  api_version: 'cmk/v2',
  kind: 'Cluster',
  id: cluster.id,
  metadata: metadata(asked, `/cmk/v2/clusters/${cluster.id}`, nameOf(cluster), cluster),
  spec: {
    display_name: cluster.name,
    availability: 'MULTI_ZONE',
    cloud: cluster.cloud,
    region: cluster.region,
    config: { kind: 'Standard' },
    kafka_bootstrap_endpoint: cluster.endpoint,
    http_endpoint: `https://${cluster.endpoint.replace(/:\d+$/u, '')}:443`,
    environment: environmentOf(cluster, asked),
  },
  status: PROVISIONED,
});

/** A Schema Registry in the vendor's shape. */
export const registryView = (cluster: Cluster, asked: Pick<Asked, 'base'>): Out<typeof wire.SrcmCluster> => ({
  api_version: 'srcm/v3',
  kind: 'Cluster',
  id: cluster.id,
  metadata: metadata(asked, `/srcm/v3/clusters/${cluster.id}`, nameOf(cluster), cluster),
  spec: {
    display_name: cluster.name,
    package: 'ESSENTIALS',
    http_endpoint: cluster.endpoint,
    cloud: cluster.cloud,
    region: cluster.region,
    environment: environmentOf(cluster, asked),
  },
  status: PROVISIONED,
});

/** A Schema Registry in the shape of the vendor's older version, which has its region as an object of its own. */
export const registryV2View = (
  cluster: Cluster,
  asked: Pick<Asked, 'base'>,
): Out<typeof wire.SrcmV2Cluster> => {
  const { environment, display_name, package: plan, http_endpoint } = registryView(cluster, asked).spec;
  return {
    api_version: 'srcm/v2',
    kind: 'Cluster',
    id: cluster.id,
    metadata: metadata(asked, `/srcm/v2/clusters/${cluster.id}`, nameOf(cluster), cluster),
    spec: {
      display_name,
      package: plan,
      network_type: 'PUBLIC',
      http_endpoint,
      environment,
      region: regionReference(cluster, asked),
    },
    status: PROVISIONED,
  };
};

/** A ksqlDB application in the vendor's shape. */
export const ksqlView = (cluster: Cluster, asked: Pick<Asked, 'base'>): Out<typeof wire.KsqlCluster> => {
  const kafka = cluster.kafkaClusterId ?? '';
  return {
    api_version: 'ksqldbcm/v2',
    kind: 'Cluster',
    id: cluster.id,
    metadata: metadata(asked, `/ksqldbcm/v2/clusters/${cluster.id}`, nameOf(cluster), cluster),
    spec: {
      display_name: cluster.name,
      csu: 4,
      use_detailed_processing_log: true,
      kafka_cluster: {
        ...reference(
          asked,
          `/cmk/v2/clusters/${kafka}`,
          kafka,
          crn(cluster.organizationId, `/environment=${cluster.environmentId}/cluster=${kafka}`),
        ),
        environment: cluster.environmentId,
      },
      credential_identity: reference(
        asked,
        '/iam/v2/service-accounts',
        'none',
        crn(cluster.organizationId, '/service-account=none'),
      ),
      environment: environmentOf(cluster, asked),
    },
    status: {
      ...PROVISIONED,
      is_paused: false,
      storage: 0,
      http_endpoint: cluster.endpoint,
      topic_prefix: cluster.id,
    },
  };
};

/** One page of the clusters of a kind in an environment, by id. Errors: 404 for the environment. */
export const clustersOf = (
  { store }: Deps,
  actorId: string,
  asked: Asked,
  kind: ResourceKind,
  query: PageQuery & { readonly environment: string },
) =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    const environment = await findEnvironment(tx, organizationId, query.environment);
    const { metadata: around, rows } = await readListed(tx, 'clusters', asked, query, {
      selection: { where: { environmentId: environment.id, kind } },
      column: 'id',
    });
    return { metadata: around, clusters: rows };
  });

/** One cluster of a kind in an environment. Errors: 404 for either. */
export const clusterOf = (
  { store }: Deps,
  actorId: string,
  kind: ResourceKind,
  { environment, id }: { readonly environment: string; readonly id: string },
): Promise<Cluster> =>
  store.read(async (tx) => {
    const { organizationId } = await loadOnlooker(tx, actorId);
    await findEnvironment(tx, organizationId, environment);
    const cluster = await findCluster(tx, organizationId, id);
    if (cluster.kind !== kind || cluster.environmentId !== environment)
      throw new ProblemError('cluster_not_found', `Cluster ${id}: resource not found.`);
    return cluster;
  });
