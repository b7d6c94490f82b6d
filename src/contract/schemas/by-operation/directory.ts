import type * as operations from '../../operations/directory.ts';
import * as directory from '../directory.ts';
import type { SchemasOf } from '../by-operation.ts';

export const SCHEMAS = {
  getMe: { answer: directory.Me },
  listOrganizations: { answer: directory.OrganizationList },
  getOrganization: { answer: directory.OrganizationAnswer },
  listUsers: { answer: directory.OrganizationUserList },
  listGroups: { answer: directory.UserGroupList },
  getGroup: { answer: directory.UserGroup },
  listMembers: { answer: directory.MemberList },
  getUser: { answer: directory.OrganizationUser },
  listGroupsOfUser: { answer: directory.UserGroupList },
  createGroup: { body: directory.NewUserGroup, answer: directory.UserGroup },
  updateGroup: { body: directory.UserGroupUpdate, answer: directory.UserGroup },
  deleteGroup: {},
  updateMembers: { body: directory.MembersUpdate },
} as const satisfies SchemasOf<typeof operations>;
