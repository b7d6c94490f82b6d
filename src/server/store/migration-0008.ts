/** Keys that a second person approves: what asks for it, and requests that are about a key and no access (K6). */
export const KEY_APPROVAL: readonly string[] = [
  'alter table organizations add column cloud_key_approval boolean not null default false',
  'alter table organizations alter column cloud_key_approval drop default',
  'alter table organizations add column version integer not null default 1',
  'alter table organizations alter column version drop default',
  'alter table environments add column approval_required boolean not null default false',
  'alter table environments alter column approval_required drop default',
  'alter table environments add column version integer not null default 1',
  'alter table environments alter column version drop default',
  'alter table api_keys add column request_id text collate "C"',
  'alter table api_keys add column claimed_at timestamptz',
  'alter table requests alter column access_id drop not null',
  'alter table requests alter column group_id drop not null',
  'alter table requests alter column overlap drop not null',
  `alter table requests add column key_wish jsonb not null default 'null'`,
  'alter table requests alter column key_wish drop default',
  'alter table requests alter column key_wish set statistics 0',
  'alter table requests add column api_key_id text collate "C"',
  'alter table requests add column key_outcome text collate "C"',
  // Few beside the rotations, and all that some OrganizationAdmins see.
  `create index requests_for_keys on requests (organization_id, created_at, id) where type = 'create_api_key'`,
];
