import type { Access, CredentialState } from '../../domain/access/access.ts';
import { credentialStateOf } from '../../domain/access/credential-state.ts';
import type { ReadTransaction } from '../ports/ports.ts';

/**
 * What an access says of its credentials while no rotation of it is under way: how its newest stand, unless a reset made
 * others since, which no credentials of the access's own tell of (C11).
 */
export const restingState = async (tx: ReadTransaction, access: Access): Promise<CredentialState> => {
  const newest =
    access.credentialId === null ? null : ((await tx.get('credentials', access.credentialId)) ?? null);
  const user = await tx.get('serviceUsers', access.serviceUserKey);
  if (user && user.generation > (newest?.generation ?? 0)) return 'active';
  if (newest) return credentialStateOf(null, newest);
  return user?.status === 'revoked' ? 'revoked' : 'failed';
};
