import { ORGANIZATION_PATH, type Filters } from './people.ts';
import type { Page } from './load.ts';

const ACCESSES = `${ORGANIZATION_PATH}/access`;
const REQUESTS = `${ORGANIZATION_PATH}/requests`;

type Query = Readonly<Record<string, string>>;

const path = (list: string, query: Query): string => {
  const text = new URLSearchParams(query).toString();
  return text === '' ? list : `${list}?${text}`;
};

/** Follows a list to its middle or end; the cursor of every page on the way. */
const walkCursors = async (api: string, cookie: string, list: string, query: Query): Promise<string[]> => {
  const cursors: string[] = [];
  for (let cursor = ''; ;) {
    const url = api + path(list, { ...query, limit: '999', ...(cursor === '' ? {} : { cursor }) });
    const answer = await fetch(url, { headers: { cookie } });
    if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
    // The contract's fields of every list (pageFields).
    const { next } = (await answer.json()) as { next?: string };
    if (next === undefined) return cursors;
    cursors.push(next);
    cursor = next;
  }
};

/** Sorts whose cursors are walked for pages deep inside. */
const WALKED = [
  { list: ACCESSES, query: { sort: 'access_name' } },
  { list: ACCESSES, query: { sort: 'owner_user_group_name', direction: 'desc' } },
  { list: REQUESTS, query: { sort: 'create_time', direction: 'desc' } },
] as const satisfies readonly { list: string; query: Query }[];

export type Cursors = readonly (readonly string[])[];

/** Every deep place that pages are asked for. Both worlds' lists have them. */
export const findCursors = (api: string, admin: string): Promise<Cursors> =>
  Promise.all(WALKED.map(({ list, query }) => walkCursors(api, admin, list, query)));

const middle = (cursors: Cursors, index: number): Query => {
  const walked = cursors[index] ?? [];
  const cursor = walked[Math.floor(walked.length / 2)];
  // A list of fewer than 999 rows has no second page of that size.
  return { ...WALKED[index]?.query, ...(cursor === undefined ? {} : { cursor }) };
};

export interface NamedPage extends Page {
  readonly name: string;
}

/** The pages that are measured one by one, asked for by different people in turn. */
export const namedPages = (
  cookies: readonly string[],
  cursors: Cursors,
  { groups, projects }: Filters,
): NamedPage[] => {
  const page = (name: string, list: string, query: Query) => ({ name, path: path(list, query) });
  const mine = { owner_user_group_id: groups.slice(0, 2).join(',') };
  return [
    page('accesses, first page', ACCESSES, {}),
    page('newest first', ACCESSES, { sort: 'create_time', direction: 'desc' }),
    page('two groups, by certificate end', ACCESSES, { ...mine, sort: 'certificate_not_after_time' }),
    page('state and project, by user', ACCESSES, {
      credential_state: 'active,unviewed',
      project_name: projects.slice(0, 1).join(','),
      sort: 'username',
      direction: 'desc',
    }),
    page('ends within 30 days', ACCESSES, { expiry: '30_days', sort: 'certificate_not_after_time' }),
    page('search: word', ACCESSES, { search: 'rejected' }),
    page('search: inside words', ACCESSES, { search: 'nriche', sort: 'create_time' }),
    page('search: three words', ACCESSES, { search: 'kafka writer daily' }),
    page('search and filters', ACCESSES, { search: 'prod', ...mine, sort: 'service_name' }),
    page('search: nothing found', ACCESSES, { search: 'zeppelin' }),
    page('deep, by name', ACCESSES, middle(cursors, 0)),
    page('deep, by group, descending', ACCESSES, middle(cursors, 1)),
    page('last page', ACCESSES, { cursor: 'end' }),
    page('approvals, first page', REQUESTS, {}),
    page('pending, by resource', REQUESTS, { status: 'pending', sort: 'resource_name', direction: 'asc' }),
    page('decided, of my groups', REQUESTS, { status: 'approved,declined', scope: 'mine' }),
    page('approvals search: word', REQUESTS, { search: 'writer' }),
    page('approvals search: two words', REQUESTS, { search: 'gateway prod', sort: 'requester' }),
    page('approvals, deep', REQUESTS, middle(cursors, 2)),
  ].map((found, i) => ({ ...found, cookie: cookies[i % cookies.length] ?? '' }));
};

const ACCESS_SORTS = [
  'access_name',
  'username',
  'service_name',
  'project_name',
  'owner_user_group_name',
  'credential_state',
  'certificate_not_after_time',
  'create_time',
];
const REQUEST_SORTS = ['resource_name', 'status', 'requesting_group', 'requester', 'create_time'];
/** Of the generator's vocabulary: topics' and programs' names. */
const WORDS =
  'created changed closed rejected settled assigned released enriched hourly daily errors archived audit snapshot commands reader writer gateway monitor';

/** Parts of words, each of which occurs often enough to fill a page, in either world. */
const PARTS = WORDS.split(' ').flatMap((word) => {
  const parts: string[] = [];
  for (let from = 0; from < word.length - 2; from += 1)
    for (let to = from + 3; to <= word.length; to += 1) parts.push(word.slice(from, to));
  return parts;
});

const filtersOf = ({ groups, projects }: Filters): readonly Query[] => [
  {},
  { credential_state: 'active' },
  { project_name: projects.slice(0, 3).join(',') },
  { owner_user_group_id: groups.slice(0, 4).join(',') },
  { owner_user_group_id: groups.join(','), project_name: projects.join(',') },
  { expiry: '90_days' },
];

/** Pages of which no two are the same, in the same order for the same seed; each kind of page has its share. */
export function* differentPages(
  cookies: readonly string[],
  cursors: Cursors,
  filters: Filters,
  seed: number,
): Generator<Page, never> {
  const choices = filtersOf(filters);
  let state = seed;
  const below = (limit: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  };
  const pick = <T>(list: readonly T[]): T => {
    const item = list[below(list.length)];
    if (item === undefined) throw new Error('an empty list');
    return item;
  };
  const make = (): string => {
    const limit = String(45 + below(11));
    const direction = pick(['asc', 'desc']);
    const kind = below(10);
    if (kind < 4)
      return path(ACCESSES, {
        search: below(4) === 0 ? `${pick(PARTS)} kafka` : pick(PARTS),
        sort: pick(ACCESS_SORTS),
        direction,
        limit,
      });
    if (kind < 6)
      return path(ACCESSES, {
        ...pick(choices),
        search: pick(PARTS),
        sort: pick(ACCESS_SORTS),
        direction,
        limit,
      });
    if (kind < 7) return path(REQUESTS, { search: pick(PARTS), sort: pick(REQUEST_SORTS), direction, limit });
    const place = below(WALKED.length);
    const walked = cursors[place] ?? [];
    return path(WALKED[place]?.list ?? ACCESSES, {
      ...WALKED[place]?.query,
      ...(walked.length === 0 ? { search: pick(PARTS) } : { cursor: pick(walked) }),
      limit: String(30 + below(41)),
    });
  };
  const seen = new Set<string>();
  for (;;) {
    const page = { path: make(), cookie: pick(cookies) };
    const key = page.cookie + page.path;
    if (seen.has(key)) continue;
    seen.add(key);
    yield page;
  }
}
