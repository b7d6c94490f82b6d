import type * as wire from '../../contract/schemas/keys.ts';
import { toWireTime } from '../../contract/text.ts';
import { SECRET_WINDOW, UNVIEWED_KEY_LIFE, type ApiKey } from '../../domain/api-key/api-key.ts';
import { mayClaimKey, mayCreateKey } from '../../domain/policy/api-keys.ts';
import type { Instant } from '../../domain/time.ts';
import { refused } from '../../domain/verdict.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import type { Transaction } from '../ports/ports.ts';
import { DuplicateError } from '../ports/store.ts';
import { demand, problemOf } from '../problem.ts';
import { findRequest } from '../requests/find-request.ts';
import { loadReviewer } from '../requests/reviewer.ts';
import { notify, recordAudit, SYSTEM, type Occurrence } from '../shared/record.ts';
import { announceKeys } from './announce.ts';
import { removeKey } from './change-keys.ts';
import { openSecret } from './create-key.ts';
import { settleRequestOf } from './key-request.ts';
import { keyView } from './key-view.ts';
import { bindingsOf, loadPrincipal } from './principal.ts';
import { isSpent } from './spent-claims.ts';
import { findTarget, targetsOf } from './targets.ts';

const record = (
  tx: Transaction,
  { ids }: Pick<Deps, 'ids'>,
  now: Instant,
  key: ApiKey,
  { actor, action }: Pick<Occurrence, 'actor' | 'action'>,
): Promise<void> =>
  recordAudit(tx, ids, now, {
    actor,
    action,
    organizationId: key.organizationId,
    requestId: key.requestId,
    resourceName: key.id,
  });

/** Takes a key with this claim, if it is there to be taken by it (R18, R19). */
const take = async (
  { ids }: Pick<Deps, 'ids'>,
  tx: Transaction,
  key: ApiKey,
  claimHash: string,
  now: Instant,
): Promise<ApiKey> => {
  // A restored backup forgets what may have been shown since.
  if (key.sealed === null) throw problemOf(refused('key_consumed'));
  if (key.claimHash === null) {
    if (await isSpent(tx, claimHash)) throw problemOf(refused('key_consumed'));
    // The job that deletes it may be late.
    if (now >= key.createdAt + UNVIEWED_KEY_LIFE) throw problemOf(refused('key_expired'));
    const change = { claimHash, claimedAt: now };
    await tx.update('apiKeys', key.id, change);
    await enqueue(tx, ids, now, 'close_key_window', key.id, now + SECRET_WINDOW);
    await settleRequestOf(tx, key, 'shown', now);
    return { ...key, ...change };
  }
  const over = key.claimedAt === null || now >= key.claimedAt + SECRET_WINDOW;
  if (key.claimHash !== claimHash || over) throw problemOf(refused('key_consumed'));
  return key;
};

/**
 * Shows the key that was asked for, to its requester, once (R14 to R19): the first claim takes it, the same claim gets it
 * again for ten minutes or until it was saved. Errors: 403 for everyone else, or who could not create it any more, 404,
 * 409 before there is one, 410 once it was shown, expired or deleted.
 */
export const claimApiKey = async (
  deps: Deps,
  actorId: string,
  organizationId: string,
  requestId: string,
  claim: string,
): Promise<wire.CreatedKey> => {
  const { store, clock, digest } = deps;
  const claimHash = await digest(claim);
  const { key, view } = await store
    .write(async (tx) => {
      const now = clock.now();
      const actor = await loadReviewer(tx, actorId, organizationId);
      const request = await findRequest(tx, actor, requestId);
      demand(mayClaimKey({ actorId, request }));
      const found = await tx.get('apiKeys', request.apiKeyId ?? '');
      if (!found || found.state === 'compromised') throw problemOf(refused('key_deleted'));
      const target = await findTarget(tx, organizationId, found.resourceId);
      demand(mayCreateKey({ bindings: actor.bindings, target, door: 'console' }));
      const taken = await take(deps, tx, found, claimHash, now);
      const action = found.claimHash === null ? 'api_key.shown' : 'api_key.recovered';
      await record(tx, deps, now, taken, { actor, action });
      announceKeys(tx, organizationId);
      return { key: taken, view: await keyView(tx, taken, await loadPrincipal(tx, actorId), now) };
    })
    .catch((error: unknown) => {
      // The claim of another key.
      if (error instanceof DuplicateError && error.constraint === 'claimHash')
        throw problemOf(refused('key_consumed'));
      throw error;
    });
  return {
    key: view,
    secret: await openSecret(deps, key),
    recoverable_until_time: toWireTime((key.claimedAt ?? key.createdAt) + SECRET_WINDOW),
  };
};

/** Deletes a key that nobody looked at (R20), and tells who asked for it. */
export const expireUnseen = async (
  deps: Pick<Deps, 'ids' | 'clock' | 'mailing' | 'posting'>,
  tx: Transaction,
  key: ApiKey,
  because: string,
): Promise<void> => {
  const now = deps.clock.now();
  await settleRequestOf(tx, key, 'expired', now);
  await record(tx, deps, now, key, { actor: SYSTEM, action: 'api_key.expired' });
  await removeKey(deps, tx, SYSTEM, key, { because });
  await notify(tx, deps, now, {
    kind: 'api_key_expired',
    organizationId: key.organizationId,
    personIds: [key.createdBy],
    requestId: key.requestId,
    params: { owner: key.ownerName, resource: key.resourceName },
  });
};

/** The time to look at a key that was asked for is over (R20). */
export const expireKey = (deps: Deps, keyId: string): Promise<void> =>
  deps.store.write(async (tx) => {
    const key = await tx.get('apiKeys', keyId);
    // One that was reported stays until its review is closed (P8).
    if (
      key &&
      key.requestId !== null &&
      key.sealed !== null &&
      key.claimHash === null &&
      key.state !== 'compromised'
    )
      await expireUnseen(deps, tx, key, 'Nobody looked at it in time.');
  });

/**
 * Deletes the keys that wait for somebody who could not create them any more (R17), in the transaction that takes their
 * role away.
 */
export const dropUnviewedKeys = async (
  deps: Pick<Deps, 'ids' | 'clock' | 'mailing' | 'posting'>,
  tx: Transaction,
  personId: string,
): Promise<void> => {
  const requests = await tx.find('requests', {
    where: { requesterId: personId, type: 'create_api_key', status: 'approved', keyOutcome: 'unviewed' },
  });
  const ids = requests.flatMap(({ apiKeyId }) => apiKeyId ?? []);
  const keys = ids.length === 0 ? [] : await tx.find('apiKeys', { where: { id: { in: ids } } });
  const targets = await targetsOf(tx, keys);
  const bindings = await bindingsOf(tx, personId);
  for (const key of keys) {
    const target = targets.get(key.resourceId) ?? null;
    if (!mayCreateKey({ bindings, target, door: 'console' }).allowed)
      await expireUnseen(deps, tx, key, 'Who asked for it lost the role that it takes.');
  }
};
