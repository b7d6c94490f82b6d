import type * as operations from '../../contract/operations/services.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/services.ts';
import * as acls from '../../service/services/read-acls.ts';
import * as overview from '../../service/services/read-overview.ts';
import * as projects from '../../service/services/read-projects.ts';
import * as services from '../../service/services/read-services.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    listProjects: ({ deps, me }) => projects.listProjects(deps, me),
    getProject: ({ deps, me, params }) => projects.getProject(deps, me, params.project),
    listProjectUsers: ({ deps, me, params }) => projects.listProjectUsers(deps, me, params.project),
    getProjectCa: ({ deps, me, params }) => projects.getProjectCa(deps, me, params.project),
    listServices: ({ deps, me, params }) => services.listServices(deps, me, params.project),
    getService: ({ deps, me, params, query, tokenId }) =>
      (tokenId !== null && query.include_secrets ? services.getServiceWithSecrets : services.getService)(
        deps,
        me,
        params.project,
        params.service_name,
      ),
    listTopics: ({ deps, me, params }) => services.listTopics(deps, me, params.project, params.service_name),
    listAcls: ({ deps, me, params }) => acls.listAcls(deps, me, params.project, params.service_name),
    listKafkaAcls: ({ deps, me, params }) =>
      acls.listKafkaAcls(deps, me, params.project, params.service_name),
    getKafkaAcl: ({ deps, me, params }) =>
      acls.getKafkaAcl(deps, me, params.project, params.service_name, params.acl_id),
    listServiceOverview: ({ deps, me, params, query }) =>
      overview.listServiceOverview(deps, me, params.organization_id, query),
    exportServices: ({ deps, me, params, query }) =>
      overview.exportServices(deps, me, params.organization_id, query),
    getServiceDetails: ({ deps, me, params }) => overview.getServiceDetails(deps, me, params),
    listServiceAcls: ({ deps, me, params, query }) => acls.listServiceAcls(deps, me, params, query),
    exportServiceAcls: ({ deps, me, params, query }) => acls.exportServiceAcls(deps, me, params, query),
  },
};
