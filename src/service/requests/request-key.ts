import type { Out } from '../../contract/operation.ts';
import type { NewKeyRequest, RequestEnvelope } from '../../contract/schemas/requests.ts';
import { mayCreateKey, mayOwnKey, mayRequestKey } from '../../domain/policy/api-keys.ts';
import { keyRequest } from '../../domain/request/lifecycle.ts';
import { activeKeyOf } from '../../domain/request/request.ts';
import { refused } from '../../domain/verdict.ts';
import type { Deps } from '../deps.ts';
import { COUNTED } from '../keys/counted.ts';
import { organizationAdmins, takesApproval } from '../keys/approval.ts';
import { announceKeys } from '../keys/announce.ts';
import { demandPrincipal } from '../keys/principal.ts';
import { findTarget, resourceOf } from '../keys/targets.ts';
import { DuplicateError } from '../ports/store.ts';
import { demand, problemOf, ProblemError } from '../problem.ts';
import { announceGovernance, notify, recordAudit } from '../shared/record.ts';
import { requestView } from './request-view.ts';
import { loadReviewer } from './reviewer.ts';

/**
 * Asks for a key that a second person approves (K6). Makes nothing (R6). Errors: 403 without a role that may create it,
 * 402 over its owner's quota, 404 for resource or owner, 409 while one is in progress (R4) or where nobody else could
 * approve (R5), 400 where it takes no approval.
 */
export const requestApiKey = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  input: Out<typeof NewKeyRequest>,
): Promise<Out<typeof RequestEnvelope>> => {
  const { store, clock, ids } = deps;
  return store
    .write(async (tx) => {
      const now = clock.now();
      const actor = await loadReviewer(tx, actorId, organizationId);
      const target = await findTarget(tx, organizationId, input.resource_id);
      demand(mayCreateKey({ bindings: actor.bindings, target, door: 'console' }));
      const owner = await demandPrincipal(tx, organizationId, input.owner_id);
      const keys = await tx.count('apiKeys', { where: { ownerId: owner.id, ...COUNTED } });
      demand(mayOwnKey({ actorId, owner, keys }));
      if (!(await takesApproval(tx, owner, target)))
        throw new ProblemError('invalid_request', 'This key takes nobody’s approval. Create it instead.');
      const { resourceName, ...resource } = resourceOf(target);
      const wish = { ...resource, ownerId: owner.id, ownerKind: owner.kind, description: input.description };
      const activeKey = activeKeyOf({ accessId: null, keyWish: wish });
      const inProgress = (await tx.count('requests', { where: { activeKey } })) > 0;
      const approvers = (await organizationAdmins(tx, organizationId)).filter((id) => id !== actorId);
      demand(mayRequestKey({ otherAdmins: approvers.length, inProgress }));
      const request = keyRequest({
        id: ids.next('req'),
        actor,
        wish,
        names: { owner: owner.name, resource: resourceName, environment: target?.environmentName ?? '' },
        message: input.message,
        now,
      });
      await tx.insert('requests', request);
      await recordAudit(tx, ids, now, {
        actor,
        action: 'request.created',
        organizationId,
        requestId: request.id,
        resourceName,
        details: { message: input.message, owner: owner.name },
      });
      await notify(tx, deps, now, {
        kind: 'request_to_approve',
        organizationId,
        personIds: approvers,
        requestId: request.id,
        params: { person: actor.name, owner: owner.name, resource: resourceName },
      });
      announceGovernance(tx, organizationId);
      // The dialog says that one is in progress.
      announceKeys(tx, organizationId);
      return { request: await requestView(tx, request, actor) };
    })
    .catch((error: unknown) => {
      // The unique key of an active request decides between two that arrive at the same instant (R4).
      if (error instanceof DuplicateError && error.constraint === 'activeKey')
        throw problemOf(refused('key_request_in_progress'));
      throw error;
    });
};
