import { PRIMARY_USER, serviceUserKey } from '../../domain/service-user/service-user.ts';
import type { Deps } from '../deps.ts';
import type { UserPath } from './find-user.ts';

/** Whether nothing of this user is being made any more; of the service's own user, where none is named. */
export const isMade = async (
  { store }: Pick<Deps, 'store'>,
  {
    project: projectName,
    service_name: name,
    username = PRIMARY_USER,
  }: Omit<UserPath, 'username'> & Partial<UserPath>,
): Promise<boolean> => {
  const user = await store.read(async (tx) => {
    const [project] = await tx.find('projects', { where: { name: projectName } });
    const [service] = project ? await tx.find('services', { where: { projectId: project.id, name } }) : [];
    return service && tx.get('serviceUsers', serviceUserKey(service.id, username));
  });
  return user === undefined || (user.status !== 'making' && user.status !== 'resetting');
};
