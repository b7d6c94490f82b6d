import { MINUTE, SECOND } from '../domain/time.ts';
import type { Deps } from '../service/deps.ts';
import { UnavailableError } from '../service/ports/store.ts';
import type { Outbox } from '../service/shared/outbox.ts';

export interface Courier {
  /** Sends what is due now, also while it rests, and resolves when nothing more is or nobody takes it. */
  catchUp(): Promise<void>;
  /** Takes nothing more and waits for what is under way. */
  stop(): Promise<void>;
}

/** What is taken at once, and sent at once. */
const BATCH = 20;
const LINES = 4;

/** The longest a courier sleeps without looking, and its rests while nobody takes anything. Milliseconds. */
const LONGEST_SLEEP = 15 * SECOND;
const FIRST_REST = 5 * SECOND;
const LONGEST_REST = 2 * MINUTE;

/**
 * Sends what waits in an outbox (mails, calls of webhooks) beside everything else that a server does: its own few lines, so
 * that a receiver that hangs holds no job up. While nobody takes anything it rests ever longer and then tries a single one. Woken by commits of any
 * process, else by its own clock.
 */
export const startCourier = <Item extends { readonly id: string }>(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  outbox: Outbox<Item>,
  report: (error: unknown) => void,
): Courier => {
  let stopped = false;
  let woken = false;
  let turn: Promise<unknown> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let outages = 0;
  let restingUntil = 0;

  /** Sends a batch; answers whether there may be more. */
  const round = async (): Promise<boolean> => {
    const items = [...(await outbox.take(outages > 0 ? 1 : BATCH))];
    const taken = items.length;
    const many = taken === BATCH || (outages > 0 && taken > 0);
    let outage: UnavailableError | null = null;
    const line = async (): Promise<void> => {
      for (let item = items.shift(); item; item = items.shift()) {
        if (outage) {
          await outbox.putBack(item, outage.message);
          continue;
        }
        try {
          await outbox.deliver(item);
        } catch (error) {
          if (error instanceof UnavailableError) outage = error;
          // Its lock runs out; until then the others go on.
          else report(new Error(`${outbox.noun}: ${item.id} could not be sent.`, { cause: error }));
        }
      }
    };
    await Promise.all(Array.from({ length: LINES }, line));
    if (outage) {
      // Told once an outage, not once a try.
      if (outages === 0) report(new Error(outbox.outage, { cause: outage }));
      restingUntil = performance.now() + Math.min(LONGEST_REST, FIRST_REST * 2 ** Math.min(outages, 10));
      outages += 1;
      return false;
    }
    if (taken > 0) outages = 0;
    return many;
  };

  /** As round; a store that does not answer ends the turn, not the courier. */
  const attempt = async (): Promise<boolean> => {
    try {
      return await round();
    } catch (error) {
      report(error);
      return false;
    }
  };

  const work = async (): Promise<void> => {
    if (!woken || stopped) return;
    woken = false;
    clearTimeout(timer);
    if (performance.now() >= restingUntil)
      while (!stopped && (await attempt())) {
        // Until nothing more is due.
      }
    if (stopped) return;
    const next = await outbox.nextAt().catch(() => null);
    const rest = Math.max(0, restingUntil - performance.now());
    const wait = next === null ? LONGEST_SLEEP : Math.max(20, rest, next - clock.now());
    if (woken) return;
    timer = setTimeout(wake, Math.min(Math.max(LONGEST_SLEEP, rest), wait));
  };

  function wake(): void {
    woken = true;
    // Never rejects.
    turn = turn.then(work);
  }

  const unlisten = store.listen((change) => {
    if (change.touches.includes(outbox.noun)) wake();
  }, wake);
  wake();

  return {
    catchUp: async () => {
      restingUntil = 0;
      wake();
      await turn;
    },
    stop: async () => {
      stopped = true;
      unlisten();
      clearTimeout(timer);
      await turn;
    },
  };
};
