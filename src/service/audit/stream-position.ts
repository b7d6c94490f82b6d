import { MINUTE, type Instant } from '../../domain/time.ts';
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

/** How long a process may be silent before another streams in its place; longer than a batch may take. Milliseconds. */
export const LEASE = MINUTE;
/** How far apart the clocks of servers that share a store may be, in milliseconds. */
const SKEW = MINUTE;

/** Whether it is another process's turn. One that lasts longer than turns do was taken by a clock that was set back since. */
export const isAnothers = ({ owner, until }: StreamState, self: string, now: Instant): boolean =>
  owner !== self && until > now && until <= now + LEASE + SKEW;

export const streamSetting = (receiverId: string): string => `audit_stream/${receiverId}`;

/** What is known of a receiver; null before anything was streamed to it. */
export const readStream = async (
  tx: Pick<ReadTransaction, 'get'>,
  receiverId: string,
): Promise<StreamState | null> =>
  // Written by streamRound and stopStreaming alone.
  ((await tx.get('settings', streamSetting(receiverId)))?.value as StreamState | undefined) ?? null;
