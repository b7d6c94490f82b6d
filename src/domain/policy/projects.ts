import type { ProjectRole } from '../people.ts';
import { allowed, refused, type Verdict } from '../verdict.ts';

/**
 * See a project with its services: whoever has a role in it, whichever. Administering the organization is none. A
 * project that one may not see and one that does not exist are refused alike, so that nobody learns which it was.
 */
export const maySeeProject = (facts: {
  /** The actor's role in the project; null also where there is no such project. */
  readonly role: ProjectRole | null;
  readonly project: string;
}): Verdict => (facts.role === null ? refused('no_project_role', { project: facts.project }) : allowed);
