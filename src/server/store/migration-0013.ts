/** People who were removed from their organization, for names in its history (K14). */
export const FORMER_PEOPLE: readonly string[] = [
  `create table former_people (
    id text collate "C" not null primary key,
    organization_id text collate "C" not null,
    name text collate "C" not null,
    removed_at timestamptz not null
  )`,
];
