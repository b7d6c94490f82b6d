import { MINUTE } from '../../domain/time.ts';
import { plainText } from '../audit/note-refusal.ts';
import type { Deps } from '../deps.ts';
import { firstOrganization } from '../shared/first-organization.ts';
import { noteOnce } from '../shared/note-once.ts';
import { recordAudit, type Occurrence } from '../shared/record.ts';

/** Somebody who came back from a provider and was not let in. */
export interface RefusedSignIn {
  readonly providerId: string;
  /** As the provider knows them; null where it did not say. */
  readonly subject: string | null;
  readonly reason: string;
}

const EVERY = MINUTE;
/** Written down within EVERY: whoever tries on must not fill the log. */
const MOST = 60;

/** Writes down that somebody was not let in (A3), once a minute for the same one and reason. Never fails. */
export const noteRefusedSignIn = (
  { store, clock, ids }: Pick<Deps, 'store' | 'clock' | 'ids'>,
  { providerId, subject, reason }: RefusedSignIn,
): Promise<void> =>
  noteOnce(`refused sign-in ${providerId} ${subject} ${reason}`, async () => {
    const now = clock.now();
    const event = await store.read(async (tx): Promise<Occurrence | null> => {
      const organization = await firstOrganization(tx);
      if (!organization) return null;
      const resourceName = plainText(subject ?? providerId);
      const lately = await tx.find('audit', {
        where: { organizationId: organization.id, action: 'session.refused', at: { above: now - EVERY } },
        limit: MOST,
      });
      const same = lately.some(
        (other) =>
          other.resourceName === resourceName &&
          other.details['provider'] === providerId &&
          other.details['reason'] === reason,
      );
      if (same || lately.length >= MOST) return null;
      return {
        actor: { personId: null, name: 'Unknown' },
        action: 'session.refused',
        organizationId: organization.id,
        resourceName,
        problem: 'authentication_failed',
        details: { provider: providerId, reason },
      };
    });
    if (event) await store.write((tx) => recordAudit(tx, ids, now, event));
  });
