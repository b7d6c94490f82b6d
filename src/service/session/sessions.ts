import type { Out } from '../../contract/operation.ts';
import type { Persona, PersonaList, PersonaName } from '../../contract/schemas/session.ts';
import { PERSONAS } from '../../contract/values.ts';
import type { AuditAction } from '../../domain/audit/event.ts';
import type { Person } from '../../domain/people.ts';
import { isLive, newSession, type Session } from '../../domain/sign-in/session.ts';
import { MINUTE, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { noteOnce } from '../shared/note-once.ts';
import { recordAudit, SYSTEM, type Occurrence, type Telling } from '../shared/record.ts';
import { closeBreakGlass } from './close-break-glass.ts';

/** The setting that names who plays each persona. */
export const PERSONAS_SETTING = 'personas';

export type PersonaSetting = Readonly<
  Record<PersonaName, { readonly personId: string; readonly description: string }>
>;

/** Who plays each persona. */
export const personas = async (tx: ReadTransaction): Promise<Partial<PersonaSetting>> =>
  // Written by the seed alone.
  ((await tx.get('settings', PERSONAS_SETTING))?.value ?? {}) as Partial<PersonaSetting>;

const demandPersonas = ({ signIn }: Pick<Deps, 'signIn'>): void => {
  if (signIn.providers) throw new ProblemError('not_found', 'Nobody signs in as a persona here.');
};

/** The people that one can sign in as while personas are the way to sign in. Error: 404 where they are not. */
export const listPersonas = ({ store, signIn }: Deps): Promise<Out<typeof PersonaList>> => {
  demandPersonas({ signIn });
  return store.read(async (tx) => {
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
};

/** Where a session is begun or used from. */
export interface Caller {
  readonly address: string | null;
  readonly userAgent: string | null;
}

/** A session that began: its token goes into the cookie, the token's hash into the store. */
export interface Started {
  readonly token: string;
  readonly personId: string;
  /** How long the cookie is to be kept, in milliseconds. */
  readonly lasts: number;
}

/** Writes a session of its own, and that it began, in the transaction that found out who it is. */
export const beginSession = async (
  tx: Transaction,
  { ids, signIn }: Pick<Deps, 'ids' | 'signIn'>,
  id: string,
  person: Person,
  now: Instant,
  facts: Caller & Partial<Session>,
  details: Readonly<Record<string, string>> = {},
): Promise<Session> => {
  const session = newSession({
    id,
    personId: person.id,
    createdAt: now,
    expiresAt: now + signIn.lifetime,
    ...facts,
  });
  await tx.insert('sessions', session);
  await recordAudit(tx, ids, now, {
    actor: { personId: person.id, name: person.name },
    action: 'session.started',
    organizationId: person.organizationId,
    resourceName: person.email,
    details: {
      method: session.kind,
      ...(session.address === null ? {} : { address: session.address }),
      ...details,
    },
  });
  // Their list of sessions shows it (A5).
  tx.announce({ touches: ['session'], organizationId: null, personIds: [person.id] });
  return session;
};

/** Begins a persona's session. Errors: 403 for an unknown persona, 404 where there are none. */
export const startSession = async (deps: Deps, persona: PersonaName, from: Caller): Promise<Started> => {
  const { store, clock, digest, randomToken, signIn } = deps;
  demandPersonas(deps);
  const token = randomToken();
  const id = await digest(token);
  const personId = await store.write(async (tx) => {
    const person = await tx.get('people', (await personas(tx))[persona]?.personId ?? '');
    if (!person) throw new ProblemError('authentication_failed', 'There is no such persona here.');
    await beginSession(tx, deps, id, person, clock.now(), from);
    return person.id;
  });
  return { token, personId, lasts: signIn.lifetime };
};

/** The session that this token opens, or null. One whose provider is to be asked again is asked about first. */
export const openSession = async (deps: Deps, token: string): Promise<Session | null> => {
  const { store, clock, signIn, digest } = deps;
  const id = await digest(token);
  const live = async (): Promise<Session | null> => {
    const session = await store.get('sessions', id);
    if (!session || !isLive(session, signIn, clock.now())) return null;
    // Whatever an older configuration left behind: personas open nothing where providers say who is who, and nobody is in by
    // break-glass where it is off.
    const isOff =
      session.kind === 'break_glass' ? !signIn.breakGlass : session.kind === 'persona' && signIn.providers;
    return isOff ? null : session;
  };
  const session = await live();
  if (!session || !signIn.providers || session.refreshAt === null || clock.now() < session.refreshAt)
    return session;
  await signIn.providers.refresh(deps, session);
  return live();
};

/** Notes that a session was used, once a minute at most. Never fails. */
export const noteSessionUse = async (
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  seen: Session,
  from: Caller,
): Promise<void> => {
  if (clock.now() - seen.lastUsedAt < MINUTE) return;
  await noteOnce(`session ${seen.id}`, () =>
    store.write(async (tx) => {
      const session = await tx.get('sessions', seen.id);
      const now = clock.now();
      if (!session || now - session.lastUsedAt < MINUTE) return;
      await tx.update('sessions', session.id, {
        lastUsedAt: now,
        address: from.address ?? session.address,
        userAgent: from.userAgent ?? session.userAgent,
      });
    }),
  );
};

const actorOf = (
  by: 'person' | 'provider' | 'system' | Occurrence['actor'],
  { id: personId, name }: Person,
): Occurrence['actor'] => (typeof by === 'object' ? by : by === 'person' ? { personId, name } : SYSTEM);

/** Takes a session away and says so to its streams; who did it, and why, goes into the history. */
export const removeSession = async (
  tx: Transaction,
  deps: Telling & Pick<Deps, 'clock'>,
  session: Session,
  action: Extract<AuditAction, 'session.ended' | 'session.revoked'>,
  by: 'person' | 'provider' | 'system' | Occurrence['actor'],
  reason: string,
): Promise<void> => {
  const { ids, clock } = deps;
  await tx.remove('sessions', session.id);
  const person = await tx.get('people', session.personId);
  if (person)
    await recordAudit(tx, ids, clock.now(), {
      actor: actorOf(by, person),
      action,
      organizationId: person.organizationId,
      resourceName: person.email,
      details: { reason },
    });
  // While somebody is in by break-glass, everybody is told; so of its end.
  tx.announce({
    touches: ['session'],
    organizationId: null,
    personIds: session.kind === 'break_glass' ? null : [session.personId],
  });
  if (session.kind === 'break_glass') await closeBreakGlass(tx, deps);
};

/** Ends the session of this token, its event streams included; null when there is none. */
export const endSession = async (deps: Deps, token: string, reason: string): Promise<Session | null> => {
  const id = await deps.digest(token);
  return deps.store.write(async (tx) => {
    const session = await tx.get('sessions', id);
    if (session) await removeSession(tx, deps, session, 'session.ended', 'person', reason);
    return session ?? null;
  });
};
