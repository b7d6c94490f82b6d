import type { Access } from '../access/access.ts';
import type { Actor } from '../people.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

/** Who may ask for new credentials (R3), when (R4), and with whom to approve (R5). */
export const mayRequestRotation = (facts: {
  readonly actor: Pick<Actor, 'personId' | 'groupIds'>;
  readonly access: Pick<Access, 'ownerGroupId' | 'ownerGroupName' | 'credentialState' | 'activeRequestId'>;
  /** How many other people in the owner group could approve. */
  readonly otherMembers: number;
}): Verdict => {
  const { actor, access, otherMembers } = facts;
  const group = access.ownerGroupName;
  if (!actor.groupIds.includes(access.ownerGroupId)) return refused('not_owner_group_member', { group });
  if (access.credentialState === 'provisioning') return refused('access_being_provisioned');
  if (access.activeRequestId !== null) return refused('rotation_in_progress');
  if (access.credentialState === 'unviewed' || access.credentialState === 'shown')
    return refused('credentials_waiting');
  if (otherMembers < 1) return refused('no_second_member', { group });
  return allowed;
};
