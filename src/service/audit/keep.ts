import { anchorText, type AuditAnchor } from '../../domain/audit/chain.ts';
import { DAY } from '../../domain/time.ts';
import { anchorSetting, readAnchor, type LinkingDeps } from './link-events.ts';
import { signingKey } from './signing-key.ts';

/** Events removed in one transaction, at most. */
const BATCH = 500;

/** Removes the beginning of one organization's chain, one batch; how many events went. */
const keepBatch = async (deps: LinkingDeps, organizationId: string, before: number): Promise<number> => {
  const { sign } = await signingKey(deps);
  return deps.store.write(async (tx) => {
    const oldest = await tx.find('auditLinks', { where: { organizationId }, limit: BATCH });
    const events = await tx.find('audit', { where: { id: { in: oldest.map(({ eventId }) => eventId) } } });
    const at = new Map(events.map((event) => [event.id, event.at]));
    // Only from the beginning: the first younger one ends it. What is missing without policy must stay visible.
    const end = oldest.findIndex(({ eventId }) => (at.get(eventId) ?? Infinity) > before);
    const going = end === -1 ? oldest : oldest.slice(0, end);
    const last = going.at(-1);
    if (!last) return 0;
    const former = await readAnchor(tx, organizationId);
    const until = Math.max(former?.until ?? 0, ...going.map(({ eventId }) => at.get(eventId) ?? 0));
    const { sequence, hash } = last;
    const plain = { organizationId, sequence, hash, until };
    const anchor: AuditAnchor = { ...plain, signature: await sign(anchorText(plain)) };
    await tx.discard(
      'audit',
      going.map(({ eventId }) => eventId),
    );
    await tx.discard(
      'auditLinks',
      going.map(({ id }) => id),
    );
    const id = anchorSetting(organizationId);
    if (former) await tx.update('settings', id, { value: anchor });
    else await tx.insert('settings', { id, value: anchor });
    return going.length;
  });
};

/**
 * Removes events older than so many days from the beginning of each chain and leaves a signed anchor in their place, so
 * that the rest can still be verified. May run in several processes at once. Throws UnavailableError.
 */
export const keepAudit = async (deps: LinkingDeps, days: number): Promise<void> => {
  const before = deps.clock.now() - days * DAY;
  const organizations = await deps.store.read((tx) => tx.find('organizations'));
  for (const { id } of organizations) while ((await keepBatch(deps, id, before)) === BATCH) continue;
};
