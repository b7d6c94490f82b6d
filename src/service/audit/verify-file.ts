import { AuditExport, Evidence, type AuditLink as WireLink } from '../../contract/schemas/audit.ts';
import { isObject } from '../../domain/json-object.ts';
import { canonicalJson, headText, linkText, NO_HASH, type PlainEvent } from '../../domain/audit/chain.ts';
import type { Digest, Signer } from '../ports/ports.ts';
import { exportText } from './export-audit.ts';
import { BATCH } from './link-events.ts';

/** What a file turned out to be. */
export interface FileReport {
  readonly kind: 'evidence' | 'export';
  readonly organizationId: string;
  readonly madeAt: string;
  readonly events: number;
  /** Whether the file says that it holds all events of its time. */
  readonly complete: boolean;
  /** By what the events were chosen; null where they were not. */
  readonly filters: string | null;
  readonly publicKey: string;
  /** What does not fit first, in one sentence; null: everything fits. */
  readonly fault: string | null;
}

interface Tools {
  readonly digest: Digest;
  readonly signer: Pick<Signer, 'verify'>;
}

interface Contents {
  readonly organizationId: string;
  readonly events: readonly PlainEvent[];
  readonly links: readonly WireLink[];
  readonly publicKey: string;
}

const text = (value: PlainEvent[string] | undefined): string => (typeof value === 'string' ? value : '');

/** The links by themselves: those that follow each other fit, and each run ends with a signature. */
const linkFault = async ({ digest, signer }: Tools, contents: Contents): Promise<string | null> => {
  const { organizationId, publicKey } = contents;
  const links = contents.links.toSorted((a, b) => a.sequence - b.sequence);
  let unsigned = 0;
  for (const [i, link] of links.entries()) {
    const { sequence, hash } = link;
    const before = links[i - 1];
    if (before?.sequence === sequence) return `Row ${sequence} is there twice.`;
    if (before?.sequence === sequence - 1 && before.hash !== link.previous_hash)
      return `Row ${sequence} does not follow row ${before.sequence}: one of them was changed.`;
    const plain = {
      organizationId,
      sequence,
      eventId: link.event_id,
      eventHash: link.event_hash,
      previousHash: link.previous_hash,
    };
    if ((await digest(linkText(plain))) !== hash)
      return `Row ${sequence} (event ${link.event_id}) was changed.`;
    unsigned = link.signature === undefined ? unsigned + 1 : 0;
    if (unsigned >= BATCH)
      return `The ${BATCH} rows up to ${sequence} have no signature: they were written anew.`;
    if (link.signature !== undefined) {
      if (!(await signer.verify(publicKey, headText({ organizationId, sequence, hash }), link.signature)))
        return `The signature of row ${sequence} does not fit the public key.`;
    } else if (links[i + 1]?.sequence !== sequence + 1) return `Row ${sequence + 1} is missing.`;
  }
  return null;
};

const eventsFault = async ({ digest }: Tools, { events, links }: Contents): Promise<string | null> => {
  const byEvent = new Map(links.map((link) => [link.event_id, link]));
  for (const event of events) {
    const id = text(event['event_id']);
    const link = byEvent.get(id);
    if (!link) return `Event ${id} is in no row of the chain.`;
    if ((await digest(canonicalJson(event))) !== link.event_hash)
      return `Event ${id} (row ${link.sequence}) was changed after it was recorded.`;
  }
  return null;
};

/** What events must be there and are not, and the reverse. */
const missingFrom = (
  events: readonly PlainEvent[],
  wanted: readonly { readonly event_id: string; readonly sequence: number }[],
): string | null => {
  const there = new Set(events.map((event) => text(event['event_id'])));
  const gone = wanted.find(({ event_id }) => !there.has(event_id));
  if (gone) return `Event ${gone.event_id} (row ${gone.sequence}) is missing.`;
  const index = new Set(wanted.map(({ event_id }) => event_id));
  const added = [...there].find((id) => !index.has(id));
  return added === undefined ? null : `Event ${added} was added.`;
};

/** The first number that is left out. */
const gapIn = (links: readonly WireLink[]): string | null => {
  const behind = links.find((link, i) => i > 0 && link.sequence !== (links[i - 1]?.sequence ?? 0) + 1);
  return behind ? `Row ${behind.sequence - 1} is missing.` : null;
};

/** `file`: as it was read, for a schema passes over what it does not know, and whoever reads the file does not. */
const verifyEvidence = async (tools: Tools, evidence: Evidence, file: object): Promise<string | null> => {
  const { events, links, index, public_key: publicKey, signature, ...rest } = evidence;
  const contents = { organizationId: rest.organization.organization_id, events, links, publicKey };
  const wrong =
    missingFrom(events, index) ?? (await eventsFault(tools, contents)) ?? (await linkFault(tools, contents));
  if (wrong !== null) return wrong;
  const signed = Object.fromEntries(Object.entries(file).filter(([name]) => name !== 'signature'));
  return (await tools.signer.verify(publicKey, canonicalJson(signed), signature))
    ? null
    : 'Something beside the events was changed: the signature of the whole does not fit.';
};

const verifyExport = async (tools: Tools, file: AuditExport, asRead: object): Promise<string | null> => {
  const events = file.pages.flatMap((page) => page.events);
  // Where one page ends the next may begin inside the same signed run.
  const bySequence = new Map<number, WireLink>();
  for (const link of file.pages.flatMap((page) => page.links)) {
    const same = bySequence.get(link.sequence);
    if (same && canonicalJson(same) !== canonicalJson(link))
      return `Row ${link.sequence} is there twice, and not the same.`;
    bySequence.set(link.sequence, link);
  }
  const links = [...bySequence.values()];
  const contents = { organizationId: file.organization_id, events, links, publicKey: file.public_key };
  const inOrder = links.toSorted((a, b) => a.sequence - b.sequence);
  const gone = file.complete ? (gapIn(inOrder) ?? missingFrom(events, inOrder)) : null;
  const wrong = gone ?? (await eventsFault(tools, contents)) ?? (await linkFault(tools, contents));
  if (wrong !== null) return wrong;
  let rolling = NO_HASH;
  for (const event of events)
    rolling = await tools.digest(rolling + (await tools.digest(canonicalJson(event))));
  if (canonicalJson(asRead) !== canonicalJson(file)) return 'Something was put in that no export holds.';
  const { organization_id: organizationId, made_at: madeAt, complete, filters, count, digest } = file;
  if (events.length !== count || rolling !== digest)
    return `Events are missing, were added or stand in another order: ${count} were exported, ${events.length} are here.`;
  const signedText = exportText({ organizationId, madeAt, complete, filters, count, digest });
  return (await tools.signer.verify(file.public_key, signedText, file.signature))
    ? null
    : 'Something beside the events was changed: the signature of the whole does not fit.';
};

/** Whether evidence or a JSON export is what was written, by the key that it carries; null for any other file. */
export const verifyFile = async (tools: Tools, value: unknown): Promise<FileReport | null> => {
  if (!isObject(value)) return null;
  const evidence = Evidence.safeParse(value);
  if (evidence.success) {
    const { organization, made_at: madeAt, events, public_key: publicKey } = evidence.data;
    return {
      kind: 'evidence',
      organizationId: organization.organization_id,
      madeAt,
      events: events.length,
      complete: false,
      filters: null,
      publicKey,
      fault: await verifyEvidence(tools, evidence.data, value),
    };
  }
  const file = AuditExport.safeParse(value);
  if (!file.success) return null;
  const {
    organization_id: organizationId,
    made_at: madeAt,
    complete,
    filters,
    public_key: publicKey,
    pages,
  } = file.data;
  return {
    kind: 'export',
    organizationId,
    madeAt,
    events: pages.reduce((sum, page) => sum + page.events.length, 0),
    complete,
    filters: complete ? null : canonicalJson(filters),
    publicKey,
    fault: await verifyExport(tools, file.data, value),
  };
};
