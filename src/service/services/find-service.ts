import type { Actor, Project, ProjectRole, Service } from '../../domain/people.ts';
import { maySeeProject } from '../../domain/policy/projects.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { demand, ProblemError } from '../problem.ts';

type Seeker = Pick<Actor, 'personId' | 'organizationId'>;

/** A project as its reader stands in it. */
export interface SeenProject {
  readonly project: Project;
  readonly role: ProjectRole;
}

/** A project by name. Error: 404, whether there is none in the actor's organization or the actor has no role in it. */
export const findProject = async (
  tx: ReadTransaction,
  { personId, organizationId }: Seeker,
  name: string,
): Promise<SeenProject> => {
  const [project] = await tx.find('projects', { where: { organizationId, name } });
  const membership = project && (await tx.get('projectMembers', `${project.id}:${personId}`));
  demand(maySeeProject({ role: membership?.role ?? null, project: name }));
  // Allowed to those with a role alone, and a role is in a project.
  return { project, role: membership?.role } as SeenProject;
};

/** A service by the names of its project and its own. Errors: 404 for the project as above, 404 for the service. */
export const findService = async (
  tx: ReadTransaction,
  actor: Seeker,
  projectName: string,
  name: string,
): Promise<SeenProject & { readonly service: Service }> => {
  const seen = await findProject(tx, actor, projectName);
  const [service] = await tx.find('services', { where: { projectId: seen.project.id, name } });
  if (!service) throw new ProblemError('service_not_found', `Service ${name} does not exist.`);
  return { ...seen, service };
};
