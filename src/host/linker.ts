import { HOUR, SECOND } from '../domain/time.ts';
import { keepAudit } from '../service/audit/keep.ts';
import { linkNow, type LinkingDeps } from '../service/audit/link-events.ts';
import type { Deps } from '../service/deps.ts';
import { UnavailableError } from '../service/ports/store.ts';
import { AUDIT_ERRAND } from '../service/shared/record.ts';

export interface Linker {
  /** Links everything that was committed, and resolves when nothing waits. */
  catchUp(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * How long events are gathered before they are linked, in milliseconds: one more commit a second at most, since each
 * makes kept answers be asked for anew. Processes that share a store wait differently long, so that one mostly finds the
 * work done.
 */
const GATHER = 400;
const SPREAD = 400;
const RETRY = 2 * SECOND;

/** Rounds in one go, at most. */
const ROUNDS = 10_000;

/**
 * Links audit events into their chain (A3) shortly after each commit that wrote some, of any process, and, once an hour,
 * removes what policy says is kept no longer. Sleeps without a timer while nothing happens.
 */
export const startLinker = (
  deps: LinkingDeps & Pick<Deps, 'ids'>,
  keepDays: number | null,
  report: (error: unknown) => void,
  /** Nothing is removed that this receiver of the stream does not have. */
  receiverId: string | null = null,
): Linker => {
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let turn: Promise<unknown> = Promise.resolve();
  let keptAt = Number.NEGATIVE_INFINITY;

  /** When each broken chain was last reported: each commit comes upon it again. */
  const reportedAt = new Map<string, number>();
  const reportHourly = (error: Error): void => {
    const now = deps.clock.now();
    if (Math.abs(now - (reportedAt.get(error.message) ?? Number.NEGATIVE_INFINITY)) < HOUR) return;
    reportedAt.set(error.message, now);
    report(error);
  };

  const linkAll = async (): Promise<void> => {
    (await linkNow(deps, ROUNDS, () => !stopped)).forEach(reportHourly);
    const now = deps.clock.now();
    if (keepDays === null || stopped || Math.abs(now - keptAt) < HOUR) return;
    keptAt = now;
    (await keepAudit(deps, keepDays, receiverId)).forEach(reportHourly);
  };

  const inTurn = (): Promise<void> => {
    const linked = turn.then(linkAll);
    turn = linked.catch(() => undefined);
    return linked;
  };

  function wakeIn(milliseconds: number): void {
    if (stopped) return;
    timer ??= setTimeout(() => {
      timer = undefined;
      inTurn().catch((error: unknown) => {
        if (!(error instanceof UnavailableError)) report(error);
        wakeIn(RETRY);
      });
    }, milliseconds);
  }
  const wake = (): void => wakeIn(GATHER + Math.random() * SPREAD);

  const unlisten = deps.store.listen(
    // What linking itself announces is for people.
    ({ touches, personIds }) => touches.includes(AUDIT_ERRAND) && personIds?.length === 0 && wake(),
    wake,
  );
  wake();

  return {
    catchUp: inTurn,
    stop: async () => {
      stopped = true;
      unlisten();
      clearTimeout(timer);
      await turn;
    },
  };
};
