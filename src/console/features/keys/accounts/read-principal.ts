import type { QueryClient } from '@tanstack/react-query';
import { getPrincipal, listApiKeys } from '../../../../contract/operations/keys.ts';
import { prefetch } from '../../../api/queries.ts';
import { keyListArgs } from '../table/key-list-spec.ts';

/** Starts reading an account and its keys. */
export function readPrincipal(queryClient: QueryClient, id: string, url: string): void {
  prefetch(queryClient, getPrincipal, { params: { principal_id: id } });
  prefetch(queryClient, listApiKeys, keyListArgs(new URL(url).searchParams, { owner_id: id }));
}
