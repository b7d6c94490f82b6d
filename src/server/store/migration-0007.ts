/** API keys with their owners, roles and what they are for (K1 to K16). */
export const API_KEYS: readonly string[] = [
  `create table environments (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    name text collate "C" not null,
    package text collate "C" not null,
    created_at timestamptz not null
  )`,
  `create table clusters (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    environment_id text collate "C" not null,
    environment_name text collate "C" not null,
    kind text collate "C" not null,
    name text collate "C" not null,
    cloud text collate "C" not null,
    region text collate "C" not null,
    endpoint text collate "C" not null,
    kafka_cluster_id text collate "C",
    created_at timestamptz not null,
    search_text text collate "C" not null
  )`,
  `create table service_accounts (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    name text collate "C" not null,
    name_key text collate "C" not null,
    description text collate "C" not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    created_by text collate "C" not null,
    search_text text collate "C" not null
  )`,
  `create table role_bindings (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    principal_id text collate "C" not null,
    principal_kind text collate "C" not null,
    role text collate "C" not null,
    scope_kind text collate "C" not null,
    environment_id text collate "C",
    cluster_id text collate "C",
    topic text collate "C",
    created_at timestamptz not null,
    created_by text collate "C" not null,
    removed_at timestamptz
  )`,
  `create table account_acls (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    cluster_id text collate "C" not null,
    principal_id text collate "C" not null,
    topic text collate "C" not null,
    operation text collate "C" not null,
    created_at timestamptz not null
  )`,
  `create table api_keys (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    owner_id text collate "C" not null,
    owner_kind text collate "C" not null,
    owner_name text collate "C" not null,
    owner_email text collate "C" not null,
    resource_kind text collate "C" not null,
    resource_id text collate "C" not null,
    resource_name text collate "C" not null,
    environment_id text collate "C",
    display_name text collate "C" not null,
    description text collate "C" not null,
    state text collate "C" not null,
    salt text collate "C" not null,
    secret_hash text collate "C" not null,
    sealed text collate "C",
    claim_hash text collate "C",
    stale boolean not null,
    created_at timestamptz not null,
    created_by text collate "C" not null,
    updated_at timestamptz not null,
    last_used_at timestamptz not null,
    version integer not null,
    search_text text collate "C" not null
  )`,
  `create table simulated_keys (
    id text collate "C" not null primary key,
    resource_id text collate "C" not null,
    salt text collate "C" not null,
    secret_hash text collate "C" not null,
    accepted_at timestamptz not null
  )`,
  // Whoever administers the organization administers its accounts and keys.
  `insert into role_bindings
    select 'rb-' || id, organization_id, id, 'user', 'OrganizationAdmin', 'organization', null, null, null, now(), id, null
    from people where is_organization_admin`,
  'create index environments_by_name on environments (organization_id, lower(name), id)',
  'create index clusters_by_environment on clusters (environment_id, kind)',
  'create index clusters_by_organization on clusters (organization_id, lower(name), id)',
  'create unique index service_accounts_name_key_unique on service_accounts (name_key)',
  'create index service_accounts_by_name on service_accounts (organization_id, lower(name), id)',
  'create index service_accounts_by_creation on service_accounts (organization_id, created_at, id)',
  'create index role_bindings_by_principal on role_bindings (principal_id) where removed_at is null',
  'create index role_bindings_by_organization on role_bindings (organization_id, id) where removed_at is null',
  'create index account_acls_by_principal on account_acls (principal_id)',
  'create unique index api_keys_claim_hash_unique on api_keys (claim_hash)',
  'create index api_keys_by_creation on api_keys (organization_id, created_at, id)',
  'create index api_keys_by_use on api_keys (organization_id, last_used_at, id)',
  'create index api_keys_by_owner_name on api_keys (organization_id, lower(owner_name), id)',
  'create index api_keys_by_resource_name on api_keys (organization_id, lower(resource_name), id)',
  'create index api_keys_by_state on api_keys (organization_id, lower(state), id)',
  'create index api_keys_by_description on api_keys (organization_id, lower(description), id)',
  'create index api_keys_by_key on api_keys (organization_id, id)',
  'create index api_keys_of_owner on api_keys (owner_id, created_at, id)',
  'create index api_keys_of_resource on api_keys (resource_id, created_at, id)',
  'create index api_keys_stale on api_keys (organization_id) where stale',
  `do $$
  begin
    create index api_keys_by_text on api_keys using gin (search_text gin_trgm_ops) with (fastupdate = off);
  exception when undefined_object then
    raise warning 'searching API keys will be slow without the extension pg_trgm (%)', sqlerrm;
  end $$`,
];
