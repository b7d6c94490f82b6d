import type { Incident as WireIncident } from '../../contract/schemas/incidents.ts';
import type { Compromise } from '../../contract/schemas/compromise.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Actor } from '../../domain/people.ts';
import { mayCloseReview } from '../../domain/policy/report-compromise.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { verdictView } from '../shared/verdict-view.ts';
import { concernOf, standingsTo } from './concerned.ts';

/** Incidents with what this actor may do to each, in a fixed number of queries. */
export const incidentViews = async (
  tx: ReadTransaction,
  incidents: readonly Incident[],
  actor: Actor,
): Promise<WireIncident[]> => {
  const standingTo = await standingsTo(tx, actor, incidents);
  return incidents.map((incident) => ({
    incident_id: incident.id,
    kind: incident.kind,
    state: incident.state,
    name: incident.name,
    ...(incident.accessId === null ? {} : { access_id: incident.accessId }),
    ...(incident.username === '' ? {} : { username: incident.username }),
    ...(incident.projectName === '' ? {} : { project_name: incident.projectName }),
    resource_name: incident.resourceName,
    ...(incident.keyResourceId === null ? {} : { resource_id: incident.keyResourceId }),
    ...(incident.ownerGroupName === '' ? {} : { owner_user_group_name: incident.ownerGroupName }),
    ...(incident.keyOwnerName === '' ? {} : { key_owner_name: incident.keyOwnerName }),
    reason: incident.reason,
    reporter: { user_id: incident.reportedBy, real_name: incident.reportedByName },
    report_time: toWireTime(incident.reportedAt),
    ...(incident.revokedAt === null ? {} : { revoke_time: toWireTime(incident.revokedAt) }),
    ...(incident.verdict === null ? {} : { verdict: incident.verdict }),
    ...(incident.notes === null ? {} : { notes: incident.notes }),
    ...(incident.closedBy === null || incident.closedAt === null
      ? {}
      : {
          closed_by: { user_id: incident.closedBy, real_name: incident.closedByName ?? '' },
          close_time: toWireTime(incident.closedAt),
        }),
    version: incident.version,
    verdicts: {
      close: verdictView(
        mayCloseReview({ standing: standingTo(incident), concern: concernOf(incident), incident }),
      ),
    },
  }));
};

/** One incident as this actor sees it. */
export const incidentView = async (
  tx: ReadTransaction,
  incident: Incident,
  actor: Actor,
): Promise<WireIncident> => {
  const [shown] = await incidentViews(tx, [incident], actor);
  // One in, one out.
  return shown as WireIncident;
};

/** What was reported about one thing. */
export interface Reported {
  /** The newest, open or closed. */
  readonly newest: Incident;
  /** The newest whose review is open. */
  readonly open: Incident | null;
}

/** What was reported about these, by subject; one query, which finds hardly ever any. */
export const reportedAbout = async (
  tx: ReadTransaction,
  subjectIds: readonly string[],
): Promise<ReadonlyMap<string, Reported>> => {
  if (subjectIds.length === 0) return new Map();
  const found = await tx.find('incidents', { where: { subjectId: { in: subjectIds } } });
  const oldestFirst = found.toSorted((a, b) => a.generation - b.generation);
  const about = new Map<string, Reported>();
  for (const newest of oldestFirst)
    about.set(newest.subjectId, {
      newest,
      open: newest.state === 'open' ? newest : (about.get(newest.subjectId)?.open ?? null),
    });
  return about;
};

/** What a thing says of itself while a review of it is open; of an earlier one of the same name nothing is said. */
export const compromiseView = (
  reported: Reported | undefined,
  { createdAt }: { readonly createdAt: number },
): { compromise?: Compromise } => {
  const open = reported?.open;
  if (!open || open.reportedAt < createdAt) return {};
  return {
    compromise: {
      incident_id: open.id,
      reason: open.reason,
      reported_by: open.reportedByName,
      report_time: toWireTime(open.reportedAt),
      ...(open.revokedAt === null ? {} : { revoke_time: toWireTime(open.revokedAt) }),
    },
  };
};
