/** People and groups that providers push (SCIM), and by what name they push them. */
export const PUSHED: readonly string[] = [
  `create table pushed_people (
    id text collate "C" not null primary key,
    provider_id text collate "C" not null,
    user_name text collate "C" not null,
    user_name_key text collate "C" not null,
    external_id text collate "C",
    external_key text collate "C",
    active boolean not null,
    display_name text collate "C",
    name jsonb not null,
    emails jsonb not null,
    email text collate "C",
    identity_id text collate "C",
    waiting boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create unique index pushed_people_user_name_key_unique on pushed_people (user_name_key)',
  'create unique index pushed_people_external_key_unique on pushed_people (external_key)',
  'create index pushed_people_by_provider on pushed_people (provider_id, id)',
  'create index pushed_people_by_identity on pushed_people (identity_id)',
  'create index pushed_people_waiting on pushed_people (provider_id) where waiting',
  'create index pushed_people_by_email on pushed_people (provider_id, email)',
  `create table pushed_groups (
    id text collate "C" not null primary key,
    provider_id text collate "C" not null,
    display_name text collate "C" not null,
    name_key text collate "C" not null,
    external_id text collate "C",
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create unique index pushed_groups_name_key_unique on pushed_groups (name_key)',
  'create index pushed_groups_by_provider on pushed_groups (provider_id, id)',
  `create table pushed_members (
    id text collate "C" not null primary key,
    group_id text collate "C" not null,
    user_id text collate "C" not null
  )`,
  'create index pushed_members_by_group on pushed_members (group_id, id)',
  'create index pushed_members_by_user on pushed_members (user_id)',
  'alter table identities add column external_id text collate "C"',
  'create index identities_by_external_id on identities (provider_id, external_id)',
  'create index identities_by_subject on identities (provider_id, subject)',
];
