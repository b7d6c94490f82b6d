import { useSyncExternalStore } from 'react';

// How far the server's clock is ahead of the browser's, in milliseconds. Only the session tells it: the Date header of
// an answer is the machine's time, and the demo's clock may run ahead of that.
let offset = 0;
/** Smaller differences are the network's, not the clocks'. */
const NOISE = 1_500;

type Ticker = { now: number; listeners: Set<() => void>; timer: ReturnType<typeof setInterval> | undefined };
const tickers = new Map<number, Ticker>();

/** Epoch milliseconds by the server's clock. */
export const serverNow = (): number => Date.now() + offset;

/** Told with each session: what the server's clock said (whole seconds) at the browser's `receivedAt`. */
export function alignClock(serverTime: string, receivedAt = Date.now()): void {
  const next = Date.parse(serverTime) + 500 - receivedAt;
  if (Number.isNaN(next) || Math.abs(next - offset) < NOISE) return;
  offset = next;
  for (const ticker of tickers.values()) tick(ticker);
}

function tick(ticker: Ticker): void {
  ticker.now = serverNow();
  for (const listener of ticker.listeners) listener();
}

function tickerOf(everyMs: number): Ticker {
  let ticker = tickers.get(everyMs);
  if (ticker === undefined) {
    ticker = { now: serverNow(), listeners: new Set(), timer: undefined };
    tickers.set(everyMs, ticker);
  }
  return ticker;
}

function follow(everyMs: number, listener: () => void): () => void {
  const ticker = tickerOf(everyMs);
  ticker.listeners.add(listener);
  if (ticker.timer === undefined) {
    ticker.now = serverNow();
    ticker.timer = setInterval(tick, everyMs, ticker);
  }
  return () => {
    ticker.listeners.delete(listener);
    if (ticker.listeners.size > 0) return;
    clearInterval(ticker.timer);
    ticker.timer = undefined;
  };
}

// One subscribe function per period, or React would subscribe anew at every render.
const subscribers = new Map<number, (listener: () => void) => () => void>();

function subscriberOf(everyMs: number) {
  let subscribe = subscribers.get(everyMs);
  if (subscribe === undefined) {
    subscribe = (listener) => follow(everyMs, listener);
    subscribers.set(everyMs, subscribe);
  }
  return subscribe;
}

/** Epoch milliseconds by the server's clock, renewed every so often. All users of one period tick together. */
export function useNow(everyMs = 30_000): number {
  return useSyncExternalStore(subscriberOf(everyMs), () => tickerOf(everyMs).now);
}
