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
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { BATCH, readAnchor } from './link-events.ts';
import { auditPublicKey } from './signing-key.ts';

/** The first thing that does not fit. */
export interface ChainFault {
  /** cut: the end is missing. unlinked: an event that the chain does not know. unsigned: not signed by this installation. */
  readonly kind: 'changed' | 'missing' | 'reordered' | 'unlinked' | 'cut' | 'unsigned';
  readonly sequence: number | null;
  readonly eventId: string | null;
  /** One sentence for people. */
  readonly message: string;
}

/** Where the chain stood at some time, kept elsewhere since. */
export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

export interface ChainReport {
  readonly organizationId: string;
  readonly organizationName: string;
  readonly events: number;
  /** Events that are not linked yet, which takes about a second. */
  readonly waiting: number;
  readonly head: Head | null;
  /** What policy removed. */
  readonly anchor: AuditAnchor | null;
  readonly publicKey: string | null;
  readonly fault: ChainFault | null;
}

type VerifyDeps = Pick<Deps, 'store' | 'digest' | 'signer'>;

const PAGE = 500;

const fault = (
  kind: ChainFault['kind'],
  message: string,
  at: { readonly sequence?: number; readonly eventId?: string } = {},
): ChainFault => ({ kind, sequence: at.sequence ?? null, eventId: at.eventId ?? null, message });

/** What is wrong with a link that does not have the number or the hash that should come now. */
const outOfTurn = async (tx: ReadTransaction, link: AuditLink, before: Head): Promise<ChainFault> => {
  const { sequence, eventId, organizationId } = link;
  // The one that was made to follow: somewhere else now, or gone.
  const [follower] = await tx.find('auditLinks', {
    where: { organizationId, previousHash: before.hash },
    limit: 1,
  });
  if (follower && follower.sequence !== before.sequence + 1)
    return fault(
      'reordered',
      `Row ${before.sequence + 1} was moved: what followed row ${before.sequence} stands at ${follower.sequence} now (event ${follower.eventId}).`,
      follower,
    );
  if (sequence !== before.sequence + 1)
    return fault('missing', `Row ${before.sequence + 1} is missing: row ${sequence} comes next.`, {
      sequence: before.sequence + 1,
    });
  return fault('changed', `Row ${sequence} (event ${eventId}) does not follow row ${before.sequence}.`, link);
};

/** What is wrong with a link's event. */
const eventFault = async (
  { store }: VerifyDeps,
  link: AuditLink,
  eventHash: string | null,
): Promise<ChainFault> => {
  const { sequence, eventId, organizationId } = link;
  if (eventHash === null) return fault('missing', `Event ${eventId} (row ${sequence}) is missing.`, link);
  const [other] = await store.read((tx) =>
    tx.find('auditLinks', { where: { organizationId, eventHash }, limit: 1 }),
  );
  return other
    ? fault(
        'reordered',
        `Row ${sequence} names event ${eventId}, whose place is row ${other.sequence}.`,
        link,
      )
    : fault('changed', `Event ${eventId} (row ${sequence}) was changed after it was recorded.`, link);
};

interface ChainPage {
  readonly links: readonly AuditLink[];
  readonly events: ReadonlyMap<string, AuditEvent>;
}

/** One page of the chain behind `before`; the events that belong to it. */
const readPage = async (
  tx: ReadTransaction,
  organizationId: string,
  after: string | null,
): Promise<ChainPage> => {
  const links = await tx.find('auditLinks', {
    where: { organizationId },
    ...(after === null ? {} : { after: { value: '', id: after } }),
    limit: PAGE,
  });
  const events = await tx.find('audit', { where: { id: { in: links.map(({ eventId }) => eventId) } } });
  return { links, events: new Map(events.map((event) => [event.id, event])) };
};

interface Walked {
  readonly head: Head;
  readonly fault: ChainFault | null;
}

/** Walks the links from the anchor, or the beginning, to the end or the first fault. */
const walk = async (
  deps: VerifyDeps,
  organizationId: string,
  facts: {
    readonly anchor: AuditAnchor | null;
    readonly publicKey: string | null;
    readonly kept: Head | null;
  },
): Promise<Walked> => {
  const { store, digest, signer } = deps;
  const { anchor, publicKey, kept } = facts;
  let head: Head = anchor ?? { sequence: 0, hash: NO_HASH };
  /** The first of the links since the last signature. */
  let unsigned: number | null = null;
  const ended = (wrong: ChainFault | null): Walked => ({ head, fault: wrong });
  if (anchor && !(await signer.verify(publicKey ?? '', anchorText(anchor), anchor.signature)))
    return ended(
      fault('unsigned', 'The anchor in place of removed events is not signed by this installation.'),
    );
  if (anchor && kept?.sequence === anchor.sequence && kept.hash !== anchor.hash)
    return ended(
      fault('changed', `Row ${kept.sequence}, removed by policy since, was not the one that was kept.`),
    );
  let after: string | null = null;
  for (;;) {
    const from: string | null = after;
    const { links, events }: ChainPage = await store.read((tx) => readPage(tx, organizationId, from));
    for (const link of links) {
      const fits =
        link.sequence === head.sequence + 1 &&
        link.previousHash === head.hash &&
        (await digest(linkText(link))) === link.hash;
      if (!fits) {
        const before = head;
        return ended(await store.read((tx) => outOfTurn(tx, link, before)));
      }
      const event = events.get(link.eventId);
      const eventHash = event ? await digest(canonicalEvent(event)) : null;
      if (eventHash !== link.eventHash) return ended(await eventFault(deps, link, eventHash));
      if (kept?.sequence === link.sequence && kept.hash !== link.hash)
        return ended(
          fault(
            'changed',
            `Row ${link.sequence} or one before it was changed: its hash is not the one that was kept.`,
            link,
          ),
        );
      unsigned = link.signature === null ? (unsigned ?? link.sequence) : null;
      if (unsigned !== null && link.sequence - unsigned + 1 >= BATCH)
        return ended(
          fault(
            'unsigned',
            `Rows ${unsigned} to ${link.sequence} have no signature: so many are never linked together, they were written anew.`,
            { sequence: unsigned },
          ),
        );
      if (link.signature !== null && !(await signer.verify(publicKey ?? '', headText(link), link.signature)))
        return ended(
          fault('unsigned', `The signature of row ${link.sequence} is not this installation’s.`, link),
        );
      head = { sequence: link.sequence, hash: link.hash };
    }
    after = links.at(-1)?.id ?? after;
    if (links.length < PAGE) break;
  }
  if (kept && kept.sequence > head.sequence)
    return ended(
      fault(
        'cut',
        `The chain ends at row ${head.sequence}, but row ${kept.sequence} was there: its end is missing.`,
        {
          sequence: head.sequence + 1,
        },
      ),
    );
  if (unsigned !== null)
    return ended(
      fault(
        'cut',
        `Row ${head.sequence}, the newest, is not signed: rows behind it are missing, or it was written anew.`,
        {
          sequence: head.sequence + 1,
        },
      ),
    );
  return ended(null);
};

interface StrayPage {
  readonly ids: readonly string[];
  readonly stray: string | undefined;
}

/** The first event that no link has and that does not wait for one. */
const findUnlinked = async ({ store }: VerifyDeps, organizationId: string): Promise<ChainFault | null> => {
  let after: string | null = null;
  for (;;) {
    const from: string | null = after;
    const page = await store.read(async (tx): Promise<StrayPage> => {
      const events = await tx.find('audit', {
        where: { organizationId },
        ...(from === null ? {} : { after: { value: '', id: from } }),
        limit: PAGE,
      });
      const ids = events.map(({ id }) => id);
      const links = await tx.find('auditLinks', { where: { eventId: { in: ids } } });
      const pending = await tx.find('auditPending', { where: { id: { in: ids } } });
      const known = new Set([...links.map(({ eventId }) => eventId), ...pending.map(({ id }) => id)]);
      return { ids, stray: ids.find((id) => !known.has(id)) };
    });
    if (page.stray !== undefined)
      return fault('unlinked', `Event ${page.stray} is in no link: it was put in beside the chain.`, {
        eventId: page.stray,
      });
    after = page.ids.at(-1) ?? after;
    if (page.ids.length < PAGE) return null;
  }
};

/**
 * Walks one organization's chain and names the first row that was changed, removed, moved or put in. An end that was cut
 * off where it was signed shows only beside a head that was kept elsewhere. Throws UnavailableError.
 */
export const verifyChain = async (
  deps: VerifyDeps,
  organization: { readonly id: string; readonly name: string },
  kept: Head | null = null,
): Promise<ChainReport> => {
  const { id } = organization;
  const facts = await deps.store.read(async (tx) => ({
    anchor: await readAnchor(tx, id),
    publicKey: await auditPublicKey(tx),
  }));
  const { head, fault: wrong } = await walk(deps, id, { ...facts, kept });
  const counts = await deps.store.read(async (tx) => ({
    events: await tx.count('audit', { where: { organizationId: id } }),
    waiting: await tx.count('auditPending', { where: { organizationId: id } }),
  }));
  return {
    organizationId: id,
    organizationName: organization.name,
    ...counts,
    head: head.sequence === 0 ? null : head,
    ...facts,
    fault: wrong ?? (await findUnlinked(deps, id)),
  };
};
