import type { Instant } from '../../domain/time.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import type { Head } from './verify-chain.ts';

/** How far a receiver has each chain, and who streams to it now. */
export interface StreamState {
  /** The process whose turn it is until then; nobody's after that. */
  readonly owner: string;
  readonly until: Instant;
  /** By organization: the last row that was taken. */
  readonly positions: Readonly<Record<string, Head>>;
}

export const streamSetting = (receiverId: string): string => `audit_stream/${receiverId}`;

/** What is known of a receiver; null before anything was streamed to it. */
export const readStream = async (
  tx: Pick<ReadTransaction, 'get'>,
  receiverId: string,
): Promise<StreamState | null> =>
  // Written by streamRound and stopStreaming alone.
  ((await tx.get('settings', streamSetting(receiverId)))?.value as StreamState | undefined) ?? null;
