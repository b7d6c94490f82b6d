import type { Digest, ServiceUserTarget } from '../../service/ports/ports.ts';
import type { ReadTransaction, SimulatedGeneration } from '../../service/ports/store.ts';
import { isSameHash } from '../../service/ports/same-hash.ts';
import { hashPassword } from './password-hash.ts';

export const GENERATIONS = 'simulatedGenerations';

export function generationId({ service, username }: ServiceUserTarget, generation: number): string {
  return `${service.id}/${username}/${generation}`;
}

/** Oldest first. */
export async function generationsOf(
  tx: ReadTransaction,
  { service, username }: ServiceUserTarget,
): Promise<readonly SimulatedGeneration[]> {
  return tx.find(GENERATIONS, {
    where: { serviceId: service.id, username },
    order: { column: 'generation', direction: 'asc' },
  });
}

/** Every generation is tried, whether or not one fitted before, so that the time taken tells nothing. */
export async function generationByPassword(
  digest: Digest,
  rows: readonly SimulatedGeneration[],
  password: string,
): Promise<number | null> {
  let found: number | null = null;
  for (const row of rows) {
    const same = isSameHash(row.passwordHash, await hashPassword(digest, row.salt, password));
    if (same && !row.passwordEnded) found = row.generation;
  }
  return found;
}
