import type { ApiKey } from '../../domain/api-key/api-key.ts';
import { SECOND } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { Job } from '../ports/store.ts';
import { announceKeys } from '../keys/announce.ts';
import type { Again } from './tend-certificates.ts';

/** How long to wait before a key is tried again on its resource. */
const TRY_AGAIN = SECOND;

/** There, and not reported as compromised (P8). */
const isWanted = (key: ApiKey | undefined): key is ApiKey => key !== undefined && key.state !== 'compromised';

/**
 * Hands a new key to its resource and tries it there until the resource accepts it: only then it is Ready (K12). A key
 * that was deleted or reported meanwhile is ended here too, because its revocation may have come before it was handed
 * over.
 */
export const propagateKey = async (
  { store, clock, platform }: Deps,
  job: Job,
): Promise<Again | undefined> => {
  const key = await store.get('apiKeys', job.subjectId);
  if (!isWanted(key)) {
    await platform.revokeKey(job.subjectId);
    return undefined;
  }
  if (key.state === 'ready') return undefined;
  await platform.publishKey({
    id: key.id,
    resourceId: key.resourceId,
    salt: key.salt,
    secretHash: key.secretHash,
  });
  const wanted = isWanted(await store.get('apiKeys', key.id));
  // Ended since: before its resource accepts it.
  if (!wanted) await platform.revokeKey(key.id);
  // Not accepted yet, or ended since: the next run sees to either.
  if (!wanted || !(await platform.acceptsKey(key.id, key.resourceId)))
    return () => Promise.resolve(clock.now() + TRY_AGAIN);
  await store.write(async (tx) => {
    const current = await tx.get('apiKeys', key.id);
    if (current?.state !== 'propagating') return;
    await tx.update('apiKeys', key.id, { state: 'ready' });
    announceKeys(tx, key.organizationId);
  });
  return undefined;
};

/** Ends a deleted key on its resource. */
export const revokeKey = async ({ platform }: Deps, job: Job): Promise<void> =>
  platform.revokeKey(job.subjectId);
