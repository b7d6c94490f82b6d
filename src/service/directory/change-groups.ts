import type { Out } from '../../contract/operation.ts';
import type { MembersUpdate } from '../../contract/schemas/directory.ts';
import { mayManageGroups } from '../../domain/policy/access.ts';
import type { Deps } from '../deps.ts';
import { expireUnviewed } from '../jobs/lapse.ts';
import type { Transaction } from '../ports/ports.ts';
import { demand, ProblemError } from '../problem.ts';
import { loadActorIn, namesOf } from '../shared/actor.ts';
import { announceGovernance, recordAudit } from '../shared/record.ts';
import { findGroup } from './read-directory.ts';

/** Credentials that wait for somebody who left the owner group can be seen by nobody any more: they end (R17). */
const expireWaiting = async (
  deps: Deps,
  tx: Transaction,
  groupId: string,
  personIds: readonly string[],
): Promise<void> => {
  const waiting = await tx.find('accesses', {
    where: { ownerGroupId: groupId, credentialsUserId: { in: personIds } },
  });
  for (const { credentialId } of waiting)
    if (credentialId !== null) await expireUnviewed(deps, tx, credentialId, deps.clock.now(), true);
};

/**
 * Adds or removes members of a group; what a removed person could still have seen ends in the same transaction.
 * Errors: 403 unless organization admin, 404 for an unknown group or person. Repeatable.
 */
export const updateMembers = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  groupId: string,
  input: Out<typeof MembersUpdate>,
): Promise<void> =>
  deps.store.write(async (tx) => {
    const now = deps.clock.now();
    const actor = await loadActorIn(tx, actorId, organizationId);
    const group = await findGroup(tx, organizationId, groupId);
    demand(mayManageGroups({ actor }));
    const wanted = [...new Set(input.member_ids)];
    const people = await tx.find('people', { where: { organizationId, id: { in: wanted } } });
    if (people.length < wanted.length)
      throw new ProblemError('user_not_found', 'At least one of these people does not exist.');
    for (const personId of wanted) {
      const id = `${groupId}:${personId}`;
      const membership = await tx.get('memberships', id);
      if (input.operation === 'add_members' && !membership)
        await tx.insert('memberships', { id, groupId, personId, createdAt: now });
      if (input.operation === 'remove_members' && membership) await tx.remove('memberships', id);
    }
    if (input.operation === 'remove_members') await expireWaiting(deps, tx, groupId, wanted);
    const names = await namesOf(tx, wanted);
    await recordAudit(tx, deps.ids, now, {
      actor,
      action: 'group.members_changed',
      organizationId,
      resourceName: group.name,
      details: { operation: input.operation, people: [...names.values()].join(', ') },
    });
    tx.announce({ touches: ['groups', 'session'], organizationId, personIds: null });
    announceGovernance(tx, organizationId);
  });
