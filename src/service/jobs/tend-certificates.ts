import { daysLeft, nextNoticeAt } from '../../domain/service-user/attention.ts';
import { nextRenewalAt, renewalDue, renewalFailed, renewed } from '../../domain/service-user/renewal.ts';
import type { ServiceUser } from '../../domain/service-user/service-user.ts';
import type { Service } from '../../domain/people.ts';
import { DAY, MINUTE, NEVER, SECOND, type Instant } from '../../domain/time.ts';
import { platformLimit, type Deps } from '../deps.ts';
import { PlatformRefusedError, type Transaction } from '../ports/ports.ts';
import { UnavailableError, type Job, type Where } from '../ports/store.ts';
import { announceUsers } from '../service-users/announce.ts';
import { namesOfUser } from '../service-users/names-of-user.ts';
import { showInUse } from '../service-users/show-in-use.ts';
import { openUserSecrets, sealUserSecrets } from '../service-users/user-secrets.ts';
import { technicalAddressesOf } from '../mail/technical-addresses-of.ts';
import { withdrawMails } from '../mail/write-mails.ts';
import { notify, recordAudit, SYSTEM, type Telling } from '../shared/record.ts';
import { stillOurs } from './still-ours.ts';

/** Certificates in one pass. */
const PASS = 10;
/**
 * Between passes where more are due. They have weeks (C2), and people who read meanwhile have no time: every renewal
 * costs the store as much as two or three pages, and drops the answers that are given again.
 */
const REST = 5 * SECOND;
/** How long a pass waits after the platform did not answer. */
const OUTAGE_WAIT = MINUTE;

/** Decides, in the transaction that puts the job off, when it runs next. */
export type Again = (tx: Transaction) => Promise<Instant>;

const due = (service: Service, now: Instant): Where<ServiceUser> => ({
  serviceId: service.id,
  newestEndsAt: { atMost: now + service.renewalWindowDays * DAY },
  retryAt: { atMost: now },
});

/** Who looks after a project's certificates (C4). */
const operatorsOf = async (tx: Transaction, projectId: string): Promise<readonly string[]> => {
  const members = await tx.find('projectMembers', {
    where: { projectId, role: { in: ['admin', 'operator'] } },
  });
  return members.map(({ personId }) => personId);
};

/** The user as it is now, if this worker may still write about its renewal. */
const current = async (tx: Transaction, job: Job, seen: ServiceUser): Promise<ServiceUser | null> => {
  const user = (await stillOurs(tx, job)) ? await tx.get('serviceUsers', seen.id) : undefined;
  return user && user.generation === seen.generation && user.renewals === seen.renewals ? user : null;
};

const recordFailure = async (
  deps: Deps,
  job: Job,
  service: Service,
  seen: ServiceUser,
  cause: { readonly reason: string; readonly lasting: boolean },
): Promise<void> => {
  const { store, clock, ids } = deps;
  await store.write(async (tx) => {
    const now = clock.now();
    const user = await current(tx, job, seen);
    if (!user) return;
    const { change, tell } = renewalFailed(user, cause, now);
    await tx.update('serviceUsers', user.id, change);
    if (!tell) return;
    const names = namesOfUser(user);
    await recordAudit(tx, ids, now, {
      actor: SYSTEM,
      action: 'certificate.renewal_failed',
      ...names,
      details: { ...names.details, failure: cause.reason },
    });
    if (!service.noticesMuted)
      await notify(tx, deps, now, {
        kind: 'certificate_renewal_failed',
        organizationId: user.organizationId,
        personIds: await operatorsOf(tx, user.projectId),
        addresses: await technicalAddressesOf(tx, service.id),
        params: { ...names.details, user: user.username, reason: cause.reason },
      });
  });
};

/** Renews one certificate (C2). A failure is recorded; throws when the platform or the store did not answer. */
const renew = async (deps: Deps, job: Job, service: Service, seen: ServiceUser): Promise<void> => {
  const { store, clock, ids, sealer, platform } = deps;
  try {
    const target = { service, username: seen.username };
    const made = await platform.renewCertificate(target, seen.generation, seen.renewals + 1, job.attempts);
    const kept = seen.sealed === null ? null : await openUserSecrets(sealer, seen.id, seen.sealed);
    const { certificate, ...pair } = made;
    const password = kept?.password;
    const sealed = await sealUserSecrets(sealer, seen.id, {
      ...pair,
      ...(password === undefined ? {} : { password }),
    });
    await store.write(async (tx) => {
      const now = clock.now();
      const user = await current(tx, job, seen);
      if (!user) return;
      const change = renewed(user, { certificate, sealed }, now);
      await tx.update('serviceUsers', user.id, change);
      // Its access shows the certificate in use, which has ended: that of the renewal before takes its place.
      if (user.accessId !== null && user.certificate && change.endsAt !== user.endsAt)
        await showInUse(tx, user.accessId, user.certificate, now);
      const names = namesOfUser(user);
      await recordAudit(tx, ids, now, {
        actor: SYSTEM,
        action: 'certificate.renewed',
        ...names,
        details: { ...names.details, fingerprint: certificate.fingerprint },
      });
    });
  } catch (error) {
    const outage = error instanceof UnavailableError;
    const refusal = error instanceof PlatformRefusedError;
    const reason =
      outage || refusal ? error.message : 'Renewing the certificate failed for an unexpected reason.';
    await recordFailure(deps, job, service, seen, { reason, lasting: !outage });
    // What nobody foresaw is to be reported; the next pass goes on behind this user, who is not due for a while.
    if (!refusal) throw error;
  }
};

/** What reminders of a service's certificates have in common. */
const noticeKey = ({ id }: Service): string => `certificates/${id}`;

/** Reminders that nobody read yet are replaced by the next one, or by nothing: one for a service is enough. */
const withdrawNotices = async (
  tx: Transaction,
  service: Service,
  personIds: readonly string[],
): Promise<void> => {
  const unread = await tx.find('notifications', {
    where: { personId: { in: personIds }, kind: 'certificates_renewed', readAt: null },
  });
  const stale = unread.filter(
    ({ params }) => params['service'] === service.name && params['project'] === service.projectName,
  );
  for (const { id } of stale) await tx.remove('notifications', id);
  await withdrawMails(tx, noticeKey(service));
  if (stale.length > 0)
    tx.announce({ touches: ['notifications'], organizationId: service.organizationId, personIds });
};

/** Tells a project's admins and operators of what waits to be acknowledged, where it is time (C4); when it is next. */
const giveNotice = async (
  deps: Telling,
  tx: Transaction,
  service: Service,
  now: Instant,
): Promise<Instant> => {
  const personIds = await operatorsOf(tx, service.projectId);
  const where: Where<ServiceUser> = {
    projectId: service.projectId,
    serviceId: service.id,
    attentionAt: { atMost: NEVER - 1 },
    renewalState: 'renewed',
  };
  const [first] = await tx.find('serviceUsers', {
    where,
    order: { column: 'attentionAt', direction: 'asc' },
    limit: 1,
  });
  if (!first || service.noticesMuted) {
    await withdrawNotices(tx, service, personIds);
    return NEVER;
  }
  const last = service.noticeSentAt;
  const fresh =
    last === null ||
    (await tx.count('serviceUsers', { where: { ...where, renewedAt: { above: last } } })) > 0;
  if (!fresh && now < nextNoticeAt(first.attentionAt, last)) return nextNoticeAt(first.attentionAt, last);
  await tx.update('services', service.id, { noticeSentAt: now });
  await withdrawNotices(tx, service, personIds);
  await notify(tx, deps, now, {
    kind: 'certificates_renewed',
    organizationId: service.organizationId,
    personIds,
    addresses: await technicalAddressesOf(tx, service.id),
    subjectKey: noticeKey(service),
    params: {
      project: service.projectName,
      service: service.name,
      user: first.username,
      count: String(await tx.count('serviceUsers', { where })),
      days: String(daysLeft(first.attentionAt, now)),
    },
  });
  return nextNoticeAt(first.attentionAt, now);
};

/** The next moment at which a certificate of this service is to be renewed, or tried again. */
const nextRenewal = async (tx: Transaction, service: Service, now: Instant): Promise<Instant> => {
  const { id: serviceId, renewalWindowDays: days } = service;
  const [failed] = await tx.find('serviceUsers', {
    where: { serviceId, newestEndsAt: { atMost: now + days * DAY }, retryAt: { above: now } },
    order: { column: 'retryAt', direction: 'asc' },
    limit: 1,
  });
  const [next] = await tx.find('serviceUsers', {
    where: { serviceId, newestEndsAt: { above: now + days * DAY } },
    order: { column: 'newestEndsAt', direction: 'asc' },
    limit: 1,
  });
  return Math.min(
    failed ? nextRenewalAt(failed, days) : NEVER,
    next ? renewalDue(next.newestEndsAt, days) : NEVER,
  );
};

/**
 * Renews what is due of one service's certificates (C2) and tells people of it (C4). A few at a time, one after the
 * other, each committed alone: a process that dies loses the one under way, and the next goes on behind it; with rests in
 * between, so that nothing that people ask for waits for it.
 */
export const tendCertificates = async (deps: Deps, job: Job): Promise<Again> => {
  const { store, clock, provisioning } = deps;
  const service = await store.get('services', job.subjectId);
  if (!service) return () => Promise.resolve(NEVER);
  const users = await store.read((tx) =>
    tx.find('serviceUsers', {
      where: due(service, clock.now()),
      order: { column: 'newestEndsAt', direction: 'asc' },
      limit: PASS,
    }),
  );
  const end = clock.now() + platformLimit(provisioning) / 2;
  let outage = false;
  for (const user of users) {
    if (outage || clock.now() > end) break;
    try {
      await renew(deps, job, service, user);
    } catch (error) {
      if (!(error instanceof UnavailableError)) throw error;
      outage = true;
    }
  }
  return async (tx) => {
    const now = clock.now();
    // Once for all of them: whoever shows users looks again each time.
    if (users.length > 0) announceUsers(tx, service.organizationId);
    // Its window or its notices may have changed meanwhile.
    const current = await tx.get('services', service.id);
    if (!current) return NEVER;
    const left = await tx.count('serviceUsers', { where: due(current, now) });
    // One notice for all that are due, but an outage keeps nobody from being reminded of what was renewed before.
    if (left > 0 && !outage) return now + REST;
    const notice = await giveNotice(deps, tx, current, now);
    return Math.min(notice, left > 0 ? now + OUTAGE_WAIT : await nextRenewal(tx, current, now));
  };
};
