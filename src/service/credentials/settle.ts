import { credentialStateOf } from '../../domain/access/credential-state.ts';
import type { Credential } from '../../domain/credential/credential.ts';
import { keepsRotationActive } from '../../domain/credential/lifecycle.ts';
import { closeRotation } from '../../domain/request/lifecycle.ts';
import type { Access } from '../../domain/access/access.ts';
import type { Instant } from '../../domain/time.ts';
import type { Transaction } from '../ports/ports.ts';
import { announceGovernance } from '../shared/record.ts';

/**
 * Writes a change of an access's newest credentials, and with it what the access shows and whether the rotation is
 * still active (R4). Extra columns of the access go in with it.
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
  const request = credential.requestId === null ? undefined : await tx.get('requests', credential.requestId);
  const closes = !keepsRotationActive(next);
  if (request?.activeKey && closes) await tx.update('requests', request.id, closeRotation(request, now));
  const access = await tx.get('accesses', credential.accessId);
  if (access?.credentialId === credential.id) {
    const active = access.activeRequestId !== null && access.activeRequestId !== request?.id;
    await tx.update('accesses', access.id, {
      ...extra,
      ...(active
        ? {}
        : {
            credentialState: credentialStateOf(null, next),
            activeRequestId: closes ? null : access.activeRequestId,
          }),
      ...(next.status === 'sealed' || next.status === 'claimed'
        ? {}
        : { credentialsUserId: null, credentialsConsumed: true }),
      updatedAt: now,
      version: access.version + 1,
    });
  }
  announceGovernance(tx, credential.organizationId);
  return next;
};
