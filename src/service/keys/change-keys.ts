import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import { keySearchText, usedLately, type ApiKey } from '../../domain/api-key/api-key.ts';
import { mayDeleteKey, mayManageKey } from '../../domain/policy/api-keys.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import type { Transaction } from '../ports/ports.ts';
import { demand, demandVersion, ProblemError } from '../problem.ts';
import { recordAudit, SYSTEM, type Occurrence } from '../shared/record.ts';
import { announceKeys } from './announce.ts';
import { settleRequestOf } from './key-request.ts';
import { keyView } from './key-view.ts';
import { loadPrincipalIn, type Principal } from './principal.ts';
import { findKey } from './read-keys.ts';
import { spendClaim } from './spent-claims.ts';
import { findTarget } from './targets.ts';

const demandManaged = async (tx: Transaction, actor: Principal, key: ApiKey): Promise<void> => {
  const target = await findTarget(tx, key.organizationId, key.resourceId);
  demand(mayManageKey({ actorId: actor.id, bindings: actor.bindings, key, target }));
};

/** Writes a key's words. */
export const renameKey = async (
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  tx: Transaction,
  actor: Principal,
  key: ApiKey,
  words: { readonly displayName?: string | undefined; readonly description?: string | undefined },
): Promise<ApiKey> => {
  await demandManaged(tx, actor, key);
  const now = clock.now();
  const displayName = words.displayName ?? key.displayName;
  const description = words.description ?? key.description;
  const named = { ...key, displayName, description };
  const change = {
    displayName,
    description,
    searchText: keySearchText(named),
    updatedAt: now,
    version: key.version + 1,
  };
  await tx.update('apiKeys', key.id, change);
  await recordAudit(tx, ids, now, {
    actor,
    action: 'api_key.described',
    organizationId: key.organizationId,
    resourceName: key.id,
  });
  announceKeys(tx, key.organizationId);
  return { ...named, ...change };
};

/** Describes a key anew (K8). Errors: 403, 404, 409 when it changed since the caller saw it. */
export const describeApiKey = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  keyId: string,
  input: Out<typeof wire.KeyDescription>,
): Promise<Out<typeof wire.KeyEnvelope>> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const key = await findKey(tx, actor, keyId);
    await demandManaged(tx, actor, key);
    demandVersion(input.version, key.version);
    const changed = await renameKey(deps, tx, actor, key, { description: input.description });
    return { key: await keyView(tx, changed, actor, deps.clock.now()) };
  });

/** Removes a key in the transaction that decides it; from its commit on it opens nothing here. */
export const removeKey = async (
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  tx: Transaction,
  actor: Occurrence['actor'],
  key: ApiKey,
  because: Readonly<Record<string, string>> = {},
): Promise<void> => {
  const now = clock.now();
  await settleRequestOf(tx, key, 'deleted', now);
  await tx.remove('apiKeys', key.id);
  if (key.claimHash !== null) await spendClaim(tx, key.claimHash, now);
  if (key.resourceKind !== 'cloud') await enqueue(tx, ids, now, 'revoke_key', key.id);
  await recordAudit(tx, ids, now, {
    actor,
    action: 'api_key.deleted',
    organizationId: key.organizationId,
    requestId: key.requestId,
    resourceName: key.id,
    details: { owner: key.ownerName, resource: key.resourceName, ...because },
  });
  announceKeys(tx, key.organizationId);
};

/** Deletes a key (K8). Errors: 403, 404 also when it was deleted before, or for the organization; 409 see KeyDeletionQuery. */
export const deleteApiKeyIn = (
  deps: Deps,
  actorId: string,
  organizationId: string,
  keyId: string,
  { unused }: Out<typeof wire.KeyDeletionQuery>,
): Promise<void> =>
  deps.store.write(async (tx) => {
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const key = await findKey(tx, actor, keyId);
    const target = await findTarget(tx, key.organizationId, key.resourceId);
    demand(mayDeleteKey({ actorId: actor.id, bindings: actor.bindings, key, target }));
    if (unused && usedLately(key, deps.clock.now()))
      throw new ProblemError(
        'api_key_in_use',
        'It was used within the last 24 hours. Look at it again and delete it by itself, with its id typed.',
      );
    await removeKey(deps, tx, actor, key);
  });

/** Ends the time in which the page that made a key could fetch its secret again (K7). */
export const closeKeyWindow = ({ store, clock, ids }: Deps, keyId: string): Promise<void> =>
  store.write(async (tx) => {
    const now = clock.now();
    const key = await tx.get('apiKeys', keyId);
    if (!key || key.sealed === null) return;
    await tx.update('apiKeys', keyId, { sealed: null, updatedAt: now });
    if (key.requestId === null) return;
    await settleRequestOf(tx, key, 'unconfirmed', now);
    await recordAudit(tx, ids, now, {
      actor: SYSTEM,
      action: 'api_key.unconfirmed',
      organizationId: key.organizationId,
      requestId: key.requestId,
      resourceName: key.id,
    });
  });
