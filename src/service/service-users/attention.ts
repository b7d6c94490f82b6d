import type { CertificateAttention } from '../../contract/schemas/certificates.ts';
import { toWireTime } from '../../contract/text.ts';
import { severityOf } from '../../domain/service-user/attention.ts';
import type { ServiceUser } from '../../domain/service-user/service-user.ts';
import { NEVER, type Instant } from '../../domain/time.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import type { Where } from '../ports/store.ts';

/** Names in a banner. */
const NAMED = 3;
/** Services that a banner over all of them tells apart. */
const SERVICES = 5;

/** Banners are about these: something is to be done about their certificate. */
const wanting = (where: Where<ServiceUser>): Where<ServiceUser> => ({
  ...where,
  attentionAt: { atMost: NEVER - 1 },
});

/** What is to be done about the certificates of one service, or null (C5). */
export const serviceAttention = async (
  tx: ReadTransaction,
  service: {
    readonly id: string;
    readonly name: string;
    readonly projectId: string;
    readonly projectName: string;
  },
  now: Instant,
): Promise<CertificateAttention | null> => {
  const where = wanting({ projectId: service.projectId, serviceId: service.id });
  const first = await tx.find('serviceUsers', {
    where,
    order: { column: 'attentionAt', direction: 'asc' },
    limit: NAMED,
  });
  const [soonest] = first;
  if (soonest === undefined) return null;
  return {
    project_name: service.projectName,
    service_name: service.name,
    count: first.length < NAMED ? first.length : await tx.count('serviceUsers', { where }),
    failed_count: await tx.count('serviceUsers', { where: { ...where, renewalState: 'failed' } }),
    usernames: first.map(({ username }) => username),
    soonest_time: toWireTime(soonest.attentionAt),
    severity: severityOf(soonest.attentionAt, now),
  };
};

/** As serviceAttention, over the projects that a person operates, the most urgent services first; muted ones not. */
export const attentionOf = async (
  tx: ReadTransaction,
  personId: string,
  now: Instant,
): Promise<{ readonly services: CertificateAttention[]; readonly count: number }> => {
  const operated = await tx.find('projectMembers', {
    where: { personId, role: { in: ['admin', 'operator'] } },
  });
  if (operated.length === 0) return { services: [], count: 0 };
  const standing = await tx.summarize(
    'serviceUsers',
    { by: 'serviceId', least: 'attentionAt' },
    { where: wanting({ projectId: { in: operated.map(({ projectId }) => projectId) } }) },
  );
  if (standing.size === 0) return { services: [], count: 0 };
  const services = await tx.find('services', {
    where: { id: { in: [...standing.keys()] }, noticesMuted: false },
  });
  const end = (id: string): Instant => standing.get(id)?.least ?? NEVER;
  const urgent = services.toSorted((a, b) => end(a.id) - end(b.id)).slice(0, SERVICES);
  const shown = await Promise.all(urgent.map((service) => serviceAttention(tx, service, now)));
  return {
    services: shown.flatMap((attention) => attention ?? []),
    count: services.reduce((sum, { id }) => sum + (standing.get(id)?.count ?? 0), 0),
  };
};
