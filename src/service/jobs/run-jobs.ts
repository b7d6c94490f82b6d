import { MINUTE, SECOND, type Instant } from '../../domain/time.ts';
import { activateClaimed } from '../credentials/activate.ts';
import type { Deps } from '../deps.ts';
import { PlatformRefusedError, type Clock, type ServiceUserTarget } from '../ports/ports.ts';
import { UnavailableError, type Job } from '../ports/store.ts';
import type { JobKind } from './kinds.ts';
import { expireUnviewed, lapse, retireOld } from './lapse.ts';
import { failProvisioning, provision } from './provision.ts';

const LONGEST_WAIT = 5 * MINUTE;

/** The target named by `<service id>/<rest>`; null when the service is gone. */
const targetOf = async (
  deps: Deps,
  serviceId: string,
  username: string,
): Promise<ServiceUserTarget | null> => {
  const service = await deps.store.read((tx) => tx.get('services', serviceId));
  return service ? { service, username } : null;
};

const split = (subject: string): [string, string] => {
  const at = subject.indexOf('/');
  return [subject.slice(0, at), subject.slice(at + 1)];
};

const HANDLERS: { readonly [K in JobKind]: (deps: Deps, job: Job) => Promise<unknown> } = {
  provision_request: provision,
  provision_access: provision,
  activate: (deps, job) => activateClaimed(deps, job.subjectId),
  close_window: (deps, job) => lapse(deps, job.subjectId),
  expire: (deps, job) =>
    deps.store.write((tx) => expireUnviewed(deps, tx, job.subjectId, deps.clock.now(), false)),
  retire_old: (deps, job) => retireOld(deps, job.subjectId),
  discard: async (deps, job) => {
    const [serviceId, rest] = split(job.subjectId);
    const [generation, username] = split(rest);
    const target = await targetOf(deps, serviceId, username);
    if (target) await deps.platform.discard(target, Number(generation));
  },
  remove_user: async (deps, job) => {
    const target = await targetOf(deps, ...split(job.subjectId));
    if (target) await deps.platform.removeServiceUser(target);
  },
};

const isProvisioning = (job: Job): boolean =>
  job.kind === 'provision_request' || job.kind === 'provision_access';

/** Closes a job that this worker still owns; `then` runs in the same transaction. */
const settleJob = (deps: Deps, job: Job, change: Partial<Job>, failure?: string): Promise<void> =>
  deps.store.write(async (tx) => {
    const current = await tx.get('jobs', job.id);
    if (current?.status !== 'queued' || current.attempts !== job.attempts) return;
    if (failure !== undefined) await failProvisioning(deps, tx, job, failure);
    await tx.update('jobs', job.id, { lockedUntil: null, ...change });
  });

/** What is due stays due for its handler, should the host's clock be set back in between. */
const notBefore = (clock: Clock, moment: Instant): Clock => ({ now: () => Math.max(clock.now(), moment) });

const runJob = async (deps: Deps, job: Job): Promise<void> => {
  const { clock, provisioning } = deps;
  try {
    // Kinds are written by `enqueue` alone.
    await HANDLERS[job.kind as JobKind]({ ...deps, clock: notBefore(deps.clock, job.runAt) }, job);
    await settleJob(deps, job, { status: 'done', lastError: null });
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown fault';
    const final = error instanceof PlatformRefusedError || job.attempts >= provisioning.attempts;
    if (isProvisioning(job) && final) {
      const expected = error instanceof PlatformRefusedError || error instanceof UnavailableError;
      const failure = expected ? reason : 'Making the credentials failed for an unexpected reason.';
      await settleJob(deps, job, { status: 'dead', lastError: reason }, failure);
      return;
    }
    // Ending and accepting credentials is never given up: what a platform refuses today it may take tomorrow.
    const wait = Math.min(LONGEST_WAIT, provisioning.firstDelay * 2 ** Math.min(job.attempts - 1, 16));
    await settleJob(deps, job, { runAt: clock.now() + wait, lastError: reason });
  }
};

/**
 * Takes what is due and carries it out, each job at most once at a time however many workers run. Returns how many it
 * took. Throws UnavailableError when the store does not answer; locked jobs come back after a minute.
 */
export const runDueJobs = async (deps: Deps, limit = 8): Promise<number> => {
  const now = deps.clock.now();
  const jobs = await deps.store.takeJobs(now, now + (deps.provisioning.lock ?? MINUTE), limit);
  const outcomes = await Promise.allSettled(jobs.map((job) => runJob(deps, job)));
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason;
  return jobs.length;
};

/** The longest a worker sleeps without looking, in milliseconds. */
export const LONGEST_SLEEP = 5 * SECOND;
