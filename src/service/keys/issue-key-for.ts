import type { Deps } from '../deps.ts';
import { ProblemError } from '../problem.ts';
import { recordAudit } from '../shared/record.ts';
import { findPersona } from '../tokens/issue-for.ts';
import { takesApproval } from './approval.ts';
import { drawKey, writeKey } from './create-key.ts';
import { findPrincipal } from './principal.ts';
import { findTarget } from './targets.ts';

/**
 * Makes a key from the command line, which may what an OrganizationAdmin may, for any account: a person's or a service
 * account's id, or the persona that somebody plays in the demo organization. A person's key that no role of theirs
 * could make is marked as such from the start (K15), and one that would take a second person's approval is made without,
 * which the audit says in a line of its own. Errors: 404 for owner or resource, 402 over the quota.
 */
export const issueKeyFor = async (
  deps: Pick<Deps, 'store' | 'clock' | 'ids' | 'digest' | 'randomToken'>,
  whom: { readonly ownerId: string } | { readonly persona: string },
  wish: { readonly resourceId: string; readonly description: string },
): Promise<{ readonly key: string; readonly secret: string }> => {
  const drawn = await drawKey(deps);
  const key = await deps.store.write(async (tx) => {
    const ownerId = 'ownerId' in whom ? whom.ownerId : (await findPersona(tx, whom.persona)).id;
    const owner = await findPrincipal(tx, ownerId);
    if (!owner)
      throw new ProblemError(
        'service_account_not_found',
        `There is no service account or person ${ownerId}.`,
      );
    const target = await findTarget(tx, owner.organizationId, wish.resourceId);
    const actor = { personId: null, id: owner.id, name: 'Command line' };
    const order = { displayName: '', description: wish.description };
    const made = await writeKey(deps, tx, { actor, owner, target }, order, drawn, {
      sealed: null,
      claimHash: null,
    });
    if (await takesApproval(tx, owner, target))
      await recordAudit(tx, deps.ids, deps.clock.now(), {
        actor,
        action: 'api_key.approval_bypassed',
        organizationId: owner.organizationId,
        resourceName: made.id,
        details: { owner: owner.name, resource: made.resourceName },
      });
    return made;
  });
  return { key: key.id, secret: drawn.secret };
};
