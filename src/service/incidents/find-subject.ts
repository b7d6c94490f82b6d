import type { Access } from '../../domain/access/access.ts';
import type { ApiKey } from '../../domain/api-key/api-key.ts';
import type { Actor, Service } from '../../domain/people.ts';
import { serviceUserKey, type ServiceUser } from '../../domain/service-user/service-user.ts';
import { mayReportKey, mayReportUser } from '../../domain/policy/report-compromise.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { findAccess } from '../accesses/find-access.ts';
import { loadPrincipalIn } from '../keys/principal.ts';
import { findKey } from '../keys/read-keys.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import type { UserPath } from '../service-users/find-user.ts';
import { findProject } from '../services/find-service.ts';
import { concernOf, standingsTo, type Place } from './concerned.ts';
import { reportedAbout } from './incident-view.ts';
import type { Incident } from '../../domain/incident/incident.ts';

/** What an incident says of its subject. */
export type SubjectFacts = Place &
  Pick<
    Incident,
    | 'subjectId'
    | 'generation'
    | 'accessId'
    | 'name'
    | 'username'
    | 'serviceId'
    | 'resourceName'
    | 'keyOwnerName'
  >;

const NO_KEY = { keyOwnerId: null, keyOwnerName: '', keyCreatedBy: null, keyResourceId: null } as const;

/** A service user to be reported, with its access if it belongs to one. */
export interface SubjectUser {
  readonly facts: SubjectFacts;
  readonly service: Service;
  readonly access: Access | null;
  readonly user: ServiceUser | null;
  readonly verdict: Verdict;
}

const subjectUser = async (
  tx: ReadTransaction,
  actor: Actor,
  service: Service,
  access: Access | null,
  user: ServiceUser | null,
): Promise<SubjectUser> => {
  const lastGeneration = Math.max(access?.lastGeneration ?? 0, user?.lastGeneration ?? 0);
  const username = access?.username ?? user?.username ?? '';
  const subjectId = serviceUserKey(service.id, username);
  const facts: SubjectFacts = {
    organizationId: service.organizationId,
    kind: access ? 'access' : 'service_user',
    subjectId,
    generation: lastGeneration,
    accessId: access?.id ?? null,
    name: access?.name ?? username,
    username,
    projectId: service.projectId,
    projectName: service.projectName,
    serviceId: service.id,
    resourceName: service.name,
    ownerGroupId: access?.ownerGroupId ?? null,
    ownerGroupName: access?.ownerGroupName ?? '',
    ...NO_KEY,
  };
  const standing = (await standingsTo(tx, actor, [facts]))(facts);
  const known = (await reportedAbout(tx, [subjectId])).get(subjectId)?.newest ?? null;
  const concern = concernOf(facts);
  const verdict = mayReportUser({ standing, concern, access, user, lastGeneration, known });
  return { facts, service, access, user, verdict };
};

/** An access as it could be reported. Error: 404. */
export const findReportableAccess = async (
  tx: ReadTransaction,
  actor: Actor,
  accessId: string,
): Promise<SubjectUser> => {
  const access = await findAccess(tx, actor.organizationId, accessId);
  const service = await tx.get('services', access.serviceId);
  if (!service) throw new ProblemError('governance_access_not_found', 'The service of this access is gone.');
  const user = (await tx.get('serviceUsers', access.serviceUserKey)) ?? null;
  return subjectUser(tx, actor, service, access, user);
};

/** A service user as it could be reported; organization admins need no role in its project. Errors: 404. */
export const findReportableUser = async (
  tx: ReadTransaction,
  actor: Actor,
  { project: projectName, service_name: name, username }: UserPath,
): Promise<SubjectUser> => {
  const { organizationId } = actor;
  const [known] = actor.isOrganizationAdmin
    ? await tx.find('projects', { where: { organizationId, name: projectName } })
    : [];
  const project = known ?? (await findProject(tx, actor, projectName)).project;
  const [service] = await tx.find('services', { where: { projectId: project.id, name } });
  if (!service) throw new ProblemError('service_not_found', `Service ${name} does not exist.`);
  const user = await tx.get('serviceUsers', serviceUserKey(service.id, username));
  if (!user) throw new ProblemError('user_not_found', `Service user ${username} does not exist on ${name}.`);
  const access = user.accessId === null ? null : ((await tx.get('accesses', user.accessId)) ?? null);
  return subjectUser(tx, actor, service, access, user);
};

/** An API key as it could be reported. Error: 404, whether there is none or it is not theirs to see. */
export const findReportableKey = async (
  tx: ReadTransaction,
  actor: Actor,
  keyId: string,
): Promise<{ readonly facts: SubjectFacts; readonly key: ApiKey; readonly verdict: Verdict }> => {
  const found = await tx.get('apiKeys', keyId);
  // Whoever made it for another account, and organization admins, may see it here, although the list shows it to others.
  const key =
    found?.organizationId === actor.organizationId &&
    (found.createdBy === actor.personId || actor.isOrganizationAdmin)
      ? found
      : await findKey(tx, await loadPrincipalIn(tx, actor.personId, actor.organizationId), keyId);
  const facts: SubjectFacts = {
    organizationId: key.organizationId,
    kind: 'api_key',
    subjectId: key.id,
    generation: 0,
    accessId: null,
    name: key.id,
    username: '',
    projectId: null,
    projectName: '',
    serviceId: null,
    resourceName: key.resourceName,
    ownerGroupId: null,
    ownerGroupName: '',
    keyOwnerId: key.ownerId,
    keyOwnerName: key.ownerName,
    keyCreatedBy: key.createdBy,
    keyResourceId: key.resourceId,
  };
  const standing = (await standingsTo(tx, actor, [facts]))(facts);
  const known = (await reportedAbout(tx, [key.id])).get(key.id)?.newest ?? null;
  return { facts, key, verdict: mayReportKey({ standing, concern: concernOf(facts), known }) };
};
