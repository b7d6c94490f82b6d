import type { Out } from '../../contract/operation.ts';
import type { Me } from '../../contract/schemas/directory.ts';
import type * as wire from '../../contract/schemas/services.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Actor, Project } from '../../domain/people.ts';
import type { Deps } from '../deps.ts';
import { PlatformRefusedError, type ReadTransaction } from '../ports/ports.ts';
import { UnavailableError } from '../ports/store.ts';
import { loadActor } from '../shared/actor.ts';
import { findProject } from './find-service.ts';

/** Nothing is billed here; the vendor's clients look for the fields all the same. */
const NO_BILLING = {
  billing_address: '',
  billing_currency: '',
  billing_emails: [],
  billing_extra_text: null,
  billing_group_id: '',
  country: '',
  country_code: '',
  estimated_balance: '0.00',
  payment_method: 'no_payment_expected',
  vat_id: '',
};

const projectView = (project: Project): Out<typeof wire.ProjectEnvelope>['project'] => ({
  project_name: project.name,
  organization_id: project.organizationId,
  account_id: project.organizationId,
  create_time: toWireTime(project.createdAt),
  default_cloud: '',
  tech_emails: [],
  ...NO_BILLING,
});

/** The projects that somebody has a role in, by name, and their roles by project. */
const projectsOf = async (
  tx: ReadTransaction,
  { personId, organizationId }: Pick<Actor, 'personId' | 'organizationId'>,
) => {
  const memberships = await tx.find('projectMembers', { where: { personId } });
  const roles = new Map(memberships.map(({ projectId, role }) => [projectId, role]));
  const projects = await tx.find('projects', {
    where: { organizationId, id: { in: [...roles.keys()] } },
    order: { column: 'name', direction: 'asc' },
  });
  const named = projects.map(({ id, name }) => [name, roles.get(id) ?? 'read_only'] as const);
  return {
    projects,
    project_membership: Object.fromEntries(named),
    project_memberships: Object.fromEntries(named.map(([name, role]) => [name, [role]])),
  };
};

/** The projects that the actor has a role in, with that role. */
export const listProjects = ({ store }: Deps, actorId: string): Promise<Out<typeof wire.ProjectList>> =>
  store.read(async (tx) => {
    const { projects, ...memberships } = await projectsOf(tx, await loadActor(tx, actorId));
    return { projects: projects.map(projectView), ...memberships };
  });

/** Who the actor is. */
export const getMe = ({ store }: Deps, actorId: string): Promise<Out<typeof Me>> =>
  store.read(async (tx) => {
    const actor = await loadActor(tx, actorId);
    const { projects, ...memberships } = await projectsOf(tx, actor);
    const since = toWireTime((await tx.get('people', actorId))?.createdAt ?? 0);
    return {
      user: {
        user: actor.email,
        user_id: actor.personId,
        real_name: actor.name,
        state: 'active',
        auth: ['token'],
        projects: projects.map(({ name }) => name),
        ...memberships,
        invitations: [],
        token_validity_begin: since,
        create_time: since,
      },
    };
  });

/** One project. Error: 404 without a role in it. */
export const getProject = (
  { store }: Deps,
  actorId: string,
  name: string,
): Promise<Out<typeof wire.ProjectEnvelope>> =>
  store.read(async (tx) => {
    const { project } = await findProject(tx, await loadActor(tx, actorId), name);
    return { project: projectView(project) };
  });

/** Who has which role in a project. Error: 404 without one of them. */
export const listProjectUsers = (
  { store }: Deps,
  actorId: string,
  name: string,
): Promise<Out<typeof wire.ProjectUserList>> =>
  store.read(async (tx) => {
    const { project } = await findProject(tx, await loadActor(tx, actorId), name);
    const memberships = await tx.find('projectMembers', { where: { projectId: project.id } });
    const roles = new Map(memberships.map(({ personId, role }) => [personId, role]));
    const people = await tx.find('people', {
      where: { id: { in: [...roles.keys()] } },
      order: { column: 'name', direction: 'asc' },
    });
    return {
      users: people.map((person) => ({
        user_email: person.email,
        real_name: person.name,
        member_type: roles.get(person.id) ?? 'read_only',
        auth: [],
        billing_contact: false,
        create_time: toWireTime(person.createdAt),
        team_id: '',
        team_name: '',
      })),
      invitations: [],
      group_users: [],
    };
  });

/**
 * All CA certificates of a project as PEM that ends in a newline; the platform makes the first when it is first asked.
 * Errors: 404 without a role in the project, 503 when the platform does not answer or refuses.
 */
export const getProjectCa = async (
  { store, platform }: Deps,
  actorId: string,
  name: string,
): Promise<Out<typeof wire.ProjectCa>> => {
  await store.read(async (tx) => findProject(tx, await loadActor(tx, actorId), name));
  try {
    return { certificate: `${(await platform.caCertificate(name)).trimEnd()}\n` };
  } catch (error) {
    if (error instanceof PlatformRefusedError) throw new UnavailableError(error.message, { cause: error });
    throw error;
  }
};
