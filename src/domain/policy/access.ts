import type { Access } from '../access/access.ts';
import type { Actor } from '../people.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

/** Create an access: a member of the group that will own it. */
export const mayCreateAccess = (facts: {
  readonly actor: Pick<Actor, 'groupIds'>;
  readonly group: { readonly id: string; readonly name: string };
}): Verdict =>
  facts.actor.groupIds.includes(facts.group.id)
    ? allowed
    : refused('not_owner_group_member', { group: facts.group.name });

/** Delete an access: a member of its owner group, while no rotation is under way. */
export const mayDeleteAccess = (facts: {
  readonly actor: Pick<Actor, 'groupIds'>;
  readonly access: Pick<Access, 'ownerGroupId' | 'ownerGroupName' | 'activeRequestId' | 'credentialState'>;
}): Verdict => {
  const { actor, access } = facts;
  if (!actor.groupIds.includes(access.ownerGroupId))
    return refused('not_owner_group_member', { group: access.ownerGroupName });
  if (access.credentialState === 'provisioning') return refused('access_being_provisioned');
  if (access.activeRequestId !== null) return refused('rotation_in_progress');
  return allowed;
};

/** Change who belongs to a group: organization admins. */
export const mayManageGroups = (facts: { readonly actor: Pick<Actor, 'isOrganizationAdmin'> }): Verdict =>
  facts.actor.isOrganizationAdmin ? allowed : refused('not_organization_admin');
