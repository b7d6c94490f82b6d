import type { Instant } from '../time.ts';

/** What was reported: the credentials of an access, of a service user without one, or an API key. */
export type IncidentKind = 'access' | 'service_user' | 'api_key';
/** open: waits for a second person's review. */
export type IncidentState = 'open' | 'closed';
export type IncidentVerdict = 'confirmed' | 'false_alarm' | 'cannot_tell';

/** Credentials that somebody reported as compromised: ended at once, reviewed afterwards (P8). */
export interface Incident {
  readonly id: string;
  readonly organizationId: string;
  readonly kind: IncidentKind;
  /** `<service id>/<username>` of a service user, also of an access's; the id of an API key. */
  readonly subjectId: string;
  /** The highest generation that it ends; 0 for an API key. */
  readonly generation: number;
  /** Subject and generation; unique, so that two who report the same at once make one incident. */
  readonly subjectKey: string;
  readonly accessId: string | null;
  /** Names as they stood; the thing may be gone later. An access's name, a user's, or a key's id. */
  readonly name: string;
  readonly username: string;
  readonly projectId: string | null;
  readonly projectName: string;
  readonly serviceId: string | null;
  /** The service, or what the key is for. */
  readonly resourceName: string;
  readonly ownerGroupId: string | null;
  readonly ownerGroupName: string;
  /** Of an API key: whose it is, who made it, and what it is for. */
  readonly keyOwnerId: string | null;
  readonly keyOwnerName: string;
  readonly keyCreatedBy: string | null;
  readonly keyResourceId: string | null;
  /** The reporter's words, 1 to 500 characters. */
  readonly reason: string;
  readonly reportedBy: string;
  readonly reportedByName: string;
  readonly reportedAt: Instant;
  /** When the platform had ended everything; null while that is on its way. */
  readonly revokedAt: Instant | null;
  readonly state: IncidentState;
  readonly verdict: IncidentVerdict | null;
  /** The reviewer's words, 1 to 1000 characters. */
  readonly notes: string | null;
  readonly closedBy: string | null;
  readonly closedByName: string | null;
  readonly closedAt: Instant | null;
  readonly version: number;
  /** Lower-cased words that search looks through. */
  readonly searchText: string;
}

/** What search finds an incident by. */
export const incidentSearchText = (
  incident: Pick<
    Incident,
    | 'name'
    | 'username'
    | 'projectName'
    | 'resourceName'
    | 'ownerGroupName'
    | 'keyOwnerName'
    | 'reportedByName'
  >,
): string =>
  [
    incident.name,
    incident.username,
    incident.projectName,
    incident.resourceName,
    incident.ownerGroupName,
    incident.keyOwnerName,
    incident.reportedByName,
  ]
    .join('\n')
    .toLowerCase();

/** The columns that a review changes. */
export const closeIncident = (
  incident: Pick<Incident, 'version'>,
  by: { readonly personId: string; readonly name: string },
  outcome: { readonly verdict: IncidentVerdict; readonly notes: string },
  now: Instant,
): Partial<Incident> => ({
  state: 'closed',
  verdict: outcome.verdict,
  notes: outcome.notes,
  closedBy: by.personId,
  closedByName: by.name,
  closedAt: now,
  version: incident.version + 1,
});
