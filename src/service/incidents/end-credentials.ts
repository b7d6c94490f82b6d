import { OVERTAKEN_BY_REPORT } from '../../contract/words.ts';
import type { Access } from '../../domain/access/access.ts';
import { revokeCredential } from '../../domain/credential/lifecycle.ts';
import { endedByReport } from '../../domain/service-user/renewal.ts';
import type { ServiceUser } from '../../domain/service-user/service-user.ts';
import { NEVER, type Instant } from '../../domain/time.ts';
import { credentialsInUse } from '../credentials/in-use.ts';
import { settleCredential } from '../credentials/settle.ts';
import type { Ids, Transaction } from '../ports/ports.ts';
import { overtakeRequest } from '../requests/overtake-request.ts';
import { tendBy } from '../service-users/tend-by.ts';

const endAccess = async (tx: Transaction, ids: Ids, access: Access, now: Instant): Promise<void> => {
  const request =
    access.activeRequestId === null ? undefined : await tx.get('requests', access.activeRequestId);
  if (request) await overtakeRequest(tx, ids, request, OVERTAKEN_BY_REPORT, now);
  const inUse = (await credentialsInUse(tx, [access.id])).get(access.id);
  const all = await tx.find('credentials', { where: { accessId: access.id } });
  for (const credential of all)
    // Whatever was shown to nobody yet, the newest, and what clients use; the rest ended before.
    if (credential.sealed !== null || credential.id === access.credentialId || credential.id === inUse?.id)
      await settleCredential(tx, credential, revokeCredential(credential, now), now);
  await tx.update('accesses', access.id, {
    credentialState: 'compromised',
    activeRequestId: null,
    credentialsUserId: null,
    credentialsConsumed: true,
    certificateNotAfter: NEVER,
    oldValidUntil: null,
    updatedAt: now,
    version: access.version + 1,
  });
};

/**
 * Ends everything that a service user authenticates with, as far as this store goes: nothing sealed is left, nothing is
 * made or renewed for it, and whoever is in the middle of doing so finds that nobody wants it any more (P8).
 */
export const endCredentials = async (
  tx: Transaction,
  ids: Ids,
  { access, user }: { readonly access: Access | null; readonly user: ServiceUser | null },
  now: Instant,
): Promise<void> => {
  if (access) await endAccess(tx, ids, access, now);
  if (!user) return;
  await tx.update('serviceUsers', user.id, endedByReport(now));
  // A reset that was under way is not taken up again beside the one that comes next.
  for (const { id } of await tx.find('jobs', {
    where: { subjectId: user.id, kind: 'provision_user', status: 'queued' },
  }))
    await tx.update('jobs', id, { status: 'done', lockedUntil: null });
  // People need no longer be reminded of its certificate.
  if (user.renewalState === 'renewed') await tendBy(tx, now, user.serviceId, now);
};
