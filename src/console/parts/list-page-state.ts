import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import type { Filter } from '../ui/filter-chip.tsx';
import { keepFocus } from '../ui/keep-focus.ts';
import type { Sort } from '../ui/table-types.ts';

/** What of a list lives in the URL. Names are the contract's, so that a link reads like the query it makes (R1). */
export type ListSpec<
  F extends string,
  C extends Readonly<Record<string, readonly string[]>>,
  S extends string,
> = {
  /** Filters with several values; `null` where any text is a value, else the legal ones. */
  readonly lists: Readonly<Record<F, readonly string[] | null>>;
  /** Filters with one value out of these. */
  readonly choices: C;
  readonly sorts: readonly S[];
  readonly preset: { readonly key: S; readonly dir: Sort['dir'] };
};

export type ListFilterQuery<
  F extends string,
  C extends Readonly<Record<string, readonly string[]>>,
  S extends string,
> = { search?: string; sort?: S; direction?: Sort['dir'] } & { [K in F]?: string } & {
  [K in keyof C]?: C[K][number];
};

export type ListQuery<
  F extends string,
  C extends Readonly<Record<string, readonly string[]>>,
  S extends string,
> = ListFilterQuery<F, C, S> & { cursor?: string };

const SEARCH_MAX = 200;

/** A list filter's values in the URL; what cannot be a value is left out, so that an old link still opens. */
const listValues = (params: URLSearchParams, name: string, legal: readonly string[] | null): string[] => [
  ...new Set(
    (params.get(name) ?? '')
      .split(',')
      .filter((value) => value !== '' && (legal === null || legal.includes(value))),
  ),
];

/**
 * The contract's query for a URL. Pure, so that a route's loader and its page ask the same question and share one
 * cached answer.
 */
export function listQueryOf<
  F extends string,
  C extends Readonly<Record<string, readonly string[]>>,
  S extends string,
>(spec: ListSpec<F, C, S>, params: URLSearchParams): ListQuery<F, C, S> {
  const query: Record<string, string> = {};
  const search = (params.get('search') ?? '').trim().slice(0, SEARCH_MAX);
  if (search !== '') query['search'] = search;
  for (const [name, legal] of Object.entries<readonly string[] | null>(spec.lists)) {
    const values = listValues(params, name, legal);
    if (values.length > 0) query[name] = values.join(',');
  }
  for (const [name, legal] of Object.entries(spec.choices)) {
    const value = params.get(name);
    if (value !== null && legal.includes(value)) query[name] = value;
  }
  const sort = sortOf(spec, params);
  query['sort'] = sort.key;
  query['direction'] = sort.dir;
  const cursor = params.get('cursor');
  if (cursor !== null && cursor !== '') query['cursor'] = cursor;
  // Each name was taken from the spec and each value checked against it above.
  return query as ListQuery<F, C, S>;
}

function sortOf<S extends string>(
  spec: Pick<ListSpec<never, never, S>, 'sorts' | 'preset'>,
  params: URLSearchParams,
): { key: S; dir: Sort['dir'] } {
  const key = spec.sorts.find((name) => name === params.get('sort'));
  if (key === undefined) return spec.preset;
  return { key, dir: params.get('direction') === 'desc' ? 'desc' : 'asc' };
}

/** A copy of the URL's parameters with some set (or removed, when empty). */
export function withParams(
  params: URLSearchParams,
  changes: Readonly<Record<string, string>>,
): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, value] of Object.entries(changes)) {
    if (value === '') next.delete(name);
    else next.set(name, value);
  }
  return next;
}

/**
 * Filters, search, sort and page of a list, kept in the URL so that a link reproduces the view (R1). Any change but
 * turning the page goes back to the first page, because a cursor belongs to the question it came from.
 */
export function useListPageState<
  F extends string,
  const C extends Readonly<Record<string, readonly string[]>>,
  S extends string,
>(spec: ListSpec<F, C, S>) {
  const [params, setParams] = useSearchParams();
  const [typed, setTyped] = useState<string | null>(null);
  const [clearings, setClearings] = useState(0);
  const inUrl = params.get('search') ?? '';
  // The router takes a moment to change the URL; until then the field must not fall back to what it said before.
  if (typed === inUrl) setTyped(null);
  const latest = useRef(params);
  useEffect(() => {
    latest.current = params;
  });

  const change = useCallback(
    (changes: Readonly<Record<string, string>>, options?: { replace: boolean }) => {
      latest.current = withParams(latest.current, { cursor: '', ...changes });
      setParams(latest.current, { ...options, preventScrollReset: true });
    },
    [setParams],
  );

  const setSearch = useCallback(
    (text: string) => {
      const next = text.slice(0, SEARCH_MAX);
      setTyped(next);
      // Each word replaces the entry: Back leaves the list, not the last letter.
      change({ search: next }, { replace: true });
    },
    [change],
  );

  const key = params.toString();
  const query = useMemo(() => listQueryOf(spec, new URLSearchParams(key)), [spec, key]);
  const filterQuery = useMemo((): ListFilterQuery<F, C, S> => {
    const { cursor: _page, ...rest } = query;
    // What is left of a ListQuery without its cursor.
    return rest as ListFilterQuery<F, C, S>;
  }, [query]);

  const names: string[] = [...Object.keys(spec.lists), ...Object.keys(spec.choices)];
  const sort: Sort = sortOf(spec, params);
  const values = (name: F): readonly string[] => listValues(params, name, spec.lists[name]);
  const setValues = (name: F, next: readonly string[]) => change({ [name]: next.join(',') });
  return {
    /** For the list operation; stable while the URL is. */
    query,
    /** For the CSV export: the same without the page. */
    filterQuery,
    /** What the search field shows. TableBar waits 200 ms after the last key before it calls `setSearch`. */
    search: typed ?? inUrl,
    setSearch,
    clearings,
    values,
    setValues,
    /** For the bar: a filter with several values. */
    filter: (name: F, label: string, options: Filter['options']): Filter => ({
      key: name,
      label,
      options,
      values: values(name),
      onChange: (next) => setValues(name, next),
    }),
    choice: <K extends keyof C & string>(name: K): C[K][number] | undefined =>
      spec.choices[name]?.find((value) => value === params.get(name)),
    setChoice: <K extends keyof C & string>(name: K, value: C[K][number] | undefined) =>
      change({ [name]: value ?? '' }),
    /** Whether anything narrows the list. */
    filtered: names.some((name) => name in query) || 'search' in query,
    clear: () => {
      // The button that clears goes with the filters.
      keepFocus();
      setTyped(null);
      setClearings((count) => count + 1);
      change(Object.fromEntries([...names, 'search'].map((name) => [name, ''])));
    },
    sort,
    setSort: (next: Sort) => change({ sort: next.key, direction: next.dir }),
    /** Turns the page; no cursor is the first one. */
    goTo: (cursor: string | undefined) => change({ cursor: cursor ?? '' }),
  };
}
