import type { QueryClient } from '@tanstack/react-query';
import { Layers } from 'lucide-react';
import { Link, useParams, type LoaderFunction } from 'react-router-dom';
import { getEnvironment } from '../../../../contract/operations/keys.ts';
import type { ClusterEntry } from '../../../../contract/schemas/keys.ts';
import { prefetch, useRead } from '../../../api/queries.ts';
import { paths } from '../../../paths.ts';
import { usePageTitle } from '../../../shell/use-page-title.ts';
import { DataTable } from '../../../ui/data-table.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { Mono } from '../../../ui/mono.tsx';
import { PageHeader } from '../../../ui/page-header.tsx';
import { ApprovalSwitch } from '../approval-switch.tsx';
import { isGone, Missing } from '../missing.tsx';
import { CLUSTER_COLUMNS, clusterLink, narrowCluster } from './environment-columns.tsx';

const CRUMB = <Link to={paths.environments()}>Environments</Link>;
const KINDS = [
  { kind: 'kafka', title: 'Kafka clusters' },
  { kind: 'schema_registry', title: 'Schema Registry' },
  { kind: 'ksqldb', title: 'ksqlDB applications' },
] as const;

const rowId = (cluster: ClusterEntry) => cluster.cluster_id;
const rowName = (cluster: ClusterEntry) => cluster.cluster_name;

/** Starts reading the environment that the URL names. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params }) => {
    prefetch(queryClient, getEnvironment, { params: { environment_id: params['environmentId'] ?? '' } });
    return null;
  };

/** An environment with its clusters (K3). */
export function Component() {
  const { environmentId = '' } = useParams();
  const read = useRead(getEnvironment, { params: { environment_id: environmentId } });
  const environment = read.data?.environment;
  usePageTitle(environment?.environment_name);
  if (read.data === undefined || environment === undefined || isGone(read.error)) {
    return (
      <Missing
        noun="environment"
        breadcrumb={[CRUMB]}
        error={read.error}
        onRetry={() => void read.refetch()}
        list={{ label: 'Environments', to: paths.environments() }}
      />
    );
  }
  const { clusters, approval } = read.data;
  const there = KINDS.filter(({ kind }) => clusters.some((cluster) => cluster.kind === kind));
  return (
    <>
      <PageHeader
        breadcrumb={[CRUMB, environment.environment_name]}
        title={environment.environment_name}
        purpose={
          <>
            Environment <Mono>{environment.environment_id}</Mono>. Each cluster has API keys of its own.
          </>
        }
      />
      <ApprovalSwitch approval={approval} environment={environment} />
      {there.length === 0 && (
        <EmptyState icon={<Layers size={20} aria-hidden />} title="No clusters yet">
          The clusters of this environment appear here.
        </EmptyState>
      )}
      {there.map(({ kind, title }) => (
        <section key={kind} className="place-section" aria-label={title}>
          <h2>{title}</h2>
          <DataTable
            caption={title}
            columns={CLUSTER_COLUMNS}
            rows={clusters.filter((cluster) => cluster.kind === kind)}
            getRowId={rowId}
            getRowName={rowName}
            narrow={narrowCluster}
            renderLink={clusterLink}
          />
        </section>
      ))}
    </>
  );
}
