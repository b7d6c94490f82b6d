import type { Out } from '../../contract/operation.ts';
import type {
  IncidentDetails,
  IncidentExportQuery,
  IncidentList,
  IncidentQuery,
} from '../../contract/schemas/incidents.ts';
import type { PersonRef } from '../../contract/schemas/shared.ts';
import { toWireTime } from '../../contract/text.ts';
import { INCIDENT_KIND_WORDS, INCIDENT_STATE_WORDS, INCIDENT_VERDICT_WORDS } from '../../contract/words.ts';
import { isOrganizationAdmin } from '../../domain/policy/api-keys.ts';
import type { Incident } from '../../domain/incident/incident.ts';
import type { Instant } from '../../domain/time.ts';
import type { Actor } from '../../domain/people.ts';
import type { Deps } from '../deps.ts';
import { bindingsOf } from '../keys/principal.ts';
import type { ReadTransaction, Selection, Where } from '../ports/store.ts';
import { csvFile } from '../shared/csv.ts';
import { loadActorIn, namesOf } from '../shared/actor.ts';
import { readAll, readPage } from '../shared/paging.ts';
import { searchWords } from '../shared/search.ts';
import { concernedPeople, managesKeysOf, rolesOf, type Place } from './concerned.ts';
import { findIncident } from './find-incident.ts';
import { incidentView, incidentViews } from './incident-view.ts';

type Query = Out<typeof IncidentQuery>;

const COLUMN = {
  name: 'name',
  kind: 'kind',
  state: 'state',
  reporter: 'reportedByName',
  report_time: 'reportedAt',
} as const satisfies Record<Query['sort'], keyof Incident>;

/** What concerns this person, as isConcerned says it of each; null: everything. */
const concerning = async (
  tx: ReadTransaction,
  { personId, organizationId, groupIds, isOrganizationAdmin: admin }: Actor,
): Promise<readonly Where<Incident>[] | null> => {
  if (admin) return null;
  const roles = [...(await rolesOf(tx, personId))];
  const operated = roles.filter(([, role]) => role === 'admin' || role === 'operator').map(([id]) => id);
  const bindings = await bindingsOf(tx, personId);
  const clusters = bindings.length === 0 ? [] : await tx.find('clusters', { where: { organizationId } });
  const managed = clusters.filter((cluster) => managesKeysOf(bindings, cluster)).map(({ id }) => id);
  return [
    { reportedBy: personId },
    { ownerGroupId: { in: groupIds } },
    { projectId: { in: operated } },
    { keyOwnerId: personId },
    { keyCreatedBy: personId },
    ...(isOrganizationAdmin(bindings)
      ? [{ kind: 'api_key' } as const]
      : [{ keyResourceId: { in: managed } }]),
  ];
};

const selectionOf = async (
  tx: ReadTransaction,
  actor: Actor,
  query: Out<typeof IncidentExportQuery>,
): Promise<Selection<Incident>> => {
  const either = await concerning(tx, actor);
  return {
    ...(either === null ? {} : { either }),
    where: {
      organizationId: actor.organizationId,
      ...(query.state ? { state: { in: query.state } } : {}),
      ...(query.kind ? { kind: { in: query.kind } } : {}),
    },
    search: searchWords(query.search),
  };
};

/** One page of the incidents that concern the actor. Error: 404 for the organization. */
export const listIncidents = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  query: Query,
): Promise<Out<typeof IncidentList>> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, organizationId);
    const { rows, ...page } = await readPage(tx, 'incidents', {
      selection: await selectionOf(tx, actor, query),
      column: COLUMN[query.sort],
      direction: query.direction,
      limit: query.limit,
      cursor: query.cursor,
    });
    return { incidents: await incidentViews(tx, rows, actor), ...page };
  });

/** Every matching incident as the lines of a CSV file (A4). */
export async function* exportIncidents(
  { store }: Deps,
  actorId: string,
  organizationId: string,
  query: Out<typeof IncidentExportQuery>,
): AsyncGenerator<string> {
  const selection = await store.read(async (tx) =>
    selectionOf(tx, await loadActorIn(tx, actorId, organizationId), query),
  );
  const pages = readAll((work) => store.read(work), 'incidents', {
    selection,
    column: COLUMN[query.sort],
    direction: query.direction,
  });
  const time = (at: Instant | null): string => (at === null ? '' : toWireTime(at));
  const head = [
    'Compromised',
    'Kind',
    'On',
    'Project',
    'Reason',
    'Reporter',
    'Reported',
    'Revoked',
    'Review',
    'Verdict',
    'Notes',
    'Closed by',
    'Closed',
  ];
  yield* csvFile(head, pages, (incident) => [
    incident.name,
    INCIDENT_KIND_WORDS[incident.kind],
    incident.resourceName,
    incident.projectName,
    incident.reason,
    incident.reportedByName,
    time(incident.reportedAt),
    time(incident.revokedAt),
    INCIDENT_STATE_WORDS[incident.state],
    incident.verdict === null ? '' : INCIDENT_VERDICT_WORDS[incident.verdict],
    incident.notes ?? '',
    incident.closedByName ?? '',
    time(incident.closedAt),
  ]);
}

/** Who could review what this person reported or would report, by name. */
export const reviewersOf = async (
  tx: ReadTransaction,
  place: Place,
  reporterId: string,
): Promise<PersonRef[]> => {
  const ids = [...(await concernedPeople(tx, place))].filter((id) => id !== reporterId);
  const names = await namesOf(tx, ids);
  return ids
    .map((id) => ({ user_id: id, real_name: names.get(id) ?? '' }))
    .sort((a, b) => a.real_name.localeCompare(b.real_name));
};

/** One incident with who could review it (P8). Error: 404. */
export const getIncident = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  incidentId: string,
): Promise<IncidentDetails> =>
  store.read(async (tx) => {
    const actor = await loadActorIn(tx, actorId, organizationId);
    const incident = await findIncident(tx, actor, incidentId);
    return {
      incident: await incidentView(tx, incident, actor),
      reviewers: await reviewersOf(tx, incident, incident.reportedBy),
    };
  });
