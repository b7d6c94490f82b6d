import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { answered, makeQueryClient } from './queries.ts';

describe('answered: when the first drawing need not wait any longer', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const read = (client: QueryClient, key: string, ms: number): void =>
    void client.prefetchQuery({
      queryKey: [key],
      retry: false,
      queryFn: () => new Promise((resolve) => setTimeout(resolve, ms, key)),
    });

  const timeOf = async (client: QueryClient): Promise<number> => {
    const from = Date.now();
    const settled = answered(client, 150).then(() => Date.now() - from);
    await vi.advanceTimersByTimeAsync(1_000);
    return settled;
  };

  it('is at once where nothing is read', async () => {
    expect(await timeOf(new QueryClient())).toBeLessThan(10);
  });

  it('is with the last answer', async () => {
    const client = new QueryClient();
    read(client, 'list', 40);
    read(client, 'counts', 90);
    const time = await timeOf(client);
    expect(time).toBeGreaterThanOrEqual(90);
    expect(time).toBeLessThan(100);
  });

  it('is never later than it may be', async () => {
    const client = new QueryClient();
    read(client, 'list', 600);
    expect(await timeOf(client)).toBe(150);
  });
});

it('keeps the last few answers of an operation that nothing shows, and all that something shows', async () => {
  const client = makeQueryClient();
  const read = (op: string, page: number) =>
    client.prefetchQuery({ queryKey: [op, {}, { page }], queryFn: () => page });
  const shown = new QueryObserver(client, { queryKey: ['list', {}, { page: 0 }], queryFn: () => 0 });
  const leave = shown.subscribe(() => undefined);
  await read('summary', 0);
  for (let page = 1; page <= 30; page += 1) await read('list', page);
  const pages = client
    .getQueryCache()
    .findAll({ queryKey: ['list'] })
    .map((query) => query.state.data);
  expect(pages).toEqual([0, 22, 23, 24, 25, 26, 27, 28, 29, 30]);
  expect(client.getQueryCache().findAll({ queryKey: ['summary'] })).toHaveLength(1);
  leave();
  client.clear();
});
