import type { Sealer } from '../../../service/ports/ports.ts';
import type { World } from '../../../service/ports/store.ts';

const MARK = 'not sealed yet\n';

/**
 * While a world grows most credentials are made, shown and destroyed within moments, so nothing is encrypted at first:
 * `seal` only marks its text, and `finish` truly seals what the finished world still holds. What `sealer` sealed before
 * opens as ever.
 */
export const createLateSealer = (
  sealer: Sealer,
): Sealer & { finish(world: Pick<World, 'credentials'>): Promise<World['credentials']> } => {
  const opened = (sealed: string, context: string): string | null => {
    const start = `${MARK}${context}\n`;
    return sealed.startsWith(start) ? sealed.slice(start.length) : null;
  };
  return {
    seal: async (plain, context) => `${MARK}${context}\n${plain}`,
    open: async (sealed, context) => opened(sealed, context) ?? sealer.open(sealed, context),
    finish: ({ credentials }) =>
      Promise.all(
        credentials.map(async (credential) => {
          const { sealed } = credential;
          if (!sealed?.startsWith(MARK)) return credential;
          const context = sealed.slice(MARK.length, sealed.indexOf('\n', MARK.length));
          return { ...credential, sealed: await sealer.seal(opened(sealed, context) ?? '', context) };
        }),
      ),
  };
};
