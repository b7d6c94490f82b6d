import type { Notification } from '../../contract/schemas/session.ts';
import { paths } from '../paths.ts';
import { runsOut } from '../parts/certificate-words.ts';

type Params = Readonly<Record<string, string>>;

const DAY = 86_400_000;

const SENTENCES = {
  request_to_approve: (p) =>
    `${p['person'] ?? 'Someone'} asks for ${p['access'] === undefined ? keyOf(p) : `new credentials for ${p['access']}`}.`,
  credentials_ready: (p) => `New credentials for ${p['access']} are ready. You can see them once.`,
  request_declined: (p) =>
    `${p['person'] ?? 'An approver'} declined your request for ${p['access'] ?? keyOf(p)}${p['reason'] ? `: ${p['reason']}` : '.'}`,
  request_failed: (p) =>
    p['access'] === undefined
      ? `The request for ${keyOf(p)} failed${p['reason'] ? `: ${p['reason']}` : '.'}`
      : oldOnesWork(p),
  credentials_expired: (p) =>
    `Nobody looked at the new credentials for ${p['access']} in time, so they were destroyed.`,
  first_credentials_ready: (p) => `${p['access']} is ready. You can see its credentials once.`,
  certificates_renewed: (p) =>
    p['count'] === '1'
      ? `The certificate of ${p['user']} on ${p['service']} is renewed; the old one ${fateOf(p)}. Download the new one, then acknowledge.`
      : `${p['count']} renewed certificates on ${p['service']} wait; the old one of ${p['user']} ${fateOf(p)}. Download the new ones, then acknowledge.`,
  certificate_renewal_failed: (p) =>
    `The certificate of ${p['user']} on ${p['service']} could not be renewed${p['reason'] ? `: ${p['reason']}` : '.'} Renewal is tried again by itself.`,
  service_user_reset: (p) =>
    `${p['actor'] ? `${p['actor']} reset the credentials of ${p['user']} on ${p['service']}` : `The credentials of ${p['user']} on ${p['service']} were reset`}. Whatever uses the old ones is refused.`,
  break_glass_used: (p) =>
    `Somebody signed in with a break-glass code${p['address'] ? ` from ${p['address']}` : ''}, as an administrator for an hour. End it if nobody should have.`,
  api_key_ready: (p) => `${upper(keyOf(p))} is ready. You can see it once.`,
  api_key_expired: (p) => `${upper(keyOf(p))} was deleted, because nobody looked at it in time.`,
} as const satisfies Record<Notification['kind'], (params: Params) => string>;

/** The key that a request asks for. */
function keyOf({ owner, resource }: Params): string {
  return `an API key of ${owner} for ${resource}`;
}

const upper = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

function oldOnesWork({ access, reason }: Params): string {
  return `Making new credentials for ${access} failed${reason ? `: ${reason}` : '.'} The old ones keep working.`;
}

/** By the days that the notification was made with: it says what was so then. */
function fateOf({ days }: Params): string {
  const left = Number(days);
  if (days === undefined || Number.isNaN(left)) return 'runs out';
  return runsOut((left < 0 ? left : left + 0.5) * DAY, 0);
}

/** What a notification says (R13, C4, C11). */
export const sentenceOf = (notification: Pick<Notification, 'kind' | 'params'>): string =>
  SENTENCES[notification.kind](notification.params);

/**
 * Where it leads: the approver to the request to decide, everyone else to what they asked for, and for a key that is ready
 * to the confirmation before it is shown (R14); to the Users tab what is
 * about service users, for those with a role in its project (`roles`), since others see nothing of a service.
 */
export function linkOf(
  notification: Pick<Notification, 'kind' | 'request_id' | 'access_id' | 'params'>,
  roles: Readonly<Record<string, unknown>>,
): string | undefined {
  const { kind, request_id: request, access_id: access, params } = notification;
  const { project, service, user, count } = params;
  if (project !== undefined && service !== undefined && project in roles) {
    const search =
      user === undefined || (count ?? '1') !== '1' ? { renewal_state: 'renewed,failed' } : { search: user };
    return paths.serviceUsers(project, service, search);
  }
  if (request !== undefined)
    return kind === 'request_to_approve'
      ? paths.approval(request)
      : paths.groupRequest(request, kind === 'api_key_ready' ? { key: request } : {});
  return access === undefined ? undefined : paths.access(access);
}
