import type { PersonaName, Session as WireSession } from '../../contract/schemas/session.ts';
import { toWireTime } from '../../contract/text.ts';
import type { Session } from '../../domain/sign-in/session.ts';
import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { personas } from './sessions.ts';

/** When the last session that began by break-glass ends, while one lives. */
const breakGlassEnd = async (tx: ReadTransaction, now: Instant): Promise<Instant | null> => {
  const live = await tx.find('sessions', { where: { kind: 'break_glass', expiresAt: { above: now } } });
  return live.length === 0 ? null : Math.max(...live.map(({ expiresAt }) => expiresAt));
};

const signInOf = (
  { signIn }: Deps,
  { kind }: Session,
  identity: { readonly providerId: string } | undefined,
): WireSession['sign_in'] => {
  const provider = signIn.providers?.list.find(({ id }) => id === identity?.providerId);
  return { kind, ...(provider ? { provider_id: provider.id, provider_name: provider.name } : {}) };
};

/** Who am I: the person, their groups and project roles, and the server's clock. */
export const getSession = async (
  deps: Deps,
  actorId: string,
  token: string,
  demo: boolean,
): Promise<WireSession> => {
  const id = await deps.digest(token);
  return deps.store.read(async (tx) => {
    const now = deps.clock.now();
    const session = await tx.get('sessions', id);
    const person = await tx.get('people', actorId);
    if (!session || !person)
      throw new ProblemError('session_required', 'Your session has ended. Sign in again.');
    const organization = await tx.get('organizations', person.organizationId);
    const memberships = await tx.find('memberships', { where: { personId: actorId } });
    const groups = await tx.find('groups', {
      where: { id: { in: memberships.map((membership) => membership.groupId) } },
      order: { column: 'name', direction: 'asc' },
    });
    const roles = await tx.find('projectMembers', { where: { personId: actorId } });
    const projects = await tx.find('projects', { where: { organizationId: person.organizationId } });
    const persona = Object.entries(await personas(tx)).find(([, entry]) => entry.personId === actorId)?.[0];
    const identity = session.identityId === null ? undefined : await tx.get('identities', session.identityId);
    // Nobody comes in by break-glass where it is off.
    const opened = deps.signIn.breakGlass ? await breakGlassEnd(tx, now) : null;
    return {
      user: {
        user_id: person.id,
        real_name: person.name,
        user_email: person.email,
        is_organization_admin: person.isOrganizationAdmin,
        // Keys of PersonaSetting.
        ...(persona && session.kind === 'persona' ? { persona: persona as PersonaName } : {}),
      },
      organization: {
        organization_id: person.organizationId,
        organization_name: organization?.name ?? '',
      },
      groups: groups.map((group) => ({ user_group_id: group.id, user_group_name: group.name })),
      project_roles: Object.fromEntries(
        roles.flatMap(({ projectId, role }) => {
          const project = projects.find((candidate) => candidate.id === projectId);
          return project ? [[project.name, role]] : [];
        }),
      ),
      sign_in: signInOf(deps, session, identity),
      ...(opened === null ? {} : { break_glass_until_time: toWireTime(opened) }),
      expire_time: toWireTime(session.expiresAt),
      server_time: toWireTime(now),
      demo,
    };
  });
};
