import { useQueries } from '@tanstack/react-query';
import { getEnvironment, listEnvironments } from '../../../../contract/operations/keys.ts';
import type { ClusterEntry } from '../../../../contract/schemas/keys.ts';
import { queryFor, useRead } from '../../../api/queries.ts';

/** Every cluster of every environment; undefined until all are known. An organization has few environments. */
export function useClusters(enabled = true): {
  clusters: readonly ClusterEntry[] | undefined;
  error: Error | null;
  retry: () => void;
} {
  const environments = useRead(listEnvironments, {}, { enabled });
  const each = useQueries({
    queries: (environments.data?.environments ?? []).map(({ environment_id }) => ({
      ...queryFor(getEnvironment, { params: { environment_id } }),
      enabled,
    })),
  });
  const failed = [environments, ...each].filter(({ error, data }) => error !== null && data === undefined);
  const read = each.flatMap(({ data }) => (data === undefined ? [] : [data.clusters]));
  const whole = environments.data !== undefined && read.length === each.length;
  return {
    clusters: whole ? read.flat() : undefined,
    error: failed[0]?.error ?? null,
    retry: () => {
      for (const query of failed) void query.refetch();
    },
  };
}
