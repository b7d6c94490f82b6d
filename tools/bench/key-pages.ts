import type { Page } from './load.ts';

/** Who asks, by what they see: everything, an environment, a cluster, nothing but their own. */
export const KEY_PERSONAS = ['admin', 'operator', 'requester', 'outsider'] as const;

const ORGANIZATION = '/v1/organization/org_halden';
const KEYS = `${ORGANIZATION}/api-keys`;
const ACCOUNTS = `${ORGANIZATION}/service-accounts`;
/** A cluster that the admin of an environment and the admin of the cluster see. */
const CLUSTER = 'lkc-81kdx';

export interface NamedPage extends Page {
  readonly name: string;
  /** Not given again: programs ask for it, by key. */
  readonly fresh?: true;
}

/** The pages that are measured one by one. `deep` is a cursor from the middle of the list by name. */
export const namedKeyPages = (
  cookies: Readonly<Record<(typeof KEY_PERSONAS)[number], string>>,
  deep: string,
): NamedPage[] => {
  const page = (name: string, path: string, who: keyof typeof cookies = 'admin'): NamedPage => ({
    name,
    path,
    cookie: cookies[who],
  });
  const forPrograms = (path: string): NamedPage => ({
    ...page(path.replace('page_size=100&', '').replace('?page_size=100', ''), path),
    fresh: true,
  });
  return [
    page('keys, first page', KEYS),
    page('by owner', `${KEYS}?sort=owner&direction=asc`),
    page('by resource', `${KEYS}?sort=resource&direction=desc`),
    page('least used first', `${KEYS}?sort=last_used_time&direction=asc`),
    page('search: word', `${KEYS}?search=gateway`),
    page('search: inside words', `${KEYS}?search=rich&sort=description`),
    page('search: two words', `${KEYS}?search=customs+app-0001`),
    page('search: nothing found', `${KEYS}?search=zeppelin`),
    page('unused for 90 days', `${KEYS}?unused=true`),
    page('of one cluster', `${KEYS}?resource_id=${CLUSTER}`),
    page('Cloud keys', `${KEYS}?resource_kind=cloud&sort=owner&direction=asc`),
    page('stale authority', `${KEYS}?stale_authority=true`),
    page('deep, by owner', `${KEYS}?sort=owner&direction=asc&cursor=${encodeURIComponent(deep)}`),
    page('as admin of an environment', KEYS, 'operator'),
    page('as admin of a cluster', `${KEYS}?resource_id=${CLUSTER}&sort=state`, 'requester'),
    page('as nobody in particular', KEYS, 'outsider'),
    page('service accounts', ACCOUNTS),
    page('service accounts, search', `${ACCOUNTS}?search=team+42`),
    page('the cluster itself, with its keys counted', `${ORGANIZATION}/clusters/${CLUSTER}`),
    page('whom a key could be for', `${ORGANIZATION}/new-api-key?resource_id=${CLUSTER}`),
    forPrograms('/iam/v2/api-keys?page_size=100'),
    forPrograms(`/iam/v2/api-keys?page_size=100&spec.resource=${CLUSTER}`),
    forPrograms('/iam/v2/service-accounts?page_size=100'),
  ];
};

/** The owner's name in the middle: a page deep inside is asked for from there. */
export const deepCursor = async (api: string, cookie: string): Promise<string> => {
  const cursors: string[] = [];
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const place: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const answer: Response = await fetch(`${api}${KEYS}?sort=owner&direction=asc&limit=999${place}`, {
      headers: { cookie },
    });
    if (!answer.ok) throw new Error(`a page of keys: ${answer.status}`);
    // The contract's fields of every list (pageFields).
    const { next } = (await answer.json()) as { next?: string };
    if (next !== undefined) cursors.push(next);
    cursor = next;
  }
  return cursors[Math.floor(cursors.length / 2)] ?? 'end';
};

const SORTS = ['key', 'description', 'owner', 'resource', 'state', 'create_time', 'last_used_time'];
const FILTERS = ['', 'resource_id=lkc-81kdx', 'resource_kind=cloud,ksqldb', 'state=ready', 'unused=true'];
const WORDS =
  'orders payments fleet customs returns pricing weather driver reader writer gateway exporter monitor archiver enriched hourly'.split(
    ' ',
  );

/** Pages of keys of which no two are the same, in the same order for the same seed. */
export function* differentKeyPages(cookies: readonly string[], seed: number): Generator<Page, never> {
  let state = seed;
  const pick = <T>(list: readonly T[]): T => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const item = list[Math.floor((state / 2 ** 32) * list.length)];
    if (item === undefined) throw new Error('an empty list');
    return item;
  };
  const digits = Array.from({ length: 1000 }, (_, i) => String(i));
  const seen = new Set<string>();
  for (;;) {
    const search = pick([pick(WORDS), `${pick(WORDS).slice(0, 5)} ${pick(digits)}`, pick(digits)]);
    const query = [
      `search=${encodeURIComponent(search)}`,
      `sort=${pick(SORTS)}`,
      `direction=${pick(['asc', 'desc'])}`,
      `limit=${45 + (Number(pick(digits)) % 11)}`,
      pick(FILTERS),
    ];
    const page = { path: `${KEYS}?${query.filter((part) => part !== '').join('&')}`, cookie: pick(cookies) };
    const key = page.cookie + page.path;
    if (seen.has(key)) continue;
    seen.add(key);
    yield page;
  }
}
