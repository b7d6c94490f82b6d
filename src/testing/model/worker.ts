import {
  accessOf,
  closeRotation,
  DAY,
  generationsOf,
  isMember,
  MINUTE,
  record,
  requestOf,
  SECOND,
  userKey,
  type Model,
  type ModelAccess,
  type ModelCredential,
  type ModelJob,
} from './state.ts';

/** A platform that does not answer is tried five times to make credentials (R10), for ever to end them. */
const ATTEMPTS = 5;

const credentialOf = (access: ModelAccess, index: number): ModelCredential => {
  const credential = access.credentials[index];
  if (!credential) throw new Error('the model has no such credentials');
  return credential;
};

const postpone = (model: Model, job: ModelJob): void => {
  job.runAt = model.now + Math.min(5 * MINUTE, SECOND * 2 ** Math.min(job.attempts - 1, 16));
  model.jobs.push(job);
};

const fail = (model: Model, label: string, requestLabel: string | null, generation: number): void => {
  const access = accessOf(model, label);
  if (requestLabel === null) access.first = 'failed';
  else {
    requestOf(model, requestLabel).status = 'failed';
    access.active = null;
  }
  model.jobs.push({ kind: 'discard', access: label, number: generation, runAt: model.now, attempts: 0 });
  record(
    model,
    requestLabel === null ? 'access.provisioning_failed' : 'request.failed',
    null,
    label,
    requestLabel,
  );
};

const provision = (model: Model, job: ModelJob & { kind: 'provision' }): void => {
  const access = accessOf(model, job.access);
  const request = job.request === null ? null : requestOf(model, job.request);
  const generation = request?.generation ?? access.lastGeneration;
  const owner = request?.by ?? access.createdBy;
  // A report has closed it meanwhile (P8).
  if (request && request.status !== 'provisioning') return;
  if (model.fault === 'platform_down' && job.attempts < ATTEMPTS) return postpone(model, job);
  if (model.fault) return fail(model, job.access, job.request, generation);
  generationsOf(model, access)[generation] = { status: 'prepared', passwordEnded: false };
  // Who left the group could not see them (R17).
  if (!isMember(model, access.group, owner)) return fail(model, job.access, job.request, generation);
  const number = access.credentials.length;
  access.credentials.push({
    owner,
    request: job.request,
    generation,
    overlap: request?.overlap ?? 'immediately',
    replacesOld: !access.ended && access.credentials.some((earlier) => earlier.activatedAt !== null),
    expiresAt: model.now + 7 * DAY,
    status: 'sealed',
    claim: null,
    activatedAt: null,
    windowEndsAt: null,
    retireAt: null,
    retired: false,
  });
  if (request) {
    request.status = 'approved';
    request.credential = number;
  } else access.first = 'made';
  model.jobs.push({ kind: 'expire', access: job.access, number, runAt: model.now + 7 * DAY, attempts: 0 });
  record(model, request ? 'request.provisioned' : 'credential.issued', null, job.access, job.request);
};

/** Unviewed credentials end (R20): the platform forgets them, another rotation may be asked for. */
export const expire = (model: Model, label: string, number: number): void => {
  const access = accessOf(model, label);
  const credential = credentialOf(access, number);
  credential.status = 'expired';
  closeRotation(access, credential);
  model.jobs.push({
    kind: 'discard',
    access: label,
    number: credential.generation,
    runAt: model.now,
    attempts: 0,
  });
  record(model, 'credential.expired', null, label, credential.request);
};

/** The platform accepts claimed credentials from now on; false when it refuses or does not answer. */
export const activateOnPlatform = (
  model: Model,
  access: ModelAccess,
  credential: ModelCredential,
): boolean => {
  if (model.fault) return false;
  const generations = generationsOf(model, access);
  const own = generations[credential.generation];
  if (own?.status === 'active') return true;
  if (own?.status !== 'prepared') return false;
  own.status = 'active';
  if (access.service === 'single')
    for (const [number, generation] of Object.entries(generations))
      if (Number(number) < credential.generation) generation.passwordEnded = true;
  return true;
};

/** What the backend notes once the platform has accepted them: the ten minutes begin (R19). */
export const noteActivation = (model: Model, label: string, number: number): void => {
  const credential = credentialOf(accessOf(model, label), number);
  if (credential.status !== 'claimed' || credential.activatedAt !== null) return;
  credential.activatedAt = model.now;
  accessOf(model, label).ended = false;
  credential.windowEndsAt = model.now + 10 * MINUTE;
  model.jobs.push({
    kind: 'close_window',
    access: label,
    number,
    runAt: credential.windowEndsAt,
    attempts: 0,
  });
  record(model, 'credential.activated', null, label, credential.request);
};

const retireOld = (model: Model, job: ModelJob & { number: number }): void => {
  const access = accessOf(model, job.access);
  const credential = credentialOf(access, job.number);
  if (credential.retireAt === null || credential.retired || credential.retireAt > model.now) return;
  if (model.fault) return postpone(model, job);
  for (const [number, generation] of Object.entries(generationsOf(model, access)))
    if (Number(number) < credential.generation && generation.status !== 'discarded') {
      generation.status = 'retired';
      generation.passwordEnded = true;
    }
  credential.retired = true;
  record(model, 'credential.old_retired', null, job.access, credential.request);
};

const isUsed = (model: Model, access: ModelAccess): boolean =>
  Object.values(model.accesses).some((other) => other.alive && userKey(other) === userKey(access));

/** Everything up to what was reported ends, the newest for good (P8). */
const revoke = (model: Model, job: ModelJob & { kind: 'revoke' }): void => {
  const incident = model.incidents[job.incident];
  if (!incident || incident.revoked) return;
  if (model.fault) return postpone(model, job);
  const access = accessOf(model, job.access);
  const generations = generationsOf(model, access);
  if (isUsed(model, access)) generations[incident.generation] = { status: 'discarded', passwordEnded: true };
  for (const [number, generation] of Object.entries(generations))
    if (Number(number) <= incident.generation && generation.status !== 'discarded') {
      generation.status = 'retired';
      generation.passwordEnded = true;
    }
  incident.revoked = true;
  record(model, 'compromise.revoked', null, job.access, null);
};

/** Carries out one job, which is taken off the list first. */
export const runJob = (model: Model, at: number): void => {
  const [job] = model.jobs.splice(at, 1);
  if (!job) return;
  job.attempts += 1;
  if (job.kind === 'provision') return provision(model, job);
  if (job.kind === 'revoke') return revoke(model, job);
  const access = accessOf(model, job.access);
  const credential = access.credentials[job.number];
  switch (job.kind) {
    case 'activate':
      if (credential?.status !== 'claimed' || credential.activatedAt !== null) return;
      if (!activateOnPlatform(model, access, credential)) return postpone(model, job);
      return noteActivation(model, job.access, job.number);
    case 'close_window':
      if (credential?.status !== 'claimed' || (credential.windowEndsAt ?? 0) > model.now) return;
      credential.status = 'unconfirmed';
      closeRotation(access, credential);
      return record(model, 'credential.unconfirmed', null, job.access, credential.request);
    case 'expire':
      if (credential?.status === 'sealed' && model.now >= credential.expiresAt)
        expire(model, job.access, job.number);
      return;
    case 'retire_old':
      return retireOld(model, job);
    case 'discard':
      if (!isUsed(model, access)) return;
      if (model.fault) return postpone(model, job);
      generationsOf(model, access)[job.number] = { status: 'discarded', passwordEnded: true };
      return;
    case 'remove_user':
      if (model.fault) return postpone(model, job);
      model.platform[userKey(access)] = {};
      return;
  }
};

/** Which jobs are due, by their place in the list. */
export const dueJobs = (model: Model): readonly number[] =>
  model.jobs.flatMap((job, at) => (job.runAt <= model.now ? [at] : []));

/** Carries out everything that is due, follow-ups included. */
export const settle = (model: Model): void => {
  for (let [at] = dueJobs(model); at !== undefined; [at] = dueJobs(model)) runJob(model, at);
};
