import type { ReactNode } from 'react';
import { Link } from 'react-router-dom';
import type { ClusterEntry, EnvironmentEntry } from '../../../../contract/schemas/keys.ts';
import { PastTime } from '../../../parts/past-time.tsx';
import { paths } from '../../../paths.ts';
import { formatCount } from '../../../ui/format-count.ts';
import type { Column, NarrowItem } from '../../../ui/table-types.ts';

const PACKAGES = { ESSENTIALS: 'Essentials', ADVANCED: 'Advanced' } as const;

/** "2 clusters" */
const clusters = (count: number): string => `${formatCount(count)} ${count === 1 ? 'cluster' : 'clusters'}`;

export const ENVIRONMENT_COLUMNS: readonly Column<EnvironmentEntry>[] = [
  {
    key: 'environment',
    header: 'Environment',
    title: (environment) => environment.environment_name,
    cell: (environment) => <bdi>{environment.environment_name}</bdi>,
  },
  { key: 'id', header: 'ID', mono: true, hideBelow: 900, cell: (environment) => environment.environment_id },
  {
    key: 'clusters',
    header: 'Kafka clusters',
    width: 130,
    align: 'end',
    cell: (environment) => formatCount(environment.kafka_cluster_count),
  },
  {
    key: 'ksqldb',
    header: 'ksqlDB applications',
    width: 160,
    align: 'end',
    hideBelow: 900,
    cell: (environment) => formatCount(environment.ksqldb_count),
  },
  {
    key: 'registry',
    header: 'Schema Registry',
    width: 150,
    hideBelow: 1100,
    cell: (environment) => (environment.has_schema_registry ? 'Yes' : <span className="muted">none</span>),
  },
  {
    key: 'package',
    header: 'Governance package',
    width: 170,
    hideBelow: 1300,
    cell: (environment) => PACKAGES[environment.package],
  },
  {
    key: 'created',
    header: 'Created',
    width: 140,
    cell: (environment) => <PastTime at={environment.create_time} />,
  },
];

export const narrowEnvironment = (environment: EnvironmentEntry): NarrowItem => ({
  title: <bdi>{environment.environment_name}</bdi>,
  secondary: (
    <>
      <span className="mono">{environment.environment_id}</span> · {clusters(environment.kafka_cluster_count)}
    </>
  ),
});

export const environmentLink = (environment: EnvironmentEntry, content: ReactNode) => (
  <Link to={paths.environment(environment.environment_id)}>{content}</Link>
);

/** Where a cluster's own page is; what works on a Kafka cluster is a tab of that. */
export function clusterPath(
  cluster: Pick<ClusterEntry, 'kind' | 'cluster_id' | 'environment_id' | 'kafka_cluster_id'>,
): string {
  const { kind, environment_id: environment, cluster_id: id, kafka_cluster_id: kafka } = cluster;
  if (kind === 'ksqldb' && kafka !== undefined) return paths.clusterKsqldb(environment, kafka);
  return paths.cluster(environment, id);
}

export const CLUSTER_COLUMNS: readonly Column<ClusterEntry>[] = [
  {
    key: 'cluster',
    header: 'Name',
    width: 200,
    title: (cluster) => cluster.cluster_name,
    cell: (cluster) => <bdi>{cluster.cluster_name}</bdi>,
  },
  { key: 'id', header: 'ID', mono: true, width: 150, hideBelow: 900, cell: (cluster) => cluster.cluster_id },
  {
    key: 'cloud',
    header: 'Cloud and region',
    width: 160,
    hideBelow: 1100,
    cell: (cluster) => `${cluster.cloud}, ${cluster.region}`,
  },
  {
    key: 'endpoint',
    header: 'Endpoint',
    mono: true,
    hideBelow: 1300,
    title: (cluster) => cluster.endpoint,
    cell: (cluster) => cluster.endpoint,
  },
  {
    key: 'keys',
    header: 'API keys',
    width: 90,
    align: 'end',
    cell: (cluster) => formatCount(cluster.key_count),
  },
  { key: 'created', header: 'Created', width: 140, cell: (cluster) => <PastTime at={cluster.create_time} /> },
];

export const narrowCluster = (cluster: ClusterEntry): NarrowItem => ({
  title: <bdi>{cluster.cluster_name}</bdi>,
  secondary: (
    <>
      <span className="mono">{cluster.cluster_id}</span> · {formatCount(cluster.key_count)} API{' '}
      {cluster.key_count === 1 ? 'key' : 'keys'}
    </>
  ),
});

export const clusterLink = (cluster: ClusterEntry, content: ReactNode) => (
  <Link to={clusterPath(cluster)}>{content}</Link>
);
