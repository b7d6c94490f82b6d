import type { Instant } from './time.ts';

export type NotificationKind =
  | 'request_to_approve'
  | 'credentials_ready'
  | 'request_declined'
  | 'request_failed'
  | 'credentials_expiring'
  | 'credentials_expired'
  | 'first_credentials_ready'
  | 'certificates_renewed'
  | 'certificate_renewal_failed'
  | 'service_user_reset'
  | 'compromise_reported'
  | 'compromise_reviewed'
  | 'api_key_ready'
  | 'api_key_expired'
  | 'break_glass_used';

/** What the console tells one person; it leads to a request or an access, and carries no secret (R13, R21). */
export interface Notification {
  readonly id: string;
  readonly organizationId: string;
  readonly personId: string;
  readonly kind: NotificationKind;
  readonly requestId: string | null;
  readonly accessId: string | null;
  /** Names for the sentence: access, actor, reason. */
  readonly params: Readonly<Record<string, string>>;
  readonly createdAt: Instant;
  readonly readAt: Instant | null;
}
