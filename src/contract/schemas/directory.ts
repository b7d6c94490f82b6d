import * as z from 'zod/mini';
import { nameText, personText } from '../text.ts';
import { wireTime } from './shared.ts';

/** In the vendor's shape; its clients print each of these fields. */
export const Me = z.object({
  user: z.object({
    user: z.string(),
    user_id: z.string(),
    real_name: z.string(),
    state: z.string(),
    auth: z.array(z.string()),
    projects: z.array(z.string()),
    project_membership: z.record(z.string(), z.string()),
    project_memberships: z.record(z.string(), z.array(z.string())),
    invitations: z.array(z.unknown()),
    token_validity_begin: wireTime,
    create_time: wireTime,
  }),
});

export const OrganizationAnswer = z.object({
  organization_id: z.string(),
  organization_name: z.string(),
  account_id: z.string(),
  tier: z.enum(['business', 'personal']),
  create_time: wireTime,
  update_time: wireTime,
});
export const OrganizationList = z.object({ organizations: z.array(OrganizationAnswer) });

export const UserInfo = z.object({
  user_email: z.string(),
  real_name: z.string(),
  state: z.string(),
  create_time: wireTime,
  is_application_user: z.boolean(),
  managed_by_scim: z.boolean(),
});
export const OrganizationUser = z.object({
  user_id: z.string(),
  is_super_admin: z.boolean(),
  join_time: wireTime,
  last_activity_time: wireTime,
  user_info: UserInfo,
});
export const OrganizationUserList = z.object({ users: z.array(OrganizationUser) });

export const UserGroup = z.object({
  user_group_id: z.string(),
  user_group_name: z.string(),
  description: z.string(),
  managed_by_scim: z.boolean(),
  create_time: wireTime,
  update_time: wireTime,
});
export const UserGroupList = z.object({
  user_groups: z.array(z.extend(UserGroup, { member_count: z.int() })),
});
export const MemberList = z.object({
  members: z.array(
    z.object({ user_id: z.string(), last_activity_time: z.optional(wireTime), user_info: UserInfo }),
  ),
});
const groupName = nameText(128);
const description = personText(0, 4096);
export const NewUserGroup = z.object({ user_group_name: groupName, description });
export const UserGroupUpdate = z.object({
  user_group_name: z.optional(groupName),
  description: z.optional(description),
});
export const MembersUpdate = z.object({
  operation: z.enum(['add_members', 'remove_members']),
  member_ids: z.array(z.string()).check(z.minLength(1), z.maxLength(1024)),
});
