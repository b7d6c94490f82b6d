import {
  keepPreviousData,
  QueryCache,
  QueryClient,
  queryOptions,
  useQuery,
  type Query,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { AnswerOf, Noun, Operation } from '../../contract/operation.ts';
import { call, type CallArgs, type ReadArgs } from './client.ts';
import { ApiError } from './errors.ts';

declare module '@tanstack/react-query' {
  interface Register {
    queryMeta: { readonly nouns: readonly Noun[] };
    defaultError: Error;
  }
}

/** What a query of this operation is called in the cache, how it is read, and which changes make it stale. */
export function queryFor<O extends Operation>(op: O, args: ReadArgs<O>) {
  // A command's answer must never reach the cache: one of them carries secrets (R21).
  if (op.method !== 'GET') throw new TypeError(`${op.id} is a command; see useCommand`);
  return queryOptions<AnswerOf<O>>({
    queryKey: [op.id, args.params ?? {}, args.query ?? {}],
    // A GET has no body, which is all that CallArgs adds to ReadArgs.
    queryFn: ({ signal }) => call(op, { ...args, signal } as CallArgs<O>),
    meta: { nouns: op.nouns },
  });
}

export type ReadOptions = {
  /** False waits: for a dialog that is not open yet. */
  enabled?: boolean;
  /** For lists: the rows of the page before stay until the next ones are there (`isPlaceholderData` tells). */
  keepPrevious?: boolean;
};

/** Reads, follows live changes, and shares what a loader prefetched. */
export function useRead<O extends Operation>(
  op: O,
  args: ReadArgs<O>,
  options: ReadOptions = {},
): UseQueryResult<AnswerOf<O>> {
  return useQuery({
    ...queryFor(op, args),
    enabled: options.enabled ?? true,
    ...(options.keepPrevious === true && { placeholderData: keepPreviousData }),
  });
}

/** For route loaders: starts reading and does not wait, so that the frame and its skeleton appear at once. */
export function prefetch<O extends Operation>(queryClient: QueryClient, op: O, args: ReadArgs<O>): void {
  void queryClient.prefetchQuery(queryFor(op, args));
}

/** Resolves once nothing is being read, or after `patience` milliseconds. */
export function answered(queryClient: QueryClient, patience: number): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      unsubscribe();
      resolve();
    };
    const look = () => {
      if (queryClient.isFetching() === 0) done();
    };
    const timer = setTimeout(done, patience);
    const unsubscribe = queryClient.getQueryCache().subscribe(look);
    // The router's loaders begin to read in this task.
    setTimeout(look);
  });
}

const isAbout = (query: Query, nouns: ReadonlySet<Noun>): boolean =>
  query.meta?.nouns.some((noun) => nouns.has(noun)) ?? false;

/** Makes everything stale that is about one of these, and reads again what is on the screen. */
export function invalidateNouns(queryClient: QueryClient, nouns: Iterable<Noun>): void {
  const set = new Set(nouns);
  if (set.size > 0) void queryClient.invalidateQueries({ predicate: (query) => isAbout(query, set) });
}

const worthRepeating = (error: Error): boolean => !(error instanceof ApiError) || error.status >= 500;

/** Answers of one operation that are kept although nothing shows them: the pages that Back leads to. */
const KEPT = 8;

/** Lets go of all but the last few, or the heap would grow with every page that is turned for ten minutes. */
function forgetOldAnswers(cache: QueryCache): void {
  cache.subscribe(({ type, query }) => {
    if (type !== 'added') return;
    const idle = cache.findAll({
      queryKey: query.queryKey.slice(0, 1),
      type: 'inactive',
      fetchStatus: 'idle',
    });
    for (const old of idle.filter((one) => one !== query).slice(0, -KEPT)) cache.remove(old);
  });
}

export function makeQueryClient(): QueryClient {
  const queryCache = new QueryCache();
  forgetOldAnswers(queryCache);
  return new QueryClient({
    queryCache,
    defaultOptions: {
      queries: {
        // Live events tell what became stale; this is for the seconds in which they are not connected.
        staleTime: 15_000,
        gcTime: 10 * 60_000,
        // The browser's own idea of being online is often wrong, and the demo needs no network.
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && worthRepeating(error),
        retryDelay: (attempt) => 400 * 2 ** attempt,
      },
    },
  });
}
