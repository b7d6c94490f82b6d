import {
  anchorText,
  canonicalEvent,
  headText,
  linkText,
  type AuditAnchor,
  type AuditLink,
} from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import type { Deps } from '../deps.ts';
import type { Head } from './verify-chain.ts';

/** A part of a chain. */
export interface Stretch {
  /** What stands before it, an anchor or a link. */
  readonly before: Head;
  /** At least as many as are asked about, and those up to the next signature. */
  readonly links: readonly AuditLink[];
  readonly events: ReadonlyMap<string, AuditEvent>;
  readonly publicKey: string | null;
}

/** Why nothing may be built on what stands in place of removed events; null where nothing does. */
export const anchorFault = async (
  { signer }: Pick<Deps, 'signer'>,
  anchor: AuditAnchor | null,
  publicKey: string | null,
): Promise<string | null> =>
  anchor && !(await signer.verify(publicKey ?? '', anchorText(anchor), anchor.signature))
    ? 'The anchor in place of removed events is not signed by this installation.'
    : null;

/** Why these links, the first of the stretch, and their events are not what was signed once; null when they are. */
export const stretchFault = async (
  { digest, signer }: Pick<Deps, 'digest' | 'signer'>,
  { before: start, links, events, publicKey }: Stretch,
  asked: readonly AuditLink[],
): Promise<string | null> => {
  const end = links.findIndex(({ signature }, i) => signature !== null && i >= asked.length - 1);
  let before: Head = start;
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
  if (!(await signer.verify(publicKey ?? '', headText(last), last.signature)))
    return `The signature of row ${last.sequence} is not this installation’s.`;
  for (const { eventId, eventHash, sequence } of asked) {
    const event = events.get(eventId);
    if (!event) return `Event ${eventId} (row ${sequence}) is missing.`;
    if ((await digest(canonicalEvent(event))) !== eventHash)
      return `Event ${eventId} (row ${sequence}) was changed after it was recorded.`;
  }
  return null;
};
