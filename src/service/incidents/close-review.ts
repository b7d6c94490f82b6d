import type { Out } from '../../contract/operation.ts';
import type { IncidentClosing, IncidentEnvelope } from '../../contract/schemas/incidents.ts';
import { closeIncident, type Incident } from '../../domain/incident/incident.ts';
import type { Actor } from '../../domain/people.ts';
import { mayCloseReview } from '../../domain/policy/report-compromise.ts';
import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { removeKey } from '../keys/change-keys.ts';
import type { Transaction } from '../ports/ports.ts';
import { demand, demandVersion } from '../problem.ts';
import { announceUsers } from '../service-users/announce.ts';
import { loadActorIn } from '../shared/actor.ts';
import { announceGovernance, notify } from '../shared/record.ts';
import { announceIncidents, recordIncident } from './announce.ts';
import { concernedPeople, concernOf, standingsTo } from './concerned.ts';
import { findIncident } from './find-incident.ts';
import { incidentView, reportedAbout } from './incident-view.ts';

/** What was compromised is revoked and nothing more, unless another review of it is open. */
const settle = async (
  deps: Deps,
  tx: Transaction,
  actor: Actor,
  incident: Incident,
  now: Instant,
): Promise<void> => {
  if (incident.kind === 'api_key') {
    const key = await tx.get('apiKeys', incident.subjectId);
    if (key?.state === 'compromised') await removeKey(deps, tx, actor, key, { review: incident.id });
    return;
  }
  const others = (await reportedAbout(tx, [incident.subjectId])).get(incident.subjectId)?.open ?? null;
  const access = incident.accessId === null ? undefined : await tx.get('accesses', incident.accessId);
  if (access && others === null) {
    const ended = { accessId: access.id, status: 'compromised' } as const;
    for (const { id } of await tx.find('credentials', { where: ended }))
      await tx.update('credentials', id, { status: 'revoked' });
    await tx.update('accesses', access.id, {
      ...(access.credentialState === 'compromised' ? { credentialState: 'revoked' as const } : {}),
      updatedAt: now,
      version: access.version + 1,
    });
  }
  announceGovernance(tx, incident.organizationId);
  announceUsers(tx, incident.organizationId);
};

/**
 * Closes the review of compromised credentials (P8). Errors: 403 for the reporter and for whom it does not concern, 404,
 * 409 when it was closed before, when it was seen in an older version, or while the platform has not ended everything.
 */
export const closeReview = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  incidentId: string,
  { verdict, notes, version }: Out<typeof IncidentClosing>,
): Promise<Out<typeof IncidentEnvelope>> =>
  deps.store.write(async (tx) => {
    const { clock, ids } = deps;
    const now = clock.now();
    const actor = await loadActorIn(tx, actorId, organizationId);
    const incident = await findIncident(tx, actor, incidentId);
    const standing = (await standingsTo(tx, actor, [incident]))(incident);
    demand(mayCloseReview({ standing, concern: concernOf(incident), incident }));
    demandVersion(version, incident.version);
    const change = closeIncident(incident, actor, { verdict, notes }, now);
    await tx.update('incidents', incident.id, change);
    const closed = { ...incident, ...change };
    await settle(deps, tx, actor, closed, now);
    await recordIncident(tx, ids, now, actor, 'compromise.review_closed', closed, { verdict, notes });
    const told = new Set([...(await concernedPeople(tx, closed)), closed.reportedBy]);
    await notify(tx, deps, now, {
      kind: 'compromise_reviewed',
      organizationId,
      personIds: [...told].filter((id) => id !== actorId),
      accessId: closed.accessId,
      params: {
        incident: closed.id,
        kind: closed.kind,
        name: closed.name,
        resource: closed.resourceName,
        person: actor.name,
        verdict,
      },
    });
    announceIncidents(tx, organizationId);
    return { incident: await incidentView(tx, closed, actor) };
  });
