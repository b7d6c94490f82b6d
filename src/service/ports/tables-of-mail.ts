import type { TableSpec } from './tables.ts';
import type { Tables } from './store.ts';

/** The columns of the tables of mail and webhooks. */
export const MAIL_TABLES: {
  readonly [
    T in 'mails' | 'mailPreferences' | 'mailBounces' | 'technicalAddresses' | 'webhooks' | 'webhookDeliveries'
  ]: TableSpec<Tables[T]>;
} = {
  mails: {
    columns: {
      id: 'text',
      organizationId: 'text',
      personId: 'text?',
      address: 'text',
      kind: 'text',
      requestId: 'text?',
      accessId: 'text?',
      params: 'json',
      notificationId: 'text?',
      digestId: 'text?',
      subjectKey: 'text?',
      unsubscribe: 'text?',
      status: 'text',
      dueAt: 'time',
      attempts: 'int',
      lastError: 'text?',
      createdAt: 'time',
      sentAt: 'time?',
    },
    unique: ['unsubscribe'],
  },
  mailPreferences: { columns: { id: 'text', personId: 'text', topic: 'text', delivery: 'text' } },
  mailBounces: {
    columns: {
      id: 'text',
      organizationId: 'text',
      address: 'text',
      reason: 'text',
      bouncedAt: 'time',
    },
  },
  technicalAddresses: {
    columns: { id: 'text', organizationId: 'text', serviceId: 'text', address: 'text', createdAt: 'time' },
  },
  webhooks: {
    columns: {
      id: 'text',
      organizationId: 'text',
      description: 'text',
      host: 'text',
      sealedUrl: 'text',
      addressKey: 'text',
      topics: 'json',
      sealedSecret: 'text',
      state: 'text',
      failingSince: 'time?',
      failures: 'int',
      lastError: 'text?',
      createdBy: 'text',
      createdAt: 'time',
    },
    unique: ['addressKey'],
  },
  webhookDeliveries: {
    columns: {
      id: 'text',
      webhookId: 'text',
      organizationId: 'text',
      kind: 'text',
      requestId: 'text?',
      accessId: 'text?',
      params: 'json',
      status: 'text',
      dueAt: 'time',
      attempts: 'int',
      answer: 'text?',
      createdAt: 'time',
      settledAt: 'time?',
    },
  },
};
