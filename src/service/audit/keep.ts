import { toWireTime } from '../../contract/text.ts';
import { anchorText, NO_HASH, type AuditAnchor, type AuditLink } from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { recordAudit, SYSTEM } from '../shared/record.ts';
import { BrokenChainError } from './broken-chain.ts';
import { anchorSetting, BATCH as LINKED, readAnchor, type LinkingDeps } from './link-events.ts';
import { auditPublicKey, signingKey } from './signing-key.ts';
import { readStream } from './stream-position.ts';
import { anchorFault, stretchFault } from './stretch-fault.ts';

/** Events removed in one transaction, at most. */
const BATCH = 500;

type KeepingDeps = LinkingDeps & Pick<Deps, 'ids'>;

interface Beginning {
  /** As many as may go, and those up to the next signature. */
  readonly links: readonly AuditLink[];
  readonly events: ReadonlyMap<string, AuditEvent>;
  readonly anchor: AuditAnchor | null;
  readonly publicKey: string | null;
  /** The last row that a receiver has, where there is one; what is behind it may not go yet. */
  readonly streamed: number;
}

const readBeginning = async (
  tx: ReadTransaction,
  organizationId: string,
  receiverId: string | null,
): Promise<Beginning> => {
  const links = await tx.find('auditLinks', { where: { organizationId }, limit: BATCH + LINKED });
  const ids = links.slice(0, BATCH).map(({ eventId }) => eventId);
  const events = await tx.find('audit', { where: { id: { in: ids } } });
  return {
    links,
    events: new Map(events.map((event) => [event.id, event])),
    anchor: await readAnchor(tx, organizationId),
    publicKey: await auditPublicKey(tx),
    streamed:
      receiverId === null
        ? Number.POSITIVE_INFINITY
        : ((await readStream(tx, receiverId))?.positions[organizationId]?.sequence ?? 0),
  };
};

/** Events are over their time and wait until they were streamed. */
export class HeldBackError extends Error {
  override readonly name = 'HeldBackError';
  readonly organizationId: string;
  constructor(organizationId: string) {
    super(
      `audit events of ${organizationId} are older than LATCHKEY_AUDIT_KEEP_DAYS and are not removed, since they were not streamed yet`,
    );
    this.organizationId = organizationId;
  }
}

/** Whose time is over: only from the beginning, the first younger one ends it. One that is missing counts, to be found. */
const dueOf = ({ links, events }: Beginning, before: Instant): readonly AuditLink[] => {
  const end = links.findIndex(({ eventId }, i) => i >= BATCH || (events.get(eventId)?.at ?? before) > before);
  return end === -1 ? links : links.slice(0, end);
};

/**
 * Why these links and their events are not what was signed once. Once they are gone nobody can tell: the anchor would
 * vouch for whatever had been done to them.
 */
const faultOf = async (
  deps: KeepingDeps,
  { links, events, anchor, publicKey }: Beginning,
  due: readonly AuditLink[],
): Promise<string | null> => {
  const wrong = await anchorFault(deps, anchor, publicKey);
  if (wrong !== null) return wrong;
  const before = anchor ?? { sequence: 0, hash: NO_HASH };
  return stretchFault(deps, { before, links, events, publicKey }, due);
};

/**
 * Removes the beginning of one organization's chain, one batch, and records it; how many events went. Throws HeldBackError
 * when none may go yet.
 */
const keepBatch = async (
  deps: KeepingDeps,
  organizationId: string,
  before: Instant,
  receiverId: string | null,
): Promise<number> => {
  const beginning = await deps.store.read((tx) => readBeginning(tx, organizationId, receiverId));
  const over = dueOf(beginning, before);
  const due = over.filter(({ sequence }) => sequence <= beginning.streamed);
  const first = due[0];
  const last = due.at(-1);
  if (!first || !last) {
    if (over.length > 0) throw new HeldBackError(organizationId);
    return 0;
  }
  const wrong = await faultOf(deps, beginning, due);
  if (wrong !== null) throw new BrokenChainError(organizationId, wrong);
  const { anchor: former, events, publicKey } = beginning;
  const { sign, publicKey: ours } = await signingKey(deps);
  const until = Math.max(former?.until ?? 0, ...due.map(({ eventId }) => events.get(eventId)?.at ?? 0));
  const { sequence, hash } = last;
  const plain = { organizationId, sequence, hash, until };
  const value: AuditAnchor = { ...plain, signature: await sign(anchorText(plain)) };
  return deps.store.write(async (tx) => {
    // Another process removed them, or everything was replaced meanwhile: the next hour sees to what is left.
    const asRead =
      ours === publicKey &&
      (await auditPublicKey(tx)) === publicKey &&
      (await readAnchor(tx, organizationId))?.hash === former?.hash &&
      (await tx.get('auditLinks', last.id))?.hash === hash;
    if (!asRead) return 0;
    await tx.discard(
      'audit',
      due.map(({ eventId }) => eventId),
    );
    await tx.discard(
      'auditLinks',
      due.map(({ id }) => id),
    );
    const id = anchorSetting(organizationId);
    if (former) await tx.update('settings', id, { value });
    else await tx.insert('settings', { id, value });
    const organization = await tx.get('organizations', organizationId);
    await recordAudit(tx, deps.ids, deps.clock.now(), {
      actor: SYSTEM,
      action: 'audit.removed',
      organizationId,
      resourceName: organization?.name ?? '',
      details: {
        first_row: String(first.sequence),
        last_row: String(sequence),
        hash,
        until: toWireTime(until),
      },
    });
    return due.length;
  });
};

/**
 * Removes events older than so many days from the beginning of each chain, leaves a signed anchor in their place, so that
 * the rest can still be verified, and records what went. Where the beginning is not what was signed nothing is removed:
 * tells which chains those are. Where `receiverId` names a receiver, nothing goes that it does not have, which is told too.
 * May run in several processes at once. Throws UnavailableError.
 */
export const keepAudit = async (
  deps: KeepingDeps,
  days: number,
  receiverId: string | null = null,
): Promise<readonly (BrokenChainError | HeldBackError)[]> => {
  const before = deps.clock.now() - days * DAY;
  const organizations = await deps.store.read((tx) => tx.find('organizations'));
  const kept: (BrokenChainError | HeldBackError)[] = [];
  for (const { id } of organizations) {
    try {
      while ((await keepBatch(deps, id, before, receiverId)) > 0) continue;
    } catch (error) {
      if (!(error instanceof BrokenChainError) && !(error instanceof HeldBackError)) throw error;
      kept.push(error);
    }
  }
  return kept;
};
