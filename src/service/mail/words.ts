import type { NotificationKind } from '../../domain/notification.ts';

type Params = Readonly<Record<string, string>>;

/** What a mail about one notification says. */
export interface MailWords {
  readonly subject: string;
  /** Paragraphs of plain text. */
  readonly paragraphs: readonly string[];
  /** What the one link is for. */
  readonly action: string;
}

const reasonOf = (p: Params): readonly string[] => (p['reason'] ? [`Reason: ${p['reason']}`] : []);

const some = (text: string | undefined, otherwise: string): string =>
  text === undefined || text === '' ? otherwise : text;

/** By the days that the notice was made with: it says what was so then. */
const fateOf = ({ days }: Params): string => {
  const left = Number(days);
  if (days === undefined || Number.isNaN(left)) return 'runs out soon';
  if (left < 0) return 'has run out';
  if (left === 0) return 'runs out within a day';
  return left === 1 ? 'runs out in 1 day' : `runs out in ${left} days`;
};

const remaining = (days: string | undefined): string => (days === '2' ? 'in two days' : 'within a day');

/** What a request asks for: new credentials of an access, or an API key. */
const wished = (p: Params): string =>
  p['access'] === undefined
    ? `an API key of ${p['owner']} for ${p['resource']}`
    : `new credentials for ${p['access']}`;

const ofAccess = (p: Params, text: string): readonly string[] => (p['access'] === undefined ? [] : [text]);

const WORDS = {
  request_to_approve: (p) => ({
    subject: `To approve: ${wished(p)}`,
    paragraphs: [
      `${some(p['person'], 'Someone')} asks for ${wished(p)}${p['group'] ? `, which ${p['group']} owns` : ''}.`,
      'Nothing is made before somebody approves.',
      ...ofAccess(p, 'The request shows what it touches and what becomes of the old credentials.'),
    ],
    action: 'Review the request',
  }),
  credentials_ready: (p) => ({
    subject: `Ready: new credentials for ${p['access']}`,
    paragraphs: [
      `Your request for ${p['access']} was approved and the new credentials are ready.`,
      'Only you can see them, once. They wait for 7 days and are then destroyed.',
    ],
    action: 'Open the request',
  }),
  first_credentials_ready: (p) => ({
    subject: `Ready: ${p['access']}`,
    paragraphs: [
      `${p['access']} is ready. Only you can see its first credentials, once.`,
      'They wait for 7 days and are then destroyed.',
    ],
    action: 'Open the access',
  }),
  request_declined: (p) => ({
    subject: `Declined: ${wished(p)}`,
    paragraphs: [
      `${some(p['person'], 'An approver')} declined your request for ${p['access'] ?? wished(p)}.`,
      ...reasonOf(p),
      'Nothing was made.',
      ...ofAccess(p, 'The old credentials keep working.'),
    ],
    action: 'Open the request',
  }),
  request_failed: (p) => ({
    subject: `Failed: ${wished(p)}`,
    paragraphs: [
      `Making ${wished(p)} failed.`,
      ...reasonOf(p),
      ...ofAccess(p, 'The old credentials keep working.'),
      'The request can be retried.',
    ],
    action: 'Open the request',
  }),
  api_key_ready: (p) => ({
    subject: `Ready: ${wished(p)}`,
    paragraphs: [
      'Your request was approved and the key is ready.',
      'Only you can see it, once. It is deleted when nobody looks at it in time.',
    ],
    action: 'See the key',
  }),
  api_key_expired: (p) => ({
    subject: `Deleted unseen: ${wished(p)}`,
    paragraphs: [
      'Nobody looked at the key in time, so it was deleted.',
      'Ask for another one if it is needed.',
    ],
    action: 'Open the request',
  }),
  credentials_expiring: (p) => ({
    subject: `Not looked at yet: credentials for ${p['access']} end ${remaining(p['days'])}`,
    paragraphs: [
      `Nobody has looked at the credentials for ${p['access']}. They are destroyed ${remaining(p['days'])}.`,
      'Only you can see them, once. After that a new request is needed.',
    ],
    action: 'See the credentials',
  }),
  credentials_expired: (p) => ({
    subject: `Destroyed unseen: credentials for ${p['access']}`,
    paragraphs: [
      `Nobody looked at the new credentials for ${p['access']} in time, so they were destroyed.`,
      'What worked before keeps working. Request a rotation to get new ones.',
    ],
    action: 'Open it in Latchkey',
  }),
  certificates_renewed: (p) => {
    const many = p['count'] !== undefined && p['count'] !== '1';
    return {
      subject: many
        ? `${p['count']} renewed certificates on ${p['service']} wait to be put to use`
        : `Renewed: the certificate of ${p['user']} on ${p['service']}`,
      paragraphs: [
        many
          ? `${p['count']} certificates on ${p['service']} (project ${p['project']}) were renewed and wait. The old one of ${p['user']} ${fateOf(p)}.`
          : `The certificate of ${p['user']} on ${p['service']} (project ${p['project']}) is renewed. The old one ${fateOf(p)}.`,
        'Both work until then. Download the new one, put it to use, then acknowledge it; the reminders then stop.',
      ],
      action: 'Open the service users',
    };
  },
  certificate_renewal_failed: (p) => ({
    subject: `Not renewed: the certificate of ${p['user']} on ${p['service']}`,
    paragraphs: [
      `The certificate of ${p['user']} on ${p['service']} (project ${p['project']}) could not be renewed.`,
      ...reasonOf(p),
      'Renewal is tried again by itself.',
    ],
    action: 'Open the service user',
  }),
  service_user_reset: (p) => ({
    subject: `Reset: the credentials of ${p['user']} on ${p['service']}`,
    paragraphs: [
      p['actor']
        ? `${p['actor']} reset the credentials of ${p['user']} on ${p['service']} (project ${p['project']}).`
        : `The credentials of ${p['user']} on ${p['service']} (project ${p['project']}) were reset.`,
      `${some(p['access'], p['user'] ?? 'It')} belongs to your group. Whatever uses the old credentials is refused.`,
    ],
    action: 'Open the access',
  }),
  break_glass_used: (p) => ({
    subject: 'Somebody signed in with a break-glass code',
    paragraphs: [
      `Somebody signed in with a break-glass code${p['address'] ? ` from ${p['address']}` : ''}, as an administrator for an hour.`,
      'If nobody should have, open the console and end it.',
    ],
    action: 'Open Latchkey',
  }),
  compromise_reported: (p) => ({
    subject: `Compromised: ${p['name']} on ${p['resource']}`,
    paragraphs: [
      `${some(p['person'], 'Someone')} reported that the credentials of ${p['name']} on ${p['resource']} are compromised.`,
      ...reasonOf(p),
      'They end now, and whatever uses them is refused. A second person has to review the report.',
    ],
    action: 'Open the report',
  }),
  compromise_reviewed: (p) => ({
    subject: `Reviewed: the report about ${p['name']} on ${p['resource']}`,
    paragraphs: [
      `${some(p['person'], 'Someone')} closed the review of the report about ${p['name']} on ${p['resource']}.`,
      'The report says what was found.',
    ],
    action: 'Open the report',
  }),
} as const satisfies Record<NotificationKind, (params: Params) => MailWords>;

/** What a mail about a notification says (R13, C4). */
export const wordsOf = (kind: NotificationKind, params: Params): MailWords => WORDS[kind](params);

/** What a chat is told besides the subject: mails speak to one person, a chat to nobody in particular. */
const ASIDES: { readonly [K in NotificationKind]?: (params: Params) => string } = {
  request_to_approve: (p) =>
    `${some(p['person'], 'Someone')} asks; ${some(p['group'], 'another organization admin')} decides.`,
  request_declined: (p) => `${some(p['person'], 'An approver')}: ${some(p['reason'], 'no reason given')}`,
  request_failed: (p) => p['reason'] ?? '',
  certificates_renewed: (p) => `The old one of ${p['user']} ${fateOf(p)}.`,
  certificate_renewal_failed: (p) => p['reason'] ?? '',
  compromise_reported: (p) => `${some(p['person'], 'Someone')}: ${some(p['reason'], 'no reason given')}`,
  compromise_reviewed: (p) => `By ${some(p['person'], 'somebody')}.`,
  service_user_reset: (p) => (p['actor'] ? `By ${p['actor']}.` : ''),
};

/** What a chat is told of a notification, in one line. */
export const chatLineOf = (kind: NotificationKind, params: Params): string => {
  const aside = ASIDES[kind]?.(params) ?? '';
  const { subject } = wordsOf(kind, params);
  return aside === '' ? subject : `${subject}. ${aside}`;
};
