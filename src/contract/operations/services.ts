import { operation } from '../operation.ts';

const O = '/v1/organization/{organization_id}' as const;
const P = '/v1/project/{project}/service/{service_name}' as const;
const S = `${O}/project/{project}/service/{service_name}` as const;
const group = 'Projects and services';
const missing = ['project_not_found', 'service_not_found'] as const;

export const listProjects = operation({
  id: 'listProjects',
  method: 'GET',
  path: '/v1/project',
  group,
  summary: 'List the projects that I have a role in',
  nouns: ['services'],
});

export const getProject = operation({
  id: 'getProject',
  method: 'GET',
  path: '/v1/project/{project}',
  group,
  summary: 'Get a project',
  problems: ['project_not_found'],
  nouns: ['services'],
});

export const listProjectUsers = operation({
  id: 'listProjectUsers',
  method: 'GET',
  path: '/v1/project/{project}/users',
  group,
  summary: 'List who has a role in a project',
  problems: ['project_not_found'],
  nouns: ['services', 'people'],
});

export const getProjectCa = operation({
  id: 'getProjectCa',
  method: 'GET',
  path: '/v1/project/{project}/kms/ca',
  group,
  summary: 'Get the CA certificates of a project',
  description: 'All of them as PEM, oldest first. The first one is made when somebody first needs it.',
  problems: ['project_not_found'],
  nouns: ['services'],
});

export const listServices = operation({
  id: 'listServices',
  method: 'GET',
  path: '/v1/project/{project}/service',
  group,
  summary: 'List the services of a project',
  problems: ['project_not_found'],
  nouns: ['services'],
});

export const getService = operation({
  id: 'getService',
  method: 'GET',
  path: P,
  group,
  summary: 'Get a service with its ACLs, topics and users',
  description:
    'An access token of a project admin or operator gets the users’ certificates, keys and passwords, as far as they are kept, unless `include_secrets=false`; each such look is recorded. A browser session gets none of them.',
  problems: [...missing, 'invalid_request'],
  nouns: ['services', 'accesses', 'topics', 'serviceUsers'],
});

export const listTopics = operation({
  id: 'listTopics',
  method: 'GET',
  path: `${P}/topic`,
  group,
  summary: 'List the topics of a service',
  problems: missing,
  nouns: ['topics'],
});

export const listAcls = operation({
  id: 'listAcls',
  method: 'GET',
  path: `${P}/acl`,
  group,
  summary: 'List ACLs in the short form',
  description:
    'One for each service user and topic, with what it may do there from any host. The form knows no hosts: ACLs for certain hosts stand in the list of Kafka ACLs alone.',
  problems: missing,
  nouns: ['accesses'],
});

export const listKafkaAcls = operation({
  id: 'listKafkaAcls',
  method: 'GET',
  path: `${P}/kafka/acl`,
  group,
  summary: 'List ACLs in both forms',
  problems: missing,
  nouns: ['accesses'],
});

export const getKafkaAcl = operation({
  id: 'getKafkaAcl',
  method: 'GET',
  path: `${P}/kafka/acl/{acl_id}`,
  group,
  summary: 'Get an ACL',
  problems: [...missing, 'service_acl_not_found'],
  nouns: ['accesses'],
});

export const listServiceOverview = operation({
  id: 'listServiceOverview',
  method: 'GET',
  path: `${O}/services`,
  group,
  summary: 'List the services of my projects, with their service users counted',
  problems: ['organization_not_found', 'invalid_request'],
  nouns: ['services', 'accesses'],
});

export const exportServices = operation({
  id: 'exportServices',
  method: 'GET',
  path: `${O}/service-export`,
  group,
  summary: 'Every service that matches, as CSV',
  produces: 'csv',
  problems: ['organization_not_found', 'invalid_request'],
  nouns: ['services', 'accesses'],
});

export const getServiceDetails = operation({
  id: 'getServiceDetails',
  method: 'GET',
  path: S,
  group,
  summary: 'How to connect to a service, and how its service users stand',
  problems: ['organization_not_found', ...missing],
  nouns: ['services', 'accesses'],
});

export const listServiceAcls = operation({
  id: 'listServiceAcls',
  method: 'GET',
  path: `${S}/acls`,
  group,
  summary: 'List the ACLs of a service page by page',
  problems: ['organization_not_found', 'invalid_request', ...missing],
  nouns: ['acls', 'accesses'],
});

export const exportServiceAcls = operation({
  id: 'exportServiceAcls',
  method: 'GET',
  path: `${S}/acl-export`,
  group,
  summary: 'Every ACL of a service that matches, as CSV',
  produces: 'csv',
  problems: ['organization_not_found', 'invalid_request', ...missing],
  nouns: ['acls', 'accesses'],
});
