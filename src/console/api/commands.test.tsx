import type { ReactNode } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook, waitFor } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { claimCredentials } from '../../contract/operations/accesses.ts';
import { requestSummary, retryRequest } from '../../contract/operations/requests.ts';
import { useCommand } from './commands.ts';
import { ApiError } from './errors.ts';
import { setOrganization } from './organization.ts';
import { queryFor } from './queries.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  setOrganization(undefined);
});

const clientWithSummary = async (): Promise<QueryClient> => {
  const queryClient = new QueryClient();
  await queryClient.prefetchQuery({
    ...queryFor(requestSummary, {}),
    queryFn: () => ({ waiting_for_me: 1 }),
  });
  return queryClient;
};

const within = (queryClient: QueryClient) => ({
  wrapper: ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
  ),
});

const isStale = (queryClient: QueryClient) =>
  queryClient.getQueryState(queryFor(requestSummary, {}).queryKey)?.isInvalidated;

test('a second run while one is under way sends nothing and gets the same answer', async () => {
  setOrganization('org1');
  let answer: (response: Response) => void = () => {};
  const fetch = vi.fn<() => Promise<Response>>(() => new Promise((resolve) => (answer = resolve)));
  vi.stubGlobal('fetch', fetch);
  const queryClient = await clientWithSummary();
  const { result } = renderHook(() => useCommand(retryRequest), within(queryClient));

  let runs: Promise<unknown>[] = [];
  act(() => {
    const args = { params: { request_id: 'r1' }, body: {} };
    runs = [result.current.run(args), result.current.run(args)];
  });
  await waitFor(() => expect(fetch).toHaveBeenCalledTimes(1));
  expect(result.current.pending).toBe(true);
  expect(isStale(queryClient)).toBe(false);

  await act(async () => {
    answer(Response.json({ request: { request_id: 'r1' } }));
    await Promise.all(runs);
  });
  expect(await Promise.all(runs)).toEqual([
    { request: { request_id: 'r1' } },
    { request: { request_id: 'r1' } },
  ]);
  expect(fetch).toHaveBeenCalledTimes(1);
  expect(result.current.pending).toBe(false);
  expect(isStale(queryClient)).toBe(true);
});

test('a conflict goes to the caller and still makes the screen look again', async () => {
  setOrganization('org1');
  const problem = { message: 'Decided.', status: 409, error_code: 'governance_request_already_decided' };
  vi.stubGlobal('fetch', async () =>
    Response.json({ message: 'Decided.', errors: [problem] }, { status: 409 }),
  );
  const queryClient = await clientWithSummary();
  const { result } = renderHook(() => useCommand(retryRequest), within(queryClient));
  await act(async () => {
    await expect(result.current.run({ params: { request_id: 'r1' }, body: {} })).rejects.toBeInstanceOf(
      ApiError,
    );
  });
  expect(isStale(queryClient)).toBe(true);
  expect(result.current.pending).toBe(false);
});

test('what a command answers is in no cache (R21)', async () => {
  setOrganization('org1');
  vi.stubGlobal('fetch', async () => Response.json({ credentials: { password: 'secret-word' } }));
  const queryClient = await clientWithSummary();
  const { result } = renderHook(() => useCommand(claimCredentials), within(queryClient));
  await act(async () => {
    await result.current.run({ params: { access_id: 'a1' }, body: { claim: 'x'.repeat(43) } });
  });
  const kept = [...queryClient.getQueryCache().getAll(), ...queryClient.getMutationCache().getAll()];
  expect(JSON.stringify(kept.map(({ state }) => state))).not.toContain('secret-word');
  // Nor can it be read as a query by mistake.
  expect(() => queryFor(claimCredentials, {})).toThrow('is a command');
});

test('each action has a key of its own, kept until it is known what became of it', async () => {
  setOrganization('org1');
  const keys: string[] = [];
  let answer = (): Response => Response.json({ request: {} });
  vi.stubGlobal('fetch', async (_: string, { headers }: { headers: Record<string, string> }) => {
    keys.push(headers['idempotency-key'] ?? 'none');
    return answer();
  });
  const refuse = (status: number) => () => Response.json({ message: 'No.', errors: [] }, { status });
  const { result } = renderHook(() => useCommand(retryRequest), within(new QueryClient()));
  const run = async (request_id: string): Promise<string> => {
    await act(async () => {
      await result.current.run({ params: { request_id }, body: {} }).catch(() => undefined);
    });
    return keys.at(-1) ?? '';
  };

  answer = () => {
    throw new TypeError('The line was cut.');
  };
  const first = await run('r1');
  expect(first).toMatch(/^[!-~]{20,255}$/u);
  // Whether it was carried out is not known.
  expect(await run('r1')).toBe(first);
  answer = () => new Response('{"request": {');
  expect(await run('r1')).toBe(first);
  for (const status of [500, 503, 401]) {
    answer = refuse(status);
    expect(await run('r1'), `after ${status}`).toBe(first);
  }
  // Something else is wanted.
  const second = await run('r2');
  expect(second).not.toBe(first);
  answer = refuse(409);
  expect(await run('r2')).toBe(second);
  // Definitely refused: the next try is a new one.
  const third = await run('r2');
  answer = () => Response.json({ request: {} });
  const fourth = await run('r2');
  const fifth = await run('r2');
  expect(new Set([first, second, third, fourth, fifth]).size).toBe(5);
});
