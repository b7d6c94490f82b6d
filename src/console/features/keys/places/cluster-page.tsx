import type { QueryClient } from '@tanstack/react-query';
import { Link, useMatch, useOutlet, useParams, type LoaderFunction } from 'react-router-dom';
import { getCluster } from '../../../../contract/operations/keys.ts';
import { RESOURCE_KIND_WORDS } from '../../../../contract/words.ts';
import { prefetch, useRead } from '../../../api/queries.ts';
import { TabLinks } from '../../../parts/tab-links.tsx';
import { paths, PATTERNS } from '../../../paths.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { Mono } from '../../../ui/mono.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { isGone, Missing } from '../missing.tsx';
import { ClusterFacts } from './cluster-facts.tsx';
import { KsqldbTab } from './ksqldb-tab.tsx';
import { RegistryTab } from './registry-tab.tsx';
import { clusterParams } from './use-cluster.ts';
import '../keys.css';

const CRUMB = <Link to={paths.environments()}>Environments</Link>;

/** Starts reading the cluster that the URL names. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params }) => {
    prefetch(queryClient, getCluster, { params: clusterParams(params) });
    return null;
  };

/** One cluster: Cluster Overview with its API keys, Schema Registry and ksqlDB (K3, K13). */
export function Component() {
  const { environmentId = '', clusterId = '' } = useParams();
  const read = useRead(getCluster, { params: { cluster_id: clusterId } });
  const cluster = read.data?.cluster;
  const tab = useOutlet();
  const inKeys = useMatch(PATTERNS.clusterKeys) !== null;
  const inRegistry = useMatch(PATTERNS.clusterSchemaRegistry) !== null;
  const inKsqldb = useMatch(PATTERNS.clusterKsqldb) !== null;
  const name = cluster?.cluster_name;
  usePageTitle(
    name === undefined
      ? undefined
      : inKeys
        ? `API keys of ${name}`
        : inRegistry
          ? `Schema Registry, ${name}`
          : inKsqldb
            ? `ksqlDB on ${name}`
            : name,
  );
  const environment = (
    <Link to={paths.environment(environmentId)}>{cluster?.environment_name ?? environmentId}</Link>
  );
  if (cluster === undefined || isGone(read.error)) {
    return (
      <Missing
        noun="cluster"
        breadcrumb={[CRUMB, environment]}
        error={read.error}
        onRetry={() => void read.refetch()}
        list={{ label: 'Environments', to: paths.environments() }}
      />
    );
  }
  const overview = !inRegistry && !inKsqldb;
  return (
    <>
      <PageHeader
        breadcrumb={[CRUMB, environment, cluster.cluster_name]}
        title={cluster.cluster_name}
        purpose={
          <>
            {RESOURCE_KIND_WORDS[cluster.kind]} <Mono>{cluster.cluster_id}</Mono> in{' '}
            {cluster.environment_name}
          </>
        }
      />
      {cluster.kind === 'kafka' ? (
        <>
          <TabLinks
            label="Parts of this cluster"
            tabs={[
              {
                label: 'Cluster Overview',
                to: paths.cluster(environmentId, clusterId),
                current: overview,
              },
              {
                label: 'Schema Registry',
                to: paths.clusterSchemaRegistry(environmentId, clusterId),
                current: inRegistry,
              },
              { label: 'ksqlDB', to: paths.clusterKsqldb(environmentId, clusterId), current: inKsqldb },
            ]}
          />
          {overview && (
            <nav className="sub-links" aria-label="Cluster Overview">
              <Link
                to={paths.cluster(environmentId, clusterId)}
                preventScrollReset
                aria-current={inKeys ? undefined : 'page'}
              >
                Details
              </Link>
              <Link
                to={paths.clusterKeys(environmentId, clusterId)}
                preventScrollReset
                aria-current={inKeys ? 'page' : undefined}
              >
                API Keys
              </Link>
            </nav>
          )}
          {tab ?? <ClusterFacts cluster={cluster} />}
        </>
      ) : (
        // What stands beside the Kafka clusters of an environment has a page of its own, by its id.
        <>
          <ClusterFacts cluster={cluster} />
          {cluster.kind === 'schema_registry' ? (
            <RegistryTab registry={cluster} />
          ) : (
            <KsqldbTab applications={[cluster]} />
          )}
        </>
      )}
    </>
  );
}
