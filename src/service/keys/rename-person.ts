import { keySearchText } from '../../domain/api-key/api-key.ts';
import type { Person } from '../../domain/people.ts';
import { mayRenamePerson } from '../../domain/policy/people.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../ports/ports.ts';
import { demand } from '../problem.ts';
import { announceGovernance, recordAudit } from '../shared/record.ts';
import type { Principal } from './principal.ts';

/** API keys carry name and address of their owner, to be sorted and searched by. */
export const renameKeys = async (tx: Transaction, { id, name, email }: Person): Promise<void> => {
  for (const key of await tx.find('apiKeys', { where: { ownerId: id } })) {
    const change = { ownerName: name, ownerEmail: email };
    await tx.update('apiKeys', key.id, { ...change, searchText: keySearchText({ ...key, ...change }) });
  }
};

/** Every console that shows a person's name looks again. */
export const announcePerson = (tx: Transaction, organizationId: string): void => {
  tx.announce({
    touches: ['people', 'groups', 'session', 'services', 'apiKeys', 'roleBindings', 'incidents'],
    organizationId,
    personIds: null,
  });
  announceGovernance(tx, organizationId);
};

/**
 * Names a person anew. What is history keeps the name that it was written with: the audit, requests, reports. Errors: 403,
 * 409 where a sign-in provider gives the name.
 */
export const renamePerson = async (
  { clock, ids }: Pick<Deps, 'clock' | 'ids'>,
  tx: Transaction,
  actor: Principal,
  person: Person,
  name: string,
): Promise<Person> => {
  const { id, organizationId } = person;
  // Those that were ended as well: the provider may answer for the person again, and give its name then.
  const identities = await tx.find('identities', { where: { personId: id } });
  const providers = [...new Set(identities.map(({ providerId }) => providerId))].toSorted();
  demand(mayRenamePerson({ bindings: actor.bindings, person, providers }));
  const renamed = { ...person, name };
  await tx.update('people', id, { name });
  await renameKeys(tx, renamed);
  await recordAudit(tx, ids, clock.now(), {
    actor,
    action: 'person.renamed',
    organizationId,
    resourceName: person.email,
    details: { name, renamed_from: person.name },
  });
  announcePerson(tx, organizationId);
  return renamed;
};
