import type { QueryClient } from '@tanstack/react-query';
import { useParams, type LoaderFunction } from 'react-router-dom';
import { listApiKeys } from '../../../../contract/operations/keys.ts';
import { prefetch } from '../../../api/queries.ts';
import { useAddKey } from '../create/use-add-key.tsx';
import { keyListArgs } from '../table/key-list-spec.ts';
import { KeyTable } from '../table/key-table.tsx';
import { clusterParams, targetOf, useClusterDetails } from './use-cluster.ts';

/** Starts reading the keys of the cluster that the URL names. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params, request }) => {
    const scope = { resource_id: clusterParams(params).cluster_id };
    prefetch(queryClient, listApiKeys, keyListArgs(new URL(request.url).searchParams, scope));
    return null;
  };

/** Cluster Overview > API Keys (K3, K4). */
export function Component() {
  const { cluster_id: id } = clusterParams(useParams());
  const details = useClusterDetails(id).data;
  const add = useAddKey(details && targetOf(details.cluster), details?.verdicts.create_key);
  return (
    <section aria-label="API keys">
      <KeyTable
        scope={{ resource_id: id }}
        title="API keys"
        purpose="Each opens this cluster and nothing else."
        add={add.button('+ Add key')}
        empty="An application needs one to read or write topics of this cluster."
        emptyAction={add.button('Create key')}
      />
      {add.dialog}
    </section>
  );
}
