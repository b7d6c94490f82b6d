import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/keys.ts';
import { toWireTime } from '../../contract/text.ts';
import { keySearchText, SECRET_WINDOW, type ApiKey } from '../../domain/api-key/api-key.ts';
import type { Cluster } from '../../domain/api-key/role.ts';
import { newKeyId, newKeySecret } from '../../domain/api-key/secret.ts';
import { isStale, mayCreateKey, mayOwnKey, type Door } from '../../domain/policy/api-keys.ts';
import { refused } from '../../domain/verdict.ts';
import type { Deps } from '../deps.ts';
import { enqueue } from '../jobs/kinds.ts';
import type { Transaction } from '../ports/ports.ts';
import { DuplicateError } from '../ports/store.ts';
import { demand, problemOf, ProblemError } from '../problem.ts';
import { recordAudit, type Occurrence } from '../shared/record.ts';
import { COUNTED } from './counted.ts';
import { announceKeys } from './announce.ts';
import { takesApproval } from './approval.ts';
import { settleRequestOf } from './key-request.ts';
import { keyView } from './key-view.ts';
import { demandPrincipal, loadPrincipalIn, type Principal } from './principal.ts';
import { isSpent } from './spent-claims.ts';
import { findTarget, resourceOf } from './targets.ts';

/** What binds a sealed secret to its key. */
export const keyContext = (keyId: string): string => `api-key:${keyId}`;

/** What the store keeps of a secret. */
export const secretHash = ({ digest }: Pick<Deps, 'digest'>, salt: string, secret: string): Promise<string> =>
  digest(`${salt}${secret}`);

/** What a new key is to be. */
export interface KeyOrder {
  readonly resourceId: string;
  readonly ownerId: string;
  readonly displayName: string;
  readonly description: string;
}

/** Who makes a key, for whom, and for what: a cluster, or null for the organization itself. */
interface KeyParties {
  readonly actor: Occurrence['actor'] & { readonly id: string };
  readonly owner: Principal;
  readonly target: Cluster | null;
}

/** Random parts, made before the transaction, which may run more than once. */
export interface Drawn {
  readonly id: string;
  readonly secret: string;
  readonly salt: string;
  readonly hash: string;
}

/** Draws a key. */
export const drawKey = async (deps: Pick<Deps, 'randomToken' | 'digest'>): Promise<Drawn> => {
  const salt = deps.randomToken();
  const secret = newKeySecret(deps.randomToken);
  return { id: newKeyId(deps.randomToken), secret, salt, hash: await secretHash(deps, salt, secret) };
};

/** The secret of a new key, encrypted, and bound to its id. */
export const sealSecret = ({ sealer }: Pick<Deps, 'sealer'>, { id, secret }: Drawn): Promise<string> =>
  sealer.seal(secret, keyContext(id));

/** What was sealed, for whoever a claim entitles to it. */
export const openSecret = (
  { sealer }: Pick<Deps, 'sealer'>,
  { id, sealed }: Pick<ApiKey, 'id' | 'sealed'>,
): Promise<string> => sealer.open(sealed ?? '', keyContext(id));

/** What the page that made a key may fetch it again with; both null for every other caller. */
interface Recovery {
  readonly sealed: string | null;
  /** Null also for a key that was asked for: its requester's page brings a claim later. */
  readonly claimHash: string | null;
  /** The approved request that the key is made for. */
  readonly requestId?: string | null;
}

/** Writes a new key, if its maker may make it (K9), nobody else must approve it (K6), and its owner may have it (K10). */
export const insertKey = async (
  deps: Pick<Deps, 'ids' | 'clock'>,
  tx: Transaction,
  actor: Principal,
  order: KeyOrder,
  drawn: Drawn,
  { door, ...recovery }: Recovery & { door: Door },
): Promise<ApiKey> => {
  const target = await findTarget(tx, actor.organizationId, order.resourceId);
  demand(mayCreateKey({ bindings: actor.bindings, target, door }));
  const owner = await demandPrincipal(tx, actor.organizationId, order.ownerId);
  if (!recovery.requestId && (await takesApproval(tx, owner, target)))
    throw problemOf(
      refused('key_needs_approval', { owner: owner.name, resource: target?.name ?? 'the organization' }),
    );
  return writeKey(deps, tx, { actor, owner, target }, order, drawn, recovery);
};

/** Writes a new key for whoever may make it, if its owner may have it (K10). */
export const writeKey = async (
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  tx: Transaction,
  { actor, owner, target }: KeyParties,
  order: Pick<KeyOrder, 'displayName' | 'description'>,
  drawn: Drawn,
  { sealed, claimHash, requestId = null }: Recovery,
): Promise<ApiKey> => {
  const now = clock.now();
  const { organizationId } = owner;
  const keys = await tx.count('apiKeys', { where: { ownerId: owner.id, ...COUNTED } });
  demand(mayOwnKey({ actorId: actor.id, owner, keys }));
  const named = {
    id: drawn.id,
    ...resourceOf(target),
    displayName: order.displayName,
    description: order.description,
    ownerName: owner.name,
    ownerEmail: owner.email,
  };
  const key: ApiKey = {
    ...named,
    organizationId,
    ownerId: owner.id,
    ownerKind: owner.kind,
    // The management API is our own, and accepts it from this commit on.
    state: target === null ? 'ready' : 'propagating',
    salt: drawn.salt,
    secretHash: drawn.hash,
    sealed,
    claimHash,
    requestId,
    claimedAt: null,
    stale: owner.kind === 'user' && isStale({ bindings: owner.bindings, target }),
    createdAt: now,
    createdBy: actor.id,
    updatedAt: now,
    lastUsedAt: 0,
    version: 1,
    searchText: keySearchText(named),
  };
  await tx.insert('apiKeys', key);
  if (target) await enqueue(tx, ids, now, 'propagate_key', key.id);
  if (claimHash !== null) await enqueue(tx, ids, now, 'close_key_window', key.id, now + SECRET_WINDOW);
  await recordAudit(tx, ids, now, {
    actor,
    action: 'api_key.created',
    organizationId,
    requestId,
    resourceName: key.id,
    details: { owner: owner.name, resource: key.resourceName, resource_id: key.resourceId },
  });
  announceKeys(tx, organizationId);
  return key;
};

const secretGone = (): ProblemError =>
  new ProblemError(
    'credentials_consumed',
    'This secret was shown and saved, or its time has passed, or its key was deleted. Delete the key and create another one.',
  );

/**
 * Creates a key in the console (K4 to K6). The same claim gets the same key and secret again until it was saved or ten
 * minutes have passed (K7, R19). Errors: 403 without a role that may, 402 over the quota, 404 for resource or owner, 410
 * for a claim whose secret or key is gone.
 */
export const createApiKey = async (
  deps: Deps,
  actorId: string,
  organizationId: string,
  input: Out<typeof wire.NewKey>,
): Promise<wire.CreatedKey> => {
  const { store, clock, digest } = deps;
  const claimHash = await digest(input.claim);
  const drawn = await drawKey(deps);
  const sealed = await sealSecret(deps, drawn);
  const order: KeyOrder = {
    resourceId: input.resource_id,
    ownerId: input.owner_id,
    displayName: '',
    description: input.description,
  };
  const make = () =>
    store.write(async (tx) => {
      const actor = await loadPrincipalIn(tx, actorId, organizationId);
      const [known] = await tx.find('apiKeys', { where: { claimHash } });
      if (!known && (await isSpent(tx, claimHash))) throw secretGone();
      // Whoever has another's claim learns nothing of it.
      const key =
        known ?? (await insertKey(deps, tx, actor, order, drawn, { door: 'console', sealed, claimHash }));
      // The job that destroys the secret may be late.
      const over = clock.now() >= key.createdAt + SECRET_WINDOW;
      // One that was asked for is shown by claimApiKey alone, which judges its requester anew (R17).
      const asked = key.requestId !== null;
      if (key.createdBy !== actorId || key.sealed === null || over || asked) throw secretGone();
      return { key, view: await keyView(tx, key, actor, clock.now()) };
    });
  const { key, view } = await make().catch((error: unknown) => {
    // The same claim twice at once: the other one was first.
    if (error instanceof DuplicateError && error.constraint === 'claimHash') return make();
    throw error;
  });
  return {
    key: view,
    secret: await openSecret(deps, key),
    recoverable_until_time: toWireTime(key.createdAt + SECRET_WINDOW),
  };
};

/** "I have saved it": destroys the server's copy of a secret. Repeatable with the same claim. Errors: 404, 410. */
export const confirmKeySaved = async (
  { store, clock, ids, digest }: Deps,
  actorId: string,
  organizationId: string,
  keyId: string,
  claim: string,
): Promise<Out<typeof wire.KeyEnvelope>> => {
  const claimHash = await digest(claim);
  return store.write(async (tx) => {
    const now = clock.now();
    const actor = await loadPrincipalIn(tx, actorId, organizationId);
    const key = await tx.get('apiKeys', keyId);
    if (key?.organizationId !== organizationId || key.createdBy !== actorId)
      throw new ProblemError('api_key_not_found', `There is no API key ${keyId}, or it was deleted.`);
    if (key.claimHash !== claimHash)
      throw new ProblemError('credentials_consumed', 'This secret was shown to another page.');
    if (key.sealed !== null) {
      await tx.update('apiKeys', keyId, { sealed: null });
      await recordAudit(tx, ids, now, {
        actor,
        action: 'api_key.saved',
        organizationId,
        requestId: key.requestId,
        resourceName: keyId,
      });
    }
    await settleRequestOf(tx, key, 'saved', now);
    return { key: await keyView(tx, { ...key, sealed: null }, actor, now) };
  });
};
