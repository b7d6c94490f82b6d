import type { Access } from '../access/access.ts';
import type { ProjectRole } from '../people.ts';
import { waitsForAcknowledgement } from '../service-user/renewal.ts';
import type { ServiceUser } from '../service-user/service-user.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

interface Place {
  /** The actor's role in the project; null where they have none. */
  readonly role: ProjectRole | null;
  readonly project: string;
}

interface Facts extends Place {
  readonly user: Pick<
    ServiceUser,
    | 'username'
    | 'type'
    | 'status'
    | 'sealed'
    | 'keepsPassword'
    | 'certificate'
    | 'renewals'
    | 'renewedAt'
    | 'acknowledgedAt'
  >;
  /** The access that the user belongs to, if any. */
  readonly access: Pick<Access, 'name' | 'credentialState'> | null;
}

/** Work on a project's service users: its admins and operators (C6, C7, C11). */
export const mayOperateProject = ({ role, project }: Place): Verdict =>
  role === 'admin' || role === 'operator' ? allowed : refused('not_project_operator', { project });

/** Introduce a new CA: the project's admins. */
export const mayIntroduceCa = ({ role, project }: Place): Verdict =>
  role === 'admin' ? allowed : refused('not_project_admin', { project });

/** Say who else is told of a service's certificates (C4): the project's admins. */
export const mayChangeTechnicalAddresses = (place: Place): Verdict => mayIntroduceCa(place);

/** What an access's own credentials stand in the way of. */
const underWay = (access: Facts['access']): Verdict => {
  if (access === null) return allowed;
  switch (access.credentialState) {
    case 'provisioning':
      return refused('access_being_provisioned');
    case 'rotation_provisioning':
      return refused('rotation_in_progress');
    case 'unviewed':
    case 'shown':
      return refused('credentials_waiting');
    case 'failed':
    case 'active':
    case 'rotation_pending':
    case 'unconfirmed':
    case 'expired':
    case 'compromised':
    case 'revoked':
      return allowed;
  }
};

/** Look at the secrets that the server keeps (C6). What a rotation showed once was destroyed (R19). */
export const maySeeSecrets = (facts: Facts): Verdict => {
  const operates = mayOperateProject(facts);
  if (!operates.allowed) return operates;
  const { user, access } = facts;
  if (user.sealed !== null) return allowed;
  if (user.status === 'making' || user.status === 'failed')
    return refused('user_not_ready', { user: user.username });
  if (user.status === 'revoked') return refused('secrets_revoked', { user: user.username });
  const waiting = user.certificate === null ? underWay(access) : allowed;
  return waiting.allowed ? refused('secrets_not_kept', { user: user.username }) : waiting;
};

/** As maySeeSecrets, of the password: a renewal makes a certificate and no password. */
export const maySeePassword = (facts: Facts): Verdict => {
  const sees = maySeeSecrets(facts);
  return !sees.allowed || facts.user.keepsPassword
    ? sees
    : refused('secrets_not_kept', { user: facts.user.username });
};

/** Acknowledge a renewed certificate (C7), as the console offers it. */
export const mayAcknowledge = (facts: Facts): Verdict => {
  const operates = mayOperateProject(facts);
  if (!operates.allowed) return operates;
  const { user } = facts;
  if (user.renewals === 0) return refused('never_renewed', { user: user.username });
  return waitsForAcknowledgement(user) ? allowed : refused('nothing_to_acknowledge', { user: user.username });
};

/** Reset credentials (C11): not while others are being made or wait to be saved. */
export const mayResetCredentials = (facts: Facts): Verdict => {
  const operates = mayOperateProject(facts);
  if (!operates.allowed) return operates;
  const { user, access } = facts;
  if (user.status === 'making' || user.status === 'resetting')
    return refused('user_not_ready', { user: user.username });
  return underWay(access);
};

/**
 * Delete a service user: not the service's own, not one that belongs to an access, and not while credentials are made for
 * it, which the platform could otherwise be left with.
 */
export const mayDeleteServiceUser = (facts: Facts): Verdict => {
  const operates = mayOperateProject(facts);
  if (!operates.allowed) return operates;
  const { user, access } = facts;
  if (user.type === 'primary') return refused('primary_user', { user: user.username });
  if (access !== null) return refused('managed_by_access', { user: user.username, access: access.name });
  return user.status === 'making' || user.status === 'resetting'
    ? refused('user_not_ready', { user: user.username })
    : allowed;
};
