import type { Group, Person } from '../../domain/people.ts';
import type { ClaimPolicy, Entitlement } from '../../domain/sign-in/claims.ts';
import { subjectKey, type Identity } from '../../domain/sign-in/identity.ts';
import type { Session } from '../../domain/sign-in/session.ts';
import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { plainText } from '../audit/note-refusal.ts';
import type { ReadTransaction, Transaction } from '../ports/ports.ts';
import { beginSession, removeSession, type Caller, type Started } from '../session/sessions.ts';
import { recordAudit } from '../shared/record.ts';
import { entitledGroups, isKeptForFirstAdmin, syncPerson, type SyncDeps } from './sync-person.ts';

/** Why somebody whom a provider knows is not let in. */
export type SignInRefusal = 'not_allowed' | 'no_email' | 'email_taken' | 'no_organization';

/** A provider's word was taken, and still nobody is signed in. */
export class SignInRefusedError extends Error {
  override readonly name = 'SignInRefusedError';
  readonly reason: SignInRefusal;
  constructor(reason: SignInRefusal) {
    super(`nobody is signed in: ${reason}`);
    this.reason = reason;
  }
}

/** Somebody as a provider knows them. */
export interface Known {
  readonly providerId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly entitlement: Entitlement;
}

export interface Admission {
  readonly admits: ClaimPolicy['admits'];
  /** Becomes organization admin when they first sign in; by address, from providers trusted with addresses. */
  readonly firstAdmin: string | null;
}

/** Whether the policy lets these in. */
export const isAdmitted = (
  admits: ClaimPolicy['admits'],
  { matched }: Entitlement,
  groups: readonly Group[],
  known: boolean,
): boolean => admits === 'anybody' || (admits === 'matching' ? matched || groups.length > 0 : known);

/**
 * Whoever has this address already, if the provider's word is good enough to be them: it is trusted with addresses, and
 * either nobody ever signed in as them or a trusted provider gave them this address. Without that an account made at a
 * careless provider would wait there for its victim.
 */
const personByEmail = async (
  tx: ReadTransaction,
  organizationId: string,
  { email, emailTrusted }: Entitlement,
): Promise<Person | null> => {
  const [person] = email === null ? [] : await tx.find('people', { where: { email } });
  if (!person) return null;
  const identities = await tx.find('identities', { where: { personId: person.id } });
  const theirs =
    identities.length === 0 || identities.some((one) => one.emailTrusted && one.email === person.email);
  if (!emailTrusted || !theirs || person.organizationId !== organizationId)
    throw new SignInRefusedError('email_taken');
  return person;
};

const makePerson = async (
  tx: Transaction,
  { ids, clock }: Pick<Deps, 'ids' | 'clock'>,
  organizationId: string,
  { email, name }: Entitlement,
): Promise<Person> => {
  if (email === null) throw new SignInRefusedError('no_email');
  const now = clock.now();
  const person: Person = {
    id: ids.next('u-'),
    organizationId,
    email,
    name,
    isOrganizationAdmin: false,
    createdAt: now,
  };
  await tx.insert('people', person);
  await recordAudit(tx, ids, now, {
    actor: { personId: person.id, name },
    action: 'person.created',
    organizationId,
    resourceName: email,
  });
  return person;
};

/** The person of this identity, linked or made where the policy allows; throws the refusal otherwise. */
const admit = async (
  tx: Transaction,
  deps: SyncDeps,
  known: Known,
  { admits, firstAdmin }: Admission,
): Promise<{ person: Person; identity: Identity }> => {
  const { providerId, issuer, subject, entitlement } = known;
  const now = deps.clock.now();
  const key = subjectKey(issuer, subject);
  const [found] = await tx.find('identities', { where: { subjectKey: key } });
  const [organization] = await tx.find('organizations', {
    order: { column: 'createdAt', direction: 'asc' },
    limit: 1,
  });
  if (!organization) throw new SignInRefusedError('no_organization');
  const before = found
    ? ((await tx.get('people', found.personId)) ?? null)
    : await personByEmail(tx, organization.id, entitlement);
  // Whoever was removed here stays removed, whatever their provider says (K14).
  if (found && !before) throw new SignInRefusedError('not_allowed');
  const organizationId = before?.organizationId ?? organization.id;
  const groups = await entitledGroups(tx, deps, organizationId, entitlement);
  const isFirst = entitlement.emailTrusted && entitlement.email === firstAdmin?.toLowerCase();
  if (!isFirst && !isAdmitted(admits, entitlement, groups, before !== null))
    throw new SignInRefusedError('not_allowed');
  if (!before && isKeptForFirstAdmin(entitlement, firstAdmin)) throw new SignInRefusedError('email_taken');
  const person = before ?? (await makePerson(tx, deps, organizationId, entitlement));
  const seen = {
    email: entitlement.email ?? '',
    emailTrusted: entitlement.emailTrusted,
    signedInAt: now,
    endedAt: null,
    providerId,
  };
  const identity: Identity = found
    ? { ...found, ...seen }
    : {
        id: deps.ids.next('idn'),
        issuer,
        subject,
        subjectKey: key,
        personId: person.id,
        createdAt: now,
        ...seen,
      };
  if (found) await tx.update('identities', found.id, seen);
  else await tx.insert('identities', identity);
  if (before && !found)
    await recordAudit(tx, deps.ids, now, {
      actor: { personId: person.id, name: person.name },
      action: 'identity.linked',
      organizationId,
      resourceName: person.email,
      details: { provider: providerId, subject: plainText(subject) },
    });
  await syncPerson(tx, deps, person, providerId, entitlement, groups, firstAdmin);
  return { person: (await tx.get('people', person.id)) ?? person, identity };
};

/** What the provider's answer adds to a session. */
export interface ProviderSession {
  readonly providerSession: string | null;
  readonly authenticatedAt: Instant;
  readonly refreshAt: Instant | null;
  /** Milliseconds; at most what the policy allows. */
  readonly lasts: number;
  /** What is kept to ask again, sealed for the session of this id. */
  readonly seal: (sessionId: string) => Promise<string | null>;
}

/**
 * Begins a session of its own for somebody whom a provider knows, in the place of the one that the browser had: whoever
 * planted a cookie there before has nothing. Throws SignInRefusedError.
 */
export const signInWithProvider = async (
  deps: Deps,
  known: Known,
  admission: Admission,
  facts: ProviderSession,
  from: Caller,
  oldToken: string,
): Promise<Started> => {
  const { store, clock, digest, randomToken, signIn } = deps;
  const token = randomToken();
  const id = await digest(token);
  const oldId = oldToken === '' ? null : await digest(oldToken);
  const sealed = await facts.seal(id);
  const lasts = Math.min(facts.lasts, signIn.lifetime);
  const { providerSession, authenticatedAt, refreshAt } = facts;
  const personId = await store.write(async (tx) => {
    const now = clock.now();
    const { person, identity } = await admit(tx, deps, known, admission);
    const session: Partial<Session> = { providerSession, authenticatedAt, refreshAt, sealed };
    await beginSession(
      tx,
      deps,
      id,
      person,
      now,
      { ...from, ...session, kind: 'provider', identityId: identity.id, expiresAt: now + lasts },
      { provider: known.providerId },
    );
    const old = oldId === null ? undefined : await tx.get('sessions', oldId);
    if (old) await removeSession(tx, deps, old, 'session.ended', 'person', 'signed in again');
    return person.id;
  });
  return { token, personId, lasts };
};
