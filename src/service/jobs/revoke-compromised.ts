import type { Incident } from '../../domain/incident/incident.ts';
import { announceKeys } from '../keys/announce.ts';
import type { Deps } from '../deps.ts';
import { announceIncidents, recordIncident } from '../incidents/announce.ts';
import type { Job } from '../ports/store.ts';
import { announceUsers } from '../service-users/announce.ts';

/** Has the platform end what an incident is about; each call may be repeated. */
const endOnPlatform = async ({ store, platform }: Deps, incident: Incident): Promise<void> => {
  if (incident.kind === 'api_key') return platform.revokeKey(incident.subjectId);
  const service = await store.get('services', incident.serviceId ?? '');
  if (!service) return undefined;
  const target = { service, username: incident.username };
  const user = await store.get('serviceUsers', incident.subjectId);
  // The newest first, and for good: what is still on its way to accept it is refused when it arrives. A user that was
  // deleted since goes as a whole.
  if (user) await platform.discard(target, incident.generation);
  return platform.retireOlder(target, user ? incident.generation : incident.generation + 1);
};

/** Carries a report of compromised credentials to the platform, and says when that was done (P8). Never given up. */
export const revokeCompromised = async (deps: Deps, job: Job): Promise<void> => {
  const { store, clock, ids } = deps;
  const incident = await store.get('incidents', job.subjectId);
  if (!incident || incident.revokedAt !== null) return;
  await endOnPlatform(deps, incident);
  await store.write(async (tx) => {
    const now = clock.now();
    const current = await tx.get('incidents', incident.id);
    if (!current || current.revokedAt !== null) return;
    await tx.update('incidents', current.id, { revokedAt: now, version: current.version + 1 });
    await recordIncident(tx, ids, now, null, 'compromise.revoked', current);
    announceIncidents(tx, current.organizationId);
    // Their pages say so.
    if (current.kind === 'api_key') announceKeys(tx, current.organizationId);
    else announceUsers(tx, current.organizationId);
  });
};
