import type { MailTopic } from '../mail/topic.ts';
import type { NotificationKind } from '../notification.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../time.ts';

/** An address of a chat tool that an organization's notices are posted to. */
export interface Webhook {
  readonly id: string;
  readonly organizationId: string;
  readonly description: string;
  /** Where it is, for people; what stands behind it is a secret in chat tools, since whoever knows it can post. */
  readonly host: string;
  /** The whole address, sealed. */
  readonly sealedUrl: string;
  /** A digest of organization and address: there is one webhook for each. */
  readonly addressKey: string;
  /** What is posted, by the topics that mails have too. */
  readonly topics: readonly MailTopic[];
  /** What its calls are signed with, sealed. */
  readonly sealedSecret: string;
  /** off: nothing is posted until somebody turns it on again. */
  readonly state: 'on' | 'off';
  /** Since when every call failed; null when the last one was taken. */
  readonly failingSince: Instant | null;
  /** Calls that failed since then. */
  readonly failures: number;
  readonly lastError: string | null;
  readonly createdBy: string;
  readonly createdAt: Instant;
}

/** One notice for one webhook. */
export interface WebhookDelivery {
  readonly id: string;
  readonly webhookId: string;
  readonly organizationId: string;
  readonly kind: NotificationKind | 'test';
  readonly requestId: string | null;
  readonly accessId: string | null;
  readonly params: Readonly<Record<string, string>>;
  readonly status: 'queued' | 'delivered' | 'failed';
  /** Not posted before; while somebody posts it, when another may try. */
  readonly dueAt: Instant;
  /** How often it was taken; also the fence that a late sender stumbles over. */
  readonly attempts: number;
  /** What came back, or why nothing did. */
  readonly answer: string | null;
  readonly createdAt: Instant;
  readonly settledAt: Instant | null;
}

/** After so long a notice is given up, in milliseconds: in a chat it is no news any more. */
export const DELIVERY_GIVE_UP = DAY;

/** A webhook that failed all this time is turned off, in milliseconds. */
export const OFF_AFTER = 3 * DAY;

/** How many one organization may have. */
export const MOST_WEBHOOKS = 20;

/** The host of a webhook's address, with its port where it names one; of anything else nothing. */
export const hostOfUrl = (url: string): string =>
  /^https?:\/\/(?:[^/?#]*@)?([^/?#]*)/iu.exec(url)?.[1]?.toLowerCase() ?? '';

/** What an address is the same by: scheme and host are written in any case. */
export const sameUrl = (url: string): string =>
  url.replace(/^[^/]*\/\/[^/?#]*/u, (start) => start.toLowerCase());

/** When a webhook that failed so often in a row is tried again. */
export const nextCallAt = (failures: number, now: Instant): Instant =>
  now + Math.min(HOUR, MINUTE * 2 ** Math.min(failures - 1, 16));
