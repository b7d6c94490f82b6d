import { activateCredential } from '../../domain/credential/lifecycle.ts';
import { NEVER } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import { PlatformRefusedError, type Secrets } from '../ports/ports.ts';
import { UnavailableError } from '../ports/store.ts';
import { adoptCredential } from '../service-users/adopt.ts';
import { recordAudit, SYSTEM } from '../shared/record.ts';
import { openSecrets } from './secrets.ts';
import { settleCredential } from './settle.ts';

/**
 * Makes the platform accept claimed credentials, and opens the recovery window (R19). Repeatable; done by the reveal
 * itself and, should that be cut off, by a job. Null when there is nothing left to activate.
 */
export const activateClaimed = async (deps: Deps, credentialId: string): Promise<Secrets | null> => {
  const { store, clock, ids, sealer, platform } = deps;
  const found = await store.read(async (tx) => {
    const credential = await tx.get('credentials', credentialId);
    const service = credential && (await tx.get('services', credential.serviceId));
    return credential && service ? { credential, service } : null;
  });
  if (!found || found.credential.sealed === null || found.credential.status !== 'claimed') return null;
  const { service, credential } = found;
  const secrets = await openSecrets(sealer, credential.id, found.credential.sealed);
  if (credential.activatedAt !== null) return secrets;
  try {
    await platform.activate({ service, username: credential.username }, credential.generation, secrets);
  } catch (error) {
    // What ended in between (its holder left the group, R17; the access was deleted) is refused for good, not for now.
    const current = await store.read((tx) => tx.get('credentials', credentialId));
    if (error instanceof PlatformRefusedError && current?.status !== 'claimed') return null;
    throw error;
  }
  return store.write(async (tx) => {
    const now = clock.now();
    const current = await tx.get('credentials', credentialId);
    // Its holder may have left the group meanwhile; then it has expired, and nobody gets it.
    if (current?.status !== 'claimed') return null;
    if (current.activatedAt !== null) return secrets;
    const change = activateCredential(current, now);
    await settleCredential(tx, current, change, now, {
      certificateNotBefore: current.certificate.notBefore,
      certificateNotAfter: current.certificate.notAfter,
      oldValidUntil: current.replacesOld ? NEVER : null,
    });
    await adoptCredential(tx, current, now);
    await enqueue(tx, ids, now, 'close_window', credentialId, change.windowEndsAt ?? now);
    const access = await tx.get('accesses', current.accessId);
    await recordAudit(tx, ids, now, {
      actor: SYSTEM,
      action: 'credential.activated',
      organizationId: current.organizationId,
      requestId: current.requestId,
      accessId: current.accessId,
      resourceName: access?.name ?? current.username,
    });
    return secrets;
  });
};

/** As activateClaimed, for a reveal: says what an outage means for the credentials (R19). */
export const activateForReveal = async (deps: Deps, credentialId: string): Promise<Secrets | null> => {
  try {
    return await activateClaimed(deps, credentialId);
  } catch (error) {
    if (error instanceof UnavailableError || error instanceof PlatformRefusedError)
      throw new UnavailableError(
        'The Kafka platform does not take the new credentials right now. They are kept for this page: try again in a moment, without closing it.',
        { cause: error },
      );
    throw error;
  }
};
