import { QueryClient } from '@tanstack/react-query';
import { matchRoutes, type RouteObject } from 'react-router-dom';
import { describe, expect, test } from 'vitest';
import { closeDialogs, openDialog, paths, PATTERNS } from './paths.ts';
import { makeRoutes } from './routes.tsx';

const patternsOf = (routes: readonly RouteObject[]): string[] =>
  routes.flatMap((route) => [
    ...(route.path === undefined ? [] : [route.path]),
    ...patternsOf(route.children ?? []),
  ]);

describe('paths', () => {
  test('every pattern has a route, and every route has a pattern', () => {
    const routed = patternsOf(makeRoutes(new QueryClient())).filter((path) => path !== '*');
    expect(routed.toSorted()).toEqual(Object.values(PATTERNS).toSorted());
  });

  test('what a builder makes is matched by its own pattern and gives the id back', () => {
    const id = 'acc/ü 1?';
    const built = {
      home: paths.home(),
      accesses: paths.accesses(),
      access: paths.access(id),
      approvals: paths.approvals(),
      approval: paths.approval(id),
      reviews: paths.reviews(),
      review: paths.review(id),
      groupRequests: paths.groupRequests(),
      groupRequest: paths.groupRequest(id),
      tokens: paths.tokens(),
      sessions: paths.sessions(),
      signIn: paths.signIn(),
      breakGlass: paths.breakGlass(),
      services: paths.services(),
      service: paths.service(id, id),
      serviceUsers: paths.serviceUsers(id, id),
      serviceAcls: paths.serviceAcls(id, id),
      environments: paths.environments(),
      environment: paths.environment(id),
      cluster: paths.cluster(id, id),
      clusterKeys: paths.clusterKeys(id, id),
      clusterSchemaRegistry: paths.clusterSchemaRegistry(id, id),
      clusterKsqldb: paths.clusterKsqldb(id, id),
      cloudKeys: paths.cloudKeys(),
      allKeys: paths.allKeys(),
      serviceAccounts: paths.serviceAccounts(),
      serviceAccount: paths.serviceAccount(id),
      users: paths.users(),
      user: paths.user(id),
      notifications: paths.notifications(),
      webhooks: paths.webhooks(),
      auditLog: paths.auditLog(),
      auditEvent: paths.auditEvent(id),
    } satisfies Record<keyof typeof PATTERNS, string>;
    for (const [name, pattern] of Object.entries(PATTERNS)) {
      const match = matchRoutes([{ path: pattern }], built[name as keyof typeof PATTERNS]); // a key, which entries() widens
      expect(match).toHaveLength(1);
      for (const value of Object.values(match?.[0]?.params ?? {})) expect(value).toBe(id);
    }
  });

  test('empty and absent values stay out of the query', () => {
    expect(paths.accesses({ search: 'a b', sort: '', cursor: undefined })).toBe('/accesses?search=a+b');
    expect(paths.accesses({})).toBe('/accesses');
    expect(paths.approval('r1', new URLSearchParams('status=pending'))).toBe('/approvals/r1?status=pending');
  });

  test('one dialog at a time, and the rest of the query stays', () => {
    const start = new URLSearchParams('search=orders&credentials=a1');
    expect(openDialog(start, 'rotate', 'a2').toString()).toBe('search=orders&rotate=a2');
    expect(closeDialogs(start).toString()).toBe('search=orders');
    expect(start.toString()).toBe('search=orders&credentials=a1');
  });
});
