import type { Credential } from '../../domain/credential/credential.ts';
import { adopted, renewalDue } from '../../domain/service-user/renewal.ts';
import { serviceUserKey } from '../../domain/service-user/service-user.ts';
import type { Instant } from '../../domain/time.ts';
import type { Transaction } from '../ports/ports.ts';
import { announceUsers } from './announce.ts';
import { tendBy } from './tend-by.ts';

/**
 * An access's credentials took effect: its service user has them from now on, and the server keeps no copy of them
 * (R19). Renewal counts from their certificate.
 */
export const adoptCredential = async (
  tx: Transaction,
  credential: Credential,
  now: Instant,
): Promise<void> => {
  const { serviceId, username, generation, certificate, organizationId } = credential;
  const user = await tx.get('serviceUsers', serviceUserKey(serviceId, username));
  if (!user || user.generation >= generation) return;
  await tx.update('serviceUsers', user.id, adopted({ generation, certificate, sealed: null }, now));
  const service = await tx.get('services', serviceId);
  if (service)
    await tendBy(
      tx,
      now,
      serviceId,
      Math.max(now, renewalDue(certificate.notAfter, service.renewalWindowDays)),
    );
  announceUsers(tx, organizationId);
};
