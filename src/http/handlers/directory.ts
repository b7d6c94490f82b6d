import type * as operations from '../../contract/operations/directory.ts';
import { SCHEMAS } from '../../contract/schemas/by-operation/directory.ts';
import * as groups from '../../service/directory/change-groups.ts';
import * as directory from '../../service/directory/read-directory.ts';
import { getMe } from '../../service/services/read-projects.ts';
import type { Part } from './call.ts';

export const part: Part<typeof operations> = {
  schemas: SCHEMAS,
  handlers: {
    getMe: ({ deps, me }) => getMe(deps, me),
    listOrganizations: ({ deps, me }) => directory.listOrganizations(deps, me),
    getOrganization: ({ deps, me, params }) => directory.getOrganization(deps, me, params.organization_id),
    listUsers: ({ deps, me, params }) => directory.listUsers(deps, me, params.organization_id),
    listGroups: ({ deps, me, params }) => directory.listGroups(deps, me, params.organization_id),
    getGroup: ({ deps, me, params }) =>
      directory.getGroup(deps, me, params.organization_id, params.user_group_id),
    listMembers: ({ deps, me, params }) =>
      directory.listMembers(deps, me, params.organization_id, params.user_group_id),
    updateMembers: async ({ deps, me, params, body }) => {
      await groups.updateMembers(deps, me, params.organization_id, params.user_group_id, body);
      return undefined;
    },
    getUser: ({ deps, me, params }) => directory.getUser(deps, me, params.organization_id, params.user_id),
    listGroupsOfUser: ({ deps, me, params }) =>
      directory.listGroupsOfUser(deps, me, params.organization_id, params.user_id),
    createGroup: ({ deps, me, params, body }) => groups.createGroup(deps, me, params.organization_id, body),
    updateGroup: ({ deps, me, params, body }) =>
      groups.updateGroup(deps, me, params.organization_id, params.user_group_id, body),
    deleteGroup: async ({ deps, me, params }) => {
      await groups.deleteGroup(deps, me, params.organization_id, params.user_group_id);
      return undefined;
    },
  },
};
