import {
  anchorText,
  canonicalEvent,
  headText,
  linkId,
  linkText,
  NO_HASH,
  type AuditAnchor,
  type AuditLink,
} from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { Digest, ReadTransaction } from '../ports/ports.ts';
import { DuplicateError } from '../ports/store.ts';
import { AUDIT_ERRAND } from '../shared/record.ts';
import { BrokenChainError } from './broken-chain.ts';
import { auditPublicKey, signingKey } from './signing-key.ts';

export type LinkingDeps = Pick<Deps, 'store' | 'clock' | 'digest' | 'sealer' | 'signer'>;

/** Events that are linked, signed and committed together, at most: so many links without a signature in a row are forged. */
export const BATCH = 200;

export const anchorSetting = (organizationId: string): string => `audit_anchor/${organizationId}`;

/** Where an organization's chain begins, if its beginning was removed. */
export const readAnchor = async (
  tx: Pick<ReadTransaction, 'get'>,
  organizationId: string,
): Promise<AuditAnchor | null> =>
  // Written by keepAudit alone.
  ((await tx.get('settings', anchorSetting(organizationId)))?.value as AuditAnchor | undefined) ?? null;

/** The newest link of an organization. */
export const newestLink = async (
  tx: Pick<ReadTransaction, 'find'>,
  organizationId: string,
): Promise<AuditLink | undefined> =>
  (
    await tx.find('auditLinks', {
      where: { organizationId },
      order: { column: 'id', direction: 'desc' },
      limit: 1,
    })
  )[0];

/** Rounds in one go, at most: what keeps being written meanwhile must not hold a caller up for ever. */
const ROUNDS = 50;

/**
 * Links what is committed by now, and tells which chains cannot be built on: what they wait for stays unlinked, the others
 * go on. `goesOn` is asked before each batch. Throws UnavailableError.
 */
export const linkNow = async (
  deps: LinkingDeps,
  rounds: number = ROUNDS,
  goesOn: () => boolean = () => true,
): Promise<readonly BrokenChainError[]> => {
  const broken = new Map<string, BrokenChainError>();
  for (let round = 0; round < rounds && goesOn(); round += 1) {
    try {
      if ((await linkPending(deps, broken)) === 'done') break;
    } catch (error) {
      if (!(error instanceof BrokenChainError)) throw error;
      broken.set(error.organizationId, error);
    }
  }
  return [...broken.values()];
};

interface Waiting {
  readonly organizationId: string;
  readonly eventIds: readonly string[];
  readonly events: ReadonlyMap<string, AuditEvent>;
  readonly head: AuditLink | undefined;
  readonly anchor: AuditAnchor | null;
  readonly publicKey: string | null;
  readonly admins: readonly string[];
}

/** Organizations whose chains nothing is linked to. */
type Except = Pick<ReadonlyMap<string, unknown>, 'has' | 'size'>;

/** What waits in the organization whose event has waited longest. */
const readWaiting = async (tx: ReadTransaction, except: Except): Promise<Waiting | null> => {
  const others =
    except.size === 0 ? [] : (await tx.find('organizations')).filter(({ id }) => !except.has(id));
  const pending = await tx.find('auditPending', {
    ...(except.size === 0 ? {} : { where: { organizationId: { in: others.map(({ id }) => id) } } }),
    limit: BATCH,
  });
  const organizationId = pending[0]?.organizationId;
  if (organizationId === undefined) return null;
  const eventIds = pending.filter((row) => row.organizationId === organizationId).map(({ id }) => id);
  const events = await tx.find('audit', { where: { id: { in: eventIds } } });
  const admins = await tx.find('people', { where: { organizationId, isOrganizationAdmin: true } });
  return {
    organizationId,
    eventIds,
    events: new Map(events.map((event) => [event.id, event])),
    head: await newestLink(tx, organizationId),
    anchor: await readAnchor(tx, organizationId),
    publicKey: await auditPublicKey(tx),
    admins: admins.map(({ id }) => id),
  };
};

/** The links of these events behind `start`; the last one is signed. */
export const makeLinks = async (
  {
    digest,
    sign,
    now,
  }: { readonly digest: Digest; readonly sign: (text: string) => Promise<string>; readonly now: Instant },
  {
    organizationId,
    start,
    eventIds,
    events,
  }: {
    readonly organizationId: string;
    /** The newest link, or the anchor in its place. */
    readonly start: Pick<AuditLink, 'sequence' | 'hash'> | null;
    readonly eventIds: readonly string[];
    readonly events: ReadonlyMap<string, AuditEvent>;
  },
): Promise<readonly AuditLink[]> => {
  let sequence = start?.sequence ?? 0;
  let previousHash = start?.hash ?? NO_HASH;
  const links: AuditLink[] = [];
  for (const eventId of eventIds) {
    sequence += 1;
    const event = events.get(eventId);
    // Its absence must not be forgotten: the link stays, and verifying names it.
    const eventHash = event ? await digest(canonicalEvent(event)) : NO_HASH;
    const plain = { organizationId, sequence, eventId, eventHash, previousHash };
    const hash = await digest(linkText(plain));
    links.push({ id: linkId(organizationId, sequence), ...plain, hash, signature: null, linkedAt: now });
    previousHash = hash;
  }
  const last = links.at(-1);
  return last ? links.with(-1, { ...last, signature: await sign(headText(last)) }) : links;
};

/** Why nothing may follow what is there: whoever wrote the chain anew would have it signed with the next link. */
const startFault = async (
  { signer }: LinkingDeps,
  { head, anchor, publicKey }: Waiting,
): Promise<string | null> => {
  const signed = (text: string, signature: string): Promise<boolean> =>
    signer.verify(publicKey ?? '', text, signature);
  if (head?.signature === null) return `Row ${head.sequence}, the newest, is not signed.`;
  if (head && !(await signed(headText(head), head.signature)))
    return `The signature of row ${head.sequence}, the newest, is not this installation’s.`;
  if (!head && anchor && !(await signed(anchorText(anchor), anchor.signature)))
    return 'The anchor in place of removed events is not signed by this installation.';
  return null;
};

/**
 * Links events that were committed since, one batch of one organization: `done` when nothing waited, `more` when there may
 * be more, `overtaken` when another process linked at the same time. All that decides is read beforehand and the numbers
 * of the links are unique, so linking never makes a use case run again and two processes never fork a chain. Throws
 * UnavailableError, and BrokenChainError where the newest link is not signed by this installation; `except` skips such.
 */
export const linkPending = async (
  deps: LinkingDeps,
  except: Except = new Map(),
): Promise<'done' | 'more' | 'overtaken'> => {
  const waiting = await deps.store.read((tx) => readWaiting(tx, except));
  if (!waiting) return 'done';
  const { head, anchor, organizationId, eventIds } = waiting;
  const wrong = await startFault(deps, waiting);
  if (wrong !== null) throw new BrokenChainError(organizationId, wrong);
  const { sign, publicKey } = await signingKey(deps);
  const links = await makeLinks(
    { digest: deps.digest, sign, now: deps.clock.now() },
    { ...waiting, start: head ?? anchor },
  );
  try {
    return await deps.store.write(async (tx) => {
      // Everything may have been replaced meanwhile (the demo starts over).
      const before = head && (await tx.get('auditLinks', head.id));
      if (before?.hash !== head?.hash || !(await tx.get('auditPending', eventIds[0] ?? '')))
        return 'overtaken';
      if ((await auditPublicKey(tx)) !== publicKey) return 'overtaken';
      for (const link of links) await tx.insert('auditLinks', link);
      for (const id of eventIds) await tx.remove('auditPending', id);
      tx.announce({ touches: [AUDIT_ERRAND], organizationId, personIds: waiting.admins });
      return 'more';
    });
  } catch (error) {
    if (error instanceof DuplicateError) return 'overtaken';
    throw error;
  }
};
