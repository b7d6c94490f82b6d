import type { Clock, Digest, PlatformKey } from '../../service/ports/ports.ts';
import { isSameHash } from '../../service/ports/same-hash.ts';
import { writeNew, type PlatformStore } from './platform-store.ts';

const KEYS = 'simulatedKeys';

/** The clusters as far as API keys go: a key works on one resource, some seconds after it was published (K1, K12). */
export const createSimulatedKeys = (parts: {
  readonly store: PlatformStore;
  readonly clock: Clock;
  readonly digest: Digest;
  /** Milliseconds until a published key is accepted. */
  readonly delay: number;
}) => {
  const { store, clock, digest, delay } = parts;
  const find = (id: string, resourceId: string) =>
    store.read(async (tx) => {
      const key = await tx.get(KEYS, id);
      return key?.resourceId === resourceId && key.acceptedAt <= clock.now() ? key : null;
    });
  return {
    publish: ({ id, resourceId, salt, secretHash }: PlatformKey): Promise<void> =>
      writeNew(store, async (tx) => {
        if (await tx.get(KEYS, id)) return;
        const acceptedAt = clock.now() + delay;
        await tx.insert(KEYS, { id, resourceId, salt, secretHash, acceptedAt });
      }),
    accepts: async (id: string, resourceId: string): Promise<boolean> =>
      (await find(id, resourceId)) !== null,
    revoke: (id: string): Promise<void> => store.write((tx) => tx.remove(KEYS, id)),
    authenticate: async (id: string, secret: string, resourceId: string): Promise<boolean> => {
      const key = await find(id, resourceId);
      return key !== null && isSameHash(key.secretHash, await digest(`${key.salt}${secret}`));
    },
  };
};
