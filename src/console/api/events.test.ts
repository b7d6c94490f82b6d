import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listAccesses } from '../../contract/operations/accesses.ts';
import { requestSummary } from '../../contract/operations/requests.ts';
import { coalesce, followEvents, parseEvents, type ServerEvent } from './events.ts';
import { queryFor } from './queries.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const streamOf = (...chunks: string[]): ReadableStream<Uint8Array> =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });

async function collect(stream: ReadableStream<Uint8Array>): Promise<ServerEvent[]> {
  const events: ServerEvent[] = [];
  for await (const event of parseEvents(stream)) events.push(event);
  return events;
}

describe('parseEvents', () => {
  test('events may be cut anywhere, by any line ending', async () => {
    const text =
      'event: change\r\ndata: {"touches":["requests"]}\r\n\r\n: alive\n\nevent: resync\ndata: {}\n\n';
    const expected = [
      { event: 'change', data: '{"touches":["requests"]}' },
      { event: '', data: '' },
      { event: 'resync', data: '{}' },
    ];
    for (let cut = 0; cut <= text.length; cut += 1) {
      expect(await collect(streamOf(text.slice(0, cut), text.slice(cut))), `cut at ${cut}`).toEqual(expected);
    }
  });

  test('an event that never ended is not one', async () => {
    expect(await collect(streamOf('event: change\ndata: {"touc'))).toEqual([]);
  });
});

describe('coalesce', () => {
  test('many changes within the time are one, each thing once', () => {
    const flush = vi.fn<(items: ReadonlySet<string>) => void>();
    const add = coalesce<string>(flush, 100);
    add(['requests']);
    vi.advanceTimersByTime(60);
    add(['accesses', 'requests']);
    vi.advanceTimersByTime(39);
    expect(flush).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(flush).toHaveBeenCalledExactlyOnceWith(new Set(['requests', 'accesses']));
    add(['requests']);
    vi.advanceTimersByTime(100);
    expect(flush).toHaveBeenCalledTimes(2);
  });

  test('a steady trickle does not put it off', () => {
    const flush = vi.fn<(items: ReadonlySet<number>) => void>();
    const add = coalesce<number>(flush, 100);
    for (let at = 0; at < 500; at += 10) {
      add([at]);
      vi.advanceTimersByTime(10);
    }
    expect(flush.mock.calls.length).toBeGreaterThanOrEqual(4);
  });
});

describe('followEvents', () => {
  // It moves the clock a little with each look, fifty real milliseconds apart.
  const soon = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 15_000 });
  const stale = (queryClient: QueryClient) => ({
    accesses: queryClient.getQueryState(queryFor(listAccesses, {}).queryKey)?.isInvalidated,
    summary: queryClient.getQueryState(queryFor(requestSummary, {}).queryKey)?.isInvalidated,
  });

  async function cacheWithBoth(): Promise<QueryClient> {
    const queryClient = new QueryClient();
    await queryClient.prefetchQuery({
      ...queryFor(listAccesses, {}),
      queryFn: () => ({ access: [], total_count: 0, offset: 0 }),
    });
    await queryClient.prefetchQuery({
      ...queryFor(requestSummary, {}),
      queryFn: () => ({ waiting_for_me: 0 }),
    });
    return queryClient;
  }

  test('a change makes stale what it names, and a gap everything', async () => {
    let live: ReadableStreamDefaultController<Uint8Array> | undefined;
    let connections = 0;
    vi.stubGlobal('fetch', async () => {
      connections += 1;
      return new Response(
        new ReadableStream<Uint8Array>({ start: (controller) => void (live = controller) }),
      );
    });
    const queryClient = await cacheWithBoth();
    const leaving = new AbortController();
    const following = followEvents(queryClient, leaving.signal);
    await soon(() => expect(live).toBeDefined());

    live?.enqueue(
      new TextEncoder().encode('event: change\ndata: {"touches":["requests","future-noun"]}\n\n'),
    );
    await soon(() => expect(stale(queryClient)).toEqual({ accesses: false, summary: true }));

    live?.close();
    await soon(() => expect(connections).toBe(2));
    await soon(() => expect(stale(queryClient)).toEqual({ accesses: true, summary: true }));

    leaving.abort();
    live?.error(leaving.signal.reason);
    await following;
  });

  test('an ended session is not asked again', async () => {
    const fetch = vi.fn<() => Promise<Response>>(async () =>
      Response.json({ message: '', errors: [] }, { status: 401 }),
    );
    vi.stubGlobal('fetch', fetch);
    await followEvents(await cacheWithBoth(), new AbortController().signal);
    expect(fetch).toHaveBeenCalledTimes(1);
  });
});
