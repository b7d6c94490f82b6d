import { operation } from '../operation.ts';

const O = '/v1/organization/{organization_id}' as const;

export const getMe = operation({
  id: 'getMe',
  method: 'GET',
  path: '/v1/me',
  group: 'Organization',
  summary: 'Who I am, and my projects',
  nouns: ['people', 'services'],
});

export const listOrganizations = operation({
  id: 'listOrganizations',
  method: 'GET',
  path: '/v1/organizations',
  group: 'Organization',
  summary: 'List the organizations I belong to',
  nouns: ['organization'],
});

export const getOrganization = operation({
  id: 'getOrganization',
  method: 'GET',
  path: O,
  group: 'Organization',
  summary: 'Get an organization',
  problems: ['organization_not_found'],
  nouns: ['organization'],
});

export const listUsers = operation({
  id: 'listUsers',
  method: 'GET',
  path: `${O}/user`,
  group: 'Organization',
  summary: 'List the people of an organization',
  problems: ['organization_not_found'],
  nouns: ['people'],
});

export const getUser = operation({
  id: 'getUser',
  method: 'GET',
  path: `${O}/user/{user_id}`,
  group: 'Organization',
  summary: 'Get a person of an organization',
  problems: ['organization_not_found', 'user_not_found'],
  nouns: ['people'],
});

export const listGroupsOfUser = operation({
  id: 'listGroupsOfUser',
  method: 'GET',
  path: `${O}/user/{user_id}/user-groups`,
  group: 'Organization',
  summary: 'List the user groups of a person',
  problems: ['organization_not_found', 'user_not_found'],
  nouns: ['groups'],
});

export const listGroups = operation({
  id: 'listGroups',
  method: 'GET',
  path: `${O}/user-groups`,
  group: 'Groups',
  summary: 'List user groups',
  problems: ['organization_not_found'],
  nouns: ['groups'],
});

export const getGroup = operation({
  id: 'getGroup',
  method: 'GET',
  path: `${O}/user-groups/{user_group_id}`,
  group: 'Groups',
  summary: 'Get a user group',
  problems: ['organization_not_found', 'user_group_not_found'],
  nouns: ['groups'],
});

export const listMembers = operation({
  id: 'listMembers',
  method: 'GET',
  path: `${O}/user-groups/{user_group_id}/members`,
  group: 'Groups',
  summary: 'List the members of a user group',
  problems: ['organization_not_found', 'user_group_not_found'],
  nouns: ['groups', 'people'],
});

export const updateMembers = operation({
  id: 'updateMembers',
  method: 'PATCH',
  path: `${O}/user-groups/{user_group_id}/members`,
  group: 'Groups',
  summary: 'Add or remove members',
  description: 'A person who leaves a group loses at once what they could still have seen or decided in it.',
  status: 204,
  problems: [
    'organization_not_found',
    'user_group_not_found',
    'user_not_found',
    'invalid_request',
    'permission_denied',
  ],
  touches: ['groups', 'accesses', 'requests', 'session', 'incidents'],
});

export const createGroup = operation({
  id: 'createGroup',
  method: 'POST',
  path: `${O}/user-groups`,
  group: 'Groups',
  summary: 'Create a user group',
  problems: [
    'organization_not_found',
    'invalid_request',
    'permission_denied',
    'user_group_names_must_be_unique',
  ],
  touches: ['groups'],
});

export const updateGroup = operation({
  id: 'updateGroup',
  method: 'PATCH',
  path: `${O}/user-groups/{user_group_id}`,
  group: 'Groups',
  summary: 'Rename or describe a user group',
  problems: [
    'organization_not_found',
    'user_group_not_found',
    'invalid_request',
    'permission_denied',
    'user_group_names_must_be_unique',
  ],
  touches: ['groups', 'accesses', 'requests', 'session'],
});

export const deleteGroup = operation({
  id: 'deleteGroup',
  method: 'DELETE',
  path: `${O}/user-groups/{user_group_id}`,
  group: 'Groups',
  summary: 'Delete a user group that owns nothing',
  status: 204,
  problems: [
    'organization_not_found',
    'user_group_not_found',
    'permission_denied',
    'resource_managed_by_governance',
  ],
  touches: ['groups', 'session'],
});
