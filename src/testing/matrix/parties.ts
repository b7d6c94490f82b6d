import type { Standing } from './callers.ts';

const operates = ({ project }: Standing): boolean => project === 'operator' || project === 'admin';
const administers = ({ role }: Standing): boolean =>
  role === 'OrganizationAdmin' || role === 'EnvironmentAdmin' || role === 'CloudClusterAdmin';

/** Who may do something, in plain words. */
export const PARTIES = {
  'anybody at all': () => true,
  'anybody signed in': () => true,
  'the owner group': ({ inOwnerGroup }) => inOwnerGroup === true,
  'another member of the owner group': ({ inOwnerGroup, asked }) => inOwnerGroup === true && asked !== true,
  'the one who asked': ({ asked }) => asked === true,
  'an organization admin': ({ admin }) => admin === true,
  'the owner group or an organization admin': (is) => is.inOwnerGroup === true || is.admin === true,
  'the owner group, a project admin or operator, or an organization admin': (is) =>
    is.inOwnerGroup === true || is.admin === true || operates(is),
  'another one whom the incident concerns': (is) =>
    is.asked !== true && (is.inOwnerGroup === true || is.admin === true || operates(is)),
  'a member of the project or an organization admin': ({ project, admin }) =>
    project !== undefined || admin === true,
  'a project admin or operator, or an organization admin': (is) => is.admin === true || operates(is),
  'a member of the project': ({ project }) => project !== undefined,
  'a project admin or operator': operates,
  'a project admin': ({ project }) => project === 'admin',
  'an OrganizationAdmin or the one who asked': ({ role, asked }) =>
    role === 'OrganizationAdmin' || asked === true,
  'an OrganizationAdmin': ({ role }) => role === 'OrganizationAdmin',
  'whoever administers the cluster': administers,
  'whoever administers the cluster, or an organization admin': (is) => administers(is) || is.admin === true,
  'whoever has a role on the cluster, or an organization admin': ({ role, admin }) =>
    role !== undefined || admin === true,
  'a person, or a service account with a role': ({ program, role }) => program !== true || role !== undefined,
  'whoever has a role on the cluster': ({ role }) => role !== undefined,
} as const satisfies Record<string, (is: Standing) => boolean>;
/** One of them. */
export type Party = keyof typeof PARTIES;
