import { CLOUD, type ApiKey } from '../../domain/api-key/api-key.ts';
import { HOUR, MINUTE, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { isSameHash } from '../ports/same-hash.ts';
import { personIsSuspended } from '../sign-in/suspension.ts';
import { noteOnce } from '../shared/note-once.ts';
import { recordAudit } from '../shared/record.ts';
import { announceKeys } from './announce.ts';
import { secretHash } from './create-key.ts';

/**
 * The key that this id and secret belong to, or null: unknown, deleted, compromised (P8), another secret, a key for something else than
 * the management API, or one of a suspended person. Takes as long for a key that there is as for one that there is not.
 */
export const keyCaller = async (
  deps: Pick<Deps, 'store' | 'digest' | 'signIn'>,
  keyId: string,
  secret: string,
): Promise<ApiKey | null> => {
  const key = await deps.store.get('apiKeys', keyId);
  const offered = await secretHash(deps, key?.salt ?? 'x'.repeat(43), secret);
  const fits = isSameHash(offered, key?.secretHash ?? '0'.repeat(64));
  if (!key || !fits || key.resourceId !== CLOUD || key.state === 'compromised') return null;
  return (await personIsSuspended(deps, key.ownerId)) ? null : key;
};

/** How often a key's use, or a wrong secret, is written down. */
const NOTE_EVERY = MINUTE;

/** Notes that a key was used, once a minute at most, judged by the key as the call saw it. Never fails. */
export const noteKeyUse = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  seen: Pick<ApiKey, 'id' | 'lastUsedAt'>,
): Promise<void> => {
  const due = ({ lastUsedAt }: Pick<ApiKey, 'lastUsedAt'>): boolean => {
    const ago = clock.now() - lastUsedAt;
    // A use that lies so far ahead was noted by a clock that was set back since.
    return ago >= NOTE_EVERY || ago <= -HOUR;
  };
  if (!due(seen)) return;
  await noteOnce(`key ${seen.id}`, () =>
    store.write(async (tx) => {
      const key = await tx.get('apiKeys', seen.id);
      if (!key || !due(key)) return;
      await tx.update('apiKeys', key.id, { lastUsedAt: clock.now() });
      announceKeys(tx, key.organizationId);
    }),
  );
};

/** When each key was last refused, as far as this process wrote it down. */
const refusedAt = new Map<string, Instant>();

/** Writes down that a key was refused, once a minute for each, after a read that every refusal costs. Never fails. */
export const noteRefusedKey = (
  { store, clock, ids }: Pick<Deps, 'store' | 'clock' | 'ids'>,
  keyId: string,
  address: string | undefined,
): Promise<void> =>
  noteOnce(`refused ${keyId}`, async () => {
    const now = clock.now();
    // First, although it is seldom needed: whoever tries on would else feel which keys there are.
    const key = await store.get('apiKeys', keyId);
    if (!key) return;
    const last = refusedAt.get(keyId);
    if (last !== undefined && now - last < NOTE_EVERY && now >= last) return;
    await store.write((tx) =>
      recordAudit(tx, ids, now, {
        actor: { personId: null, name: 'Unknown' },
        action: 'api_key.refused',
        organizationId: key.organizationId,
        resourceName: keyId,
        problem: 'invalid_api_key',
        details: address === undefined ? {} : { address },
      }),
    );
    refusedAt.set(keyId, now);
  });
