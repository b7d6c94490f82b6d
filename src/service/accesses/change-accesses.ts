import type { Out } from '../../contract/operation.ts';
import type { AccessEnvelope, NewAccess } from '../../contract/schemas/accesses.ts';
import { accessSearchText, aclEntriesOf, type Access } from '../../domain/access/access.ts';
import { mayCreateAccess, mayDeleteAccess } from '../../domain/policy/access.ts';
import { newServiceUser, PRIMARY_USER, serviceUserKey } from '../../domain/service-user/service-user.ts';
import { NEVER } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import { DuplicateError } from '../ports/store.ts';
import { demand, ProblemError } from '../problem.ts';
import { announceUsers } from '../service-users/announce.ts';
import { demandFree, generationsBefore, retireName } from '../service-users/generations.ts';
import { loadActorIn } from '../shared/actor.ts';
import { announceGovernance, recordAudit } from '../shared/record.ts';
import { accessView } from './access-view.ts';
import { findAccess } from './find-access.ts';

/**
 * Creates an access with a service user of its own; the platform makes it and its first credentials, which its creator
 * may see once. Errors: 403 outside the owner group, 404 for unknown project, service, group or topic, 409 when the
 * service user is taken.
 */
export const createAccess = async (
  deps: Deps,
  actorId: string,
  organizationId: string,
  input: Out<typeof NewAccess>,
): Promise<Out<typeof AccessEnvelope>> => {
  const { store, clock, ids } = deps;
  const data = input.access_data;
  if (data.username === PRIMARY_USER)
    throw new ProblemError('username_is_reserved', `${PRIMARY_USER} belongs to the service itself.`);
  try {
    return await store.write(async (tx) => {
      const now = clock.now();
      const actor = await loadActorIn(tx, actorId, organizationId);
      const group = await tx.get('groups', input.owner_user_group_id);
      if (group?.organizationId !== organizationId)
        throw new ProblemError('user_group_not_found', 'There is no such user group.');
      demand(mayCreateAccess({ actor, group }));
      const [project] = await tx.find('projects', { where: { organizationId, name: data.project_name } });
      if (!project) throw new ProblemError('project_not_found', `There is no project ${data.project_name}.`);
      const [service] = await tx.find('services', {
        where: { projectId: project.id, name: data.service_name },
      });
      if (!service)
        throw new ProblemError('service_not_found', `Service ${data.service_name} does not exist.`);
      const topics = new Set(data.acls.map((acl) => acl.resource_name));
      const known = await tx.count('topics', { where: { serviceId: service.id, name: { in: [...topics] } } });
      if (known < topics.size)
        throw new ProblemError(
          'topic_not_found',
          `Service ${service.name} does not have all of these topics.`,
        );
      const id = ids.next('acc');
      const username =
        data.username || `${input.access_name.replaceAll(/[^\w.-]+/gu, '-').slice(0, 50)}-${id.slice(-8)}`;
      await demandFree(tx, service, username);
      const earlier = await generationsBefore(tx, service, username);
      const names = {
        name: input.access_name,
        username,
        serviceName: service.name,
        projectName: project.name,
        ownerGroupName: group.name,
        acls: data.acls.map((acl) => ({
          id: ids.next('acl'),
          resourceName: acl.resource_name,
          operation: acl.operation,
          host: acl.host || '*',
        })),
      };
      const access: Access = {
        ...names,
        id,
        organizationId,
        serviceId: service.id,
        ownerGroupId: group.id,
        createdBy: actorId,
        createdAt: now,
        updatedAt: now,
        version: 1,
        credentialState: 'provisioning',
        credentialId: null,
        activeRequestId: null,
        credentialsUserId: null,
        credentialsConsumed: true,
        certificateNotBefore: now,
        certificateNotAfter: NEVER,
        oldValidUntil: null,
        serviceUserKey: serviceUserKey(service.id, username),
        lastGeneration: earlier + 1,
        searchText: accessSearchText(names),
      };
      await tx.insert('accesses', access);
      const { lastGeneration } = access;
      await tx.insert(
        'serviceUsers',
        newServiceUser({ service, username, type: 'normal', access, lastGeneration, now }),
      );
      for (const entry of aclEntriesOf(access)) await tx.insert('acls', entry);
      await enqueue(tx, ids, now, 'provision_access', id);
      await recordAudit(tx, ids, now, {
        actor,
        action: 'access.created',
        organizationId,
        accessId: id,
        resourceName: access.name,
      });
      announceGovernance(tx, organizationId);
      announceUsers(tx, organizationId);
      return { access: await accessView(tx, access, actor, now) };
    });
  } catch (error) {
    if (error instanceof DuplicateError && ['accesses', 'serviceUsers'].includes(error.table))
      throw new ProblemError(
        'governance_access_already_exists',
        `Service user ${data.username} already exists on ${data.service_name}.`,
      );
    throw error;
  }
};

/** Deletes an access; its service user ends on the platform. Errors: 403, 404, 409 while a rotation is under way. */
export const deleteAccess = (
  { store, clock, ids }: Deps,
  actorId: string,
  organizationId: string,
  accessId: string,
): Promise<{ access_id: string }> =>
  store.write(async (tx) => {
    const now = clock.now();
    const actor = await loadActorIn(tx, actorId, organizationId);
    const access = await findAccess(tx, organizationId, accessId);
    demand(mayDeleteAccess({ actor, access }));
    for (const { id } of await tx.find('credentials', { where: { accessId, sealed: { not: null } } }))
      await tx.update('credentials', id, { sealed: null, status: 'expired' });
    await tx.remove('accesses', accessId);
    for (const { id } of access.acls) await tx.remove('acls', id);
    await tx.remove('serviceUsers', access.serviceUserKey);
    await retireName(tx, access.serviceUserKey, access.lastGeneration, now);
    await enqueue(tx, ids, now, 'remove_user', access.serviceUserKey);
    await recordAudit(tx, ids, now, {
      actor,
      action: 'access.deleted',
      organizationId,
      accessId,
      resourceName: access.name,
      details: { service: access.serviceName, username: access.username },
    });
    announceGovernance(tx, organizationId);
    announceUsers(tx, organizationId);
    return { access_id: accessId };
  });
