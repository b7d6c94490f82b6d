import { toWireTime } from '../../contract/text.ts';
import {
  anchorText,
  canonicalEvent,
  headText,
  linkText,
  NO_HASH,
  type AuditAnchor,
  type AuditLink,
} from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import { DAY, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { recordAudit, SYSTEM } from '../shared/record.ts';
import { BrokenChainError } from './broken-chain.ts';
import { anchorSetting, BATCH as LINKED, readAnchor, type LinkingDeps } from './link-events.ts';
import { auditPublicKey, signingKey } from './signing-key.ts';

/** Events removed in one transaction, at most. */
const BATCH = 500;

type KeepingDeps = LinkingDeps & Pick<Deps, 'ids'>;

interface Beginning {
  /** As many as may go, and those up to the next signature. */
  readonly links: readonly AuditLink[];
  readonly events: ReadonlyMap<string, AuditEvent>;
  readonly anchor: AuditAnchor | null;
  readonly publicKey: string | null;
}

const readBeginning = async (tx: ReadTransaction, organizationId: string): Promise<Beginning> => {
  const links = await tx.find('auditLinks', { where: { organizationId }, limit: BATCH + LINKED });
  const ids = links.slice(0, BATCH).map(({ eventId }) => eventId);
  const events = await tx.find('audit', { where: { id: { in: ids } } });
  return {
    links,
    events: new Map(events.map((event) => [event.id, event])),
    anchor: await readAnchor(tx, organizationId),
    publicKey: await auditPublicKey(tx),
  };
};

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
  { digest, signer }: KeepingDeps,
  { links, events, anchor, publicKey }: Beginning,
  due: readonly AuditLink[],
): Promise<string | null> => {
  const signed = (text: string, signature: string): Promise<boolean> =>
    signer.verify(publicKey ?? '', text, signature);
  if (anchor && !(await signed(anchorText(anchor), anchor.signature)))
    return 'The anchor in place of removed events is not signed by this installation.';
  const end = links.findIndex(({ signature }, i) => signature !== null && i >= due.length - 1);
  let before: Pick<AuditLink, 'sequence' | 'hash'> = anchor ?? { sequence: 0, hash: NO_HASH };
  for (const link of links.slice(0, end + 1)) {
    const { sequence, hash } = link;
    const follows = sequence === before.sequence + 1 && link.previousHash === before.hash;
    if (!follows || (await digest(linkText(link))) !== hash)
      return `Row ${before.sequence + 1} is missing or was changed.`;
    before = link;
  }
  const last = links[end];
  // The chain up to a signature is as it was; one signature covers all that comes before it.
  if (!last?.signature) return `Nothing behind row ${before.sequence} is signed.`;
  if (!(await signed(headText(last), last.signature)))
    return `The signature of row ${last.sequence} is not this installation’s.`;
  for (const { eventId, eventHash, sequence } of due) {
    const event = events.get(eventId);
    if (!event) return `Event ${eventId} (row ${sequence}) is missing.`;
    if ((await digest(canonicalEvent(event))) !== eventHash)
      return `Event ${eventId} (row ${sequence}) was changed after it was recorded.`;
  }
  return null;
};

/** Removes the beginning of one organization's chain, one batch, and records it; how many events went. */
const keepBatch = async (deps: KeepingDeps, organizationId: string, before: Instant): Promise<number> => {
  const beginning = await deps.store.read((tx) => readBeginning(tx, organizationId));
  const due = dueOf(beginning, before);
  const first = due[0];
  const last = due.at(-1);
  if (!first || !last) return 0;
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
 * tells which chains those are. May run in several processes at once. Throws UnavailableError.
 */
export const keepAudit = async (deps: KeepingDeps, days: number): Promise<readonly BrokenChainError[]> => {
  const before = deps.clock.now() - days * DAY;
  const organizations = await deps.store.read((tx) => tx.find('organizations'));
  const broken: BrokenChainError[] = [];
  for (const { id } of organizations) {
    try {
      while ((await keepBatch(deps, id, before)) === BATCH) continue;
    } catch (error) {
      if (!(error instanceof BrokenChainError)) throw error;
      broken.push(error);
    }
  }
  return broken;
};
