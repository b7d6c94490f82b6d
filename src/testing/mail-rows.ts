import type { Tables } from '../service/ports/store.ts';

type MailTables =
  | 'mails'
  | 'mailPreferences'
  | 'mailBounces'
  | 'technicalAddresses'
  | 'webhooks'
  | 'webhookDeliveries';

/** One plain row of each table of mail and webhooks, by its id. */
export const plainMailRows = (start: number): { readonly [T in MailTables]: (id: string) => Tables[T] } => ({
  mails: (id) => ({
    id,
    organizationId: 'org1',
    personId: 'person1',
    address: `${id}@example.com`,
    kind: 'credentials_ready',
    requestId: null,
    accessId: null,
    params: { access: 'orders' },
    notificationId: null,
    digestId: null,
    subjectKey: null,
    unsubscribe: null,
    status: 'queued',
    dueAt: start,
    attempts: 0,
    lastError: null,
    createdAt: start,
    sentAt: null,
  }),
  mailPreferences: (id) => ({ id, personId: 'person1', topic: 'certificates', delivery: 'daily' }),
  mailBounces: (id) => ({
    id,
    organizationId: 'org1',
    address: 'gone@example.com',
    reason: '550 No such user',
    bouncedAt: start,
  }),
  technicalAddresses: (id) => ({
    id,
    organizationId: 'org1',
    serviceId: 'service1',
    address: 'team@example.com',
    createdAt: start,
  }),
  webhooks: (id) => ({
    id,
    organizationId: 'org1',
    description: 'Chat',
    host: 'chat.example.com',
    sealedUrl: 'sealed',
    addressKey: `address of ${id}`,
    topics: ['certificates'],
    sealedSecret: 'sealed',
    state: 'on',
    failingSince: null,
    failures: 0,
    lastError: null,
    createdBy: 'Ada',
    createdAt: start,
  }),
  webhookDeliveries: (id) => ({
    id,
    webhookId: 'webhook1',
    organizationId: 'org1',
    kind: 'test',
    requestId: null,
    accessId: null,
    params: {},
    status: 'queued',
    dueAt: start,
    attempts: 0,
    answer: null,
    createdAt: start,
    settledAt: null,
  }),
});
