import { useCallback, useSyncExternalStore } from 'react';
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { getSession, signIn, signOut } from '../../contract/operations/session.ts';
import { signInByCode } from '../../contract/operations/sign-in.ts';
import type { PersonaName, Session } from '../../contract/schemas/session.ts';
import { call, onUnauthorized } from './client.ts';
import { alignClock } from './clock.ts';
import { ApiError } from './errors.ts';
import { setOrganization } from './organization.ts';
import { queryFor } from './queries.ts';

/**
 * `ended`: there was a session and the server no longer knows it. The page keeps standing, with what was typed, under
 * a dialog that signs in again.
 */
export type SessionState =
  | { readonly phase: 'loading' }
  | { readonly phase: 'failed'; readonly error: Error }
  | { readonly phase: 'signed-out' }
  | { readonly phase: 'signed-in' | 'ended'; readonly session: Session };

let ended = false;
const listeners = new Set<() => void>();

function setEnded(next: boolean): void {
  if (ended === next) return;
  ended = next;
  for (const listener of listeners) listener();
}

const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

const query = queryFor(getSession, {});

const others = {
  predicate: (other: { queryKey: readonly unknown[] }) => other.queryKey[0] !== getSession.id,
};

/** Begins with the first call, before React draws anything, and keeps cache, clock and organization in step with it. */
export function startSession(queryClient: QueryClient): void {
  let person: string | undefined;
  let refused = false;

  onUnauthorized(() => {
    refused = true;
    if (queryClient.getQueryData(query.queryKey) !== undefined) setEnded(true);
    else setOrganization(undefined);
  });

  const onSession = (session: Session, receivedAt: number): void => {
    const wrongOrganization = setOrganization(session.organization.organization_id);
    alignClock(session.server_time, receivedAt);
    if (person === undefined ? refused : person !== session.user.user_id) {
      // Nothing that another person could see stays, and nothing that was refused for want of a session.
      queryClient.removeQueries({ ...others, type: 'inactive' });
      void queryClient.resetQueries(others);
    } else if (ended || wrongOrganization) void queryClient.invalidateQueries(others);
    person = session.user.user_id;
    refused = false;
    setEnded(false);
  };

  queryClient.getQueryCache().subscribe((event) => {
    if (
      event.type !== 'updated' ||
      event.action.type !== 'success' ||
      event.query.queryKey[0] !== getSession.id
    )
      return;
    const session = queryClient.getQueryData(query.queryKey);
    if (session !== undefined) onSession(session, event.query.state.dataUpdatedAt);
  });
  const sent = sentWithPage();
  if (sent === undefined) void queryClient.prefetchQuery(query);
  else queryClient.setQueryData(query.queryKey, sent, { updatedAt: pageSentAt() });
}

/** A real server writes the answer into the page, so that the first list need not wait for a round trip. */
function sentWithPage(): Session | undefined {
  const block = document.querySelector('script#session');
  // Written by our own server from the answer of this very operation.
  return block === null ? undefined : (JSON.parse(block.textContent) as Session);
}

/** When the page's first byte came, in epoch milliseconds: the server's clock is set by it. */
const pageSentAt = (): number =>
  performance.timeOrigin +
  (performance.getEntriesByType('navigation').find((entry) => entry instanceof PerformanceNavigationTiming)
    ?.responseStart ?? 0);

export function useSessionState(): SessionState {
  const { data, error } = useQuery(query);
  const over = useSyncExternalStore(subscribe, () => ended);
  if (data !== undefined) return { phase: over ? 'ended' : 'signed-in', session: data };
  if (error === null) return { phase: 'loading' };
  return error instanceof ApiError && error.status === 401
    ? { phase: 'signed-out' }
    : { phase: 'failed', error };
}

/** Who am I. The shell draws pages only while somebody is signed in. */
export function useSession(): Session {
  const state = useSessionState();
  if (state.phase === 'signed-in' || state.phase === 'ended') return state.session;
  throw new Error('useSession needs a session; draw this inside the page');
}

/** Signs in as a persona, in the place of whoever was signed in. The page goes on where it is. */
export function useSignIn(): (persona: PersonaName) => Promise<Session> {
  const queryClient = useQueryClient();
  return useCallback(
    async (persona) => {
      const session = await call(signIn, { body: { persona } });
      queryClient.setQueryData(query.queryKey, session);
      return session;
    },
    [queryClient],
  );
}

/** Signs in by a code of the command line. */
export function useSignInByCode(): (code: string) => Promise<Session> {
  const queryClient = useQueryClient();
  return useCallback(
    async (code) => {
      const session = await call(signInByCode, { body: { code } });
      queryClient.setQueryData(query.queryKey, session);
      return session;
    },
    [queryClient],
  );
}

/** Who is signed in, for what has to be sure that nobody else came in between. */
export const currentPerson = (queryClient: QueryClient): string | undefined =>
  ended ? undefined : queryClient.getQueryData(query.queryKey)?.user.user_id;

/** Signs out here and, where people come from a provider that has a place for it, there. */
export function useSignOut(): () => Promise<void> {
  const queryClient = useQueryClient();
  return useCallback(async () => {
    const { provider_sign_out_url: next } = await call(signOut, {});
    if (next !== undefined) return location.assign(next);
    setOrganization(undefined);
    queryClient.removeQueries(others);
    // Asks the server rather than believing itself: its answer, 401, is what "signed out" means everywhere else.
    await queryClient.resetQueries({ queryKey: query.queryKey });
    setEnded(false);
  }, [queryClient]);
}

/** Asks who I am again: the cheapest way to find out whether the server is there. */
export const recheckSession = (queryClient: QueryClient): Promise<void> =>
  queryClient.refetchQueries({ queryKey: query.queryKey }, { cancelRefetch: false });
