/**
 * Service users as rows of their own, with their certificates' renewal (C1, C2). Those of accesses of before are taken
 * over as they stand; each service gets its own user, whose credentials a job makes, and a job that tends certificates.
 */
export const SERVICE_USERS: readonly string[] = [
  'alter table services add column renewal_window_days integer not null default 90',
  'alter table services alter column renewal_window_days drop default',
  'alter table services add column notices_muted boolean not null default false',
  'alter table services alter column notices_muted drop default',
  'alter table services add column notice_sent_at timestamptz',
  'alter table services add column secrets_viewed_at timestamptz',
  'alter table services add column secrets_viewed_by text collate "C"',
  `create table service_users (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    project_id text collate "C" not null,
    project_name text collate "C" not null,
    service_id text collate "C" not null,
    service_name text collate "C" not null,
    username text collate "C" not null,
    type text collate "C" not null,
    access_id text collate "C",
    status text collate "C" not null,
    failure text collate "C",
    generation integer not null,
    last_generation integer not null,
    sealed text collate "C",
    keeps_password boolean not null,
    next_sealed text collate "C",
    next_certificate jsonb not null,
    sealed_wish text collate "C",
    password_updated_at timestamptz,
    certificate jsonb not null,
    newest_ends_at timestamptz not null,
    ends_at timestamptz not null,
    renewals integer not null,
    renewed_at timestamptz,
    acknowledged_at timestamptz,
    acknowledged_by text collate "C",
    renewal_state text collate "C" not null,
    renewal_attempts integer not null,
    retry_at timestamptz not null,
    attention_at timestamptz not null,
    secrets_viewed_at timestamptz,
    secrets_viewed_by text collate "C",
    created_at timestamptz not null,
    updated_at timestamptz not null,
    search_text text collate "C" not null
  )`,
  `create table retired_service_users (
    id text collate "C" not null primary key,
    last_generation integer not null,
    removed_at timestamptz not null
  )`,
  `insert into service_users
    select a.service_user_key, a.organization_id, s.project_id, a.project_name, a.service_id, a.service_name, a.username,
      'normal', a.id, 'ready', null, coalesce(c.generation, 0), a.last_generation, null, false, null, 'null', null,
      c.activated_at, coalesce(c.certificate, 'null'), a.certificate_not_after, a.certificate_not_after, 0, null, null,
      null, case when c.id is null then 'no_certificate' else 'current' end, 0, to_timestamp(0),
      timestamptz '9999-12-31 00:00:00+00', null, null, a.created_at, now(),
      lower((a.username || E'\\n' || a.name) collate "default")
    from accesses a
    join services s on s.id = a.service_id
    left join lateral (
      select * from credentials where access_id = a.id and activated_at is not null order by generation desc limit 1
    ) c on true`,
  `insert into service_users
    select s.id || '/avnadmin', s.organization_id, s.project_id, s.project_name, s.id, s.name, 'avnadmin', 'primary',
      null, 'making', null, 0, 1, null, false, null, 'null', null, null, 'null', timestamptz '9999-12-31 00:00:00+00',
      timestamptz '9999-12-31 00:00:00+00', 0, null, null, null, 'no_certificate', 0, to_timestamp(0),
      timestamptz '9999-12-31 00:00:00+00', null, null, now(), now(), 'avnadmin'
    from services s
    on conflict (id) do nothing`,
  `insert into jobs (id, kind, subject_id, run_at, attempts, locked_until, status, last_error, created_at)
    select 'job_primary_' || s.id, 'provision_user', s.id || '/avnadmin', now(), 0, null, 'queued', null, now()
    from services s`,
  `insert into jobs (id, kind, subject_id, run_at, attempts, locked_until, status, last_error, created_at)
    select 'tend_' || s.id, 'tend_certificates', s.id, now(), 0, null, 'queued', null, now() from services s`,
  'create index service_users_by_username on service_users (service_id, lower(username), id)',
  // Also for a service's users counted with the nearest end, from the index alone.
  'create index service_users_by_end on service_users (service_id, ends_at, id)',
  'create index service_users_by_newest_end on service_users (service_id, newest_ends_at, id)',
  'create index service_users_by_renewal_state on service_users (service_id, lower(renewal_state), id)',
  'create index service_users_by_creation on service_users (service_id, created_at, id)',
  'create index service_users_by_attention on service_users (project_id, attention_at, id)',
  // Numbers of generations are counted on from what earlier users of a name left.
  'create index credentials_by_user on credentials (service_id, username)',
  'alter table service_users alter column certificate set statistics 0',
  'alter table service_users alter column next_certificate set statistics 0',
];
