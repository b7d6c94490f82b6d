import {
  linkId,
  NO_HASH,
  plainEvent,
  type AuditAnchor,
  type AuditLink,
  type PlainEvent,
} from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import { SECOND, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { DuplicateError } from '../ports/store.ts';
import { BrokenChainError } from './broken-chain.ts';
import { BATCH, readAnchor } from './link-events.ts';
import { auditPublicKey } from './signing-key.ts';
import { isAnothers, LEASE, readStream, streamSetting, type StreamState } from './stream-position.ts';
import { anchorFault, stretchFault } from './stretch-fault.ts';
import type { Head } from './verify-chain.ts';

/** One event as it is streamed, with its place in the chain: docs/audit.md. */
export interface StreamEntry {
  readonly format: 'latchkey-audit-stream-1';
  readonly organization_id: string;
  readonly sequence: number;
  readonly previous_hash: string;
  readonly event_hash: string;
  readonly hash: string;
  readonly signature?: string;
  readonly event: PlainEvent;
}

/** What is handed over at once: entries of one organization in the order of its chain, the last one signed. */
export interface StreamBatch {
  readonly organizationId: string;
  /** The last entry's place. */
  readonly head: Head;
  readonly entries: readonly StreamEntry[];
}

/** Takes the audit log, away from this installation. */
export interface AuditReceiver {
  /** The same in every process that streams to it; says nothing secret. */
  readonly id: string;
  /** Resolves when the receiver has it all. Throws ReceiverError. */
  take(batch: StreamBatch): Promise<void>;
}

/** The receiver did not take a batch; the message says why, for people. */
export class ReceiverError extends Error {
  override readonly name = 'ReceiverError';
}

/** With less than this of a turn left it is renewed before something is sent. */
const MARGIN = 30 * SECOND;

export type StreamingDeps = Pick<Deps, 'store' | 'clock' | 'digest' | 'signer'>;

interface Behind {
  readonly organizationId: string;
  /** The last row that was taken; null: none ever. */
  readonly position: Head | null;
  /** The row there as it is now, or the anchor in its place; null where neither reaches that far. */
  readonly there: Head | null;
  /** Where that is the anchor. */
  readonly anchor: AuditAnchor | null;
  readonly links: readonly AuditLink[];
  readonly events: ReadonlyMap<string, AuditEvent>;
  readonly publicKey: string | null;
}

/** What a receiver does not have of one chain: as much as is linked together at most, so that a signature is in it. */
const readBehind = async (
  tx: ReadTransaction,
  organizationId: string,
  position: Head | null,
): Promise<Behind> => {
  const anchor = await readAnchor(tx, organizationId);
  const link = position && (await tx.get('auditLinks', linkId(organizationId, position.sequence)));
  const reached = anchor !== null && anchor.sequence >= (position?.sequence ?? 0) ? anchor : null;
  const there: Head | null = link ?? reached ?? (position ? null : { sequence: 0, hash: NO_HASH });
  const after = linkId(organizationId, there?.sequence ?? position?.sequence ?? 0);
  const links = await tx.find('auditLinks', {
    where: { organizationId },
    after: { value: '', id: after },
    limit: BATCH,
  });
  const events = await tx.find('audit', { where: { id: { in: links.map(({ eventId }) => eventId) } } });
  return {
    organizationId,
    position,
    there,
    anchor: link ? null : reached,
    links,
    events: new Map(events.map((event) => [event.id, event])),
    publicKey: await auditPublicKey(tx),
  };
};

const contradiction = ({ organizationId, position, there }: Behind): BrokenChainError | null => {
  if (!position || (there?.sequence ?? 0) > position.sequence || there?.hash === position.hash) return null;
  const { sequence } = position;
  return new BrokenChainError(
    organizationId,
    there
      ? `Row ${sequence} is not the one that was streamed: the chain was cut back and grew again.`
      : `Row ${sequence} was streamed and is missing: the chain was cut back.`,
  );
};

const entryOf = (link: AuditLink, event: AuditEvent): StreamEntry => ({
  format: 'latchkey-audit-stream-1',
  organization_id: link.organizationId,
  sequence: link.sequence,
  previous_hash: link.previousHash,
  event_hash: link.eventHash,
  hash: link.hash,
  ...(link.signature === null ? {} : { signature: link.signature }),
  event: plainEvent(event),
});

/** What of it can be handed over: up to the last signature. Throws BrokenChainError where anything of it does not verify. */
const batchOf = async (deps: StreamingDeps, behind: Behind): Promise<StreamBatch | null> => {
  const { organizationId, there, links, events } = behind;
  const wrong = contradiction(behind);
  if (wrong) throw wrong;
  // What policy removed is passed over: whoever owns the database must not say so in its name.
  const unsigned = await anchorFault(deps, behind.anchor, behind.publicKey);
  if (unsigned !== null) throw new BrokenChainError(organizationId, unsigned);
  if (links.length === 0) return null;
  const asked = links.slice(0, links.findLastIndex(({ signature }) => signature !== null) + 1);
  const fault = await stretchFault(
    deps,
    { ...behind, before: there ?? { sequence: 0, hash: NO_HASH } },
    asked,
  );
  if (fault !== null) throw new BrokenChainError(organizationId, fault);
  const entries = asked.flatMap((link) => {
    const event = events.get(link.eventId);
    return event ? [entryOf(link, event)] : [];
  });
  const last = asked.at(-1);
  return last ? { organizationId, head: { sequence: last.sequence, hash: last.hash }, entries } : null;
};

/** What one round came to. */
export interface StreamRound {
  /** Entries that were taken. */
  readonly sent: number;
  /** Until then another process streams; null: nobody else does. */
  readonly elsewhereUntil: Instant | null;
  /** Chains of which nothing was sent, since they are not what they were. */
  readonly broken: readonly BrokenChainError[];
  /** Organizations of which policy, in a process that does not stream, removed rows that were not streamed. */
  readonly lost: readonly string[];
}

/** Makes it this process's turn; false where another was faster. */
const takeTurn = async (deps: StreamingDeps, receiverId: string, owner: string): Promise<boolean> => {
  try {
    return await deps.store.write(async (tx) => {
      const now = deps.clock.now();
      const state = await readStream(tx, receiverId);
      if (state && isAnothers(state, owner, now)) return false;
      const value: StreamState = { positions: state?.positions ?? {}, owner, until: now + LEASE };
      if (state) await tx.update('settings', streamSetting(receiverId), { value });
      else await tx.insert('settings', { id: streamSetting(receiverId), value });
      return true;
    });
  } catch (error) {
    if (error instanceof DuplicateError) return false;
    throw error;
  }
};

/** Keeps what was taken; false where another process streams by now: it sends that again. */
const keepPosition = (
  deps: StreamingDeps,
  receiverId: string,
  owner: string,
  { organizationId, head }: StreamBatch,
): Promise<boolean> =>
  deps.store.write(async (tx) => {
    const state = await readStream(tx, receiverId);
    if (state?.owner !== owner) return false;
    // Another process may have come further between our reading and our turn.
    const further = (state.positions[organizationId]?.sequence ?? 0) > head.sequence;
    const positions = further ? state.positions : { ...state.positions, [organizationId]: head };
    const value: StreamState = { owner, until: deps.clock.now() + LEASE, positions };
    await tx.update('settings', streamSetting(receiverId), { value });
    return true;
  });

/**
 * Hands over what a receiver does not have yet, one batch of each chain, and then keeps how far it came: whoever dies in
 * between has it sent twice, never left out. Of all processes one does, `owner` by name. Only what verifies is sent.
 * Throws ReceiverError and UnavailableError.
 */
export const streamRound = async (
  deps: StreamingDeps,
  receiver: AuditReceiver,
  owner: string,
): Promise<StreamRound> => {
  const { store, clock } = deps;
  const { state, behind } = await store.read(async (tx) => {
    const known = await readStream(tx, receiver.id);
    const all: Behind[] = [];
    if (!known || !isAnothers(known, owner, clock.now()))
      for (const { id } of await tx.find('organizations'))
        all.push(await readBehind(tx, id, known?.positions[id] ?? null));
    return { state: known, behind: all };
  });
  if (state && isAnothers(state, owner, clock.now()))
    return { sent: 0, elsewhereUntil: state.until, broken: [], lost: [] };
  const broken: BrokenChainError[] = [];
  const lost: string[] = [];
  let until = state?.owner === owner ? state.until : 0;
  let sent = 0;
  for (const each of behind) {
    let batch: StreamBatch | null = null;
    try {
      batch = await batchOf(deps, each);
    } catch (error) {
      if (!(error instanceof BrokenChainError)) throw error;
      broken.push(error);
    }
    if (!batch) continue;
    const { position, there } = each;
    if (position && there && there.sequence > position.sequence) lost.push(each.organizationId);
    if (until - clock.now() < MARGIN && !(await takeTurn(deps, receiver.id, owner))) break;
    await receiver.take(batch);
    if (!(await keepPosition(deps, receiver.id, owner, batch))) break;
    until = clock.now() + LEASE;
    sent += batch.entries.length;
  }
  return { sent, elsewhereUntil: null, broken, lost };
};

/** Gives the turn away, so that another process need not wait for it. */
export const stopStreaming = (deps: StreamingDeps, receiverId: string, owner: string): Promise<void> =>
  deps.store.write(async (tx) => {
    const state = await readStream(tx, receiverId);
    if (state?.owner !== owner || state.until === 0) return;
    const value: StreamState = { ...state, until: 0 };
    await tx.update('settings', streamSetting(receiverId), { value });
  });
