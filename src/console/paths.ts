import { consoleLinks } from '../contract/console-links.ts';

/** Every URL of the console: what the router matches. routes.test.ts holds it against the route tree. */
export const PATTERNS = {
  home: '/',
  accesses: '/accesses',
  access: '/accesses/:accessId',
  approvals: '/approvals',
  approval: '/approvals/:requestId',
  reviews: '/reviews',
  review: '/reviews/:incidentId',
  groupRequests: '/requests',
  groupRequest: '/requests/:requestId',
  tokens: '/tokens',
  sessions: '/sessions',
  signIn: '/sign-in',
  breakGlass: '/sign-in/break-glass',
  services: '/services',
  service: '/services/:project/:service',
  serviceUsers: '/services/:project/:service/users',
  serviceAcls: '/services/:project/:service/acls',
  environments: '/environments',
  environment: '/environments/:environmentId',
  cluster: '/environments/:environmentId/clusters/:clusterId',
  clusterKeys: '/environments/:environmentId/clusters/:clusterId/api-keys',
  clusterSchemaRegistry: '/environments/:environmentId/clusters/:clusterId/schema-registry',
  clusterKsqldb: '/environments/:environmentId/clusters/:clusterId/ksqldb',
  cloudKeys: '/settings/api-keys',
  allKeys: '/settings/api-keys/all',
  serviceAccounts: '/settings/service-accounts',
  serviceAccount: '/settings/service-accounts/:accountId',
  users: '/settings/users',
  user: '/settings/users/:userId',
  notifications: '/settings/notifications',
  webhooks: '/settings/webhooks',
  auditLog: '/settings/audit-log',
  auditEvent: '/settings/audit-log/:eventId',
} as const;

/** What may follow the `?`; undefined and empty values are left out. */
export type Search = URLSearchParams | Readonly<Record<string, string | undefined>>;

const withSearch = (path: string, search: Search | undefined): string => {
  const entries = search instanceof URLSearchParams ? [...search] : Object.entries(search ?? {});
  const given = entries.filter(
    (entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '',
  );
  const text = new URLSearchParams(given).toString();
  return text === '' ? path : `${path}?${text}`;
};

const id = encodeURIComponent;

const clusterPath = (environmentId: string, clusterId: string): string =>
  `/environments/${id(environmentId)}/clusters/${id(clusterId)}`;

/** Builds the URL of each pattern, below the router's base. */
export const paths = {
  home: () => '/',
  accesses: (search?: Search) => withSearch('/accesses', search),
  access: (accessId: string, search?: Search) => withSearch(consoleLinks.access(accessId), search),
  approvals: (search?: Search) => withSearch('/approvals', search),
  approval: (requestId: string, search?: Search) => withSearch(consoleLinks.approval(requestId), search),
  reviews: (search?: Search) => withSearch('/reviews', search),
  review: (incidentId: string) => consoleLinks.review(incidentId),
  groupRequests: (search?: Search) => withSearch('/requests', search),
  groupRequest: (requestId: string, search?: Search) =>
    withSearch(consoleLinks.groupRequest(requestId), search),
  tokens: () => '/tokens',
  sessions: () => '/sessions',
  signIn: () => '/sign-in',
  breakGlass: () => '/sign-in/break-glass',
  services: (search?: Search) => withSearch('/services', search),
  service: (project: string, service: string) => `/services/${id(project)}/${id(service)}`,
  serviceUsers: (project: string, service: string, search?: Search) =>
    withSearch(consoleLinks.serviceUsers(project, service), search),
  serviceAcls: (project: string, service: string, search?: Search) =>
    withSearch(`/services/${id(project)}/${id(service)}/acls`, search),
  environments: () => '/environments',
  environment: (environmentId: string) => `/environments/${id(environmentId)}`,
  cluster: (environmentId: string, clusterId: string) => clusterPath(environmentId, clusterId),
  clusterKeys: (environmentId: string, clusterId: string, search?: Search) =>
    withSearch(`${clusterPath(environmentId, clusterId)}/api-keys`, search),
  clusterSchemaRegistry: (environmentId: string, clusterId: string, search?: Search) =>
    withSearch(`${clusterPath(environmentId, clusterId)}/schema-registry`, search),
  clusterKsqldb: (environmentId: string, clusterId: string, search?: Search) =>
    withSearch(`${clusterPath(environmentId, clusterId)}/ksqldb`, search),
  cloudKeys: (search?: Search) => withSearch('/settings/api-keys', search),
  allKeys: (search?: Search) => withSearch('/settings/api-keys/all', search),
  serviceAccounts: (search?: Search) => withSearch('/settings/service-accounts', search),
  serviceAccount: (accountId: string) => `/settings/service-accounts/${id(accountId)}`,
  users: (search?: Search) => withSearch('/settings/users', search),
  user: (userId: string) => `/settings/users/${id(userId)}`,
  notifications: () => consoleLinks.notifications(),
  webhooks: () => '/settings/webhooks',
  auditLog: (search?: Search) => withSearch('/settings/audit-log', search),
  auditEvent: (eventId: string, search?: Search) => withSearch(`/settings/audit-log/${id(eventId)}`, search),
} as const satisfies Record<keyof typeof PATTERNS, (...parts: never[]) => string>;

/**
 * Dialogs over a page stand in its query, so that a link opens them: `?rotate=ID` asks for a rotation of that access,
 * `?credentials=ID` is the confirmation before its credentials are shown, `?key=ID` that before the key of that request is.
 * What is shown is never in the URL (R21).
 */
export const DIALOGS = ['rotate', 'credentials', 'key'] as const;
export type DialogKey = (typeof DIALOGS)[number];

/** The same query with this dialog open. */
export function openDialog(search: URLSearchParams, dialog: DialogKey, accessId: string): URLSearchParams {
  const next = closeDialogs(search);
  next.set(dialog, accessId);
  return next;
}

/** The same query with every dialog closed. */
export function closeDialogs(search: URLSearchParams): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const key of DIALOGS) next.delete(key);
  return next;
}
