import type { MailPreference } from '../../contract/schemas/mail.ts';

/** What a topic is called in somebody's own mail, where everybody reads it, and what comes under it. */
export const TOPIC_WORDS = {
  approvals: {
    label: 'Requests to approve',
    posted: 'Requests to approve',
    hint: 'Somebody in a group of yours asks, and you can decide.',
  },
  own_requests: {
    label: 'My requests',
    posted: 'Requests that are ready, declined or failed',
    hint: 'Credentials are ready, a request was declined, or it failed.',
  },
  waiting_credentials: {
    label: 'Credentials that wait for me',
    posted: 'Credentials that nobody looks at',
    hint: 'Nobody looked at them yet: two days and one day before they are destroyed, and then.',
  },
  certificates: {
    label: 'Certificates',
    posted: 'Certificates',
    hint: 'Renewed ones that wait to be put to use, weekly and in the last 14 days daily; renewals that fail.',
  },
  resets: {
    label: 'Resets',
    posted: 'Resets',
    hint: 'Somebody reset credentials of a group of yours.',
  },
  security: {
    label: 'Security',
    posted: 'Compromised credentials and break-glass',
    hint: 'Credentials were reported as compromised, such a report was reviewed, or somebody signed in by break-glass. It cannot be turned off.',
  },
} as const satisfies Record<MailPreference['topic'], { label: string; posted: string; hint: string }>;

export const DELIVERY_WORDS = {
  at_once: 'At once',
  daily: 'Daily digest',
  none: 'No email',
} as const satisfies Record<MailPreference['delivery'], string>;
