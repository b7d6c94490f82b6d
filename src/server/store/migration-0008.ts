/** Keys that a second person approves: what asks for it, and requests that are about a key and no access (K6). */
export const KEY_APPROVAL: readonly string[] = [
  // With defaults that stay: servers of the release before go on beside this one while an installation is upgraded.
  'alter table organizations add column cloud_key_approval boolean not null default false',
  'alter table organizations add column version integer not null default 1',
  'alter table environments add column approval_required boolean not null default false',
  'alter table environments add column version integer not null default 1',
  'alter table api_keys add column request_id text collate "C"',
  'alter table api_keys add column claimed_at timestamptz',
  'alter table requests alter column access_id drop not null',
  'alter table requests alter column group_id drop not null',
  'alter table requests alter column overlap drop not null',
  `alter table requests add column key_wish jsonb not null default 'null'`,
  'alter table requests alter column key_wish set statistics 0',
  'alter table requests add column api_key_id text collate "C"',
  'alter table requests add column key_outcome text collate "C"',
  // Few beside the rotations, and all that some OrganizationAdmins see.
  `create index requests_for_keys on requests (organization_id, created_at, id) where type = 'create_api_key'`,
];
