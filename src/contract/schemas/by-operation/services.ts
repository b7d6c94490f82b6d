import type * as operations from '../../operations/services.ts';
import { IncludeSecrets } from '../service-users.ts';
import * as services from '../services.ts';
import type { SchemasOf } from '../by-operation.ts';

export const SCHEMAS = {
  listProjects: { answer: services.ProjectList },
  getProject: { answer: services.ProjectEnvelope },
  listProjectUsers: { answer: services.ProjectUserList },
  getProjectCa: { answer: services.ProjectCa },
  listServices: { answer: services.ServiceList },
  getService: { query: IncludeSecrets, answer: services.ServiceEnvelope },
  listTopics: { answer: services.TopicList },
  listAcls: { answer: services.AclList },
  listKafkaAcls: { answer: services.KafkaAclList },
  getKafkaAcl: { answer: services.AclEnvelope },
  listServiceOverview: { query: services.ServiceQuery, answer: services.ServiceOverviewList },
  exportServices: { query: services.ServiceExportQuery },
  getServiceDetails: { answer: services.ServiceDetailsEnvelope },
  listServiceAcls: { query: services.AclQuery, answer: services.ServiceAclList },
  exportServiceAcls: { query: services.AclExportQuery },
} as const satisfies SchemasOf<typeof operations>;
