import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import type { Change, Store } from '../service/ports/store.ts';

/** How often an idle stream shows that it lives, in milliseconds. */
const HEARTBEAT = 20_000;

/** What the backend's own workers listen for; they concern no console. */
const OWN_ERRANDS: readonly string[] = ['jobs', 'mails', 'webhookDeliveries'];

/** How many changes may wait for one reader. */
const BACKLOG = 100;

/** Who listens. */
export interface Listener {
  readonly personId: string;
  readonly organizationId: string;
}

const concerns = (change: Change, listener: Listener): boolean =>
  (change.organizationId === null || change.organizationId === listener.organizationId) &&
  (change.personIds === null || change.personIds.includes(listener.personId));

/**
 * Server-sent events (A5): `change` names the nouns that became stale, `resync` that some changes may have been missed.
 * `alive` is asked with each heartbeat and after each change to sessions and tokens; when it says no, the stream ends and the
 * console finds out why.
 */
export const eventStream = (
  c: Context,
  store: Store,
  listener: Listener,
  alive: () => Promise<boolean>,
): Response => {
  // Proxies that gather answers would hold events back.
  c.header('x-accel-buffering', 'no');
  const response = streamSSE(c, async (stream) => {
    let wake = (): void => undefined;
    let doubtful = false;
    const queue: { event: string; data: string }[] = [];
    const push = (event: string, data: string): void => {
      // A reader that does not keep up looks at everything again instead of at each change.
      if (queue.length >= BACKLOG) queue.splice(0, queue.length, { event: 'resync', data: '{}' });
      else queue.push({ event, data });
      wake();
    };
    const stop = store.listen(
      (change) => {
        if (!concerns(change, listener)) return;
        const touches = change.touches.filter((noun) => !OWN_ERRANDS.includes(noun));
        if (touches.includes('session') || touches.includes('tokens')) doubtful = true;
        if (touches.length > 0) push('change', JSON.stringify({ touches }));
      },
      () => push('resync', '{}'),
    );
    stream.onAbort(() => {
      stop();
      wake();
    });
    // A store that does not answer says nothing about the session.
    const stillAlive = (): Promise<boolean> => alive().catch(() => true);
    try {
      await stream.writeSSE({ event: 'ready', data: '{}' });
      while (!stream.aborted) {
        if (doubtful) {
          doubtful = false;
          if (!(await stillAlive())) break;
        }
        const next = queue.shift();
        if (next) {
          await stream.writeSSE(next);
          continue;
        }
        const idle = await new Promise<boolean>((resolve) => {
          const timer = setTimeout(() => resolve(true), HEARTBEAT);
          wake = () => {
            clearTimeout(timer);
            resolve(false);
          };
        });
        if (!idle) continue;
        if (!(await stillAlive())) break;
        await stream.write(': alive\n\n');
      }
    } finally {
      stop();
    }
  });
  // streamSSE says no-cache.
  response.headers.set('cache-control', 'no-store');
  return response;
};
