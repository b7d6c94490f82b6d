import type * as operations from '../../operations/directory.ts';
import * as directory from '../directory.ts';
import type { SchemasOf } from '../by-operation.ts';

export const SCHEMAS = {
  listOrganizations: { answer: directory.OrganizationList },
  getOrganization: { answer: directory.OrganizationAnswer },
  listUsers: { answer: directory.OrganizationUserList },
  listGroups: { answer: directory.UserGroupList },
  getGroup: { answer: directory.UserGroup },
  listMembers: { answer: directory.MemberList },
  updateMembers: { body: directory.MembersUpdate },
  listProjects: { answer: directory.ProjectList },
  getProject: { answer: directory.ProjectEnvelope },
  listServices: { answer: directory.ServiceList },
  getService: { answer: directory.ServiceEnvelope },
  listTopics: { answer: directory.TopicList },
} as const satisfies SchemasOf<typeof operations>;
