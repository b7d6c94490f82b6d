import type { Person } from '../../domain/people.ts';
import type { Entitlement } from '../../domain/sign-in/claims.ts';
import { isOnlyPushed, subjectKey, type Identity } from '../../domain/sign-in/identity.ts';
import type { Session } from '../../domain/sign-in/session.ts';
import type { Instant } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { plainText } from '../audit/note-refusal.ts';
import type { Transaction } from '../ports/ports.ts';
import { findPushed, governedBy } from '../scim/governed.ts';
import type { Pushing } from '../scim/pushing.ts';
import { accountPushed, tiePushed } from '../scim/tie-pushed.ts';
import { beginSession, removeSession, type Caller, type Started } from '../session/sessions.ts';
import { firstOrganization } from '../shared/first-organization.ts';
import { recordAudit } from '../shared/record.ts';
import { personByEmail } from './addresses.ts';
import { isAdmitted, SignInRefusedError, type Admission } from './admission.ts';
import { makePerson } from './make-person.ts';
import {
  entitledGroups,
  isFirstAdmin,
  isKeptForFirstAdmin,
  syncPerson,
  type SyncDeps,
} from './sync-person.ts';

/** Somebody as a provider knows them. */
export interface Known {
  readonly providerId: string;
  readonly issuer: string;
  readonly subject: string;
  readonly entitlement: Entitlement;
  /** How the provider's pushes are read; null or absent where it pushes nothing. */
  readonly pushing?: Pushing | null;
  /** What a push calls them, as the login says it. */
  readonly externalId?: string | null;
}

/** The person of this identity, linked or made where the policy allows; throws the refusal otherwise. */
const admit = async (
  tx: Transaction,
  deps: SyncDeps,
  known: Known,
  { admits, firstAdmin }: Admission,
): Promise<{ person: Person; identity: Identity }> => {
  const { providerId, issuer, subject, pushing = null, externalId = null } = known;
  const now = deps.clock.now();
  const key = subjectKey(issuer, subject);
  const [found] = await tx.find('identities', { where: { subjectKey: key } });
  const organization = await firstOrganization(tx);
  if (!organization) throw new SignInRefusedError('no_organization');
  const coming = { identity: found, externalId, entitlement: known.entitlement };
  const pushed = pushing ? await findPushed(tx, pushing, coming) : undefined;
  // Whatever the provider lets them do there.
  if (pushed?.active === false) throw new SignInRefusedError('not_allowed');
  const account = found ?? (await accountPushed(tx, pushed, externalId));
  const entitlement = pushing ? await governedBy(tx, pushing, pushed, known.entitlement) : known.entitlement;
  const before = account
    ? ((await tx.get('people', account.personId)) ?? null)
    : await personByEmail(tx, deps, providerId, organization.id, entitlement);
  // Whoever was removed here stays removed, whatever their provider says (K14).
  if (account && !before) throw new SignInRefusedError('not_allowed');
  const organizationId = before?.organizationId ?? organization.id;
  const groups = await entitledGroups(tx, deps, organizationId, entitlement);
  if (!isFirstAdmin(entitlement, firstAdmin) && !isAdmitted(admits, entitlement, groups, before !== null))
    throw new SignInRefusedError('not_allowed');
  if (!before && isKeptForFirstAdmin(entitlement, firstAdmin)) throw new SignInRefusedError('email_taken');
  const { email, emailTrusted, name } = entitlement;
  if (!before && email === null) throw new SignInRefusedError('no_email');
  const person = before ?? (await makePerson(tx, deps, organizationId, { email: email ?? '', name }));
  const seen = {
    email: email ?? '',
    emailTrusted,
    signedInAt: now,
    endedAt: null,
    providerId,
    externalId,
  };
  // The account that was only pushed so far is this one from now on.
  const kept = found ?? (account && isOnlyPushed(account) ? account : undefined);
  const identity: Identity = {
    ...(kept ?? { id: deps.ids.next('idn'), personId: person.id, createdAt: now }),
    issuer,
    subject,
    subjectKey: key,
    ...seen,
  };
  if (kept) await tx.update('identities', kept.id, identity);
  else await tx.insert('identities', identity);
  if (before && !found)
    await recordAudit(tx, deps.ids, now, {
      actor: { personId: person.id, name: person.name },
      action: 'identity.linked',
      organizationId,
      resourceName: person.email,
      details: { provider: providerId, subject: plainText(subject) },
    });
  if (pushing && pushed) await tiePushed(tx, deps, pushing, pushed, identity);
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
