import type { AuditProof } from '../../contract/schemas/audit.ts';
import {
  canonicalEvent,
  headText,
  linkId,
  linkText,
  NO_HASH,
  type AuditLink,
} from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { linkView } from './audit-view.ts';
import { BATCH, readAnchor } from './link-events.ts';
import { auditPublicKey } from './signing-key.ts';

/** Where the next signature mostly is: what people do is linked a few events at a time. */
const NEAR = 10;

/** This link and those behind it up to the next that is signed; none is signed where the chain was cut there. */
const upToSignature = async (
  tx: ReadTransaction,
  { organizationId, id }: Pick<AuditLink, 'organizationId' | 'id'>,
): Promise<readonly AuditLink[]> => {
  const first = await tx.get('auditLinks', id);
  if (!first) return [];
  if (first.signature !== null) return [first];
  const behind: AuditLink[] = [];
  // No signature is further away than the last: more without one were not linked together (verifyChain).
  for (const limit of [NEAR, BATCH - 1 - NEAR]) {
    const after = { value: '', id: behind.at(-1)?.id ?? id };
    const more = await tx.find('auditLinks', { where: { organizationId }, after, limit });
    const end = more.findIndex(({ signature }) => signature !== null);
    behind.push(...(end === -1 ? more : more.slice(0, end + 1)));
    if (end !== -1 || more.length < limit) break;
  }
  return [first, ...behind];
};

/** The links of these events, up to a row that is signed, and those that lead from each to the next signature; in order. */
export const linksOf = async (
  tx: ReadTransaction,
  eventIds: readonly string[],
  upTo = Number.POSITIVE_INFINITY,
): Promise<{ readonly own: readonly AuditLink[]; readonly all: readonly AuditLink[] }> => {
  const found = await tx.find('auditLinks', { where: { eventId: { in: eventIds } } });
  const own = found.filter(({ sequence }) => sequence <= upTo).toSorted((a, b) => a.sequence - b.sequence);
  const all = new Map<number, AuditLink>();
  let signedAt = 0;
  for (const [i, link] of own.entries()) {
    // Already on the way from one before to its signature.
    if (link.sequence <= signedAt) continue;
    all.set(link.sequence, link);
    // The next one of ours leads on from here.
    if (link.signature !== null || own[i + 1]?.sequence === link.sequence + 1) continue;
    const path = await upToSignature(tx, link);
    for (const each of path) all.set(each.sequence, each);
    signedAt = path.at(-1)?.sequence ?? signedAt;
  }
  return { own, all: [...all.values()].sort((a, b) => a.sequence - b.sequence) };
};

/** What does not fit where an event stands in the chain, or null; asked of the store as it is now. */
const faultOf = async (
  { digest, signer }: Pick<Deps, 'digest' | 'signer'>,
  tx: ReadTransaction,
  event: AuditEvent,
  path: readonly AuditLink[],
): Promise<string | null> => {
  const [link] = path;
  if (!link) return 'It is not in the chain.';
  if ((await digest(canonicalEvent(event))) !== link.eventHash)
    return 'It is not what it was when it was linked.';
  const { organizationId, sequence } = link;
  const before = await tx.get('auditLinks', linkId(organizationId, sequence - 1));
  const anchor = await readAnchor(tx, organizationId);
  const start = anchor?.sequence === sequence - 1 ? anchor.hash : sequence === 1 ? NO_HASH : undefined;
  let previousHash = before?.hash ?? start;
  if (previousHash === undefined) return `Link ${sequence - 1} before it is missing.`;
  for (const each of path) {
    if (each.previousHash !== previousHash) return `Link ${each.sequence} does not follow the one before it.`;
    if ((await digest(linkText(each))) !== each.hash) return `Link ${each.sequence} was changed.`;
    previousHash = each.hash;
  }
  const last = path.at(-1) ?? link;
  const key = await auditPublicKey(tx);
  if (last.signature === null || key === null) return `Nothing behind link ${last.sequence} is signed.`;
  if (!(await signer.verify(key, headText(last), last.signature)))
    return `The signature of link ${last.sequence} is not this installation’s.`;
  return null;
};

/** What the chain says of an event now: worked out, not remembered. */
export const proveEvent = async (
  deps: Pick<Deps, 'digest' | 'signer'>,
  tx: ReadTransaction,
  event: AuditEvent,
): Promise<AuditProof> => {
  const [link] = await tx.find('auditLinks', { where: { eventId: event.id } });
  if (!link && (await tx.get('auditPending', event.id))) return { state: 'waiting' };
  const path = link ? await upToSignature(tx, link) : [];
  const fault = await faultOf(deps, tx, event, path);
  const last = path.at(-1);
  return {
    state: fault === null ? 'verified' : 'broken',
    ...(fault === null ? {} : { fault }),
    ...(link ? { link: linkView(link) } : {}),
    ...(last?.signature ? { signed_by: { sequence: last.sequence, signature: last.signature } } : {}),
  };
};
