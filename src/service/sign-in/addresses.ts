import { noAddress, type Person } from '../../domain/people.ts';
import type { Entitlement } from '../../domain/sign-in/claims.ts';
import { renameKeys } from '../keys/rename-person.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { recordAudit, SYSTEM } from '../shared/record.ts';
import { SignInRefusedError } from './admission.ts';
import type { SyncDeps } from './sync-person.ts';

/**
 * Whether nobody may take somebody's address from them: a trusted provider gave it to them, or nobody ever signed in as them,
 * and then whoever is trusted to have it is them.
 */
const isTheirs = async (tx: ReadTransaction, { id: personId, email }: Person): Promise<boolean> => {
  const identities = await tx.find('identities', { where: { personId } });
  return identities.length === 0 || identities.some((one) => one.emailTrusted && one.email === email);
};

/**
 * Frees an address for whom a trusted provider says it is, if somebody has it who only ever said so: they stay who they are,
 * without an address, until their provider says another. Answers whether it is free now.
 */
export const freeAddress = async (
  tx: Transaction,
  deps: SyncDeps,
  providerId: string,
  organizationId: string,
  { email, emailTrusted }: Entitlement,
): Promise<boolean> => {
  const [holder] = email === null ? [] : await tx.find('people', { where: { email } });
  if (!holder) return true;
  if (!emailTrusted || holder.organizationId !== organizationId || (await isTheirs(tx, holder))) return false;
  const change = { email: noAddress(holder.id) };
  await tx.update('people', holder.id, change);
  await renameKeys(tx, { ...holder, ...change });
  await recordAudit(tx, deps.ids, deps.clock.now(), {
    actor: deps.actor ?? SYSTEM,
    action: 'person.synced',
    organizationId,
    resourceName: holder.email,
    details: { provider: providerId, name: holder.name, ...change, reason: 'the address is somebody else’s' },
  });
  tx.announce({ touches: ['people', 'groups', 'session', 'apiKeys'], organizationId, personIds: null });
  return true;
};

/**
 * Whoever has this address already, if the provider's word is good enough to be them: it is trusted with addresses, and
 * either nobody ever signed in as them or a trusted provider gave them this address. Without that an account made at a
 * careless provider would wait there for its victim: such a holder loses the address instead.
 */
export const personByEmail = async (
  tx: Transaction,
  deps: SyncDeps,
  providerId: string,
  organizationId: string,
  entitlement: Entitlement,
): Promise<Person | null> => {
  const { email, emailTrusted } = entitlement;
  const [person] = email === null ? [] : await tx.find('people', { where: { email } });
  if (!person) return null;
  if (emailTrusted && person.organizationId === organizationId && (await isTheirs(tx, person))) return person;
  if (await freeAddress(tx, deps, providerId, organizationId, entitlement)) return null;
  throw new SignInRefusedError('email_taken');
};
