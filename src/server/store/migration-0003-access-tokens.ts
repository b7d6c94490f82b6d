/** Personal access tokens (C8): found by the hash of the token at each call, by their person in a list. */
export const ACCESS_TOKENS: readonly string[] = [
  `create table access_tokens (
    id text collate "C" not null primary key,
    prefix text collate "C" not null,
    organization_id text collate "C" not null,
    person_id text collate "C" not null,
    description text collate "C" not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    max_age_seconds integer,
    extend_when_used boolean not null,
    last_used_at timestamptz,
    last_ip text collate "C",
    last_user_agent text collate "C"
  )`,
  'create unique index access_tokens_prefix_unique on access_tokens (prefix)',
  'create index access_tokens_by_person on access_tokens (person_id, created_at, id)',
  'create index access_tokens_by_expiry on access_tokens (expires_at)',
];
