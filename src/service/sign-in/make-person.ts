import type { Person } from '../../domain/people.ts';
import type { Transaction } from '../ports/ports.ts';
import { recordAudit } from '../shared/record.ts';
import type { SyncDeps } from './sync-person.ts';

/** Writes down somebody who is new here, by a provider's word. */
export const makePerson = async (
  tx: Transaction,
  { ids, clock, actor }: Pick<SyncDeps, 'ids' | 'clock' | 'actor'>,
  organizationId: string,
  { email, name }: Pick<Person, 'email' | 'name'>,
): Promise<Person> => {
  const now = clock.now();
  const person: Person = {
    id: ids.next('u-'),
    organizationId,
    email,
    name,
    isOrganizationAdmin: false,
    createdAt: now,
  };
  await tx.insert('people', person);
  await recordAudit(tx, ids, now, {
    actor: actor ?? { personId: person.id, name },
    action: 'person.created',
    organizationId,
    resourceName: email,
  });
  return person;
};
