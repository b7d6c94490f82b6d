import type { NotificationKind } from '../notification.ts';

/** What mail can be about, as people choose between: a few topics instead of every kind. */
export type MailTopic =
  | 'approvals'
  | 'own_requests'
  | 'waiting_credentials'
  | 'certificates'
  | 'resets'
  | 'security';

/** How somebody wants a topic's mail. */
export type MailDelivery = 'at_once' | 'daily' | 'none';

/** What holds for whoever chose nothing. */
export const DELIVERY_PRESET: MailDelivery = 'at_once';

const TOPIC_OF_KIND = {
  request_to_approve: 'approvals',
  credentials_ready: 'own_requests',
  first_credentials_ready: 'own_requests',
  request_declined: 'own_requests',
  request_failed: 'own_requests',
  api_key_ready: 'own_requests',
  api_key_expired: 'waiting_credentials',
  credentials_expiring: 'waiting_credentials',
  credentials_expired: 'waiting_credentials',
  certificates_renewed: 'certificates',
  certificate_renewal_failed: 'certificates',
  service_user_reset: 'resets',
  break_glass_used: 'security',
  compromise_reported: 'security',
  compromise_reviewed: 'security',
} as const satisfies Record<NotificationKind, MailTopic>;

/** The topic that a notification belongs to. */
export const topicOf = (kind: NotificationKind): MailTopic => TOPIC_OF_KIND[kind];

/**
 * Reminders repeat by themselves, so one click in a mail program ends them (RFC 8058); what answers one's own request or
 * waits for one's own decision does not carry that click.
 */
export const isReminder = (topic: MailTopic): boolean =>
  topic === 'certificates' || topic === 'waiting_credentials';

/** What one person chose for one topic. */
export interface MailPreference {
  /** `<person id>/<topic>` */
  readonly id: string;
  readonly personId: string;
  readonly topic: MailTopic;
  readonly delivery: MailDelivery;
}
