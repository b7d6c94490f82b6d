import { newServiceUser, PRIMARY_USER, serviceUserKey } from '../../domain/service-user/service-user.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import type { Transaction } from '../ports/ports.ts';

/** Gives a new service its own user; the platform makes its credentials. Harmless when there is one. */
export const ensurePrimaryUser = async (
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  tx: Transaction,
  serviceId: string,
): Promise<void> => {
  const service = await tx.get('services', serviceId);
  const known = await tx.get('serviceUsers', serviceUserKey(serviceId, PRIMARY_USER));
  if (!service || known) return;
  const now = clock.now();
  const user = newServiceUser({
    service,
    username: PRIMARY_USER,
    type: 'primary',
    access: null,
    lastGeneration: 1,
    now,
  });
  await tx.insert('serviceUsers', user);
  await enqueue(tx, ids, now, 'provision_user', user.id);
};
