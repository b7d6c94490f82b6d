import { CLOUD } from '../../domain/api-key/api-key.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { recordAudit } from '../shared/record.ts';
import { announceKeys } from './announce.ts';
import { secretHash } from './create-key.ts';

/** Every character is looked at, whatever the first ones were. */
const same = (a: string, b: string): boolean => {
  let difference = a.length ^ b.length;
  for (let i = 0; i < a.length; i += 1) difference |= a.charCodeAt(i) ^ b.charCodeAt(i % (b.length || 1));
  return difference === 0;
};

/**
 * Who holds this key and secret, or null: unknown, deleted, another secret, or a key for something else than the
 * management API. Takes as long for a key that there is as for one that there is not.
 */
export const keyCaller = async (
  deps: Pick<Deps, 'store' | 'digest'>,
  keyId: string,
  secret: string,
): Promise<{ readonly personId: string; readonly keyId: string } | null> => {
  const key = await deps.store.get('apiKeys', keyId);
  const offered = await secretHash(deps, key?.salt ?? 'x'.repeat(43), secret);
  const fits = same(offered, key?.secretHash ?? '0'.repeat(64));
  return key && fits && key.resourceId === CLOUD ? { personId: key.ownerId, keyId } : null;
};

/** How often a key's use, or a wrong secret, is written down. */
const NOTE_EVERY = MINUTE;
const underWay = new Set<string>();
const refusedAt = new Map<string, Instant>();

/** Notes that a key was used, once a minute at most. Never fails: no call is to wait for this. */
export const noteKeyUse = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  keyId: string,
): Promise<void> => {
  if (underWay.has(keyId)) return;
  underWay.add(keyId);
  try {
    const due = (lastUsedAt: Instant): boolean => clock.now() - lastUsedAt >= NOTE_EVERY;
    const seen = await store.get('apiKeys', keyId);
    // Asked before the transaction, so that reading does not write.
    if (!seen || !due(seen.lastUsedAt)) return;
    await store.write(async (tx) => {
      const key = await tx.get('apiKeys', keyId);
      if (!key || !due(key.lastUsedAt)) return;
      await tx.update('apiKeys', keyId, { lastUsedAt: clock.now() });
      announceKeys(tx, key.organizationId);
    });
  } catch {
    // The next use notes it.
  } finally {
    underWay.delete(keyId);
  }
};

/** Writes down that a key was refused, once a minute for each; ids that no key has are nobody's. Never fails. */
export const noteRefusedKey = async (
  { store, clock, ids }: Pick<Deps, 'store' | 'clock' | 'ids'>,
  keyId: string,
  address: string | undefined,
): Promise<void> => {
  const now = clock.now();
  const last = refusedAt.get(keyId);
  if (last !== undefined && now - last < NOTE_EVERY && now >= last) return;
  // Before anything is waited for, so that many at once are one.
  refusedAt.set(keyId, now);
  try {
    const known = await store.write(async (tx) => {
      const key = await tx.get('apiKeys', keyId);
      if (!key) return false;
      await recordAudit(tx, ids, now, {
        actor: { personId: null, name: 'Unknown' },
        action: 'api_key.refused',
        organizationId: key.organizationId,
        resourceName: keyId,
        details: address === undefined ? {} : { address },
      });
      return true;
    });
    if (!known) refusedAt.delete(keyId);
  } catch {
    // The next one is written down.
    refusedAt.delete(keyId);
  }
};
