/**
 * The pages of the console that something outside it leads to, mails above all: one source of these paths for the
 * console's router and for whoever writes links.
 */

const id = encodeURIComponent;

type Search = Readonly<Record<string, string>>;

const withSearch = (path: string, search: Search): string => {
  const text = Object.entries(search)
    .map(([name, value]) => `${id(name)}=${id(value)}`)
    .join('&');
  return text === '' ? path : `${path}?${text}`;
};

export const consoleLinks = {
  approval: (requestId: string): string => `/approvals/${id(requestId)}`,
  groupRequest: (requestId: string, search: Search = {}): string =>
    withSearch(`/requests/${id(requestId)}`, search),
  review: (incidentId: string): string => `/reviews/${id(incidentId)}`,
  access: (accessId: string): string => `/accesses/${id(accessId)}`,
  serviceUsers: (project: string, service: string, search: Search = {}): string =>
    withSearch(`/services/${id(project)}/${id(service)}/users`, search),
  notifications: (): string => '/settings/notifications',
} as const;

/** What a notification is about, as its link needs it. */
export interface Noticed {
  readonly kind: string;
  readonly requestId?: string | null | undefined;
  readonly accessId?: string | null | undefined;
  readonly params: Readonly<Record<string, string>>;
}

/**
 * Where it leads: the approver to the request to decide, everyone else to what they asked for, and for a key that is ready
 * to the confirmation before it is shown (R14); to the Users tab what is about service users, for those with a role in its project, since others see nothing of a service.
 */
export const linkOfNotice = (
  { kind, requestId, accessId, params }: Noticed,
  hasRole: (project: string) => boolean,
): string | undefined => {
  const { project, service, user, count, incident } = params;
  if (incident !== undefined) return consoleLinks.review(incident);
  if (project !== undefined && service !== undefined && hasRole(project)) {
    const search: Search =
      user === undefined || (count ?? '1') !== '1' ? { renewal_state: 'renewed,failed' } : { search: user };
    return consoleLinks.serviceUsers(project, service, search);
  }
  if (requestId !== undefined && requestId !== null)
    return kind === 'request_to_approve'
      ? consoleLinks.approval(requestId)
      : consoleLinks.groupRequest(requestId, kind === 'api_key_ready' ? { key: requestId } : {});
  return accessId === undefined || accessId === null ? undefined : consoleLinks.access(accessId);
};
