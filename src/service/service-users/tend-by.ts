import type { Instant } from '../../domain/time.ts';
import type { Transaction } from '../ports/ports.ts';

/** The one job that tends a service's certificates; its id makes it one, however many servers there are. */
export const tendJobId = (serviceId: string): string => `tend_${serviceId}`;

/**
 * Has a service's certificates looked at by `at`, and not later. A look that is under way finds what this transaction
 * wrote, because it decides when to look next in one of its own.
 */
export const tendBy = async (
  tx: Transaction,
  now: Instant,
  serviceId: string,
  at: Instant,
): Promise<void> => {
  const id = tendJobId(serviceId);
  const job = await tx.get('jobs', id);
  if (job && job.runAt <= at) return;
  if (job) await tx.update('jobs', id, { runAt: at });
  else
    await tx.insert('jobs', {
      id,
      kind: 'tend_certificates',
      subjectId: serviceId,
      runAt: at,
      attempts: 0,
      lockedUntil: null,
      status: 'queued',
      lastError: null,
      createdAt: now,
    });
  tx.announce({ touches: ['jobs'], organizationId: null, personIds: null });
};
