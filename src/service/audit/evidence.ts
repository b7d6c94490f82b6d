import type { Evidence } from '../../contract/schemas/audit.ts';
import { toWireTime } from '../../contract/text.ts';
import { canonicalJson, plainEvent } from '../../domain/audit/chain.ts';
import type { Deps } from '../deps.ts';
import { findRequest } from '../requests/find-request.ts';
import { requestView } from '../requests/request-view.ts';
import { loadReviewer } from '../requests/reviewer.ts';
import { recordAudit } from '../shared/record.ts';
import { linkView } from './audit-view.ts';
import { linkNow, newestLink } from './link-events.ts';
import { linksOf } from './prove.ts';
import { signingKey } from './signing-key.ts';

const READ_ME = [
  'What this is: everything that Latchkey recorded of one request: the request, who decided, every event, refusals included.',
  'events: each as it was hashed when it was recorded; "at" is in milliseconds since 1970, UTC.',
  'links: the place of each event in the organization’s chain, and the links behind it up to the next that is signed.',
  'public_key: the key of the installation, Ed25519, SPKI in base64url. Compare it with the one that the installation prints: npm run admin -- audit verify',
  'To verify this file without the server: npm run audit:verify -- FILE. It names the first part that was changed or is missing.',
  'That no other event of this request exists is proved by the installation alone: npm run admin -- audit verify walks the whole chain.',
];

/** Everything about one request, for whoever may see it (P9). Errors: 404. */
export const getEvidence = async (
  deps: Deps,
  actorId: string,
  organizationId: string,
  requestId: string,
): Promise<Evidence> => {
  await linkNow(deps);
  const { publicKey, sign } = await signingKey(deps);
  const plain = await deps.store.read(async (tx) => {
    const actor = await loadReviewer(tx, actorId, organizationId);
    const request = await findRequest(tx, actor, requestId);
    const organization = await tx.get('organizations', organizationId);
    const events = await tx.find('audit', {
      where: { requestId, organizationId },
      order: { column: 'at', direction: 'asc' },
    });
    const ids = new Set([
      request.requesterId,
      request.decidedBy ?? request.requesterId,
      ...events.flatMap((event) => event.actorId ?? []),
    ]);
    const people = await tx.find('people', { where: { organizationId, id: { in: [...ids] } } });
    const { own, all } = await linksOf(
      tx,
      events.map(({ id }) => id),
    );
    // What was committed just now is in the next one.
    const linked = new Set(own.map(({ eventId }) => eventId));
    const head = await newestLink(tx, organizationId);
    return {
      format: 'latchkey-evidence-1' as const,
      read_me: [...READ_ME],
      made_at: toWireTime(deps.clock.now()),
      made_by: { user_id: actor.personId, real_name: actor.name },
      organization: { organization_id: organizationId, organization_name: organization?.name ?? '' },
      request: await requestView(tx, request, actor),
      people: people.map(({ id, name, email }) => ({ user_id: id, real_name: name, user_email: email })),
      events: events.filter(({ id }) => linked.has(id)).map((event) => ({ ...plainEvent(event) })),
      index: own.map(({ eventId, sequence }) => ({ event_id: eventId, sequence })),
      links: all.map(linkView),
      ...(head ? { head: linkView(head) } : {}),
      public_key: publicKey,
    };
  });
  await deps.store.write((tx) =>
    recordAudit(tx, deps.ids, deps.clock.now(), {
      actor: { personId: plain.made_by.user_id, name: plain.made_by.real_name },
      action: 'evidence.made',
      organizationId,
      requestId,
      accessId: 'access_id' in plain.request ? plain.request.access_id : null,
      resourceName: plain.request.resource_name,
    }),
  );
  return { ...plain, signature: await sign(canonicalJson(plain)) };
};
