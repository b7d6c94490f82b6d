import { BREAK_GLASS_PERSON } from '../../domain/people.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../ports/ports.ts';
import type { Telling } from '../shared/record.ts';
import { revokeOrganizationAdmin } from '../sign-in/organization-admin.ts';

/** Takes administration from whoever came in by break-glass, once no session of theirs is left. Repeatable. */
export const closeBreakGlass = async (
  tx: Transaction,
  deps: Telling & Pick<Deps, 'clock'>,
): Promise<void> => {
  const person = await tx.get('people', BREAK_GLASS_PERSON);
  if (!person) return;
  const live = { kind: 'break_glass', expiresAt: { above: deps.clock.now() } } as const;
  if ((await tx.count('sessions', { where: live })) > 0) return;
  await revokeOrganizationAdmin(tx, deps, person);
};
