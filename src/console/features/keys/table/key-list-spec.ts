import { KEY_KINDS, KEY_SORTS, KEY_STATES } from '../../../../contract/values.ts';
import { listQueryOf } from '../../../parts/list-page-state.ts';

const YES = ['true'] as const;

/** What of a list of keys lives in the URL (K8). */
export const KEY_LIST = {
  lists: { owner_id: null, resource_kind: KEY_KINDS, resource_id: null, state: KEY_STATES },
  choices: { stale_authority: YES, unused: YES },
  sorts: KEY_SORTS,
  preset: { key: 'create_time', dir: 'desc' },
} as const;

/** What a page narrows its keys to; filters in the URL narrow further. */
export type KeyScope = Readonly<Partial<Record<'resource_id' | 'resource_kind' | 'owner_id', string>>>;

/** The scope wins, unless the URL names some of what it holds. */
export function scopedQuery<Q extends Readonly<Record<string, string | undefined>>>(
  query: Q,
  scope: KeyScope,
): Q {
  const within = Object.entries(scope).map(([name, all]) => {
    const legal = all.split(',');
    const chosen = (query[name] ?? '').split(',').filter((value) => legal.includes(value));
    return [name, chosen.length === 0 ? all : chosen.join(',')];
  });
  // Only names that the query may have anyway are replaced, by text.
  return { ...query, ...Object.fromEntries(within) } as Q;
}

/** The one question that loader and page both ask for a URL. */
export const keyListArgs = (params: URLSearchParams, scope: KeyScope) => ({
  query: scopedQuery(listQueryOf(KEY_LIST, params), scope),
});
