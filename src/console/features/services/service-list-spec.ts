import { ACL_OPERATIONS, ACL_SORTS, SERVICE_SORTS, SERVICE_STATES } from '../../../contract/values.ts';

/** What of the list of services lives in the URL. */
export const SERVICE_LIST = {
  lists: { project_name: null, state: SERVICE_STATES },
  choices: {},
  sorts: SERVICE_SORTS,
  preset: { key: 'service_name', dir: 'asc' },
} as const;

/** What of the list of a service's ACLs lives in the URL. */
export const ACL_LIST = {
  lists: { resource_name: null, operation: ACL_OPERATIONS },
  choices: {},
  sorts: ACL_SORTS,
  preset: { key: 'principal', dir: 'asc' },
} as const;

/** The service that the URL names, as operations name it. */
export const serviceParams = (params: Readonly<Record<string, string | undefined>>) => ({
  project: params['project'] ?? '',
  service_name: params['service'] ?? '',
});
