import { plainText } from '../audit/note-refusal.ts';
import type { Transaction } from '../ports/ports.ts';
import { firstOrganization } from '../shared/first-organization.ts';
import { recordAudit } from '../shared/record.ts';
import type { PushDeps, Pushing } from './pushing.ts';

/** What a provider changed, as the history tells it. */
interface Pushed {
  readonly kind: 'user' | 'group';
  readonly change: 'created' | 'changed' | 'deleted';
  readonly name: string;
  readonly details?: Readonly<Record<string, string>>;
}

/** Writes down that a provider pushed a change, in the transaction of the change (A3). */
export const notePush = async (
  tx: Transaction,
  { ids, clock }: PushDeps,
  { providerId, actor }: Pushing,
  { kind, change, name, details = {} }: Pushed,
): Promise<void> => {
  const organization = await firstOrganization(tx);
  if (!organization) return;
  const short = Object.entries(details).map(([field, value]) => [field, plainText(value)]);
  await recordAudit(tx, ids, clock.now(), {
    actor,
    action: 'scim.changed',
    organizationId: organization.id,
    resourceName: plainText(name),
    details: { provider: providerId, kind, change, ...Object.fromEntries(short) },
  });
};
