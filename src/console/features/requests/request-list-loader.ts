import type { QueryClient } from '@tanstack/react-query';
import type { LoaderFunction } from 'react-router-dom';
import { listRequests, requestFilters } from '../../../contract/operations/requests.ts';
import { prefetch } from '../../api/queries.ts';
import { requestListArgs, type Scope } from './request-list-spec.ts';

/** Starts reading what the list's page shows for its URL. */
export const requestListLoader =
  (queryClient: QueryClient, scope: Scope): LoaderFunction =>
  ({ request }) => {
    prefetch(queryClient, listRequests, requestListArgs(scope, new URL(request.url).searchParams));
    prefetch(queryClient, requestFilters, {});
    return null;
  };
