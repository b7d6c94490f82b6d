import type { TableName } from '../../service/ports/store.ts';
import { snakeCase } from './columns.ts';
import { ACCESS_TOKENS } from './migration-0003-access-tokens.ts';
import { SERVICES } from './migration-0004.ts';
import { PLATFORM_RENEWALS } from './migration-0005.ts';
import { API_KEYS } from './migration-0007.ts';
import { FORMER_PEOPLE } from './migration-0013.ts';
import { PUSHED } from './migration-0014.ts';
import { MAIL } from './migration-0011.ts';
import { COMPROMISE } from './migration-0012.ts';
import { SIGN_IN } from './migration-0010.ts';
import { SERVICE_USERS } from './migration-0006.ts';
import { KEY_APPROVAL } from './migration-0008.ts';
import { AUDIT } from './migration-0009-audit.ts';

/** The first schema. Never edited once released: what comes later is a migration of its own. Indexes serve the lists. */
const FIRST: readonly string[] = [
  `create table organizations (
    id text collate "C" not null primary key,
    name text collate "C" not null,
    created_at timestamptz not null
  )`,
  `create table people (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    email text collate "C" not null,
    name text collate "C" not null,
    is_organization_admin boolean not null,
    created_at timestamptz not null
  )`,
  'create unique index people_email_unique on people (email)',
  'create index people_by_organization on people (organization_id, lower(name), id)',
  `create table groups (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    name text collate "C" not null,
    description text collate "C" not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index groups_by_name on groups (organization_id, lower(name), id)',
  `create table memberships (
    id text collate "C" not null primary key,
    group_id text collate "C" not null,
    person_id text collate "C" not null,
    created_at timestamptz not null
  )`,
  'create index memberships_by_group on memberships (group_id)',
  'create index memberships_by_person on memberships (person_id)',
  `create table projects (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    name text collate "C" not null,
    created_at timestamptz not null
  )`,
  'create unique index projects_name_unique on projects (name)',
  'create index projects_by_organization on projects (organization_id)',
  `create table project_members (
    id text collate "C" not null primary key,
    project_id text collate "C" not null,
    person_id text collate "C" not null,
    role text collate "C" not null
  )`,
  'create index project_members_by_project on project_members (project_id)',
  'create index project_members_by_person on project_members (person_id)',
  `create table services (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    project_id text collate "C" not null,
    project_name text collate "C" not null,
    name text collate "C" not null,
    type text collate "C" not null,
    state text collate "C" not null,
    cloud_name text collate "C" not null,
    plan text collate "C" not null,
    host text collate "C" not null,
    ssl_port integer not null,
    sasl_port integer not null,
    sasl_mechanism text collate "C" not null,
    passwords_overlap boolean not null,
    created_at timestamptz not null,
    updated_at timestamptz not null
  )`,
  'create index services_by_name on services (organization_id, lower(name), id)',
  'create index services_by_project on services (project_id)',
  `create table topics (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    service_id text collate "C" not null,
    name text collate "C" not null,
    owner_group_id text collate "C",
    partitions integer not null,
    replication integer not null
  )`,
  'create index topics_by_name on topics (organization_id, lower(name), id)',
  'create index topics_by_service on topics (service_id)',
  'create index topics_by_owner on topics (owner_group_id)',
  `create table accesses (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    name text collate "C" not null,
    project_name text collate "C" not null,
    service_id text collate "C" not null,
    service_name text collate "C" not null,
    username text collate "C" not null,
    owner_group_id text collate "C" not null,
    owner_group_name text collate "C" not null,
    acls jsonb not null,
    created_by text collate "C" not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null,
    credential_state text collate "C" not null,
    credential_id text collate "C",
    active_request_id text collate "C",
    credentials_user_id text collate "C",
    credentials_consumed boolean not null,
    certificate_not_before timestamptz not null,
    certificate_not_after timestamptz not null,
    old_valid_until timestamptz,
    service_user_key text collate "C" not null,
    last_generation integer not null,
    search_text text collate "C" not null
  )`,
  'create unique index accesses_service_user_key_unique on accesses (service_user_key)',
  'create index accesses_by_name on accesses (organization_id, lower(name), id)',
  'create index accesses_by_username on accesses (organization_id, lower(username), id)',
  'create index accesses_by_service_name on accesses (organization_id, lower(service_name), id)',
  'create index accesses_by_owner_group_name on accesses (organization_id, lower(owner_group_name), id)',
  'create index accesses_by_credential_state on accesses (organization_id, lower(credential_state), id)',
  'create index accesses_by_certificate_not_after on accesses (organization_id, certificate_not_after, id)',
  'create index accesses_by_created_at on accesses (organization_id, created_at, id)',
  'create index accesses_by_service on accesses (service_id)',
  'create index accesses_by_owner_group on accesses (owner_group_id, certificate_not_after)',
  'create index accesses_by_credentials_user on accesses (credentials_user_id) where credentials_user_id is not null',
  `create table requests (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    type text collate "C" not null,
    status text collate "C" not null,
    access_id text collate "C" not null,
    resource_name text collate "C" not null,
    username text collate "C" not null,
    service_name text collate "C" not null,
    project_name text collate "C" not null,
    group_id text collate "C" not null,
    group_name text collate "C" not null,
    requester_id text collate "C" not null,
    requester_name text collate "C" not null,
    message text collate "C" not null,
    overlap text collate "C" not null,
    decided_by text collate "C",
    decided_by_name text collate "C",
    decided_at timestamptz,
    decision_message text collate "C",
    failure text collate "C",
    credential_id text collate "C",
    generation integer,
    active_key text collate "C",
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null,
    search_text text collate "C" not null
  )`,
  'create unique index requests_active_key_unique on requests (active_key)',
  'create index requests_by_created_at on requests (organization_id, created_at, id)',
  'create index requests_by_resource_name on requests (organization_id, lower(resource_name), id)',
  'create index requests_by_status on requests (organization_id, status, created_at, id)',
  'create index requests_by_group on requests (group_id, created_at, id)',
  'create index requests_by_requester on requests (requester_id, created_at, id)',
  'create index requests_by_access on requests (access_id, created_at, id)',
  `create table credentials (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    access_id text collate "C" not null,
    request_id text collate "C",
    service_id text collate "C" not null,
    username text collate "C" not null,
    generation integer not null,
    status text collate "C" not null,
    sealed text collate "C",
    certificate jsonb not null,
    reveal_to text collate "C" not null,
    overlap text collate "C" not null,
    replaces_old boolean not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    claim_hash text collate "C",
    claimed_at timestamptz,
    activated_at timestamptz,
    window_ends_at timestamptz,
    saved_at timestamptz,
    retire_old_at timestamptz,
    old_retired_at timestamptz
  )`,
  'create index credentials_by_access on credentials (access_id)',
  'create index credentials_by_request on credentials (request_id)',
  "create index credentials_by_expiry on credentials (expires_at) where status = 'sealed'",
  "create index credentials_by_person on credentials (reveal_to, expires_at) where status = 'sealed'",
  "create index credentials_by_window on credentials (window_ends_at) where status = 'claimed'",
  `create table notifications (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    person_id text collate "C" not null,
    kind text collate "C" not null,
    request_id text collate "C",
    access_id text collate "C",
    params jsonb not null,
    created_at timestamptz not null,
    read_at timestamptz
  )`,
  'create index notifications_by_person on notifications (person_id, created_at, id)',
  'create index notifications_unread on notifications (person_id) where read_at is null',
  'create index notifications_unread_by_request on notifications (request_id) where read_at is null',
  `create table audit (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    at timestamptz not null,
    actor_id text collate "C",
    actor_name text collate "C" not null,
    action text collate "C" not null,
    request_id text collate "C",
    access_id text collate "C",
    resource_name text collate "C" not null,
    details jsonb not null
  )`,
  'create index audit_by_time on audit (organization_id, at, id)',
  'create index audit_by_request on audit (request_id, at, id)',
  'create index audit_by_access on audit (access_id, at, id)',
  `create table jobs (
    id text collate "C" not null primary key,
    kind text collate "C" not null,
    subject_id text collate "C" not null,
    run_at timestamptz not null,
    attempts integer not null,
    locked_until timestamptz,
    status text collate "C" not null,
    last_error text collate "C",
    created_at timestamptz not null
  )`,
  "create index jobs_due on jobs (run_at, id) where status = 'queued'",
  'create index jobs_by_subject on jobs (subject_id)',
  `create table sessions (
    id text collate "C" not null primary key,
    person_id text collate "C" not null,
    created_at timestamptz not null,
    expires_at timestamptz not null
  )`,
  'create index sessions_by_person on sessions (person_id)',
  'create index sessions_by_expiry on sessions (expires_at)',
  `create table kept_answers (
    id text collate "C" not null primary key,
    request_hash text collate "C" not null,
    outcome text collate "C" not null,
    created_at timestamptz not null
  )`,
  'create index kept_answers_by_age on kept_answers (created_at)',
  `create table settings (
    id text collate "C" not null primary key,
    value jsonb not null
  )`,
  `create table simulated_cas (
    id text collate "C" not null primary key,
    certificate_pem text collate "C" not null,
    sealed_key text collate "C" not null
  )`,
  `create table simulated_generations (
    id text collate "C" not null primary key,
    service_id text collate "C" not null,
    username text collate "C" not null,
    generation integer not null,
    fence integer not null,
    status text collate "C" not null,
    password_ended boolean not null,
    salt text collate "C" not null,
    password_hash text collate "C" not null,
    fingerprint text collate "C" not null,
    not_before timestamptz not null,
    not_after timestamptz not null
  )`,
  'create index simulated_generations_by_user on simulated_generations (service_id, username, generation)',
];

/** For 100,000 accesses and requests (A5): every sort and every filter of the lists, and search by any three letters. */
const SCALE: readonly string[] = [
  // Nothing asks for it.
  'drop index requests_by_access',
  'create index accesses_by_project_name on accesses (organization_id, lower(project_name), id)',
  'create index accesses_in_project on accesses (organization_id, project_name)',
  'create index accesses_in_state on accesses (organization_id, credential_state)',
  'create index requests_by_type on requests (organization_id, lower(type), id)',
  'create index requests_by_status_name on requests (organization_id, lower(status), id)',
  'create index requests_by_group_name on requests (organization_id, lower(group_name), id)',
  'create index requests_by_requester_name on requests (organization_id, lower(requester_name), id)',
  // Nothing is found by these, so their statistics would be work for nothing.
  'alter table accesses alter column acls set statistics 0',
  'alter table credentials alter column certificate set statistics 0',
  'alter table notifications alter column params set statistics 0',
  'alter table audit alter column details set statistics 0',
  // Where the role may not create extensions, or there is none, search stays right and is slower.
  `do $$
  begin
    create extension if not exists pg_trgm;
    create index accesses_by_text on accesses using gin (search_text gin_trgm_ops) with (fastupdate = off);
    create index requests_by_text on requests using gin (search_text gin_trgm_ops) with (fastupdate = off);
  exception when insufficient_privilege or undefined_file or feature_not_supported then
    raise warning 'searching will be slow: the extension pg_trgm could not be created (%)', sqlerrm;
  end $$`,
];

/** By name, in order. Forward only: the way back is a backup. */
export const MIGRATIONS: Readonly<Record<string, readonly string[]>> = {
  '0001_first': FIRST,
  '0002_scale': SCALE,
  '0003_access_tokens': ACCESS_TOKENS,
  '0004_services': SERVICES,
  '0005_platform_renewals': PLATFORM_RENEWALS,
  '0006_service_users': SERVICE_USERS,
  '0007_api_keys': API_KEYS,
  '0008_key_approval': KEY_APPROVAL,
  '0009_audit': AUDIT,
  '0010_sign_in': SIGN_IN,
  '0011_mail': MAIL,
  '0012_compromise': COMPROMISE,
  '0013_former_people': FORMER_PEOPLE,
  '0014_pushed': PUSHED,
};

/** The column (as in Tables) that a unique index guards: its name is `<table>_<column>_unique` or `<table>_pkey`. */
export const indexColumn = (table: TableName, index: string): string => {
  const prefix = snakeCase(table);
  const column = index.slice(prefix.length + 1).replace(/_unique$/, '');
  return column === 'pkey' ? 'id' : column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
};
