/** On the simulated platform: certificates that renew (C3), and CAs beside a project's first. */
export const PLATFORM_RENEWALS: readonly string[] = [
  'alter table simulated_cas add column project_name text collate "C"',
  'alter table simulated_cas add column number integer',
  // Until now a project had one, named after it.
  'update simulated_cas set project_name = id, number = 1',
  'alter table simulated_cas alter column project_name set not null',
  'alter table simulated_cas alter column number set not null',
  'create index simulated_cas_by_project on simulated_cas (project_name, number)',
  `create table simulated_renewals (
    id text collate "C" not null primary key,
    service_id text collate "C" not null,
    username text collate "C" not null,
    generation integer not null,
    renewal integer not null,
    fence integer not null,
    fingerprint text collate "C" not null,
    not_before timestamptz not null,
    not_after timestamptz not null
  )`,
  'create index simulated_renewals_by_user on simulated_renewals (service_id, username, generation)',
];
