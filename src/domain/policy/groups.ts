import type { Actor } from '../people.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';
import { mayManageGroups } from './access.ts';

/** Delete a group: organization admins, once nothing needs it for an owner any more. */
export const mayDeleteGroup = (facts: {
  readonly actor: Pick<Actor, 'isOrganizationAdmin'>;
  readonly group: { readonly name: string };
  /** How many accesses and topics it owns. */
  readonly owns: number;
}): Verdict => {
  const manages = mayManageGroups(facts);
  if (!manages.allowed) return manages;
  return facts.owns > 0 ? refused('group_is_owner', { group: facts.group.name }) : allowed;
};
