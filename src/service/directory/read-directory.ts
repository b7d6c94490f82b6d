import type { Out } from '../../contract/operation.ts';
import type * as wire from '../../contract/schemas/directory.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Group, Organization, Person, Project, Service } from '../../domain/people.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { loadActor, loadActorIn } from '../shared/actor.ts';

const organizationView = (organization: Organization): Out<typeof wire.OrganizationAnswer> => ({
  organization_id: organization.id,
  organization_name: organization.name,
  account_id: organization.id,
  tier: 'business',
  create_time: toWireTime(organization.createdAt),
  update_time: toWireTime(organization.createdAt),
});

const userInfo = (person: Person): Out<typeof wire.UserInfo> => ({
  user_email: person.email,
  real_name: person.name,
  state: 'active',
  create_time: toWireTime(person.createdAt),
  is_application_user: false,
  managed_by_scim: false,
});

export const groupView = (group: Group): Out<typeof wire.UserGroup> => ({
  user_group_id: group.id,
  user_group_name: group.name,
  description: group.description,
  managed_by_scim: false,
  create_time: toWireTime(group.createdAt),
  update_time: toWireTime(group.updatedAt),
});

const projectView = (project: Project) => ({
  project_name: project.name,
  organization_id: project.organizationId,
  account_id: project.organizationId,
  create_time: toWireTime(project.createdAt),
});

const serviceView = (service: Service): Out<typeof wire.Service> => ({
  service_name: service.name,
  service_type: service.type,
  state: service.state,
  cloud_name: service.cloudName,
  plan: service.plan,
  create_time: toWireTime(service.createdAt),
  update_time: toWireTime(service.updatedAt),
  group_list: ['default'],
  project_vpc_id: null,
  service_integrations: [],
  service_uri: `${service.host}:${service.sslPort}`,
  service_uri_params: { host: service.host, port: String(service.sslPort), ssl_mode: 'require' },
  termination_protection: false,
  user_config: {},
});

export const findGroup = async (
  tx: ReadTransaction,
  organizationId: string,
  groupId: string,
): Promise<Group> => {
  const group = await tx.get('groups', groupId);
  if (group?.organizationId !== organizationId)
    throw new ProblemError('user_group_not_found', 'There is no such user group.');
  return group;
};

/** A project by name, within the actor's organization. */
const findProject = async (tx: ReadTransaction, actorId: string, name: string): Promise<Project> => {
  const actor = await loadActor(tx, actorId);
  const [project] = await tx.find('projects', { where: { organizationId: actor.organizationId, name } });
  if (!project) throw new ProblemError('project_not_found', `There is no project ${name}.`);
  return project;
};

const findService = async (
  tx: ReadTransaction,
  actorId: string,
  projectName: string,
  name: string,
): Promise<Service> => {
  const project = await findProject(tx, actorId, projectName);
  const [service] = await tx.find('services', { where: { projectId: project.id, name } });
  if (!service) throw new ProblemError('service_not_found', `Service ${name} does not exist.`);
  return service;
};

export const listOrganizations = (
  { store }: Deps,
  actorId: string,
): Promise<Out<typeof wire.OrganizationList>> =>
  store.read(async (tx) => {
    const actor = await loadActor(tx, actorId);
    const organization = await tx.get('organizations', actor.organizationId);
    return { organizations: organization ? [organizationView(organization)] : [] };
  });

export const getOrganization = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof wire.OrganizationAnswer>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    const organization = await tx.get('organizations', organizationId);
    if (!organization) throw new ProblemError('organization_not_found', 'There is no such organization.');
    return organizationView(organization);
  });

export const listUsers = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof wire.OrganizationUserList>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    const people = await tx.find('people', {
      where: { organizationId },
      order: { column: 'name', direction: 'asc' },
    });
    return {
      users: people.map((person) => ({
        user_id: person.id,
        is_super_admin: person.isOrganizationAdmin,
        join_time: toWireTime(person.createdAt),
        last_activity_time: toWireTime(person.createdAt),
        user_info: userInfo(person),
      })),
    };
  });

export const listGroups = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
): Promise<Out<typeof wire.UserGroupList>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    const groups = await tx.find('groups', {
      where: { organizationId },
      order: { column: 'name', direction: 'asc' },
    });
    const counts = new Map<string, number>();
    for (const { groupId } of await tx.find('memberships', {
      where: { groupId: { in: groups.map((group) => group.id) } },
    }))
      counts.set(groupId, (counts.get(groupId) ?? 0) + 1);
    return {
      user_groups: groups.map((group) => ({ ...groupView(group), member_count: counts.get(group.id) ?? 0 })),
    };
  });

export const getGroup = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  groupId: string,
): Promise<Out<typeof wire.UserGroup>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    return groupView(await findGroup(tx, organizationId, groupId));
  });

export const listMembers = (
  { store }: Deps,
  actorId: string,
  organizationId: string,
  groupId: string,
): Promise<Out<typeof wire.MemberList>> =>
  store.read(async (tx) => {
    await loadActorIn(tx, actorId, organizationId);
    await findGroup(tx, organizationId, groupId);
    const memberships = await tx.find('memberships', { where: { groupId } });
    const people = await tx.find('people', {
      where: { id: { in: memberships.map((membership) => membership.personId) } },
      order: { column: 'name', direction: 'asc' },
    });
    return { members: people.map((person) => ({ user_id: person.id, user_info: userInfo(person) })) };
  });

export const listProjects = ({ store }: Deps, actorId: string): Promise<Out<typeof wire.ProjectList>> =>
  store.read(async (tx) => {
    const actor = await loadActor(tx, actorId);
    const projects = await tx.find('projects', {
      where: { organizationId: actor.organizationId },
      order: { column: 'name', direction: 'asc' },
    });
    const roles = await tx.find('projectMembers', { where: { personId: actorId } });
    const named = roles.flatMap(({ projectId, role }) => {
      const project = projects.find((candidate) => candidate.id === projectId);
      return project ? [[project.name, role] as const] : [];
    });
    return {
      projects: projects.map(projectView),
      project_membership: Object.fromEntries(named),
      project_memberships: Object.fromEntries(named.map(([name, role]) => [name, [role]])),
    };
  });

export const getProject = (
  { store }: Deps,
  actorId: string,
  name: string,
): Promise<Out<typeof wire.ProjectEnvelope>> =>
  store.read(async (tx) => ({ project: projectView(await findProject(tx, actorId, name)) }));

export const listServices = (
  { store }: Deps,
  actorId: string,
  projectName: string,
): Promise<Out<typeof wire.ServiceList>> =>
  store.read(async (tx) => {
    const project = await findProject(tx, actorId, projectName);
    const services = await tx.find('services', {
      where: { projectId: project.id },
      order: { column: 'name', direction: 'asc' },
    });
    return { services: services.map(serviceView) };
  });

export const getService = (
  { store }: Deps,
  actorId: string,
  projectName: string,
  name: string,
): Promise<Out<typeof wire.ServiceEnvelope>> =>
  store.read(async (tx) => ({ service: serviceView(await findService(tx, actorId, projectName, name)) }));

export const listTopics = (
  { store }: Deps,
  actorId: string,
  projectName: string,
  serviceName: string,
): Promise<Out<typeof wire.TopicList>> =>
  store.read(async (tx) => {
    const service = await findService(tx, actorId, projectName, serviceName);
    const topics = await tx.find('topics', {
      where: { serviceId: service.id },
      order: { column: 'name', direction: 'asc' },
    });
    return {
      topics: topics.map((topic) => ({
        topic_name: topic.name,
        partitions: topic.partitions,
        replication: topic.replication,
        min_insync_replicas: Math.max(1, topic.replication - 1),
        retention_bytes: -1,
        retention_hours: 168,
        cleanup_policy: 'delete',
        state: 'ACTIVE',
        tags: [],
        ...(topic.ownerGroupId === null ? {} : { owner_user_group_id: topic.ownerGroupId }),
      })),
    };
  });
