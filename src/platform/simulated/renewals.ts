import type { CertificateFacts } from '../../domain/credential/credential.ts';
import { PlatformRefusedError, type ServiceUserTarget } from '../../service/ports/ports.ts';
import type { ReadTransaction, SimulatedRenewal, Transaction } from '../../service/ports/store.ts';
import { GENERATIONS, generationId } from './generations.ts';
import { writeNew, type PlatformStore } from './platform-store.ts';

const RENEWALS = 'simulatedRenewals';

/** Which certificate of a generation, and which attempt at it. */
export interface RenewalNumbers {
  readonly generation: number;
  readonly renewal: number;
  readonly fence: number;
}

/** From now on the certificate is accepted, in place of an earlier attempt's. Throws PlatformRefusedError. */
export async function acceptRenewal(
  store: PlatformStore,
  target: ServiceUserTarget,
  numbers: RenewalNumbers,
  { fingerprint, notBefore, notAfter }: CertificateFacts,
): Promise<void> {
  const { generation, renewal, fence } = numbers;
  const owner = generationId(target, generation);
  const row: SimulatedRenewal = {
    id: `${owner}/${renewal}`,
    serviceId: target.service.id,
    username: target.username,
    generation,
    renewal,
    fence,
    fingerprint,
    notBefore,
    notAfter,
  };
  await writeNew(store, async (tx) => {
    if ((await tx.get(GENERATIONS, owner))?.status !== 'active') {
      throw new PlatformRefusedError(
        `Generation ${generation} is not in use, so its certificate is not renewed.`,
      );
    }
    const before = await tx.get(RENEWALS, row.id);
    if (!before) return tx.insert(RENEWALS, row);
    if (fence < before.fence) {
      throw new PlatformRefusedError(`Renewal ${renewal} was made again by a later attempt.`);
    }
    return tx.update(RENEWALS, row.id, row);
  });
}

/** The renewals of all the user's generations. */
export async function renewalsOf(
  tx: ReadTransaction,
  { service, username }: ServiceUserTarget,
): Promise<readonly SimulatedRenewal[]> {
  return tx.find(RENEWALS, { where: { serviceId: service.id, username } });
}

/** Of the user's generations that `ended` says. */
export async function removeRenewals(
  tx: Transaction,
  target: ServiceUserTarget,
  ended: (generation: number) => boolean,
): Promise<void> {
  for (const { id, generation } of await renewalsOf(tx, target)) {
    if (ended(generation)) await tx.remove(RENEWALS, id);
  }
}
