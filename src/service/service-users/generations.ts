import type { Service } from '../../domain/people.ts';
import { serviceUserKey } from '../../domain/service-user/service-user.ts';
import type { Instant } from '../../domain/time.ts';
import type { ReadTransaction, Transaction } from '../ports/store.ts';
import { ProblemError } from '../problem.ts';

/** Refuses while the platform still has an earlier user of this name to forget. */
export const demandFree = async (tx: ReadTransaction, service: Service, username: string): Promise<void> => {
  const ends = await tx.find('jobs', {
    where: { status: 'queued', kind: { in: ['discard', 'remove_user'] } },
  });
  const key = serviceUserKey(service.id, username);
  // Names may hold slashes, so that one may be the end of another.
  const leaving = ends.some(({ kind, subjectId }) =>
    kind === 'discard' ? subjectId.replace(/\/\d+\//u, '/') === key : subjectId === key,
  );
  if (leaving)
    throw new ProblemError(
      'governance_access_already_exists',
      `Service user ${username} is still being removed from ${service.name}. Try again in a moment.`,
    );
};

/**
 * The highest generation that earlier users of this name left behind; numbers are never used again, so that what is still
 * to end of the old ones cannot end the new.
 */
export const generationsBefore = async (
  tx: ReadTransaction,
  service: Service,
  username: string,
): Promise<number> => {
  const retired = await tx.get('retiredServiceUsers', serviceUserKey(service.id, username));
  // Accesses that were deleted before service users had rows of their own left their credentials alone.
  const old = await tx.find('credentials', { where: { serviceId: service.id, username } });
  return Math.max(0, retired?.lastGeneration ?? 0, ...old.map((credential) => credential.generation));
};

/** Keeps the highest generation of a user that goes, for whoever has its name next. */
export const retireName = async (
  tx: Transaction,
  id: string,
  lastGeneration: number,
  now: Instant,
): Promise<void> => {
  const row = { id, lastGeneration, removedAt: now };
  if (await tx.get('retiredServiceUsers', id)) await tx.update('retiredServiceUsers', id, row);
  else await tx.insert('retiredServiceUsers', row);
};
