import { serviceUserKey } from '../../domain/service-user/service-user.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import { activateClaimed } from '../credentials/activate.ts';
import type { Deps } from '../deps.ts';
import {
  PlatformRefusedError,
  type Clock,
  type ServiceUserTarget,
  type Transaction,
} from '../ports/ports.ts';
import { UnavailableError, type Job } from '../ports/store.ts';
import { closeKeyWindow } from '../keys/change-keys.ts';
import { expireKey } from '../keys/claim-key.ts';
import { propagateKey, revokeKey } from './keys.ts';
import type { JobKind } from './kinds.ts';
import { expireUnviewed, lapse, retireOld } from './lapse.ts';
import { failProvisioning, provision } from './provision.ts';
import { failUser, provisionUser } from './provision-user.ts';
import { remindUnviewed } from './remind.ts';
import { revokeCompromised } from './revoke-compromised.ts';
import { stillOurs } from './still-ours.ts';
import { tendCertificates, type Again } from './tend-certificates.ts';

/** How long a job that failed waits before it is tried again, at most. Milliseconds. */
export const LONGEST_WAIT = 5 * MINUTE;

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

/** A handler of a job that is never done says when it runs next. */
const HANDLERS: { readonly [K in JobKind]: (deps: Deps, job: Job) => Promise<Again | void> } = {
  provision_request: provision,
  provision_access: provision,
  activate: async (deps, job) => {
    await activateClaimed(deps, job.subjectId);
  },
  close_window: (deps, job) => lapse(deps, job.subjectId),
  expire: (deps, job) =>
    deps.store.write((tx) => expireUnviewed(deps, tx, job.subjectId, deps.clock.now(), false)),
  remind_unviewed: (deps, job) => remindUnviewed(deps, job.subjectId),
  retire_old: (deps, job) => retireOld(deps, job.subjectId),
  discard: async (deps, job) => {
    const [serviceId, rest] = split(job.subjectId);
    const [generation, username] = split(rest);
    const target = await targetOf(deps, serviceId, username);
    // Once it is deleted the user goes as a whole, and what is made under that name later begins anew.
    const user = await deps.store.get('serviceUsers', serviceUserKey(serviceId, username));
    if (target && user) await deps.platform.discard(target, Number(generation));
  },
  remove_user: async (deps, job) => {
    const target = await targetOf(deps, ...split(job.subjectId));
    if (target) await deps.platform.removeServiceUser(target);
  },
  provision_user: provisionUser,
  tend_certificates: tendCertificates,
  propagate_key: propagateKey,
  revoke_key: revokeKey,
  close_key_window: (deps, job) => closeKeyWindow(deps, job.subjectId),
  revoke_compromised: revokeCompromised,
  expire_key: (deps, job) => expireKey(deps, job.subjectId),
};

const isProvisioning = (job: Job): boolean =>
  job.kind === 'provision_request' || job.kind === 'provision_access' || job.kind === 'provision_user';

/** Closes or puts off a job; false when another worker has taken it over. */
const settleJob = (
  deps: Deps,
  job: Job,
  change: (tx: Transaction) => Promise<Partial<Job>>,
): Promise<boolean> =>
  deps.store.write(async (tx) => {
    if (!(await stillOurs(tx, job))) return false;
    await tx.update('jobs', job.id, { lockedUntil: null, ...(await change(tx)) });
    return true;
  });

/** Ends what the job was for with a reason; false where it must not end, because the platform has it already. */
const giveUp = async (deps: Deps, tx: Transaction, job: Job, failure: string): Promise<boolean> => {
  if (job.kind === 'provision_user') return failUser(deps, tx, job, failure);
  await failProvisioning(deps, tx, job, failure);
  return true;
};

/** What is due stays due for its handler, should the host's clock be set back in between. */
const notBefore = (clock: Clock, moment: Instant): Clock => ({ now: () => Math.max(clock.now(), moment) });

/**
 * Carries out a job that was taken. `report` is told when it failed for good, and of every failure that nobody foresaw.
 * Throws UnavailableError when the store does not answer; the job then comes back when its lock has ended.
 */
export const runJob = async (deps: Deps, job: Job, report: (error: unknown) => void): Promise<void> => {
  const { clock, provisioning } = deps;
  try {
    // Kinds are written by `enqueue` alone.
    const again = await HANDLERS[job.kind as JobKind](
      { ...deps, clock: notBefore(deps.clock, job.runAt) },
      job,
    );
    await settleJob(deps, job, async (tx) => ({
      lastError: null,
      ...(again ? { runAt: await again(tx) } : { status: 'done' }),
    }));
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unknown fault';
    const foreseen = error instanceof PlatformRefusedError || error instanceof UnavailableError;
    let final =
      isProvisioning(job) && (error instanceof PlatformRefusedError || job.attempts >= provisioning.attempts);
    // Ending and accepting credentials is never given up: what a platform refuses today it may take tomorrow.
    const wait = Math.min(LONGEST_WAIT, provisioning.firstDelay * 2 ** Math.min(job.attempts - 1, 16));
    const failure = foreseen ? reason : 'Making the credentials failed for an unexpected reason.';
    const ours = await settleJob(deps, job, async (tx) => {
      final &&= await giveUp(deps, tx, job, failure);
      return { lastError: reason, ...(final ? { status: 'dead' } : { runAt: clock.now() + wait }) };
    });
    if (ours && (final || !foreseen))
      report(
        new Error(`Job ${job.kind} of ${job.subjectId} failed${final ? ' for good' : ''}.`, { cause: error }),
      );
  }
};

/**
 * Takes what is due, each job for one worker at a time however many there are. Throws UnavailableError when the store
 * does not answer.
 */
export const takeDueJobs = (deps: Deps, limit: number): Promise<readonly Job[]> => {
  const now = deps.clock.now();
  return deps.store.takeJobs(now, now + (deps.provisioning.lock ?? MINUTE), limit);
};

/** Carries out up to eight jobs that are due, and returns when all are done; for worlds that grow without a worker. */
export const runDueJobs = async (deps: Deps): Promise<void> => {
  const jobs = await takeDueJobs(deps, 8);
  await Promise.all(jobs.map((job) => runJob(deps, job, () => undefined)));
};
