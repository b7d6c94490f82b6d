import type { Credential } from '../../domain/credential/credential.ts';
import type { ReadTransaction } from '../ports/ports.ts';

const COLUMNS = ['id', 'requestId', 'generation', 'status', 'revealTo', 'expiresAt'] as const;

/** What lists say of credentials; nothing that was sealed is read for it (R21). */
export type Glance = Pick<Credential, (typeof COLUMNS)[number]>;

/** A glance at each of these credentials, by id, in one query. */
export const glanceAt = async (
  tx: ReadTransaction,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Glance>> => {
  if (ids.length === 0) return new Map();
  const found = await tx.pick('credentials', COLUMNS, { where: { id: { in: ids } } });
  return new Map(found.map((row) => [row.id, row]));
};
