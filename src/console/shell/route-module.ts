import type { ComponentType } from 'react';
import type { QueryClient } from '@tanstack/react-query';
import type { LoaderFunction } from 'react-router-dom';

/** What the file of a page, or of a pane inside one, exports. It is loaded when its route is first wanted. */
export type RouteModule = {
  Component: ComponentType;
  /** The loader prefetches (see `prefetch`) and returns null at once: nothing waits for it. */
  makeLoader: (queryClient: QueryClient) => LoaderFunction;
};
