import type { Access } from '../../domain/access/access.ts';
import { serviceUserKey, type ServiceUser } from '../../domain/service-user/service-user.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { findService } from '../services/find-service.ts';

/** How routes name a service user. */
export interface UserPath {
  readonly project: string;
  readonly service_name: string;
  readonly username: string;
}

export type SeenService = Awaited<ReturnType<typeof findService>>;

/** A service user as its reader stands to it. */
export interface SeenUser extends SeenService {
  readonly user: ServiceUser;
  readonly access: Access | null;
}

/** A service user by its names. Errors: 404 for the project, the service or the user. */
export const findServiceUser = async (
  tx: ReadTransaction,
  actor: Parameters<typeof findService>[1],
  { project, service_name, username }: UserPath,
): Promise<SeenUser> => {
  const seen = await findService(tx, actor, project, service_name);
  const user = await tx.get('serviceUsers', serviceUserKey(seen.service.id, username));
  if (!user)
    throw new ProblemError('user_not_found', `Service user ${username} does not exist on ${service_name}.`);
  const access = user.accessId === null ? null : ((await tx.get('accesses', user.accessId)) ?? null);
  return { ...seen, user, access };
};

/** What policies ask of a service user. */
export const policyFacts = ({ role, project, user, access }: SeenUser) => ({
  role,
  project: project.name,
  user,
  access,
});
