import type { QueryClient } from '@tanstack/react-query';
import { RequestListPage } from './request-list-page.tsx';
import { requestListLoader } from './request-list-loader.ts';

/** Group requests (R12). */
export function Component() {
  return <RequestListPage scope="mine" />;
}

export const makeLoader = (queryClient: QueryClient) => requestListLoader(queryClient, 'mine');
