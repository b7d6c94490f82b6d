import { BREAK_GLASS_PERSON, type Person } from '../../domain/people.ts';
import { HOUR, MINUTE, type Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { refused } from '../../domain/verdict.ts';
import { problemOf, ProblemError } from '../problem.ts';
import { loadActor } from '../shared/actor.ts';
import { notify, recordAudit, SYSTEM } from '../shared/record.ts';
import { grantOrganizationAdmin } from '../sign-in/organization-admin.ts';
import { closeBreakGlass } from './close-break-glass.ts';
import { beginSession, removeSession, type Caller, type Started } from './sessions.ts';

/** How long a code waits to be used, and what it opens, in milliseconds. */
const CODE_LIFE = 15 * MINUTE;
const SESSION_LIFE = HOUR;

/** Where the code that waits is kept. */
export const BREAK_GLASS_SETTING = 'break_glass';

interface Waiting {
  readonly hash: string;
  readonly expiresAt: Instant;
}

const waitingCode = async (tx: ReadTransaction): Promise<Waiting | null> =>
  // Written here alone.
  ((await tx.get('settings', BREAK_GLASS_SETTING))?.value ?? null) as Waiting | null;

const theOrganization = async (tx: ReadTransaction): Promise<string> => {
  const [first] = await tx.find('organizations', {
    order: { column: 'createdAt', direction: 'asc' },
    limit: 1,
  });
  if (!first)
    throw new ProblemError('organization_not_found', 'There is no organization yet. Start the server once.');
  return first.id;
};

/** A code that lets somebody in once within 15 minutes; an older one ends. Its hash is all that is kept. */
export const createBreakGlassCode = async ({
  store,
  clock,
  ids,
  digest,
  randomToken,
}: Pick<Deps, 'store' | 'clock' | 'ids' | 'digest' | 'randomToken'>): Promise<{ readonly code: string }> => {
  const code = `bg_${randomToken()}`;
  const hash = await digest(code);
  await store.write(async (tx) => {
    const now = clock.now();
    const value: Waiting = { hash, expiresAt: now + CODE_LIFE };
    const organizationId = await theOrganization(tx);
    if (await tx.get('settings', BREAK_GLASS_SETTING))
      await tx.update('settings', BREAK_GLASS_SETTING, { value });
    else await tx.insert('settings', { id: BREAK_GLASS_SETTING, value });
    await recordAudit(tx, ids, now, {
      actor: { personId: null, name: 'Command line' },
      action: 'break_glass.code_made',
      organizationId,
      resourceName: 'Break-glass code',
    });
  });
  return { code };
};

const breakGlassPerson = async (
  tx: Transaction,
  deps: Pick<Deps, 'ids' | 'clock'>,
  organizationId: string,
): Promise<Person> => {
  const known = await tx.get('people', BREAK_GLASS_PERSON);
  const person: Person = known ?? {
    id: BREAK_GLASS_PERSON,
    organizationId,
    email: 'break-glass@localhost',
    name: 'Break-glass administrator',
    isOrganizationAdmin: false,
    createdAt: deps.clock.now(),
  };
  if (!known) await tx.insert('people', person);
  await grantOrganizationAdmin(tx, deps, person);
  return { ...person, isOrganizationAdmin: true };
};

const refuse = (deps: Deps, { address }: Caller): Promise<void> =>
  deps.store.write(async (tx) =>
    recordAudit(tx, deps.ids, deps.clock.now(), {
      actor: SYSTEM,
      action: 'break_glass.refused',
      organizationId: await theOrganization(tx),
      resourceName: 'Break-glass code',
      details: address === null ? {} : { address },
    }),
  );

/**
 * Lets in whoever has the code, for an hour, and tells every organization admin. Errors: 404 where it is off, 403 for any
 * other code, or one that was used or has ended.
 */
export const signInByCode = async (deps: Deps, code: string, from: Caller): Promise<Started> => {
  const { store, clock, digest, randomToken, signIn } = deps;
  if (!signIn.breakGlass) throw new ProblemError('not_found', 'Break-glass is off here.');
  const hash = await digest(code);
  const token = randomToken();
  const id = await digest(token);
  const letIn = await store.write(async (tx) => {
    const now = clock.now();
    const waiting = await waitingCode(tx);
    if (waiting?.hash !== hash || now >= waiting.expiresAt) return false;
    // It was made by a clock that was set back since.
    if (waiting.expiresAt > now + CODE_LIFE + MINUTE) return false;
    await tx.remove('settings', BREAK_GLASS_SETTING);
    const organizationId = await theOrganization(tx);
    const person = await breakGlassPerson(tx, deps, organizationId);
    const admins = await tx.find('people', { where: { organizationId, isOrganizationAdmin: true } });
    const expiresAt = now + SESSION_LIFE;
    await beginSession(tx, deps, id, person, now, {
      ...from,
      kind: 'break_glass',
      expiresAt,
    });
    await notify(tx, deps, now, {
      kind: 'break_glass_used',
      organizationId,
      personIds: admins.flatMap((admin) => (admin.id === person.id ? [] : [admin.id])),
      params: { address: from.address ?? '' },
    });
    tx.announce({ touches: ['session'], organizationId, personIds: null });
    return true;
  });
  if (!letIn) {
    await refuse(deps, from);
    throw new ProblemError(
      'authentication_failed',
      'This code opens nothing: it was used, it has ended, or a newer one was made.',
    );
  }
  return { token, personId: BREAK_GLASS_PERSON, lasts: SESSION_LIFE };
};

/** Ends every session that began with a code, their own too, and a code that still waits. Error: 403 unless organization admin. */
export const endBreakGlass = (deps: Deps, actorId: string): Promise<{ message: string }> =>
  deps.store.write(async (tx) => {
    const actor = await loadActor(tx, actorId);
    if (!actor.isOrganizationAdmin) throw problemOf(refused('not_organization_admin'));
    const code = await tx.get('settings', BREAK_GLASS_SETTING);
    const sessions = await tx.find('sessions', { where: { kind: 'break_glass' } });
    await tx.remove('settings', BREAK_GLASS_SETTING);
    for (const session of sessions)
      await removeSession(tx, deps, session, 'session.revoked', actor, 'break-glass was ended');
    await closeBreakGlass(tx, deps);
    if (code || sessions.length > 0)
      await recordAudit(tx, deps.ids, deps.clock.now(), {
        actor,
        action: 'break_glass.ended',
        organizationId: actor.organizationId,
        resourceName: 'Break-glass',
        details: { sessions: String(sessions.length) },
      });
    return { message: 'Ended.' };
  });
