import { seesOrganization } from '../../domain/policy/api-keys.ts';
import { loadPrincipal } from '../keys/principal.ts';
import type { ReadTransaction } from '../ports/ports.ts';

/** No organization has it: whoever looks there finds nothing. */
const NOWHERE = '';

/** The organization that a caller sees: their own, or none whose lists hold anything (K11). Error: 401. */
export const loadOnlooker = async (
  tx: ReadTransaction,
  actorId: string,
): Promise<{ readonly organizationId: string; readonly home: string }> => {
  const { kind, bindings, organizationId: home } = await loadPrincipal(tx, actorId);
  return { organizationId: seesOrganization({ kind, bindings }) ? home : NOWHERE, home };
};
