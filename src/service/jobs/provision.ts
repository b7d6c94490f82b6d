import { credentialStateOf } from '../../domain/access/credential-state.ts';
import type { Access } from '../../domain/access/access.ts';
import { issueCredential } from '../../domain/credential/lifecycle.ts';
import type { Overlap } from '../../domain/credential/overlap.ts';
import { advance } from '../../domain/request/lifecycle.ts';
import type { Request } from '../../domain/request/request.ts';
import type { Service } from '../../domain/people.ts';
import { restingState } from '../credentials/resting-state.ts';
import { sealSecrets } from '../credentials/secrets.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import type { Job } from '../ports/store.ts';
import { announceGovernance, notify, recordAudit, SYSTEM } from '../shared/record.ts';
import { enqueue } from './kinds.ts';
import { firstReminderAt } from './remind.ts';
import { stillOurs } from './still-ours.ts';

/** What is to be made: for a request, or the first credentials of a new access. */
interface Order {
  readonly access: Access;
  readonly service: Service;
  readonly request: Request | null;
  readonly generation: number;
  readonly revealTo: string;
  readonly overlap: Overlap;
}

const orderOf = async (tx: ReadTransaction, job: Job): Promise<Order | null> => {
  const request =
    job.kind === 'provision_request' ? ((await tx.get('requests', job.subjectId)) ?? null) : null;
  if (job.kind === 'provision_request' && request?.status !== 'provisioning') return null;
  const access = await tx.get('accesses', request?.accessId ?? job.subjectId);
  const service = access && (await tx.get('services', access.serviceId));
  if (!access || !service) return null;
  if (request) {
    const { generation, requesterId, overlap } = request;
    return generation === null || overlap === null
      ? null
      : { access, service, request, generation, revealTo: requesterId, overlap };
  }
  return access.credentialState === 'provisioning' && access.credentialId === null
    ? {
        access,
        service,
        request,
        generation: access.lastGeneration,
        revealTo: access.createdBy,
        overlap: 'immediately',
      }
    : null;
};

/**
 * Makes credentials and stores them sealed (R10). Whatever is cut off in the middle is made again under the same
 * generation with a higher fence; only the worker that still owns the job can store what it made.
 */
export const provision = async (deps: Deps, job: Job): Promise<void> => {
  const { store, clock, ids, sealer, platform } = deps;
  const order = await store.read((tx) => orderOf(tx, job));
  if (!order) return;
  const target = { service: order.service, username: order.access.username };
  await platform.ensureServiceUser(target, order.access.acls);
  const made = await platform.prepare(target, order.generation, job.attempts);
  const credentialId = ids.next('crd');
  const sealed = await sealSecrets(sealer, credentialId, made.secrets);
  await store.write(async (tx) => {
    const now = clock.now();
    const current = (await stillOurs(tx, job)) ? await orderOf(tx, job) : null;
    if (!current || current.generation !== order.generation) return;
    // Closed with what it made: were it taken over between here and the end of the job, the platform would be given
    // other credentials than the ones that are stored. Two transactions that write the job cannot both succeed.
    await tx.update('jobs', job.id, { status: 'done', lockedUntil: null, lastError: null });
    const { access, request } = current;
    if (!(await tx.get('memberships', `${access.ownerGroupId}:${current.revealTo}`))) {
      const name = (await tx.get('people', current.revealTo))?.name ?? 'Whoever asked';
      const failure = `${name} is no longer a member of ${access.ownerGroupName} and could not see the credentials.`;
      await failProvisioning(deps, tx, job, failure);
      return;
    }
    const earlier = await tx.find('credentials', { where: { accessId: access.id } });
    const user = await tx.get('serviceUsers', access.serviceUserKey);
    // A report ended all of them (P8), whatever was tried since: no generation is in use.
    const ended = user?.generation === 0;
    const credential = issueCredential({
      id: credentialId,
      organizationId: access.organizationId,
      accessId: access.id,
      requestId: request?.id ?? null,
      serviceId: access.serviceId,
      username: access.username,
      generation: current.generation,
      sealed,
      certificate: made.certificate,
      revealTo: current.revealTo,
      overlap: current.overlap,
      replacesOld: !ended && earlier.some((row) => row.activatedAt !== null),
      now,
    });
    await tx.insert('credentials', credential);
    const change = request && advance(request, { kind: 'provisioned', credentialId }, now);
    if (request && change) await tx.update('requests', request.id, change);
    await tx.update('accesses', access.id, {
      credentialId,
      credentialState: credentialStateOf(null, credential),
      credentialsUserId: current.revealTo,
      credentialsConsumed: false,
      updatedAt: now,
      version: access.version + 1,
    });
    await enqueue(tx, ids, now, 'expire', credentialId, credential.expiresAt);
    await enqueue(tx, ids, now, 'remind_unviewed', credentialId, firstReminderAt(credential));
    await recordAudit(tx, ids, now, {
      actor: SYSTEM,
      action: request ? 'request.provisioned' : 'credential.issued',
      organizationId: access.organizationId,
      requestId: request?.id ?? null,
      accessId: access.id,
      resourceName: access.name,
      details: { fingerprint: made.certificate.fingerprint },
    });
    await notify(tx, deps, now, {
      kind: request ? 'credentials_ready' : 'first_credentials_ready',
      organizationId: access.organizationId,
      personIds: [current.revealTo],
      requestId: request?.id ?? null,
      accessId: access.id,
      params: { access: access.name },
    });
    announceGovernance(tx, access.organizationId);
  });
};

/** Gives up (R10): the request says why and can be retried; what the platform may hold prepared is thrown away. */
export const failProvisioning = async (
  deps: Deps,
  tx: Transaction,
  job: Job,
  failure: string,
): Promise<void> => {
  const { clock, ids } = deps;
  const order = await orderOf(tx, job);
  if (!order) return;
  const now = clock.now();
  const { access, request } = order;
  const change = request && advance(request, { kind: 'fail', failure }, now);
  if (request && change) await tx.update('requests', request.id, change);
  await tx.update('accesses', access.id, {
    activeRequestId: null,
    credentialState: await restingState(tx, access),
    updatedAt: now,
    version: access.version + 1,
  });
  await enqueue(tx, ids, now, 'discard', `${access.serviceId}/${order.generation}/${access.username}`);
  await recordAudit(tx, ids, now, {
    actor: SYSTEM,
    action: request ? 'request.failed' : 'access.provisioning_failed',
    organizationId: access.organizationId,
    requestId: request?.id ?? null,
    accessId: access.id,
    resourceName: access.name,
    details: { failure },
  });
  if (request)
    await notify(tx, deps, now, {
      kind: 'request_failed',
      organizationId: access.organizationId,
      personIds: [
        ...new Set([request.requesterId, ...(request.decidedBy === null ? [] : [request.decidedBy])]),
      ],
      requestId: request.id,
      accessId: access.id,
      params: { access: access.name, reason: failure },
    });
  announceGovernance(tx, access.organizationId);
};
