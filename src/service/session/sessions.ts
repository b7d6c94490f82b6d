import type { Out } from '../../contract/operation.ts';
import type {
  Persona,
  PersonaList,
  PersonaName,
  Session as WireSession,
} from '../../contract/schemas/session.ts';
import { toWireTime } from '../../contract/text.ts';
import { PERSONAS } from '../../contract/values.ts';
import { DAY } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { recordAudit } from '../shared/record.ts';

/** How long a session lasts, in milliseconds. */
export const SESSION_LENGTH = 30 * DAY;

/** The setting that names who plays each persona. */
export const PERSONAS_SETTING = 'personas';

export type PersonaSetting = Readonly<
  Record<PersonaName, { readonly personId: string; readonly description: string }>
>;

/** Who plays each persona. */
export const personas = async (tx: ReadTransaction): Promise<Partial<PersonaSetting>> =>
  // Written by the seed alone.
  ((await tx.get('settings', PERSONAS_SETTING))?.value ?? {}) as Partial<PersonaSetting>;

/** The people that one can sign in as while personas are the way to sign in. */
export const listPersonas = ({ store }: Deps): Promise<Out<typeof PersonaList>> =>
  store.read(async (tx) => {
    const found: Out<typeof Persona>[] = [];
    const setting = await personas(tx);
    // In the order of the walk, which a database that reorders the keys of JSON does not keep.
    for (const persona of PERSONAS) {
      const { personId = '', description = '' } = setting[persona] ?? {};
      const person = await tx.get('people', personId);
      if (person) found.push({ persona, real_name: person.name, user_email: person.email, description });
    }
    return { personas: found };
  });

/** Begins a session; the token goes into the cookie, its hash into the store. Errors: 403 for an unknown persona. */
export const startSession = async (
  deps: Deps,
  persona: PersonaName,
): Promise<{ readonly token: string; readonly personId: string }> => {
  const { store, clock, ids, digest, randomToken } = deps;
  const token = randomToken();
  const id = await digest(token);
  const personId = await store.write(async (tx) => {
    const now = clock.now();
    const person = await tx.get('people', (await personas(tx))[persona]?.personId ?? '');
    if (!person) throw new ProblemError('authentication_failed', 'There is no such persona here.');
    await tx.insert('sessions', { id, personId: person.id, createdAt: now, expiresAt: now + SESSION_LENGTH });
    await recordAudit(tx, ids, now, {
      actor: { personId: person.id, name: person.name },
      action: 'session.started',
      organizationId: person.organizationId,
      resourceName: person.email,
    });
    return person.id;
  });
  return { token, personId };
};

/** Whose session this token opens, or null. */
export const sessionPerson = async (deps: Deps, token: string): Promise<string | null> => {
  const id = await deps.digest(token);
  const session = await deps.store.get('sessions', id);
  return session && deps.clock.now() < session.expiresAt ? session.personId : null;
};

/** Ends the session of this token, its event streams included; no error when there is none. */
export const endSession = async (deps: Deps, token: string): Promise<void> => {
  const id = await deps.digest(token);
  await deps.store.write(async (tx) => {
    const session = await tx.get('sessions', id);
    if (!session) return;
    await tx.remove('sessions', id);
    tx.announce({ touches: ['session'], organizationId: null, personIds: [session.personId] });
  });
};

/** Who am I: the person, their groups and project roles, and the server's clock. */
export const getSession = (deps: Deps, actorId: string, token: string, demo: boolean): Promise<WireSession> =>
  deps.digest(token).then((id) =>
    deps.store.read(async (tx) => {
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
      return {
        user: {
          user_id: person.id,
          real_name: person.name,
          user_email: person.email,
          is_organization_admin: person.isOrganizationAdmin,
          // Keys of PersonaSetting.
          ...(persona ? { persona: persona as PersonaName } : {}),
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
        expire_time: toWireTime(session.expiresAt),
        server_time: toWireTime(deps.clock.now()),
        demo,
      };
    }),
  );
