import { digest } from '../../src/runtime/digest.ts';
import { randomBytes, toBase64Url } from '../../src/runtime/bytes.ts';
import { query } from '../../src/testing/postgres.ts';

/** An access whose rotation one member of its owner group may ask for and another one decide. */
export interface Rotatable {
  readonly accessId: string;
  /** Their cookies. */
  readonly requester: string;
  readonly approver: string;
}

/** Answers a statement: of an embedded store, which no server may have open meanwhile. */
export type Ask = (statement: string, values: readonly unknown[]) => Promise<readonly unknown[]>;

const ask = (database: string | Ask, statement: string, values: readonly unknown[]) =>
  typeof database === 'string' ? query(database, statement, [...values]) : database(statement, values);

export const ORGANIZATION_PATH = '/v1/organization/org_halden/governance';

/** The cookie of a new session for each person; personas alone would be five. */
export const signInAs = async (
  database: string | Ask,
  people: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const tokens = people.map(() => toBase64Url(randomBytes(32)));
  const ids = await Promise.all(tokens.map((token) => digest(token)));
  await ask(
    database,
    `insert into sessions select id, person, now(), now() + interval '1 day'
     from unnest($1::text[], $2::text[]) as made (id, person)`,
    [ids, people],
  );
  return new Map(people.map((person, i) => [person, `latchkey_session=${tokens[i]}`]));
};

/** People of the organization, an admin first, then those of different groups in turn. */
export const findPeople = async (database: string | Ask, most: number): Promise<readonly string[]> => {
  const rows = await ask(
    database,
    `select id from people left join lateral
       (select min(group_id) as first_group from memberships where person_id = people.id) as theirs on true
     where first_group is not null
     order by is_organization_admin desc, row_number() over (partition by first_group order by id), first_group
     limit $1`,
    [most],
  );
  return rows.map((row) => String(Object(row).id));
};

/** What a world's lists are filtered by: the ids of groups and the names of projects with most accesses, these first. */
export interface Filters {
  readonly groups: readonly string[];
  readonly projects: readonly string[];
}

export const findFilters = async (databaseUrl: string): Promise<Filters> => {
  const most = async (column: string): Promise<readonly string[]> => {
    const rows = await query(
      databaseUrl,
      `select ${column} as value from accesses group by 1 order by count(*) desc, 1 limit 6`,
    );
    return rows.map((row) => String(Object(row).value));
  };
  return { groups: await most('owner_group_id'), projects: await most('project_name') };
};

/** So many accesses in no particular order, of as many groups and people as there are. */
export const findRotatable = async (database: string | Ask, count: number): Promise<readonly Rotatable[]> => {
  const rows = await ask(
    database,
    `select accesses.id as access, members[1] as requester, members[2] as approver
     from accesses join lateral (
       select array_agg(person_id order by md5(person_id || accesses.id)) as members
       from memberships where group_id = accesses.owner_group_id
     ) as theirs on cardinality(members) > 1
     where credential_state = 'active' and active_request_id is null
     order by md5(accesses.id) limit $1`,
    [count],
  );
  // The columns of the query just above.
  const found = rows as { access: string; requester: string; approver: string }[];
  if (found.length < count) throw new Error(`only ${found.length} of ${count} accesses can be rotated`);
  const cookies = await signInAs(database, [
    ...new Set(found.flatMap((row) => [row.requester, row.approver])),
  ]);
  return found.map((row) => ({
    accessId: row.access,
    requester: cookies.get(row.requester) ?? '',
    approver: cookies.get(row.approver) ?? '',
  }));
};
