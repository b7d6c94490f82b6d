import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import { usedLately } from '../../domain/api-key/api-key.ts';
import type { Instant } from '../../domain/time.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';

/**
 * Every key that goes with its owner is one that the dialog showed, and none came to be used since it showed no use (K14).
 * Errors: 409.
 */
export const demandShown = async (
  tx: ReadTransaction,
  { id, name }: { readonly id: string; readonly name: string },
  { keys: shown, unused }: Out<typeof wire.AccountDeletion>,
  now: Instant,
): Promise<void> => {
  const keys = await tx.find('apiKeys', { where: { ownerId: id } });
  const known = new Set(shown);
  if (keys.some((key) => !known.has(key.id)))
    throw new ProblemError(
      'stale_version',
      `${name} has other API keys by now. Look at them again and decide then.`,
    );
  const used = unused === true ? keys.find((key) => usedLately(key, now)) : undefined;
  if (used)
    throw new ProblemError(
      'api_key_in_use',
      `${used.id} was used within the last 24 hours. Look at the keys again, and type the name then.`,
    );
};
