import type { KeyApproval } from '../../contract/schemas/keys.ts';
import type { PersonRef } from '../../contract/schemas/shared.ts';
import { CLOUD } from '../../domain/api-key/api-key.ts';
import type { Cluster, RoleBinding } from '../../domain/api-key/role.ts';
import { mayRequestKey, needsApproval } from '../../domain/policy/api-keys.ts';
import { activeKeyOf } from '../../domain/request/request.ts';
import { allowed, type Verdict } from '../../domain/verdict.ts';
import type { ReadTransaction } from '../ports/store.ts';
import { namesOf } from '../shared/actor.ts';
import { approvalView, organizationAdmins, policyFor } from './approval.ts';
import type { Principal } from './principal.ts';

/** What a second person's approval means for keys of these owners, as the dialog says it beforehand. */
interface Preview {
  readonly approval: KeyApproval;
  readonly approvers: PersonRef[];
  readonly of: (ownerId: string) => { readonly needs: boolean; readonly verdict: Verdict };
}

/** Roles of these owners, by owner: one query however many there are. */
const bindingsByOwner = async (
  tx: ReadTransaction,
  ownerIds: readonly string[],
): Promise<ReadonlyMap<string, readonly RoleBinding[]>> => {
  const bindings = await tx.find('roleBindings', {
    where: { principalId: { in: ownerIds }, removedAt: null },
  });
  return Map.groupBy(bindings, ({ principalId }) => principalId);
};

/** Whose keys for this resource take approval, who could give it, and whose were asked for already (R4, R5). */
export const previewApproval = async (
  tx: ReadTransaction,
  actor: Principal,
  target: Cluster | null,
  ownerIds: readonly string[],
): Promise<Preview> => {
  const { organizationId, id: actorId } = actor;
  const policy = await policyFor(tx, organizationId, target);
  const { approvalRequired } = policy;
  const approval = approvalView(policy, actor);
  const free: Preview = { approval, approvers: [], of: () => ({ needs: false, verdict: allowed }) };
  if (!approvalRequired) return free;
  const roles = await bindingsByOwner(tx, ownerIds);
  const dangerous = ownerIds.filter((id) =>
    needsApproval({ target, ownerBindings: roles.get(id) ?? [], approvalRequired }),
  );
  if (dangerous.length === 0) return free;
  const keyOf = (ownerId: string): string =>
    activeKeyOf({ accessId: null, keyWish: { ownerId, resourceId: target?.id ?? CLOUD } }) ?? '';
  const active = await tx.find('requests', { where: { activeKey: { in: dangerous.map(keyOf) } } });
  const asked = new Set(active.map(({ activeKey }) => activeKey));
  const others = (await organizationAdmins(tx, organizationId)).filter((id) => id !== actorId);
  const names = await namesOf(tx, others);
  return {
    approval,
    approvers: others.map((id) => ({ user_id: id, real_name: names.get(id) ?? '' })),
    of: (ownerId) => {
      const needs = dangerous.includes(ownerId);
      return {
        needs,
        verdict: needs
          ? mayRequestKey({ otherAdmins: others.length, inProgress: asked.has(keyOf(ownerId)) })
          : allowed,
      };
    },
  };
};
