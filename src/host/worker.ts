import type { Deps } from '../service/deps.ts';
import { LONGEST_SLEEP, runDueJobs } from '../service/jobs/run-jobs.ts';

export interface Worker {
  /** Carries out what is due now, follow-ups included, and resolves when nothing more is. */
  catchUp(): Promise<void>;
  /** Takes no more jobs and waits for those under way. */
  stop(): Promise<void>;
}

/** Follow-ups in one go, at most; a job that keeps queueing others must not hold a caller up for ever. */
const ROUNDS = 100;

/** Works off the outbox (R10) as soon as something is due: woken by commits of any process, else by its own clock. */
export const startWorker = (deps: Deps, report: (error: unknown) => void): Worker => {
  let stopped = false;
  let running: Promise<void> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let woken = false;

  const round = async (): Promise<void> => {
    for (let i = 0; i < ROUNDS && !stopped; i += 1) if ((await runDueJobs(deps)) === 0) return;
  };

  const sleep = async (): Promise<void> => {
    if (stopped) return;
    const next = await deps.store.nextJobAt().catch(() => null);
    const wait = next === null ? LONGEST_SLEEP : Math.max(0, next - deps.clock.now());
    clearTimeout(timer);
    // A job that another worker has locked is due all the while; do not spin for it.
    timer = setTimeout(wake, woken ? 0 : Math.min(LONGEST_SLEEP, Math.max(20, wait)));
  };

  const work = async (): Promise<void> => {
    woken = false;
    try {
      await round();
    } catch (error) {
      report(error);
    }
    // Never rejects: nextJobAt's failure is caught there.
    await sleep();
  };

  function wake(): void {
    woken = true;
    clearTimeout(timer);
    running = running.then(() => (woken && !stopped ? work() : undefined));
  }

  const unlisten = deps.store.listen((change) => {
    if (change.touches.includes('jobs')) wake();
  }, wake);
  wake();

  return {
    catchUp: async () => {
      const next = running.then(round);
      running = next.catch(report);
      await next;
    },
    stop: async () => {
      stopped = true;
      unlisten();
      clearTimeout(timer);
      await running;
    },
  };
};
