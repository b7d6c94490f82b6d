import type { Out } from '../../contract/operation.ts';
import type { CompromiseReport, IncidentEnvelope } from '../../contract/schemas/incidents.ts';
import { CLOUD, endedKey } from '../../domain/api-key/api-key.ts';
import { incidentSearchText, type Incident } from '../../domain/incident/incident.ts';
import type { Actor } from '../../domain/people.ts';
import type { Instant } from '../../domain/time.ts';
import { refused } from '../../domain/verdict.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import { announceKeys } from '../keys/announce.ts';
import { settleRequestOf } from '../keys/key-request.ts';
import type { Transaction } from '../ports/ports.ts';
import { DuplicateError } from '../ports/store.ts';
import { demand, problemOf } from '../problem.ts';
import { announceUsers } from '../service-users/announce.ts';
import type { UserPath } from '../service-users/find-user.ts';
import { loadActorIn } from '../shared/actor.ts';
import { announceGovernance, notify, type Telling } from '../shared/record.ts';
import { announceIncidents, recordIncident } from './announce.ts';
import { concernedPeople } from './concerned.ts';
import { endCredentials } from './end-credentials.ts';
import {
  findReportableAccess,
  findReportableKey,
  findReportableUser,
  type SubjectFacts,
  type SubjectUser,
} from './find-subject.ts';
import { incidentView } from './incident-view.ts';

type Report = Out<typeof CompromiseReport>;
type Envelope = Out<typeof IncidentEnvelope>;

/** Of two who report the same at once the second is told of the first. */
const orAlready = async <R>(work: () => Promise<R>): Promise<R> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof DuplicateError && error.constraint === 'subjectKey')
      throw problemOf(refused('already_compromised', { person: 'Somebody' }));
    throw error;
  }
};

/** Writes the incident, has the platform end what it is about, and tells everybody concerned. */
const openIncident = async (
  deps: Telling,
  tx: Transaction,
  now: Instant,
  actor: Actor,
  facts: SubjectFacts,
  reason: string,
): Promise<Incident> => {
  const { ids } = deps;
  // Our own API checks Cloud keys against this very store, so that they have ended with this commit.
  const atOnce = facts.keyResourceId === CLOUD;
  const named = { ...facts, reportedByName: actor.name };
  const incident: Incident = {
    ...named,
    id: ids.next('inc'),
    subjectKey: `${facts.subjectId}/${facts.generation}`,
    reason,
    reportedBy: actor.personId,
    reportedAt: now,
    revokedAt: atOnce ? now : null,
    state: 'open',
    verdict: null,
    notes: null,
    closedBy: null,
    closedByName: null,
    closedAt: null,
    version: 1,
    searchText: incidentSearchText(named),
  };
  await tx.insert('incidents', incident);
  if (!atOnce) await enqueue(tx, ids, now, 'revoke_compromised', incident.id);
  await recordIncident(tx, ids, now, actor, 'compromise.reported', incident, { reason });
  if (atOnce) await recordIncident(tx, ids, now, null, 'compromise.revoked', incident);
  const concerned = await concernedPeople(tx, incident);
  await notify(tx, deps, now, {
    kind: 'compromise_reported',
    organizationId: incident.organizationId,
    personIds: [...concerned].filter((id) => id !== actor.personId),
    accessId: incident.accessId,
    params: {
      incident: incident.id,
      kind: incident.kind,
      name: incident.name,
      resource: incident.resourceName,
      person: actor.name,
      reason,
    },
  });
  announceIncidents(tx, incident.organizationId);
  return incident;
};

const reportUser = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  { reason }: Report,
  find: (tx: Transaction, actor: Actor) => Promise<SubjectUser>,
): Promise<Envelope> =>
  orAlready(() =>
    deps.store.write(async (tx) => {
      const now = deps.clock.now();
      const actor = await loadActorIn(tx, actorId, organizationId);
      const subject = await find(tx, actor);
      demand(subject.verdict);
      await endCredentials(tx, deps.ids, subject, now);
      const incident = await openIncident(deps, tx, now, actor, subject.facts, reason);
      announceGovernance(tx, organizationId);
      announceUsers(tx, organizationId);
      return { incident: await incidentView(tx, incident, actor) };
    }),
  );

/**
 * An access's credentials are compromised: all of them end now, a rotation under way is closed, and a second person's
 * review opens (P8). Errors: 403 unless concerned, 404, 409 when they were reported before or there are none.
 */
export const reportAccessCompromise = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  accessId: string,
  input: Report,
): Promise<Envelope> =>
  reportUser(deps, actorId, organizationId, input, (tx, actor) => findReportableAccess(tx, actor, accessId));

/** As reportAccessCompromise, of a service user; of one that belongs to an access, the access is reported. */
export const reportUserCompromise = (
  deps: Deps,
  actorId: string,
  path: UserPath & { readonly organization_id: string },
  input: Report,
): Promise<Envelope> =>
  reportUser(deps, actorId, path.organization_id, input, (tx, actor) => findReportableUser(tx, actor, path));

/**
 * An API key is compromised: from this commit on it opens nothing here, and its resource is told to end it (P8). It stays
 * in the list until the review is closed. Errors: 403 unless concerned, 404, 409 when it was reported before.
 */
export const reportKeyCompromise = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  keyId: string,
  { reason }: Report,
): Promise<Envelope> =>
  orAlready(() =>
    deps.store.write(async (tx) => {
      const now = deps.clock.now();
      const actor = await loadActorIn(tx, actorId, organizationId);
      const { facts, key, verdict } = await findReportableKey(tx, actor, keyId);
      demand(verdict);
      await tx.update('apiKeys', key.id, endedKey(key, now));
      // Nobody is shown it any more, and another may be asked for.
      await settleRequestOf(tx, key, 'deleted', now);
      const incident = await openIncident(deps, tx, now, actor, facts, reason);
      announceKeys(tx, organizationId);
      return { incident: await incidentView(tx, incident, actor) };
    }),
  );
