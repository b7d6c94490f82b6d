import { newKey } from './commands.ts';
import { messageOf, unsettled } from './errors.ts';

export type BatchItem = { readonly id: string; readonly name: string };

export type BatchState<Item extends BatchItem> = {
  /**
   * `paused`: an answer is missing; `resume` tries again with the same keys. `stopping`: what was sent is still being
   * answered. `ended`: with or without a rest.
   */
  readonly phase: 'running' | 'paused' | 'stopping' | 'ended';
  readonly total: number;
  readonly done: readonly Item[];
  readonly refused: readonly { readonly item: Item; readonly reason: string }[];
  /** Sent, and nobody knows whether it was carried out. */
  readonly unknown: readonly Item[];
  /** Not sent; none when all were settled. */
  readonly rest: readonly Item[];
  /** Why it paused. */
  readonly problem: string | undefined;
};

export type Batch<Item extends BatchItem> = {
  subscribe: (listener: () => void) => () => void;
  state: () => BatchState<Item>;
  /** Sends no more; what is under way is waited for. */
  stop: () => void;
  /** After a pause. Nothing is done twice: what has no answer is sent again under its key. */
  resume: () => void;
};

/** Calls under way at the same time: enough to hide the round trip, few enough to leave the server to others. */
const AT_ONCE = 4;

/**
 * Carries out one command for each of many things, a few at a time, each under an `Idempotency-Key` of its own. A
 * refusal is kept and the next one goes on; a missing answer pauses all.
 */
export function startBatch<Item extends BatchItem>(
  items: readonly Item[],
  send: (item: Item, key: string) => Promise<unknown>,
): Batch<Item> {
  const keys = new Map<string, string>();
  const listeners = new Set<() => void>();
  const waiting = [...items];
  const done: Item[] = [];
  const refused: { item: Item; reason: string }[] = [];
  const unknown: Item[] = [];
  let underWay = 0;
  let wanted: 'run' | 'pause' | 'stop' = 'run';
  let problem: string | undefined;
  let snapshot: BatchState<Item>;

  const tell = (): void => {
    const idle = underWay === 0;
    const settled = idle && waiting.length === 0 && unknown.length === 0;
    snapshot = {
      phase:
        settled || (wanted === 'stop' && idle)
          ? 'ended'
          : wanted === 'stop'
            ? 'stopping'
            : wanted === 'pause' && idle
              ? 'paused'
              : 'running',
      total: items.length,
      done: [...done],
      refused: [...refused],
      unknown: [...unknown],
      rest: [...waiting],
      problem,
    };
    for (const listener of listeners) listener();
  };

  const one = async (item: Item): Promise<void> => {
    const key = keys.get(item.id) ?? newKey();
    keys.set(item.id, key);
    try {
      await send(item, key);
      done.push(item);
    } catch (error) {
      if (unsettled(error)) {
        unknown.push(item);
        if (wanted === 'run') wanted = 'pause';
        problem = messageOf(error);
      } else refused.push({ item, reason: messageOf(error) });
    }
    underWay -= 1;
    go();
  };

  const go = (): void => {
    while (wanted === 'run' && underWay < AT_ONCE) {
      const next = waiting.shift();
      if (next === undefined) break;
      underWay += 1;
      void one(next);
    }
    tell();
  };

  go();
  return {
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    state: () => snapshot,
    stop: () => {
      wanted = 'stop';
      tell();
    },
    resume: () => {
      if (wanted !== 'pause') return;
      waiting.unshift(...unknown.splice(0));
      problem = undefined;
      wanted = 'run';
      go();
    },
  };
}
