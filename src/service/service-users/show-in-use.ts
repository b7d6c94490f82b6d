import type { CertificateFacts } from '../../domain/credential/credential.ts';
import type { Instant } from '../../domain/time.ts';
import type { Transaction } from '../ports/ports.ts';

/** An access shows when the certificate ends that its clients use: from now on this one. */
export const showInUse = async (
  tx: Transaction,
  accessId: string,
  { notBefore, notAfter }: CertificateFacts,
  now: Instant,
): Promise<void> => {
  const access = await tx.get('accesses', accessId);
  if (access)
    await tx.update('accesses', accessId, {
      certificateNotBefore: notBefore,
      certificateNotAfter: notAfter,
      updatedAt: now,
      version: access.version + 1,
    });
};
