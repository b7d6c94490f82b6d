import type { QueryClient } from '@tanstack/react-query';
import { accessAttention, accessFilters, listAccesses } from '../../../contract/operations/accesses.ts';
import { prefetch } from '../../api/queries.ts';
import { accessListArgs, needsFilterWords } from './access-list-spec.ts';

/** Starts reading what Access overview shows for these parameters of its URL. */
export function readAccessOverview(queryClient: QueryClient, params: URLSearchParams): void {
  const args = accessListArgs(params);
  prefetch(queryClient, listAccesses, args);
  if (needsFilterWords(args.query)) prefetch(queryClient, accessFilters, {});
  prefetch(queryClient, accessAttention, {});
}
