import type { RoleBinding } from '../../domain/api-key/role.ts';
import { isOrganizationAdmin } from '../../domain/policy/api-keys.ts';
import type { Reviewer } from '../../domain/policy/decide-request.ts';
import { bindingsOf } from '../keys/principal.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { loadActorIn } from '../shared/actor.ts';

export interface LoadedReviewer extends Reviewer {
  readonly bindings: readonly RoleBinding[];
}

/** As loadActorIn, with the roles that say whose keys somebody decides about. */
export const loadReviewer = async (
  tx: ReadTransaction,
  personId: string,
  organizationId: string,
): Promise<LoadedReviewer> => {
  const actor = await loadActorIn(tx, personId, organizationId);
  const bindings = await bindingsOf(tx, personId);
  return { ...actor, bindings, administers: isOrganizationAdmin(bindings) };
};
