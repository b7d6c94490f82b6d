import type { RoleBinding } from '../../domain/api-key/role.ts';
import { isStale } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../ports/ports.ts';
import { recordAudit, type Occurrence } from '../shared/record.ts';
import { announceRoles } from './announce.ts';
import { dropUnviewedKeys } from './claim-key.ts';
import { bindingsOf, type Principal } from './principal.ts';
import { targetsOf } from './targets.ts';

/** Whose role it is. */
type Holder = Pick<Principal, 'id' | 'name' | 'organizationId'>;

/** Marks a person's keys whose making no role of theirs would allow today, and clears the mark of the others (K15). */
const markStale = async (tx: Transaction, principalId: string): Promise<void> => {
  const keys = await tx.find('apiKeys', { where: { ownerId: principalId, ownerKind: 'user' } });
  if (keys.length === 0) return;
  const bindings = await bindingsOf(tx, principalId);
  const targets = await targetsOf(tx, keys);
  for (const key of keys) {
    const stale = isStale({ bindings, target: targets.get(key.resourceId) ?? null });
    if (stale !== key.stale) await tx.update('apiKeys', key.id, { stale });
  }
};

/** Writes a new role down, with all that follows from it. */
export const insertBinding = async (
  tx: Transaction,
  { ids }: Pick<Deps, 'ids'>,
  actor: Occurrence['actor'],
  holder: Holder,
  binding: RoleBinding,
): Promise<void> => {
  await tx.insert('roleBindings', binding);
  await markStale(tx, holder.id);
  await recordAudit(tx, ids, binding.createdAt, {
    actor,
    action: 'role.bound',
    organizationId: holder.organizationId,
    resourceName: holder.name,
    details: { role: binding.role, scope: binding.clusterId ?? binding.environmentId ?? 'organization' },
  });
  announceRoles(tx, holder.organizationId);
};

/**
 * Ends roles of one holder, whoever decided it. The rows stay, and keys made under them go on working, marked (K15); keys
 * that only these roles let them see end (R17).
 */
export const endBindings = async (
  tx: Transaction,
  deps: Pick<Deps, 'ids' | 'clock' | 'mailing' | 'posting'>,
  actor: Occurrence['actor'],
  holder: Holder,
  bindings: readonly RoleBinding[],
): Promise<void> => {
  if (bindings.length === 0) return;
  const now = deps.clock.now();
  for (const { id } of bindings) await tx.update('roleBindings', id, { removedAt: now });
  await dropUnviewedKeys(deps, tx, holder.id);
  await markStale(tx, holder.id);
  for (const { role, clusterId, environmentId } of bindings)
    await recordAudit(tx, deps.ids, now, {
      actor,
      action: 'role.unbound',
      organizationId: holder.organizationId,
      resourceName: holder.name,
      details: { role, scope: clusterId ?? environmentId ?? 'organization' },
    });
  announceRoles(tx, holder.organizationId);
};
