import { HOUR, MINUTE, SECOND } from '../domain/time.ts';
import { answeringWithin } from '../runtime/answering-within.ts';
import { platformLimit, type Deps } from '../service/deps.ts';
import { purge } from '../service/jobs/purge.ts';
import { runJob, takeDueJobs } from '../service/jobs/run-jobs.ts';
import type { Job } from '../service/ports/store.ts';
import { afterSetBack } from '../service/upkeep/after-set-back.ts';

export interface Worker {
  /** Carries out what is due now, follow-ups included, and resolves when nothing more is. */
  catchUp(): Promise<void>;
  /** Takes no more jobs and waits for those under way, each of which the platform can hold up for its limit at most. */
  stop(): Promise<void>;
}

/** How many jobs are under way at once. */
const POOL = 8;

/** Follow-ups in one go, at most; a job that keeps queueing others must not hold a caller up for ever. */
const ROUNDS = 100;

/** A clock that shows so much less than before was set back; less than that nobody notices. Milliseconds. */
const SET_BACK = MINUTE / 2;

/** The longest a worker sleeps without looking, in milliseconds. */
const LONGEST_SLEEP = 5 * SECOND;

/**
 * Works off the outbox (R10) as soon as something is due: woken by commits of any process, else by its own clock. Each
 * job has a place of its own in a small pool, so that a slow one delays no other.
 */
export const startWorker = (deps: Deps, report: (error: unknown) => void): Worker => {
  const underWay = new Set<Promise<void>>();
  let stopped = false;
  let turn: Promise<unknown> = Promise.resolve();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let woken = false;
  let purgedAt = Number.NEGATIVE_INFINITY;
  /** What the clock showed when work was last looked for. */
  let lookedAt = Number.NEGATIVE_INFINITY;

  const start = (work: Promise<void>): void => {
    const done: Promise<void> = work.catch(report).finally(() => {
      underWay.delete(done);
      wake();
    });
    underWay.add(done);
  };

  const carryOut = (job: Job): Promise<void> => {
    const end = performance.now() + platformLimit(deps.provisioning);
    const platform = answeringWithin(deps.platform, () => end - performance.now());
    return runJob({ ...deps, platform }, job, report);
  };

  /** Fills the free places of the pool; how many jobs it found. */
  const take = async (): Promise<number> => {
    if (stopped) return 0;
    const now = deps.clock.now();
    // The demo's clock can also go back.
    const isHourOver = Math.abs(now - purgedAt) >= HOUR;
    const wentBack = now < lookedAt - SET_BACK;
    lookedAt = now;
    // What is under way may still write by the moment that the clock showed. Else now and then, and at the start, for what
    // another process did by a clock that was ahead.
    if (wentBack) start(Promise.all(underWay).then(() => afterSetBack(deps, true)));
    else if (isHourOver) start(afterSetBack(deps, false));
    if (isHourOver) {
      purgedAt = now;
      start(purge(deps));
    }
    const free = POOL - underWay.size;
    const jobs = free > 0 ? await takeDueJobs(deps, free) : [];
    for (const job of jobs) start(carryOut(job));
    return jobs.length;
  };

  const sleep = async (): Promise<void> => {
    // Where the pool is full, the end of one wakes.
    if (woken || stopped || underWay.size >= POOL) return;
    const next = await deps.store.nextJobAt().catch(() => null);
    if (woken || stopped) return;
    const wait = next === null ? LONGEST_SLEEP : Math.max(0, next - deps.clock.now());
    // A job that another worker has locked is due all the while; do not spin for it.
    timer = setTimeout(wake, Math.min(LONGEST_SLEEP, Math.max(20, wait)));
  };

  const work = async (): Promise<void> => {
    if (!woken || stopped) return;
    woken = false;
    clearTimeout(timer);
    await take().catch(report);
    await sleep();
  };

  function wake(): void {
    woken = true;
    clearTimeout(timer);
    // Never rejects.
    turn = turn.then(work);
  }

  const unlisten = deps.store.listen((change) => {
    if (change.touches.includes('jobs')) wake();
  }, wake);
  wake();

  return {
    catchUp: async () => {
      for (let i = 0; i < ROUNDS && !stopped; i += 1) {
        const taken = turn.then(take);
        turn = taken.catch(() => undefined);
        if ((await taken) === 0 && underWay.size === 0) return;
        await Promise.all(underWay);
      }
    },
    stop: async () => {
      stopped = true;
      unlisten();
      clearTimeout(timer);
      await turn;
      await Promise.all(underWay);
    },
  };
};
