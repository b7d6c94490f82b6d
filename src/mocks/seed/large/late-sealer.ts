import type { Sealer } from '../../../service/ports/ports.ts';
import type { World } from '../../../service/ports/store.ts';

const MARK = 'not sealed yet\n';

type Sealed = Pick<World, 'credentials' | 'serviceUsers'>;

/**
 * While a world grows most credentials are made, shown and destroyed within moments, so nothing is encrypted at first:
 * `seal` only marks its text, and `finish` truly seals what the finished world still holds. What `sealer` sealed before
 * opens as ever.
 */
export const createLateSealer = (sealer: Sealer): Sealer & { finish(world: Sealed): Promise<Sealed> } => {
  const opened = (sealed: string, context: string): string | null => {
    const start = `${MARK}${context}\n`;
    return sealed.startsWith(start) ? sealed.slice(start.length) : null;
  };
  const finished = async (sealed: string | null): Promise<string | null> => {
    if (!sealed?.startsWith(MARK)) return sealed;
    const context = sealed.slice(MARK.length, sealed.indexOf('\n', MARK.length));
    return sealer.seal(opened(sealed, context) ?? '', context);
  };
  return {
    seal: async (plain, context) => `${MARK}${context}\n${plain}`,
    open: async (sealed, context) => opened(sealed, context) ?? sealer.open(sealed, context),
    isCurrent: (sealed) => sealed.startsWith(MARK) || sealer.isCurrent(sealed),
    finish: async ({ credentials, serviceUsers }) => ({
      credentials: await Promise.all(
        credentials.map(async (row) => ({ ...row, sealed: await finished(row.sealed) })),
      ),
      serviceUsers: await Promise.all(
        serviceUsers.map(async (row) => ({
          ...row,
          sealed: await finished(row.sealed),
          nextSealed: await finished(row.nextSealed),
          sealedWish: await finished(row.sealedWish),
        })),
      ),
    }),
  };
};
