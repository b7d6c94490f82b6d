import type { QueryClient } from '@tanstack/react-query';
import type { LoaderFunction } from 'react-router-dom';
import { listRequests, requestFilters } from '../../../contract/operations/requests.ts';
import { listIncidents } from '../../../contract/operations/incidents.ts';
import { prefetch } from '../../api/queries.ts';
import { OPEN_REVIEWS } from '../../parts/approval-tabs.tsx';
import { requestListArgs, type Scope } from './request-list-spec.ts';

/** Starts reading what the list's page shows for its URL. */
export const requestListLoader =
  (queryClient: QueryClient, scope: Scope): LoaderFunction =>
  ({ request }) => {
    prefetch(queryClient, listRequests, requestListArgs(scope, new URL(request.url).searchParams));
    prefetch(queryClient, requestFilters, {});
    if (scope === 'approvals') prefetch(queryClient, listIncidents, OPEN_REVIEWS);
    return null;
  };
