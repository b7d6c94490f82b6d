import type { Action } from './commands.ts';
import { findAccess } from './reveal-steps.ts';
import {
  accessOf,
  inUseOf,
  isMember,
  isWaiting,
  newestOf,
  oldOnesLive,
  record,
  userKey,
  type Model,
  type ModelAccess,
  type ModelIncident,
  type ModelPerson,
} from './state.ts';

/** Whom it concerns (P8): the admin, the operator of the project, the owner group. */
const isConcerned = (model: Model, access: ModelAccess, by: ModelPerson): boolean =>
  by === 'eve' || by === 'cid' || isMember(model, access.group, by);

/** Everything reported about this service user, oldest first. */
const about = (model: Model, access: ModelAccess): readonly ModelIncident[] =>
  Object.values(model.incidents).filter(
    (incident) => userKey(accessOf(model, incident.access)) === userKey(access),
  );

const closeActive = (model: Model, label: string, access: ModelAccess): void => {
  const request = access.active === null ? undefined : model.requests[access.active];
  if (request?.status === 'pending' || request?.status === 'provisioning') {
    const isPending = request.status === 'pending';
    request.status = isPending ? 'declined' : 'failed';
    record(model, isPending ? 'request.declined' : 'request.failed', null, label, access.active);
    const job = model.jobs.findIndex((one) => one.kind === 'provision' && one.request === access.active);
    if (job >= 0) model.jobs.splice(job, 1);
  }
  access.active = null;
};

/** All credentials of an access end at once, and what was on its way; a review opens (P8). */
export const report = (model: Model, action: Action & { do: 'report' }): string => {
  const { by, access: label } = action;
  const access = findAccess(model, by, label);
  if (!access) return 'governance_access_not_found';
  if (!isConcerned(model, access, by)) return 'permission_denied';
  if ((about(model, access).at(-1)?.generation ?? 0) >= access.lastGeneration) return 'already_compromised';
  closeActive(model, label, access);
  for (const credential of access.credentials) {
    const ends = isWaiting(credential) || credential === newestOf(access) || credential === inUseOf(access);
    if (!ends) continue;
    credential.status = 'compromised';
    if (credential.activatedAt === null || !oldOnesLive(credential)) continue;
    credential.retireAt = Math.min(credential.retireAt ?? model.now, model.now);
    credential.retired = true;
  }
  access.ended = true;
  model.incidents[action.as] = {
    access: label,
    by,
    generation: access.lastGeneration,
    revoked: false,
    closedBy: null,
  };
  model.jobs.push({ kind: 'revoke', access: label, incident: action.as, runAt: model.now, attempts: 0 });
  record(model, 'compromise.reported', by, label, null);
  return 'ok';
};

/** A second person closes it, once the platform has ended everything (P8). */
export const review = (model: Model, by: ModelPerson, label: string): string => {
  const incident = model.incidents[label];
  if (!incident || by === 'fay') return 'incident_not_found';
  const access = accessOf(model, incident.access);
  if (incident.by === by) return 'approval_forbidden_on_own_request';
  if (!isConcerned(model, access, by)) return 'incident_not_found';
  if (incident.closedBy !== null) return 'review_already_closed';
  if (!incident.revoked) return 'revocation_under_way';
  incident.closedBy = by;
  if (access.alive && about(model, access).every((one) => one.closedBy !== null))
    for (const credential of access.credentials)
      if (credential.status === 'compromised') credential.status = 'revoked';
  record(model, 'compromise.review_closed', by, incident.access, null);
  return 'ok';
};
