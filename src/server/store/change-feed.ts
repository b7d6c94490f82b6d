import type { Change } from '../../service/ports/store.ts';

/** Where commits are announced, in every process on one database. */
export const CHANNEL = 'latchkey_changes';

/** PostgreSQL takes 8000 bytes at most. */
const LONGEST = 7900;

/** Says: look at everything again. */
export const RESYNC = 'resync';

const fits = (payload: string): boolean => Buffer.byteLength(payload) <= LONGEST;

/** The change as NOTIFY can carry it; one for too many people becomes one for everyone. */
export const encodeChange = (change: Change): string => {
  const { touches, organizationId, personIds } = change;
  const exact = JSON.stringify({ touches, organizationId, personIds });
  if (fits(exact)) return exact;
  const coarse = JSON.stringify({ touches: [...new Set(touches)], organizationId, personIds: null });
  return fits(coarse) ? coarse : RESYNC;
};

/** The reverse; undefined stands for "look at everything again". */
export const decodeChange = (payload: string): Change | undefined => {
  if (payload === RESYNC) return undefined;
  // Only encodeChange writes to this channel.
  return JSON.parse(payload) as Change;
};

/** What the database tells of commits. */
export interface ChangeFeed {
  /** Calls back with each payload, and `onGap` when some may have been missed. */
  start(onPayload: (payload: string) => void, onGap: () => void): Promise<void>;
  /** As Store.revision, where other processes commit as well; does not wait for a connection of the pool. */
  readonly revision?: () => Promise<string>;
  stop(): Promise<void>;
}
