/** What a route tells the shell about its page. */
export type RouteHandle = {
  /** Also the document's title until the page sets a closer one (usePageTitle). */
  readonly title: string;
  /** True for a pane beside its parent's page: the parent's heading keeps its focus and its scroll place. */
  readonly pane?: boolean;
};

export const isRouteHandle = (handle: unknown): handle is RouteHandle =>
  typeof handle === 'object' && handle !== null && 'title' in handle;
