import type { Incident } from '../../domain/incident/incident.ts';
import type { Actor } from '../../domain/people.ts';
import { isConcerned } from '../../domain/policy/report-compromise.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { concernOf, standingsTo } from './concerned.ts';

/** An incident that concerns the actor. Error: 404, whether there is none or it is not theirs to see. */
export const findIncident = async (tx: ReadTransaction, actor: Actor, id: string): Promise<Incident> => {
  const incident = await tx.get('incidents', id);
  if (incident?.organizationId === actor.organizationId) {
    const standing = (await standingsTo(tx, actor, [incident]))(incident);
    if (incident.reportedBy === actor.personId || isConcerned(standing, concernOf(incident)).allowed)
      return incident;
  }
  throw new ProblemError('incident_not_found', 'There is no such incident, or it does not concern you.');
};
