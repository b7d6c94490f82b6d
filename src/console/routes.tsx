import type { QueryClient } from '@tanstack/react-query';
import { redirect, type RouteObject } from 'react-router-dom';
import * as accessOverview from './features/accesses/access-overview-page.tsx';
import { paths, PATTERNS } from './paths.ts';
import { NotFound } from './shell/not-found.tsx';
import { PageError } from './shell/page-error.tsx';
import { PageSkeleton } from './shell/page-skeleton.tsx';
import { registerPage } from './shell/preload.ts';
import type { RouteHandle } from './shell/route-handle.ts';
import type { RouteModule } from './shell/route-module.ts';
import { Shell } from './shell/shell.tsx';

/** The whole route tree. Pages are lazy; the shell, which every page stands in, and where everybody starts are not. */
export function makeRoutes(queryClient: QueryClient): RouteObject[] {
  const page = (
    path: string,
    handle: RouteHandle,
    load: () => Promise<RouteModule>,
    children: RouteObject[] = [],
  ): RouteObject => {
    registerPage(path, load);
    return {
      path,
      handle,
      lazy: async () => {
        const { Component, makeLoader } = await load();
        return { Component, loader: makeLoader(queryClient) };
      },
      ErrorBoundary: PageError,
      HydrateFallback: PageSkeleton,
      children,
    };
  };
  const pane = (path: string) => page(path, { title: 'Review request', pane: true }, loadPane);

  return [
    {
      Component: Shell,
      ErrorBoundary: PageError,
      children: [
        {
          path: PATTERNS.home,
          loader: () => redirect(paths.accesses()),
          Component: PageSkeleton,
          HydrateFallback: PageSkeleton,
        },
        {
          path: PATTERNS.accesses,
          handle: { title: 'Access overview' } satisfies RouteHandle,
          Component: accessOverview.Component,
          loader: accessOverview.makeLoader(queryClient),
          ErrorBoundary: PageError,
          HydrateFallback: PageSkeleton,
        },
        page(PATTERNS.access, { title: 'Access' }, () => import('./features/accesses/access-page.tsx')),
        page(
          PATTERNS.approvals,
          { title: 'Approvals' },
          () => import('./features/requests/approvals-page.tsx'),
          [pane(PATTERNS.approval)],
        ),
        page(PATTERNS.reviews, { title: 'Reviews' }, () => import('./features/incidents/reviews-page.tsx')),
        page(PATTERNS.review, { title: 'Review' }, () => import('./features/incidents/review-page.tsx')),
        page(
          PATTERNS.groupRequests,
          { title: 'Group requests' },
          () => import('./features/requests/group-requests-page.tsx'),
          [pane(PATTERNS.groupRequest)],
        ),
        page(
          PATTERNS.tokens,
          { title: 'Personal access tokens' },
          () => import('./features/tokens/tokens-page.tsx'),
        ),
        page(
          PATTERNS.sessions,
          { title: 'My sessions' },
          () => import('./features/sessions/sessions-page.tsx'),
        ),
        page(PATTERNS.signIn, { title: 'Sign in' }, loadSignedIn),
        page(PATTERNS.breakGlass, { title: 'Sign in' }, loadSignedIn),
        page(PATTERNS.services, { title: 'Services' }, () => import('./features/services/services-page.tsx')),
        page(PATTERNS.service, { title: 'Service' }, () => import('./features/services/service-page.tsx'), [
          page(
            PATTERNS.serviceUsers,
            { title: 'Service users', pane: true },
            () => import('./features/services/users/users-tab.tsx'),
          ),
          page(
            PATTERNS.serviceAcls,
            { title: 'ACLs', pane: true },
            () => import('./features/services/acls-tab.tsx'),
          ),
        ]),
        page(
          PATTERNS.environments,
          { title: 'Environments' },
          () => import('./features/keys/places/environments-page.tsx'),
        ),
        page(
          PATTERNS.environment,
          { title: 'Environment' },
          () => import('./features/keys/places/environment-page.tsx'),
        ),
        page(
          PATTERNS.cluster,
          { title: 'Cluster' },
          () => import('./features/keys/places/cluster-page.tsx'),
          [
            page(
              PATTERNS.clusterKeys,
              { title: 'API keys', pane: true },
              () => import('./features/keys/places/cluster-keys-tab.tsx'),
            ),
            page(
              PATTERNS.clusterSchemaRegistry,
              { title: 'Schema Registry', pane: true },
              () => import('./features/keys/places/schema-registry-tab.tsx'),
            ),
            page(
              PATTERNS.clusterKsqldb,
              { title: 'ksqlDB', pane: true },
              () => import('./features/keys/places/ksqldb-tab.tsx'),
            ),
          ],
        ),
        page(
          PATTERNS.cloudKeys,
          { title: 'Cloud API keys' },
          () => import('./features/keys/cloud/cloud-keys-page.tsx'),
          [
            page(
              PATTERNS.allKeys,
              { title: 'All API keys', pane: true },
              () => import('./features/keys/cloud/all-keys-tab.tsx'),
            ),
          ],
        ),
        page(
          PATTERNS.serviceAccounts,
          { title: 'Service accounts' },
          () => import('./features/keys/accounts/service-accounts-page.tsx'),
        ),
        page(
          PATTERNS.serviceAccount,
          { title: 'Service account' },
          () => import('./features/keys/accounts/service-account-page.tsx'),
        ),
        page(PATTERNS.users, { title: 'Users' }, () => import('./features/keys/accounts/users-page.tsx')),
        page(PATTERNS.user, { title: 'User' }, () => import('./features/keys/accounts/user-page.tsx')),
        page(
          PATTERNS.notifications,
          { title: 'Notifications' },
          () => import('./features/mail/notification-settings-page.tsx'),
        ),
        page(PATTERNS.webhooks, { title: 'Webhooks' }, () => import('./features/webhooks/webhooks-page.tsx')),
        page(PATTERNS.auditLog, { title: 'Audit log' }, () => import('./features/audit/audit-page.tsx'), [
          page(
            PATTERNS.auditEvent,
            { title: 'Audit event', pane: true },
            () => import('./features/audit/audit-pane.tsx'),
          ),
        ]),
        { path: '*', handle: { title: 'Page not found' } satisfies RouteHandle, Component: NotFound },
      ],
    },
  ];
}

const loadSignedIn = (): Promise<RouteModule> => import('./shell/signed-in-page.tsx');
const loadPane = (): Promise<RouteModule> => import('./features/requests/request-pane.tsx');
