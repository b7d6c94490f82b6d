import type { Notification } from '../../contract/schemas/session.ts';
import { linkOfNotice } from '../../contract/console-links.ts';
import { INCIDENT_KIND_WORDS, INCIDENT_VERDICT_WORDS } from '../../contract/words.ts';
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
  credentials_expiring: (p) =>
    `Nobody has looked at the credentials for ${p['access']}. They are destroyed ${p['days'] === '2' ? 'in two days' : 'within a day'}.`,
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
  compromise_reported: (p) =>
    `${p['person'] ?? 'Someone'} reported the ${kindOf(p)} ${p['name']} on ${p['resource']} as compromised: ${p['reason']} Its credentials end now; a second person has to review it.`,
  compromise_reviewed: (p) =>
    `${p['person'] ?? 'Someone'} closed the review of the ${kindOf(p)} ${p['name']} on ${p['resource']}: ${verdictOf(p)}.`,
  break_glass_used: (p) =>
    `Somebody signed in with a break-glass code${p['address'] ? ` from ${p['address']}` : ''}, as an administrator for an hour. End it if nobody should have.`,
  api_key_ready: (p) => `${upper(keyOf(p))} is ready. You can see it once.`,
  api_key_expired: (p) => `${upper(keyOf(p))} was deleted, because nobody looked at it in time.`,
} as const satisfies Record<Notification['kind'], (params: Params) => string>;

const isKind = (word: string | undefined): word is keyof typeof INCIDENT_KIND_WORDS =>
  word !== undefined && word in INCIDENT_KIND_WORDS;
const isVerdict = (word: string | undefined): word is keyof typeof INCIDENT_VERDICT_WORDS =>
  word !== undefined && word in INCIDENT_VERDICT_WORDS;

function kindOf({ kind }: Params): string {
  const words = isKind(kind) ? INCIDENT_KIND_WORDS[kind] : 'credentials of';
  return kind === 'api_key' ? words : words.toLowerCase();
}

function verdictOf({ verdict }: Params): string {
  return isVerdict(verdict) ? INCIDENT_VERDICT_WORDS[verdict].toLowerCase() : 'closed';
}

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

/** Where it leads, for somebody with these roles by project; contract/console-links.ts says it for mails as well. */
export function linkOf(
  {
    kind,
    request_id: requestId,
    access_id: accessId,
    params,
  }: Pick<Notification, 'kind' | 'request_id' | 'access_id' | 'params'>,
  roles: Readonly<Record<string, unknown>>,
): string | undefined {
  return linkOfNotice({ kind, requestId, accessId, params }, (project) => project in roles);
}
