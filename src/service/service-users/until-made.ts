import { SECOND } from '../../domain/time.ts';
import { serviceUserKey } from '../../domain/service-user/service-user.ts';
import type { Deps } from '../deps.ts';
import type { UserPath } from './find-user.ts';

/** Published clients fetch credentials right after they asked for them. */
const LONGEST_WAIT = 5 * SECOND;

/**
 * Waits until the platform has made what was asked for, or refused it, five seconds at most: whoever asks next finds it.
 * The answer itself was committed before; this never fails.
 */
export const untilMade = async ({ store }: Pick<Deps, 'store'>, path: UserPath): Promise<void> => {
  const made = async (): Promise<boolean> => {
    const id = await store.read(async (tx) => {
      const [project] = await tx.find('projects', { where: { name: path.project } });
      const [service] = project
        ? await tx.find('services', { where: { projectId: project.id, name: path.service_name } })
        : [];
      return service && serviceUserKey(service.id, path.username);
    });
    const user = id === undefined ? undefined : await store.get('serviceUsers', id);
    return user === undefined || (user.status !== 'making' && user.status !== 'resetting');
  };
  await new Promise<void>((resolve) => {
    const finish = (): void => {
      clearTimeout(timer);
      unlisten();
      resolve();
    };
    const look = (): void => {
      made().then((is) => {
        if (is) finish();
      }, finish);
    };
    const timer = setTimeout(finish, LONGEST_WAIT);
    const unlisten = store.listen((change) => {
      if (change.touches.includes('serviceUsers')) look();
    }, look);
    look();
  });
};
