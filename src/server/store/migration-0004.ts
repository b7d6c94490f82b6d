/** The lists of services and of their ACLs (C1). */
export const SERVICES: readonly string[] = [
  'alter table services add column search_text text collate "C"',
  `update services set search_text = lower((name || E'\\n' || project_name || E'\\n' || host) collate "default")`,
  'alter table services alter column search_text set not null',
  `create table acls (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    service_id text collate "C" not null,
    access_id text collate "C" not null,
    access_name text collate "C" not null,
    username text collate "C" not null,
    resource_name text collate "C" not null,
    operation text collate "C" not null,
    host text collate "C" not null,
    search_text text collate "C" not null
  )`,
  `insert into acls (id, organization_id, service_id, access_id, access_name, username, resource_name, operation, host,
      search_text)
    select acl ->> 'id', organization_id, service_id, accesses.id, name, username, acl ->> 'resourceName',
      acl ->> 'operation', acl ->> 'host',
      lower((name || E'\\n' || username || E'\\n' || (acl ->> 'resourceName')) collate "default")
    from accesses cross join lateral jsonb_array_elements(acls) as acl`,
  'create index acls_by_username on acls (service_id, lower(username), id)',
  'create index acls_by_resource_name on acls (service_id, lower(resource_name), id)',
  // With the end of each certificate, so that a service's nearest one is counted from the index alone.
  'drop index accesses_by_service',
  'create index accesses_by_service on accesses (service_id, certificate_not_after)',
];
