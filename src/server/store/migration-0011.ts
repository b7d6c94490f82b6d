/** Mail: what is to be sent, how people want it, who else is told, and addresses that bounce (R13, C4). */
export const MAIL: readonly string[] = [
  `create table mails (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    person_id text collate "C",
    address text collate "C" not null,
    kind text collate "C" not null,
    request_id text collate "C",
    access_id text collate "C",
    params jsonb not null,
    notification_id text collate "C",
    digest_id text collate "C",
    subject_key text collate "C",
    unsubscribe text collate "C",
    status text collate "C" not null,
    due_at timestamptz not null,
    attempts integer not null,
    last_error text collate "C",
    created_at timestamptz not null,
    sent_at timestamptz
  )`,
  "create index mails_due on mails (due_at, id) where status = 'queued'",
  'create index mails_of_digest on mails (digest_id) where digest_id is not null',
  'create index mails_of_subject on mails (subject_key) where subject_key is not null',
  'create unique index mails_unsubscribe_unique on mails (unsubscribe)',
  "create index mails_withheld on mails (organization_id, address) where status = 'withheld'",
  'create index mails_by_age on mails (created_at)',
  'alter table mails alter column params set statistics 0',
  `create table mail_preferences (
    id text collate "C" not null primary key,
    person_id text collate "C" not null,
    topic text collate "C" not null,
    delivery text collate "C" not null
  )`,
  'create index mail_preferences_by_person on mail_preferences (person_id)',
  `create table mail_bounces (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    address text collate "C" not null,
    reason text collate "C" not null,
    bounced_at timestamptz not null
  )`,
  'create index mail_bounces_by_organization on mail_bounces (organization_id, bounced_at, id)',
  `create table technical_addresses (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    service_id text collate "C" not null,
    address text collate "C" not null,
    created_at timestamptz not null
  )`,
  'create index technical_addresses_by_service on technical_addresses (service_id, address, id)',
  `create table webhooks (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    description text collate "C" not null,
    host text collate "C" not null,
    sealed_url text collate "C" not null,
    address_key text collate "C" not null,
    topics jsonb not null,
    sealed_secret text collate "C" not null,
    state text collate "C" not null,
    failing_since timestamptz,
    failures integer not null,
    last_error text collate "C",
    created_by text collate "C" not null,
    created_at timestamptz not null
  )`,
  'create unique index webhooks_address_key_unique on webhooks (address_key)',
  'create index webhooks_by_organization on webhooks (organization_id, created_at, id)',
  `create table webhook_deliveries (
    id text collate "C" not null primary key,
    webhook_id text collate "C" not null,
    organization_id text collate "C" not null,
    kind text collate "C" not null,
    request_id text collate "C",
    access_id text collate "C",
    params jsonb not null,
    status text collate "C" not null,
    due_at timestamptz not null,
    attempts integer not null,
    answer text collate "C",
    created_at timestamptz not null,
    settled_at timestamptz
  )`,
  "create index webhook_deliveries_due on webhook_deliveries (due_at, id) where status = 'queued'",
  'create index webhook_deliveries_by_webhook on webhook_deliveries (webhook_id, created_at, id)',
  'create index webhook_deliveries_by_age on webhook_deliveries (created_at)',
  'alter table webhook_deliveries alter column params set statistics 0',
  // Who asked for the reset that is under way, for those who are told of it (C11).
  'alter table service_users add column reset_by text collate "C"',
  // Credentials that wait unseen are reminded of two days and one day before they end (R20).
  `insert into jobs (id, kind, subject_id, run_at, attempts, locked_until, status, last_error, created_at)
    select 'remind_' || id, 'remind_unviewed', id, expires_at - interval '2 days', 0, null, 'queued', null, now()
    from credentials where status = 'sealed' and expires_at > now()`,
];
