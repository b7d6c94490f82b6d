import type { ServiceUser } from '../../domain/service-user/service-user.ts';

/** What an audit event says of a service user. */
export const namesOfUser = (
  user: Pick<ServiceUser, 'organizationId' | 'accessId' | 'username' | 'projectName' | 'serviceName'>,
) => ({
  organizationId: user.organizationId,
  accessId: user.accessId,
  resourceName: user.username,
  details: { project: user.projectName, service: user.serviceName },
});
