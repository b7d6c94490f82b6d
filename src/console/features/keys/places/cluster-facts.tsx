import { Link } from 'react-router-dom';
import type { ClusterEntry } from '../../../../contract/schemas/keys.ts';
import { PastTime } from '../../../parts/past-time.tsx';
import { paths } from '../../../paths.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { formatCount } from '../../../ui/format-count.ts';

const ENDPOINTS = {
  kafka: 'Bootstrap server',
  schema_registry: 'Endpoint',
  ksqldb: 'Endpoint',
} as const satisfies Record<ClusterEntry['kind'], string>;

/** What a cluster is and how to connect to it. */
export function ClusterFacts({ cluster }: { cluster: ClusterEntry }) {
  const { environment_id: environment, cluster_id: id, kind, key_count: keys } = cluster;
  const endpoint = ENDPOINTS[kind];
  return (
    <dl className="place-facts">
      <dt>{endpoint}</dt>
      <dd>
        <span className="mono mono-wrap">{cluster.endpoint}</span>
        <CopyButton withText label={`Copy ${endpoint.toLowerCase()}`} value={() => cluster.endpoint} />
      </dd>
      <dt>ID</dt>
      <dd>
        <span className="mono">{id}</span>
        <CopyButton withText label="Copy ID" value={() => id} />
      </dd>
      <dt>Environment</dt>
      <dd>
        <span>
          <Link className="text-link" to={paths.environment(environment)}>
            <bdi>{cluster.environment_name}</bdi>
          </Link>{' '}
          <span className="mono muted">{environment}</span>
        </span>
      </dd>
      <dt>Cloud and region</dt>
      <dd>{`${cluster.cloud}, ${cluster.region}`}</dd>
      {kind === 'kafka' && (
        <>
          <dt>API keys</dt>
          <dd>
            <Link className="text-link" to={paths.clusterKeys(environment, id)}>
              {keys === 0 ? 'None yet' : `${formatCount(keys)} API ${keys === 1 ? 'key' : 'keys'}`}
            </Link>
          </dd>
        </>
      )}
      <dt>Created</dt>
      <dd>
        <PastTime at={cluster.create_time} focusable />
      </dd>
    </dl>
  );
}
