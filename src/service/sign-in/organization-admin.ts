import type { Person } from '../../domain/people.ts';
import type { Deps } from '../deps.ts';
import { markStale } from '../keys/roles.ts';
import type { Transaction } from '../ports/ports.ts';

/** The bindings that make this person an administrator of the organization. */
const bindingsOf = (tx: Transaction, { id: principalId }: Pick<Person, 'id'>) =>
  tx.find('roleBindings', {
    where: { principalId, role: 'OrganizationAdmin', scopeKind: 'organization', removedAt: null },
  });

/** Makes somebody an organization admin, for accesses as for API keys. Repeatable. */
export const grantOrganizationAdmin = async (
  tx: Transaction,
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  person: Pick<Person, 'id' | 'organizationId' | 'isOrganizationAdmin'>,
): Promise<void> => {
  if (!person.isOrganizationAdmin) await tx.update('people', person.id, { isOrganizationAdmin: true });
  if ((await bindingsOf(tx, person)).length > 0) return;
  await tx.insert('roleBindings', {
    id: ids.next('rb-'),
    organizationId: person.organizationId,
    principalId: person.id,
    principalKind: 'user',
    role: 'OrganizationAdmin',
    scopeKind: 'organization',
    environmentId: null,
    clusterId: null,
    topic: null,
    createdAt: clock.now(),
    createdBy: person.id,
    removedAt: null,
  });
  await markStale(tx, person.id);
};

/** Takes that away, from the last one too: it is the provider that says so. Repeatable. */
export const revokeOrganizationAdmin = async (
  tx: Transaction,
  { clock }: Pick<Deps, 'clock'>,
  person: Pick<Person, 'id' | 'isOrganizationAdmin'>,
): Promise<void> => {
  if (person.isOrganizationAdmin) await tx.update('people', person.id, { isOrganizationAdmin: false });
  const bindings = await bindingsOf(tx, person);
  for (const { id } of bindings) await tx.update('roleBindings', id, { removedAt: clock.now() });
  if (bindings.length > 0) await markStale(tx, person.id);
};
