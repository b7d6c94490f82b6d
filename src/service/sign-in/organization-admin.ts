import type { Person } from '../../domain/people.ts';
import { endBindings, insertBinding } from '../keys/bindings.ts';
import type { Transaction } from '../ports/ports.ts';
import { SYSTEM } from '../shared/record.ts';
import type { SyncDeps } from './sync-person.ts';

/** The bindings that make this person an administrator of the organization. */
const bindingsOf = (tx: Transaction, { id: principalId }: Pick<Person, 'id'>) =>
  tx.find('roleBindings', {
    where: { principalId, role: 'OrganizationAdmin', scopeKind: 'organization', removedAt: null },
  });

/** Makes somebody an organization admin, for accesses as for API keys. Repeatable. */
export const grantOrganizationAdmin = async (
  tx: Transaction,
  { ids, clock, actor }: Pick<SyncDeps, 'ids' | 'clock' | 'actor'>,
  person: Person,
): Promise<void> => {
  if (!person.isOrganizationAdmin) await tx.update('people', person.id, { isOrganizationAdmin: true });
  if ((await bindingsOf(tx, person)).length > 0) return;
  await insertBinding(tx, { ids }, actor ?? SYSTEM, person, {
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
};

/** Takes that away, from the last one too: it is the provider that says so. Repeatable. */
export const revokeOrganizationAdmin = async (
  tx: Transaction,
  deps: SyncDeps,
  person: Person,
): Promise<void> => {
  if (person.isOrganizationAdmin) await tx.update('people', person.id, { isOrganizationAdmin: false });
  await endBindings(tx, deps, deps.actor ?? SYSTEM, person, await bindingsOf(tx, person));
};
