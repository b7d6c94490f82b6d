import { BREAK_GLASS_PERSON } from '../people.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';
import { mayManageAccounts } from './api-keys.ts';

/** Give a person another name: OrganizationAdmins, where no provider gives it, which would give its own again. */
export const mayRenamePerson = (facts: {
  readonly bindings: Parameters<typeof mayManageAccounts>[0];
  readonly person: { readonly id: string; readonly name: string };
  /** That know the person. */
  readonly providers: readonly string[];
}): Verdict => {
  const { bindings, person, providers } = facts;
  const manages = mayManageAccounts(bindings);
  if (!manages.allowed) return manages;
  if (person.id === BREAK_GLASS_PERSON) return refused('break_glass_name');
  return providers.length === 0
    ? allowed
    : refused('name_from_provider', { person: person.name, provider: providers.join(', ') });
};

/** Remove a person from the organization: OrganizationAdmins, neither themselves nor the last one. */
export const mayRemovePerson = (facts: {
  readonly actorId: string;
  readonly bindings: Parameters<typeof mayManageAccounts>[0];
  readonly person: { readonly id: string; readonly name: string };
  /** Whether nobody else administers the organization. */
  readonly isLastAdmin: boolean;
}): Verdict => {
  const { actorId, bindings, person, isLastAdmin } = facts;
  const manages = mayManageAccounts(bindings);
  if (!manages.allowed) return manages;
  if (person.id === BREAK_GLASS_PERSON) return refused('break_glass_person');
  if (person.id === actorId) return refused('own_membership');
  return isLastAdmin ? refused('last_organization_admin', { person: person.name }) : allowed;
};
