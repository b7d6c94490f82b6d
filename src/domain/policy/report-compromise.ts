import type { Access } from '../access/access.ts';
import type { Incident } from '../incident/incident.ts';
import type { ProjectRole } from '../people.ts';
import type { ServiceUser } from '../service-user/service-user.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

/** Whom a thing's compromise concerns: those who may report it, are told of it, and may review it (P8). */
export type Concern =
  | {
      readonly kind: 'access';
      readonly ownerGroupId: string;
      readonly ownerGroupName: string;
      readonly project: string;
    }
  | { readonly kind: 'service_user'; readonly project: string }
  | { readonly kind: 'api_key'; readonly ownerId: string; readonly createdBy: string };

/** How somebody stands to it. */
export interface Standing {
  readonly personId: string;
  readonly groupIds: readonly string[];
  readonly isOrganizationAdmin: boolean;
  /** The role in the thing's project; null where they have none. */
  readonly role: ProjectRole | null;
  /** Whether they may delete the key. */
  readonly managesKey: boolean;
}

/** Whether somebody is concerned, and if not, who is. */
export const isConcerned = (standing: Standing, concern: Concern): Verdict => {
  if (standing.isOrganizationAdmin) return allowed;
  const operates = standing.role === 'admin' || standing.role === 'operator';
  switch (concern.kind) {
    case 'access':
      return operates || standing.groupIds.includes(concern.ownerGroupId)
        ? allowed
        : refused('not_concerned_by_access', { group: concern.ownerGroupName, project: concern.project });
    case 'service_user':
      return operates ? allowed : refused('not_concerned_by_user', { project: concern.project });
    case 'api_key':
      return standing.managesKey || [concern.ownerId, concern.createdBy].includes(standing.personId)
        ? allowed
        : refused('not_concerned_by_key');
  }
};

type Known = Pick<Incident, 'reportedByName' | 'generation'> | null;

/**
 * Report an access's or a service user's credentials as compromised: whoever is concerned, while there is something to
 * end. What was made after an earlier report may be reported again.
 */
export const mayReportUser = (facts: {
  readonly standing: Standing;
  readonly concern: Concern;
  /** The access's state, where the user belongs to one. */
  readonly access: Pick<Access, 'credentialState'> | null;
  readonly user: Pick<ServiceUser, 'username' | 'status' | 'generation'> | null;
  /** The highest number given to a generation of its credentials. */
  readonly lastGeneration: number;
  /** The newest incident about it. */
  readonly known: Known;
}): Verdict => {
  const { standing, concern, access, user, lastGeneration, known } = facts;
  const concerned = isConcerned(standing, concern);
  if (!concerned.allowed) return concerned;
  if (known !== null && known.generation >= lastGeneration)
    return refused('already_compromised', { person: known.reportedByName });
  if (access?.credentialState === 'provisioning') return refused('access_being_provisioned');
  if (access?.credentialState === 'failed') return refused('nothing_to_revoke');
  if (access === null && user !== null && user.generation === 0)
    return user.status === 'making'
      ? refused('user_not_ready', { user: user.username })
      : refused('nothing_to_revoke');
  return allowed;
};

/** As mayReportUser, of an API key. */
export const mayReportKey = (facts: {
  readonly standing: Standing;
  readonly concern: Concern;
  readonly known: Known;
}): Verdict => {
  const concerned = isConcerned(facts.standing, facts.concern);
  if (!concerned.allowed || facts.known === null) return concerned;
  return refused('already_compromised', { person: facts.known.reportedByName });
};

/** Close the review: once, by whoever is concerned, never by the reporter, and not while anything may still work (P8). */
export const mayCloseReview = (facts: {
  readonly standing: Standing;
  readonly concern: Concern;
  readonly incident: Pick<Incident, 'state' | 'reportedBy' | 'closedByName' | 'revokedAt'>;
}): Verdict => {
  const { standing, concern, incident } = facts;
  if (incident.reportedBy === standing.personId) return refused('own_report');
  const concerned = isConcerned(standing, concern);
  if (!concerned.allowed) return concerned;
  if (incident.state === 'closed') return refused('review_closed', { person: incident.closedByName ?? '' });
  return incident.revokedAt === null ? refused('not_revoked_yet') : allowed;
};
