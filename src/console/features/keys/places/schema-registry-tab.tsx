import type { QueryClient } from '@tanstack/react-query';
import { FileJson } from 'lucide-react';
import type { LoaderFunction } from 'react-router-dom';
import { getEnvironment } from '../../../../contract/operations/keys.ts';
import { prefetch } from '../../../api/queries.ts';
import { EmptyState } from '../../../ui/empty-state.tsx';
import { ClusterFacts } from './cluster-facts.tsx';
import { NeighboursMissing } from './neighbours-missing.tsx';
import { RegistryTab } from './registry-tab.tsx';
import { environmentParams, useNeighbours } from './use-cluster.ts';

/** Starts reading the environment, whose Schema Registry it is. */
export const makeLoader =
  (queryClient: QueryClient): LoaderFunction =>
  ({ params }) => {
    prefetch(queryClient, getEnvironment, { params: environmentParams(params) });
    return null;
  };

/** The Schema Registry of the cluster's environment (K3). */
export function Component() {
  const { read, registry } = useNeighbours();
  if (read.data === undefined) return <NeighboursMissing read={read} />;
  if (registry === undefined) {
    return (
      <EmptyState icon={<FileJson size={20} aria-hidden />} title="No Schema Registry">
        This environment has none. It appears here once it was added.
      </EmptyState>
    );
  }
  return (
    <>
      <ClusterFacts cluster={registry} />
      <RegistryTab registry={registry} />
    </>
  );
}
