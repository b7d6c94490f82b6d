import { credentialStateOf } from '../../domain/access/credential-state.ts';
import type { Credential } from '../../domain/credential/credential.ts';
import { keepsRotationActive } from '../../domain/credential/lifecycle.ts';
import { closeRotation } from '../../domain/request/lifecycle.ts';
import type { Access } from '../../domain/access/access.ts';
import type { Instant } from '../../domain/time.ts';
import type { Transaction } from '../ports/ports.ts';
import { announceGovernance } from '../shared/record.ts';
import { withdrawReminder } from './withdraw-reminder.ts';

/**
 * Writes a change of an access's credentials, and with it, when they are its newest, what the access shows of them and
 * whether the rotation is still active (R4). Extra columns of the access go in with it.
 */
export const settleCredential = async (
  tx: Transaction,
  credential: Credential,
  change: Partial<Credential>,
  now: Instant,
  extra: Partial<Access> = {},
): Promise<Credential> => {
  const next: Credential = { ...credential, ...change };
  await tx.update('credentials', credential.id, change);
  // Somebody looked at them, or nobody can any more.
  if (credential.status === 'sealed' && next.status !== 'sealed') await withdrawReminder(tx, credential);
  const request = credential.requestId === null ? undefined : await tx.get('requests', credential.requestId);
  const closes = !keepsRotationActive(next);
  if (request?.activeKey && closes) await tx.update('requests', request.id, closeRotation(request, now));
  const access = await tx.get('accesses', credential.accessId);
  if (access) {
    const newest = access.credentialId === credential.id;
    const active = access.activeRequestId !== null && access.activeRequestId !== request?.id;
    await tx.update('accesses', access.id, {
      ...extra,
      ...(newest && !active
        ? {
            credentialState: credentialStateOf(null, next),
            activeRequestId: closes ? null : access.activeRequestId,
          }
        : {}),
      ...(newest && closes ? { credentialsUserId: null, credentialsConsumed: true } : {}),
      updatedAt: now,
      version: access.version + 1,
    });
  }
  announceGovernance(tx, credential.organizationId);
  return next;
};
