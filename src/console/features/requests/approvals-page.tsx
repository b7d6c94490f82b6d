import type { QueryClient } from '@tanstack/react-query';
import { RequestListPage } from './request-list-page.tsx';
import { requestListLoader } from './request-list-loader.ts';

/** Approvals (R7). */
export function Component() {
  return <RequestListPage scope="approvals" />;
}

export const makeLoader = (queryClient: QueryClient) => requestListLoader(queryClient, 'approvals');
