import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/service-users.ts';
import type { ChangedServiceEnvelope } from '../../contract/schemas/services.ts';
import {
  mayDeleteServiceUser,
  mayOperateProject,
  mayResetCredentials,
} from '../../domain/policy/service-users.ts';
import { acknowledgeRenewal, waitsForAcknowledgement } from '../../domain/service-user/renewal.ts';
import { newServiceUser, PRIMARY_USER, type ServiceUser } from '../../domain/service-user/service-user.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import { DuplicateError } from '../ports/store.ts';
import { demand, problemOf, ProblemError } from '../problem.ts';
import { findService } from '../services/find-service.ts';
import { loadActor } from '../shared/actor.ts';
import { recordAudit } from '../shared/record.ts';
import { changedService } from '../services/read-services.ts';
import { announceUsers } from './announce.ts';
import { findServiceUser, policyFacts, type UserPath } from './find-user.ts';
import { demandFree, generationsBefore, retireName } from './generations.ts';
import { namesOfUser } from './names-of-user.ts';
import { showInUse } from './show-in-use.ts';
import { tendBy } from './tend-by.ts';
import { sealWish } from './user-secrets.ts';
import { vendorView } from './user-view.ts';

/**
 * Creates a service user of no access; the platform makes its credentials. Errors: 403 unless admin or operator of the
 * project, 404 for the project or the service, 400 for a reserved name, 409 when the name is taken.
 */
export const createServiceUser = async (
  { store, clock, ids }: Deps,
  actorId: string,
  path: Omit<UserPath, 'username'>,
  { username }: Pick<Out<typeof wire.NewServiceUser>, 'username'>,
): Promise<Out<typeof wire.CreatedServiceUser>> => {
  try {
    return await store.write(async (tx) => {
      const now = clock.now();
      const actor = await loadActor(tx, actorId);
      const seen = await findService(tx, actor, path.project, path.service_name);
      const { service, role } = seen;
      demand(mayOperateProject({ role, project: path.project }));
      if (username === PRIMARY_USER)
        throw new ProblemError('username_is_reserved', `${PRIMARY_USER} belongs to the service itself.`);
      await demandFree(tx, service, username);
      const lastGeneration = (await generationsBefore(tx, service, username)) + 1;
      const user = newServiceUser({ service, username, type: 'normal', access: null, lastGeneration, now });
      await tx.insert('serviceUsers', user);
      await enqueue(tx, ids, now, 'provision_user', user.id);
      await recordAudit(tx, ids, now, { actor, action: 'service_user.created', ...namesOfUser(user) });
      announceUsers(tx, user.organizationId);
      return { user: vendorView(user, null), message: 'created' };
    });
  } catch (error) {
    if (error instanceof DuplicateError && error.table === 'serviceUsers')
      throw new ProblemError(
        'service_user_already_exists',
        `Service user ${username} already exists on ${path.service_name}.`,
      );
    throw error;
  }
};

/**
 * Deletes a service user; its credentials end. Errors: 403, 404, 400 for the primary user, 409 for an access's and while
 * credentials are made for it.
 */
export const deleteServiceUser = (
  { store, clock, ids }: Deps,
  actorId: string,
  path: UserPath,
): Promise<{ message: string }> =>
  store.write(async (tx) => {
    const now = clock.now();
    const actor = await loadActor(tx, actorId);
    const seen = await findServiceUser(tx, actor, path);
    demand(mayDeleteServiceUser(policyFacts(seen)));
    const { user } = seen;
    await tx.remove('serviceUsers', user.id);
    await retireName(tx, user.id, user.lastGeneration, now);
    await enqueue(tx, ids, now, 'remove_user', user.id);
    // People need no longer be reminded of its certificate.
    if (waitsForAcknowledgement(user)) await tendBy(tx, now, user.serviceId, now);
    await recordAudit(tx, ids, now, { actor, action: 'service_user.deleted', ...namesOfUser(user) });
    announceUsers(tx, user.organizationId);
    return { message: 'deleted' };
  });

/** The renewed certificate is in use (C7). Errors: 403, 404, 409 where none was ever renewed. */
export const acknowledgeRenewedCertificate = (
  { store, clock, ids }: Deps,
  actorId: string,
  path: UserPath,
): Promise<Out<typeof ChangedServiceEnvelope>> =>
  store.write(async (tx) => {
    const now = clock.now();
    const actor = await loadActor(tx, actorId);
    const seen = await findServiceUser(tx, actor, path);
    const { user, access, service } = seen;
    demand(mayOperateProject(policyFacts(seen)));
    const outcome = acknowledgeRenewal(user, actor.name, now);
    if ('allowed' in outcome) throw problemOf(outcome);
    if (outcome.kind === 'acknowledged') {
      await tx.update('serviceUsers', user.id, outcome.change);
      if (access && user.certificate) await showInUse(tx, access.id, user.certificate, now);
      await recordAudit(tx, ids, now, { actor, action: 'certificate.acknowledged', ...namesOfUser(user) });
      // When people are to be told next may be later now.
      await tendBy(tx, now, service.id, now);
      announceUsers(tx, user.organizationId);
    }
    const change = outcome.kind === 'acknowledged' ? outcome.change : {};
    return { service: changedService(service, { ...user, ...change }) };
  });

/**
 * Makes new credentials that end the old ones as soon as the platform has them (C11). Errors: 403, 404, 409 while others
 * are being made or wait to be saved.
 */
export const resetCredentials = async (
  { store, clock, ids, sealer }: Deps,
  actorId: string,
  path: UserPath,
  newPassword?: string,
): Promise<Out<typeof ChangedServiceEnvelope>> =>
  store.write(async (tx) => {
    const now = clock.now();
    const actor = await loadActor(tx, actorId);
    const seen = await findServiceUser(tx, actor, path);
    demand(mayResetCredentials(policyFacts(seen)));
    const { user, access, service } = seen;
    const lastGeneration = (access?.lastGeneration ?? user.lastGeneration) + 1;
    if (access)
      await tx.update('accesses', access.id, {
        lastGeneration,
        updatedAt: now,
        version: access.version + 1,
      });
    const change: Partial<ServiceUser> = {
      status: user.generation === 0 ? 'making' : 'resetting',
      failure: null,
      lastGeneration,
      nextSealed: null,
      nextCertificate: null,
      sealedWish: newPassword === undefined ? null : await sealWish(sealer, user.id, newPassword),
      resetBy: actor.name,
      updatedAt: now,
    };
    await tx.update('serviceUsers', user.id, change);
    await enqueue(tx, ids, now, 'provision_user', user.id);
    await recordAudit(tx, ids, now, { actor, action: 'service_user.reset_requested', ...namesOfUser(user) });
    announceUsers(tx, user.organizationId);
    return { service: changedService(service, { ...user, ...change }) };
  });

/** As resetCredentials, of the service's own user. */
export const resetServiceCredentials = (
  deps: Deps,
  actorId: string,
  path: Omit<UserPath, 'username'>,
): Promise<Out<typeof ChangedServiceEnvelope>> =>
  resetCredentials(deps, actorId, { ...path, username: PRIMARY_USER });
