import type { PrincipalKind, RoleBinding } from '../../domain/api-key/role.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';

/** Whoever acts on, or owns, API keys: a person or a service account, with the roles they hold now. */
export interface Principal {
  /** Also stands as the actor of audit events. */
  readonly personId: string;
  readonly id: string;
  readonly kind: PrincipalKind;
  readonly name: string;
  /** Empty for a service account. */
  readonly email: string;
  readonly description: string;
  readonly organizationId: string;
  readonly createdAt: number;
  readonly bindings: readonly RoleBinding[];
}

/** The roles that somebody holds now. */
export const bindingsOf = (tx: ReadTransaction, principalId: string): Promise<readonly RoleBinding[]> =>
  tx.find('roleBindings', { where: { principalId, removedAt: null } });

/** A person or a service account by id, undefined when there is neither. */
export const findPrincipal = async (tx: ReadTransaction, id: string): Promise<Principal | undefined> => {
  const account = await tx.get('serviceAccounts', id);
  if (account)
    return {
      personId: id,
      id,
      kind: 'service_account',
      name: account.name,
      email: '',
      description: account.description,
      organizationId: account.organizationId,
      createdAt: account.createdAt,
      bindings: await bindingsOf(tx, id),
    };
  const person = await tx.get('people', id);
  return (
    person && {
      personId: id,
      id,
      kind: 'user',
      name: person.name,
      email: person.email,
      description: '',
      organizationId: person.organizationId,
      createdAt: person.createdAt,
      bindings: await bindingsOf(tx, id),
    }
  );
};

/** Who acts, read in the transaction that acts, so that a role taken away counts at once. */
export const loadPrincipal = async (tx: ReadTransaction, id: string): Promise<Principal> => {
  const found = await findPrincipal(tx, id);
  if (!found) throw new ProblemError('session_required', 'Your session has ended. Sign in again.');
  return found;
};

/** As loadPrincipal, and the organization in the path must be theirs. */
export const loadPrincipalIn = async (
  tx: ReadTransaction,
  id: string,
  organizationId: string,
): Promise<Principal> => {
  const found = await loadPrincipal(tx, id);
  if (found.organizationId !== organizationId)
    throw new ProblemError('organization_not_found', 'There is no such organization.');
  return found;
};

/** Somebody of this organization. Error: 404. */
export const demandPrincipal = async (
  tx: ReadTransaction,
  organizationId: string,
  id: string,
): Promise<Principal> => {
  const found = await findPrincipal(tx, id);
  if (found?.organizationId !== organizationId)
    throw new ProblemError('service_account_not_found', `There is no service account or person ${id}.`);
  return found;
};
