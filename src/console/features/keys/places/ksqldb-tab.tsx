import type { QueryClient } from '@tanstack/react-query';
import { AppWindow } from 'lucide-react';
import { Link, type LoaderFunction } from 'react-router-dom';
import { getEnvironment } from '../../../../contract/operations/keys.ts';
import type { ClusterEntry } from '../../../../contract/schemas/keys.ts';
import { prefetch } from '../../../api/queries.ts';
import { EquivalentCall } from '../../../parts/equivalent-call.tsx';
import { paths } from '../../../paths.ts';
import { HOST } from '../../../shell/host.ts';
import { CopyButton } from '../../../ui/copy-button.tsx';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { KeyTable } from '../table/key-table.tsx';
import { NeighboursMissing } from './neighbours-missing.tsx';
import { environmentParams, useNeighbours } from './use-cluster.ts';
import '../keys.css';

/** The client takes no other address for one of its kind (docs/api-keys.md). */
const LOGIN = `confluent login --url ${location.origin}/confluent.cloud`;

/** Starts reading the environment, whose applications these are. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params }) => {
    prefetch(queryClient, getEnvironment, { params: environmentParams(params) });
    return null;
  };

/** The ksqlDB applications that work on a cluster (K13). */
export function Component() {
  const { read, applications } = useNeighbours();
  if (applications === undefined) return <NeighboursMissing read={read} />;
  return <KsqldbTab applications={applications} />;
}

/** Their keys, and the command that makes one: the console makes none (K13). */
export function KsqldbTab({ applications }: { applications: readonly ClusterEntry[] }) {
  if (applications.length === 0) {
    return (
      <EmptyState icon={<AppWindow size={20} aria-hidden />} title="No ksqlDB applications">
        None works on this cluster yet.
      </EmptyState>
    );
  }
  return (
    <>
      <section className="place-section" aria-label="Applications">
        <h2>{applications.length === 1 ? 'Application' : 'Applications'}</h2>
        <p>Keys for ksqlDB are made on the command line or through the API.</p>
        {HOST === 'server' && (
          <p className="muted">
            Sign in once with <span className="mono mono-wrap">{LOGIN}</span>, your email address, and an{' '}
            <Link to={paths.tokens()}>access token</Link> for the password.
          </p>
        )}
        <ul className="apps">
          {applications.map((application) => (
            <Application key={application.cluster_id} application={application} />
          ))}
        </ul>
      </section>
      <section aria-label="API keys">
        <KeyTable
          scope={{ resource_id: applications.map(({ cluster_id }) => cluster_id).join(',') }}
          title="API keys"
          empty="Make one with the command above; it appears here at once."
        />
      </section>
    </>
  );
}

function Application({ application }: { application: ClusterEntry }) {
  const { cluster_id: id, cluster_name: name } = application;
  const command = `confluent api-key create --resource ${id}`;
  return (
    <li>
      <div className="app-head">
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span className="mono muted">{id}</span>
      </div>
      <div className="app-command">
        {/* A field scrolls and selects with the keyboard. */}
        <input
          className="input mono"
          readOnly
          spellCheck={false}
          aria-label={`Command that creates a key for ${name}`}
          value={command}
        />
        <CopyButton withText label={`Copy command for ${name}`} value={() => command} />
      </div>
      <EquivalentCall
        call={{
          method: 'POST',
          path: '/iam/v2/api-keys',
          body: { spec: { owner: { id: 'sa-…' }, resource: { id } } },
        }}
      />
    </li>
  );
}
