import type { Credential } from '../../domain/credential/credential.ts';
import type { ReadTransaction } from '../ports/ports.ts';

/** The newest credentials that the platform has accepted, by access: the old ones are what is older than these (R22). */
export const credentialsInUse = async (
  tx: ReadTransaction,
  accessIds: readonly string[],
): Promise<ReadonlyMap<string, Credential>> => {
  if (accessIds.length === 0) return new Map();
  const accepted = await tx.find('credentials', {
    where: { accessId: { in: accessIds }, activatedAt: { not: null } },
  });
  const oldestFirst = accepted.toSorted((a, b) => a.generation - b.generation);
  return new Map(oldestFirst.map((credential) => [credential.accessId, credential]));
};
