import type { Access, CredentialState } from '../../domain/access/access.ts';
import { adopted, renewalDue } from '../../domain/service-user/renewal.ts';
import type { ServiceUser } from '../../domain/service-user/service-user.ts';
import type { Instant } from '../../domain/time.ts';
import { credentialsInUse } from '../credentials/in-use.ts';
import { settleCredential } from '../credentials/settle.ts';
import type { Deps } from '../deps.ts';
import type { Secrets, Transaction } from '../ports/ports.ts';
import type { Job } from '../ports/store.ts';
import { announceUsers } from '../service-users/announce.ts';
import { namesOfUser } from '../service-users/names-of-user.ts';
import { tendBy } from '../service-users/tend-by.ts';
import { openUserSecrets, openWish, sealUserSecrets } from '../service-users/user-secrets.ts';
import { membersOf } from '../shared/actor.ts';
import { notify, recordAudit, SYSTEM, type Telling } from '../shared/record.ts';
import { enqueue } from './kinds.ts';
import { stillOurs } from './still-ours.ts';

const wanted = (user: ServiceUser | undefined): user is ServiceUser =>
  user?.status === 'making' || user?.status === 'resetting';

/** Makes the next generation and stores it sealed; null when this worker lost the job, or nobody wants it any more. */
const prepareNext = async (deps: Deps, job: Job, user: ServiceUser): Promise<ServiceUser | null> => {
  const { store, clock, sealer, platform } = deps;
  const service = await store.get('services', user.serviceId);
  if (!service) return null;
  const target = { service, username: user.username };
  const wish =
    user.sealedWish === null ? undefined : { password: await openWish(sealer, user.id, user.sealedWish) };
  await platform.ensureServiceUser(target, []);
  const made = await platform.prepare(target, user.lastGeneration, job.attempts, wish);
  const nextSealed = await sealUserSecrets(sealer, user.id, made.secrets);
  return store.write(async (tx) => {
    const current = (await stillOurs(tx, job)) ? await tx.get('serviceUsers', user.id) : undefined;
    if (!wanted(current) || current.lastGeneration !== user.lastGeneration) return null;
    const next = { nextSealed, nextCertificate: made.certificate, updatedAt: clock.now() };
    await tx.update('serviceUsers', user.id, next);
    return { ...current, ...next };
  });
};

/** What an access said of credentials that a reset has replaced, whatever became of them. */
const OVERTAKEN: readonly CredentialState[] = ['failed', 'expired', 'unconfirmed', 'compromised', 'revoked'];

/** A reset ends whatever older credentials of the access still work, and its certificate is the new one (C11). */
const settleAccess = async (
  deps: Telling,
  tx: Transaction,
  user: ServiceUser,
  access: Access,
  now: Instant,
): Promise<void> => {
  const certificate = user.nextCertificate;
  const inUse = (await credentialsInUse(tx, [access.id])).get(access.id);
  const open = inUse?.replacesOld === true && inUse.oldRetiredAt === null;
  if (inUse && open) await settleCredential(tx, inUse, { oldRetiredAt: now }, now);
  const current = await tx.get('accesses', access.id);
  if (current && certificate)
    await tx.update('accesses', access.id, {
      certificateNotBefore: certificate.notBefore,
      certificateNotAfter: certificate.notAfter,
      oldValidUntil: null,
      ...(OVERTAKEN.includes(current.credentialState) ? { credentialState: 'active' as const } : {}),
      updatedAt: now,
      version: current.version + 1,
    });
  const members = (await membersOf(tx, [access.ownerGroupId])).get(access.ownerGroupId) ?? [];
  await notify(tx, deps, now, {
    kind: 'service_user_reset',
    organizationId: access.organizationId,
    personIds: members,
    accessId: access.id,
    params: {
      project: user.projectName,
      service: user.serviceName,
      user: user.username,
      access: access.name,
      ...(user.resetBy === null ? {} : { actor: user.resetBy }),
    },
  });
};

/**
 * Makes the credentials of a service user that holds none, or new ones that end the old (C11). What was cut off goes on
 * where it was: credentials that are stored were not given up yet, and are taken instead of made again.
 */
export const provisionUser = async (deps: Deps, job: Job): Promise<void> => {
  const { store, clock, ids, sealer, platform } = deps;
  const found = await store.get('serviceUsers', job.subjectId);
  if (!wanted(found)) return;
  const user = found.nextSealed === null ? await prepareNext(deps, job, found) : found;
  if (!user || user.nextSealed === null) return;
  const service = await store.get('services', user.serviceId);
  if (!service) return;
  const target = { service, username: user.username };
  const generation = user.lastGeneration;
  const { password, ...pair } = await openUserSecrets(sealer, user.id, user.nextSealed);
  // prepareNext stored all of them.
  const secrets: Secrets = { ...pair, password: password ?? '' };
  await platform.activate(target, generation, secrets);
  await platform.retireOlder(target, generation);
  await store.write(async (tx) => {
    const now = clock.now();
    const current = await tx.get('serviceUsers', user.id);
    if (!wanted(current) || current.lastGeneration !== generation) return;
    if (current.nextSealed === null || current.nextCertificate === null) return;
    const made = { generation, certificate: current.nextCertificate, sealed: current.nextSealed };
    await tx.update('serviceUsers', user.id, adopted(made, now));
    const access = current.accessId === null ? undefined : await tx.get('accesses', current.accessId);
    if (access) await settleAccess(deps, tx, current, access, now);
    await tendBy(
      tx,
      now,
      service.id,
      Math.max(now, renewalDue(made.certificate.notAfter, service.renewalWindowDays)),
    );
    const names = namesOfUser(current);
    await recordAudit(tx, ids, now, {
      actor: SYSTEM,
      action: current.status === 'making' ? 'service_user.ready' : 'service_user.reset',
      ...names,
      details: { ...names.details, fingerprint: made.certificate.fingerprint },
    });
    announceUsers(tx, current.organizationId);
  });
};

/**
 * Gives up, where nothing was made yet: the user stays as it was and says why. What the platform was already given is
 * never given up; answers false then.
 */
export const failUser = async (
  { clock, ids }: Deps,
  tx: Transaction,
  job: Job,
  failure: string,
): Promise<boolean> => {
  const user = await tx.get('serviceUsers', job.subjectId);
  if (!wanted(user)) return true;
  if (user.nextSealed !== null) return false;
  const now = clock.now();
  const making = user.status === 'making';
  await tx.update('serviceUsers', user.id, {
    status: making ? 'failed' : 'ready',
    failure,
    sealedWish: null,
    resetBy: null,
    updatedAt: now,
  });
  await enqueue(tx, ids, now, 'discard', `${user.serviceId}/${user.lastGeneration}/${user.username}`);
  const names = namesOfUser(user);
  await recordAudit(tx, ids, now, {
    actor: SYSTEM,
    action: making ? 'service_user.failed' : 'service_user.reset_failed',
    ...names,
    details: { ...names.details, failure },
  });
  announceUsers(tx, user.organizationId);
  return true;
};
