import { SECOND } from '../domain/time.ts';
import type { Deps } from '../service/deps.ts';
import { isMade } from '../service/service-users/is-made.ts';

/** Published clients fetch credentials right after they asked for them. */
const LONGEST_WAIT = 5 * SECOND;

/**
 * Waits until the platform has made what was asked for, or refused it, five seconds at most: whoever asks next finds it.
 * The answer itself was committed before; this never fails.
 */
export const untilMade = (deps: Deps, path: Parameters<typeof isMade>[1]): Promise<void> =>
  new Promise((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      unlisten();
      resolve();
    };
    const look = (): void => {
      isMade(deps, path).then((made) => {
        if (made) finish();
      }, finish);
    };
    const timer = setTimeout(finish, LONGEST_WAIT);
    const unlisten = deps.store.listen((change) => {
      if (change.touches.includes('serviceUsers')) look();
    }, look);
    look();
  });
