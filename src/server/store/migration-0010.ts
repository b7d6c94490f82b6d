/**
 * Sign-in with providers: whom they know, what a session remembers, and which memberships are theirs. What a server of the
 * release before inserts beside this one is a persona's session.
 */
export const SIGN_IN: readonly string[] = [
  `create table identities (
    id text collate "C" not null primary key,
    provider_id text collate "C" not null,
    issuer text collate "C" not null,
    subject text collate "C" not null,
    subject_key text collate "C" not null,
    person_id text collate "C" not null,
    email text collate "C" not null,
    email_trusted boolean not null,
    created_at timestamptz not null,
    signed_in_at timestamptz not null,
    ended_at timestamptz
  )`,
  'create unique index identities_subject_key_unique on identities (subject_key)',
  'create index identities_by_person on identities (person_id)',
  `alter table sessions
    add column kind text collate "C" not null default 'persona',
    add column identity_id text collate "C",
    add column provider_session text collate "C",
    add column authenticated_at timestamptz not null default now(),
    add column last_used_at timestamptz not null default now(),
    add column address text collate "C",
    add column user_agent text collate "C",
    add column sealed text collate "C",
    add column refresh_at timestamptz`,
  'create index sessions_by_identity on sessions (identity_id)',
  'create index sessions_by_provider_session on sessions (provider_session)',
  'create index sessions_by_kind on sessions (kind, expires_at)',
  'create index sessions_by_refresh on sessions (refresh_at)',
  'alter table memberships add column provider_id text collate "C"',
  'alter table project_members add column provider_id text collate "C"',
];
