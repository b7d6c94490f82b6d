import type { Action, Step } from './commands.ts';
import {
  accessOf,
  closeRotation,
  inUseOf,
  isMember,
  newestOf,
  oldOnesLive,
  OVERLAP_LENGTH,
  record,
  SECOND,
  type Model,
  type ModelAccess,
  type ModelCredential,
  type ModelPerson,
} from './state.ts';
import { activateOnPlatform, noteActivation } from './worker.ts';

/** The access, unless it is deleted or another organization's. */
export const findAccess = (model: Model, by: ModelPerson, label: string): ModelAccess | null => {
  const access = model.accesses[label];
  return by !== 'fay' && access?.alive ? access : null;
};

export type OnCredentials = Action & { do: 'claim' | 'confirm' };

/** Whose the newest credentials are to see (R17); an error code for everyone else. */
const hold = (model: Model, { by, access: label }: OnCredentials): string | ModelCredential => {
  if (model.gone.includes(by)) return 'session_required';
  const access = findAccess(model, by, label);
  if (!access) return 'governance_access_not_found';
  const credential = newestOf(access);
  if (!credential) return 'credentials_not_ready';
  return credential.owner === by && isMember(model, access.group, by) ? credential : 'permission_denied';
};

/** How a claim is refused (R18 to R20), or null. */
const refusedClaim = (model: Model, credential: ModelCredential, page: string): string | null => {
  if (['expired', 'compromised', 'revoked'].includes(credential.status)) return 'credentials_expired';
  if (credential.status === 'sealed') return model.now < credential.expiresAt ? null : 'credentials_expired';
  const open = credential.activatedAt === null || model.now < (credential.windowEndsAt ?? 0);
  return credential.status === 'claimed' && credential.claim === page && open ? null : 'credentials_consumed';
};

/** A reveal is four transactions: claimed, accepted by the platform, noted, shown. */
export const claimSteps = (action: OnCredentials): readonly Step[] => {
  const label = action.access;
  return [
    (model, memory) => {
      const credential = hold(model, action);
      if (typeof credential === 'string') return credential;
      const refusal = refusedClaim(model, credential, action.page);
      if (refusal !== null) return refusal;
      memory.credential = accessOf(model, label).credentials.indexOf(credential);
      if (credential.status === 'sealed') {
        credential.status = 'claimed';
        credential.claim = action.page;
        model.jobs.push({
          kind: 'activate',
          access: label,
          number: memory.credential,
          runAt: model.now + 5 * SECOND,
          attempts: 0,
        });
      }
      return null;
    },
    (model, memory) => {
      const access = accessOf(model, label);
      const credential = access.credentials[memory.credential];
      memory.opened = credential?.status === 'claimed';
      if (!memory.opened || !credential || credential.activatedAt !== null) return null;
      return activateOnPlatform(model, access, credential) ? null : 'unavailable';
    },
    (model, memory) => {
      const credential = accessOf(model, label).credentials[memory.credential];
      if (!memory.opened || !credential || credential.activatedAt !== null) return null;
      memory.opened = credential.status === 'claimed';
      noteActivation(model, label, memory.credential);
      return null;
    },
    (model, memory) => {
      const credential = hold(model, action);
      if (typeof credential === 'string') return credential;
      const refusal = refusedClaim(model, credential, action.page);
      if (refusal !== null) return refusal;
      if (!memory.opened || accessOf(model, label).credentials.indexOf(credential) !== memory.credential)
        return 'credentials_consumed';
      const line = `credential.shown by ${action.by} on ${label} for ${credential.request ?? '-'}`;
      const again = model.audit.includes(line);
      record(
        model,
        again ? 'credential.recovered' : 'credential.shown',
        action.by,
        label,
        credential.request,
      );
      return 'ok';
    },
  ];
};

const endOldAt = (model: Model, label: string, credential: ModelCredential): void => {
  if (credential.retireAt === null || credential.retired) return;
  const number = accessOf(model, label).credentials.indexOf(credential);
  model.jobs.push({ kind: 'retire_old', access: label, number, runAt: credential.retireAt, attempts: 0 });
};

export const confirm = (model: Model, action: OnCredentials): string => {
  const credential = hold(model, action);
  if (typeof credential === 'string') return credential;
  const { activatedAt, claim, status } = credential;
  if (activatedAt === null || claim !== action.page || status === 'expired') return 'credentials_consumed';
  if (status === 'compromised' || status === 'revoked') return 'credentials_expired';
  if (status === 'saved') return 'ok';
  credential.status = 'saved';
  if (credential.replacesOld) credential.retireAt ??= model.now + OVERLAP_LENGTH[credential.overlap];
  endOldAt(model, action.access, credential);
  closeRotation(accessOf(model, action.access), credential);
  record(model, 'credential.saved', action.by, action.access, credential.request);
  return 'ok';
};

export const retire = (model: Model, by: ModelPerson, label: string): string => {
  const access = findAccess(model, by, label);
  if (!access) return 'governance_access_not_found';
  if (!isMember(model, access.group, by)) return 'permission_denied';
  const inUse = inUseOf(access);
  if (!inUse || !oldOnesLive(inUse)) return 'no_old_credentials';
  if (inUse.status === 'claimed') return 'governance_request_already_in_progress';
  inUse.retireAt = Math.min(inUse.retireAt ?? model.now, model.now);
  const number = access.credentials.indexOf(inUse);
  model.jobs.push({ kind: 'retire_old', access: label, number, runAt: model.now, attempts: 0 });
  record(model, 'credential.retirement_advanced', by, label, inUse.request);
  return 'ok';
};
