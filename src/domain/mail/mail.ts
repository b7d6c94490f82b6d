import type { NotificationKind } from '../notification.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../time.ts';

export type MailKind = NotificationKind | 'digest';

/**
 * queued: to be sent from `dueAt` on. gathered: goes out with a digest. withheld: its address bounces. sent: the SMTP
 * server took it. dropped: nobody needs it any more. failed: given up.
 */
export type MailStatus = 'queued' | 'gathered' | 'withheld' | 'sent' | 'dropped' | 'failed';

/** One mail that somebody is to get: names and ids to write it from, never a secret (R13, R21). */
export interface Mail {
  readonly id: string;
  readonly organizationId: string;
  /** Null for a technical address (C4). */
  readonly personId: string | null;
  /** The address at the time of writing. */
  readonly address: string;
  readonly kind: MailKind;
  readonly requestId: string | null;
  readonly accessId: string | null;
  readonly params: Readonly<Record<string, string>>;
  /** The notification in the console that it repeats; with that, it goes. */
  readonly notificationId: string | null;
  /** The digest that it goes out with. */
  readonly digestId: string | null;
  /** What it reminds of, where the next reminder takes its place. */
  readonly subjectKey: string | null;
  /** Opens the one-click unsubscription. */
  readonly unsubscribe: string | null;
  readonly status: MailStatus;
  /** Not sent before; while somebody sends it, when another may try. */
  readonly dueAt: Instant;
  /** How often it was taken; also the fence that a late sender stumbles over. */
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: Instant;
  readonly sentAt: Instant | null;
}

/** An address that a server refused for good. */
export interface MailBounce {
  /** `<organization id>/<address in lower case>` */
  readonly id: string;
  readonly organizationId: string;
  readonly address: string;
  readonly reason: string;
  readonly bouncedAt: Instant;
}

export const bounceId = (organizationId: string, address: string): string =>
  `${organizationId}/${address.toLowerCase()}`;

/** Somebody without an account who is told of a service's certificates (C4). */
export interface TechnicalAddress {
  /** `<service id>/<address in lower case>` */
  readonly id: string;
  readonly organizationId: string;
  readonly serviceId: string;
  readonly address: string;
  readonly createdAt: Instant;
}

export const technicalAddressId = (serviceId: string, address: string): string =>
  `${serviceId}/${address.toLowerCase()}`;

/** After so long a mail is given up, in milliseconds: what it says is no news any more. */
export const GIVE_UP = 2 * DAY;

const FIRST_WAIT = MINUTE;
const LONGEST_WAIT = HOUR;

/** When a mail that was put off for the `attempts`th time is tried again. */
export const nextAttemptAt = (attempts: number, now: Instant): Instant =>
  now + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(attempts - 1, 16));

/** The hour of the day, UTC, at which digests go out. */
const DIGEST_HOUR = 7;

/** The next moment after `now` at which digests go out. */
export const nextDigestAt = (now: Instant): Instant => {
  const today = Math.floor(now / DAY) * DAY + DIGEST_HOUR * HOUR;
  return now < today ? today : today + DAY;
};

/** One digest for one person and moment. */
export const digestId = (personId: string, at: Instant): string => `digest_${personId}_${at}`;
