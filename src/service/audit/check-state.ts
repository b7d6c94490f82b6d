import type { Instant } from '../../domain/time.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import type { ChainFault, Head } from './verify-chain.ts';

/** What verifying one organization's chain last came to, kept so that nobody has to verify it to know. */
export interface ChainCheck {
  /** When a check last began, finished or not; several processes share the work. */
  readonly begunAt: Instant;
  /** When the last one ended; null before the first. */
  readonly at: Instant | null;
  readonly fault: ChainFault | null;
  /** Where the chain stood, for the next check; of a chain that was found changed, what it was held against then. */
  readonly kept: Head | null;
}

export const checkSetting = (organizationId: string): string => `audit_check/${organizationId}`;

/** The last check; null before the first. */
export const readCheck = async (
  tx: Pick<ReadTransaction, 'get'>,
  organizationId: string,
): Promise<ChainCheck | null> =>
  // Written by checkChain and claimCheck alone.
  ((await tx.get('settings', checkSetting(organizationId)))?.value as ChainCheck | undefined) ?? null;
