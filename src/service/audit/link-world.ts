import type { AuditLink } from '../../domain/audit/chain.ts';
import type { AuditEvent } from '../../domain/audit/event.ts';
import type { Instant } from '../../domain/time.ts';
import type { Digest, Sealer, Signer } from '../ports/ports.ts';
import type { World } from '../ports/store.ts';
import { BATCH, makeLinks } from './link-events.ts';
import { newSigningKey } from './signing-key.ts';

/**
 * The world with every event linked, for worlds so large that a server would link for minutes. The world must have no
 * links yet.
 */
export const linkWorld = async (
  world: World,
  parts: { readonly now: Instant; readonly digest: Digest; readonly sealer: Sealer; readonly signer: Signer },
): Promise<World> => {
  const { now, digest, sealer, signer } = parts;
  const key = await newSigningKey({ sealer, signer });
  const events = new Map<string, AuditEvent>(world.audit.map((event) => [event.id, event]));
  const pending = new Set(world.auditPending.map(({ id }) => id));
  const auditLinks: AuditLink[] = [];
  for (const { id: organizationId } of world.organizations) {
    const eventIds = world.audit
      .filter((event) => event.organizationId === organizationId && pending.has(event.id))
      .map(({ id }) => id)
      .toSorted();
    let start: AuditLink | null = null;
    for (let from = 0; from < eventIds.length; from += BATCH) {
      const links: readonly AuditLink[] = await makeLinks(
        { digest, sign: key.sign, now },
        { organizationId, start, eventIds: eventIds.slice(from, from + BATCH), events },
      );
      auditLinks.push(...links);
      start = links.at(-1) ?? start;
    }
  }
  return { ...world, auditLinks, auditPending: [], settings: [...world.settings, key.setting] };
};
