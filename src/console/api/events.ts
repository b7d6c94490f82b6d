import type { QueryClient } from '@tanstack/react-query';
import type { Noun } from '../../contract/operation.ts';
import { streamEvents } from '../../contract/operations/session.ts';
import { request } from './client.ts';
import { onConnectionChange, isConnectionLost } from './connection.ts';
import { ApiError } from './errors.ts';
import { invalidateNouns } from './queries.ts';

/** Changes within so many milliseconds are read together. */
const TOGETHER = 100;
/** The server sends a comment at least every 15 s; a stream silent for so long is dead. */
const SILENCE = 45_000;
const FIRST_WAIT = 500;
const LONGEST_WAIT = 10_000;

/** Collects what is added and hands it on once, `ms` after the first. */
export function coalesce<T>(
  flush: (items: ReadonlySet<T>) => void,
  ms: number,
): (items: Iterable<T>) => void {
  let waiting: Set<T> | undefined;
  return (items) => {
    if (waiting === undefined) {
      waiting = new Set();
      setTimeout(() => {
        const all = waiting;
        waiting = undefined;
        if (all !== undefined && all.size > 0) flush(all);
      }, ms);
    }
    for (const item of items) waiting.add(item);
  };
}

export type ServerEvent = { event: string; data: string };

/** Splits a text/event-stream into its events; comments (heartbeats) come as an event named '' so that life shows. */
export async function* parseEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<ServerEvent> {
  const reader = stream.getReader();
  const decoder = new TextDecoder();
  let buffer = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      // All of it, since a chunk may end between the two.
      buffer = (buffer + decoder.decode(value, { stream: true })).replaceAll('\r\n', '\n');
      let end = buffer.indexOf('\n\n');
      while (end >= 0) {
        yield parseEvent(buffer.slice(0, end));
        buffer = buffer.slice(end + 2);
        end = buffer.indexOf('\n\n');
      }
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function parseEvent(text: string): ServerEvent {
  let event = '';
  const data: string[] = [];
  for (const line of text.split('\n')) {
    const colon = line.indexOf(':');
    const value = line.slice(colon + 1).replace(/^ /u, '');
    if (line.startsWith('event:')) event = value;
    else if (line.startsWith('data:')) data.push(value);
  }
  return { event: event === '' && data.length > 0 ? 'message' : event, data: data.join('\n') };
}

const touched = (data: string): Noun[] => {
  const parsed: unknown = JSON.parse(data);
  if (
    typeof parsed !== 'object' ||
    parsed === null ||
    !('touches' in parsed) ||
    !Array.isArray(parsed.touches)
  )
    return [];
  // Unknown nouns of a newer server match no query.
  return parsed.touches.filter((noun): noun is Noun => typeof noun === 'string');
};

/**
 * Follows the server's live events until `signal` ends: what they name is read again within 100 ms, and everything is
 * after a gap (A5). Over fetch and not EventSource, which cannot tell an ended session from a lost line.
 */
export async function followEvents(queryClient: QueryClient, signal: AbortSignal): Promise<void> {
  const stale = coalesce<Noun>((nouns) => {
    if (!signal.aborted) invalidateNouns(queryClient, nouns);
  }, TOGETHER);
  const everything = () => void queryClient.invalidateQueries();
  let wait = FIRST_WAIT;
  for (let round = 0; !signal.aborted; round += 1) {
    const silence = new AbortController();
    let watchdog = setTimeout(() => silence.abort(), SILENCE);
    try {
      const response = await request(streamEvents, { signal: AbortSignal.any([signal, silence.signal]) });
      if (round > 0) everything();
      wait = FIRST_WAIT;
      if (response.body === null) throw new TypeError('The event stream has no body');
      for await (const { event, data } of parseEvents(response.body)) {
        clearTimeout(watchdog);
        watchdog = setTimeout(() => silence.abort(), SILENCE);
        if (event === 'change') stale(touched(data));
        else if (event === 'resync') everything();
      }
    } catch (error) {
      // The dialog that signs in again starts a new stream.
      if (error instanceof ApiError && error.status === 401) return;
      // Anything else: the line broke. The next attempt finds out whether the server can be reached.
    } finally {
      clearTimeout(watchdog);
    }
    if (signal.aborted) return;
    await pause(wait, signal);
    wait = Math.min(wait * 2, LONGEST_WAIT);
  }
}

/** Waits, but not longer than until some call gets through again. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms * (0.8 + 0.4 * Math.random()));
    const wasLost = isConnectionLost();
    const unsubscribe = onConnectionChange(() => {
      if (wasLost && !isConnectionLost()) done();
    });
    signal.addEventListener('abort', done);
    function done() {
      clearTimeout(timer);
      unsubscribe();
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
