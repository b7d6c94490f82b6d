/** From where and with what outcome, the chain, and nobody to change either (A3). */
export const AUDIT: readonly string[] = [
  // With defaults, so that servers of the release before can go on beside this one while an installation is upgraded.
  `alter table audit
    add column outcome text collate "C" not null default 'done',
    add column problem text collate "C",
    add column via text collate "C" not null default 'unrecorded',
    add column via_id text collate "C",
    add column address text collate "C",
    add column call_id text collate "C",
    add column search_text text collate "C" not null default ''`,
  `update audit set
    outcome = case when action = 'api_key.refused' then 'refused' when action like '%failed' then 'failed' else 'done' end,
    search_text = lower(concat_ws(e'\\n', resource_name, actor_name, request_id, access_id) collate "default")`,
  `create table audit_links (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    sequence integer not null,
    event_id text collate "C" not null,
    event_hash text collate "C" not null,
    previous_hash text collate "C" not null,
    hash text collate "C" not null,
    signature text collate "C",
    linked_at timestamptz not null
  )`,
  'create unique index audit_links_event_id_unique on audit_links (event_id)',
  'create index audit_links_by_organization on audit_links (organization_id, id)',
  `create table audit_pending (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null
  )`,
  'insert into audit_pending (id, organization_id) select id, organization_id from audit',
  'create index audit_by_actor on audit (organization_id, actor_id, at, id)',
  'create index audit_by_action on audit (organization_id, action, at, id)',
  "create index audit_refused on audit (organization_id, at, id) where outcome = 'refused'",
  'alter table audit_links alter column hash set statistics 0',
  'alter table audit_links alter column previous_hash set statistics 0',
  'alter table audit_links alter column event_hash set statistics 0',
  `do $$
  begin
    create index audit_by_text on audit using gin (search_text gin_trgm_ops) with (fastupdate = off);
  exception when undefined_object then
    raise warning 'searching the audit log will be slow without the extension pg_trgm (%)', sqlerrm;
  end $$`,
  `create function latchkey_append_only() returns trigger language plpgsql as $$
  begin
    if current_setting('latchkey.audit', true) is distinct from 'release' then
      raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
    end if;
    return null;
  end $$`,
  ...['audit', 'audit_links'].map(
    (table) =>
      `create trigger ${table}_append_only before update or delete or truncate on ${table}
       for each statement execute function latchkey_append_only()`,
  ),
  // What a server of the release before writes beside this one waits for the chain like everything else.
  `create function latchkey_audit_waits() returns trigger language plpgsql as $$
  begin
    insert into audit_pending (id, organization_id)
      select new.id, new.organization_id where not exists (select from audit_links where event_id = new.id)
      on conflict do nothing;
    return null;
  end $$`,
  `create constraint trigger audit_waits after insert on audit deferrable initially deferred
   for each row when (new.via = 'unrecorded') execute function latchkey_audit_waits()`,
];
