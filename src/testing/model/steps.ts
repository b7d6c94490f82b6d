import { SPARE, type Action, type Step } from './commands.ts';
import { report, review } from './incident-steps.ts';
import { changeMembers, changeRole, removePerson } from './people-steps.ts';
import { claimSteps, confirm, findAccess, retire } from './reveal-steps.ts';
import {
  accessOf,
  isMember,
  isWaiting,
  newestOf,
  record,
  userKey,
  type Model,
  type ModelPerson,
  type ModelRequest,
} from './state.ts';

const ask = (model: Model, action: Action & { do: 'ask' }): string => {
  const access = findAccess(model, action.by, action.access);
  if (!access) return 'governance_access_not_found';
  if (!isMember(model, access.group, action.by)) return 'permission_denied';
  if (access.first === 'making') return 'governance_access_not_ready';
  if (access.active !== null || isWaiting(newestOf(access))) return 'governance_request_already_in_progress';
  if (model.members[access.group].length < 2) return 'invalid_owner_user_group';
  if (access.service === 'single' && action.overlap !== 'immediately') return 'invalid_request';
  model.requests[action.as] = {
    access: action.access,
    by: action.by,
    overlap: action.overlap,
    status: 'pending',
    decidedBy: null,
    generation: null,
    credential: null,
  };
  access.active = action.as;
  record(model, 'request.created', action.by, action.access, action.as);
  return 'ok';
};

const refusedDecision = (model: Model, by: ModelPerson, request: ModelRequest): string | null => {
  if (!isMember(model, accessOf(model, request.access).group, by)) return 'permission_denied';
  if (request.by === by) return 'approval_forbidden_on_own_request';
  return request.status === 'pending' ? null : 'governance_request_already_decided';
};

const makeCredentials = (model: Model, label: string, request: ModelRequest): void => {
  const access = accessOf(model, request.access);
  access.lastGeneration += 1;
  access.active = label;
  request.status = 'provisioning';
  request.generation = access.lastGeneration;
  model.jobs.push({
    kind: 'provision',
    access: request.access,
    request: label,
    runAt: model.now,
    attempts: 0,
  });
};

const refusedRetry = (model: Model, by: ModelPerson, request: ModelRequest): string | null => {
  const access = accessOf(model, request.access);
  if (!isMember(model, access.group, by)) return 'permission_denied';
  if (request.status !== 'failed') return 'governance_request_not_failed';
  if (!access.alive) return 'governance_access_not_found';
  if (access.active !== null) return 'governance_request_already_in_progress';
  if ((newestOf(access)?.generation ?? 0) > (request.generation ?? 0)) return 'governance_request_not_failed';
  return isMember(model, access.group, request.by) ? null : 'invalid_owner_user_group';
};

type OnRequest = Action & { do: 'approve' | 'decline' | 'withdraw' | 'retry' };

const decide = (model: Model, action: OnRequest): string => {
  const request = model.requests[action.request];
  const { by } = action;
  const seen =
    request &&
    by !== 'fay' &&
    (by === 'eve' || request.by === by || isMember(model, accessOf(model, request.access).group, by));
  if (!seen) return 'request_not_found';
  const access = accessOf(model, request.access);
  switch (action.do) {
    case 'approve': {
      const refusal = refusedDecision(model, by, request);
      if (refusal !== null) return refusal;
      if (!isMember(model, access.group, request.by)) return 'invalid_owner_user_group';
      request.decidedBy = by;
      makeCredentials(model, action.request, request);
      record(model, 'request.approved', by, request.access, action.request);
      return 'ok';
    }
    case 'decline': {
      const refusal = refusedDecision(model, by, request);
      if (refusal !== null) return refusal;
      request.decidedBy = by;
      request.status = 'declined';
      access.active = null;
      record(model, 'request.declined', by, request.access, action.request);
      return 'ok';
    }
    case 'withdraw':
      if (request.by !== by) return 'deleting_forbidden_on_governance_request';
      if (request.status !== 'pending') return 'governance_request_already_decided';
      request.status = 'deleted';
      access.active = null;
      record(model, 'request.deleted', by, request.access, action.request);
      return 'ok';
    case 'retry': {
      const refusal = refusedRetry(model, by, request);
      if (refusal !== null) return refusal;
      makeCredentials(model, action.request, request);
      record(model, 'request.retried', by, request.access, action.request);
      return 'ok';
    }
  }
};

const create = (model: Model, action: Action & { do: 'create' }): string => {
  const { by, group, service, as } = action;
  if (by === 'fay') return 'user_group_not_found';
  if (!isMember(model, group, by)) return 'permission_denied';
  const key = userKey({ service, username: SPARE });
  const earlier = Object.values(model.accesses).filter((access) => userKey(access) === key);
  const leaving = model.jobs.some(
    (job) =>
      (job.kind === 'discard' || job.kind === 'remove_user') && userKey(accessOf(model, job.access)) === key,
  );
  if (leaving || earlier.some((access) => access.alive)) return 'governance_access_already_exists';
  const made = earlier.flatMap((access) => access.credentials.map((credential) => credential.generation));
  model.accesses[as] = {
    group,
    service,
    username: SPARE,
    createdBy: by,
    alive: true,
    first: 'making',
    lastGeneration: Math.max(0, ...made) + 1,
    active: null,
    ended: false,
    credentials: [],
  };
  model.jobs.push({ kind: 'provision', access: as, request: null, runAt: model.now, attempts: 0 });
  record(model, 'access.created', by, as, null);
  return 'ok';
};

const remove = (model: Model, by: ModelPerson, label: string): string => {
  const access = findAccess(model, by, label);
  if (!access) return 'governance_access_not_found';
  if (!isMember(model, access.group, by)) return 'permission_denied';
  if (access.first === 'making') return 'governance_access_not_ready';
  if (access.active !== null) return 'governance_request_already_in_progress';
  access.alive = false;
  for (const credential of access.credentials) if (isWaiting(credential)) credential.status = 'expired';
  model.jobs.push({ kind: 'remove_user', access: label, number: 0, runAt: model.now, attempts: 0 });
  record(model, 'access.deleted', by, label, null);
  return 'ok';
};

/** What whoever is still there does. */
const act = (model: Model, action: Action): string => {
  switch (action.do) {
    case 'claim':
      throw new Error('a claim takes several transactions');
    case 'confirm':
      return confirm(model, { ...action, do: action.do });
    case 'ask':
      return ask(model, action);
    case 'approve':
    case 'decline':
    case 'withdraw':
    case 'retry':
      return decide(model, action);
    case 'retire':
      return retire(model, action.by, action.access);
    case 'delete':
      return remove(model, action.by, action.access);
    case 'create':
      return create(model, action);
    case 'join':
    case 'leave':
      return changeMembers(model, action);
    case 'remove':
      return removePerson(model, action.by, action.person);
    case 'appoint':
    case 'dismiss':
      return changeRole(model, action);
    case 'report':
      return report(model, action);
    case 'review':
      return review(model, action.by, action.incident);
  }
};

/** What an action does, transaction by transaction; between these, others may come first. */
export const stepsOf = (action: Action): readonly Step[] => {
  if (action.do === 'claim') return claimSteps({ ...action, do: action.do });
  return [(model) => (model.gone.includes(action.by) ? 'session_required' : act(model, action))];
};
