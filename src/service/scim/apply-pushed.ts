import type { Person } from '../../domain/people.ts';
import { nameOf, type PushedPerson } from '../../domain/scim/person.ts';
import type { Entitlement } from '../../domain/sign-in/claims.ts';
import { isOnlyPushed, pushedSubject, type Identity } from '../../domain/sign-in/identity.ts';
import type { Transaction } from '../ports/ports.ts';
import { removeSession } from '../session/sessions.ts';
import { firstOrganization } from '../shared/first-organization.ts';
import { isAdmitted } from '../sign-in/admission.ts';
import { makePerson } from '../sign-in/make-person.ts';
import { entitledGroups, isFirstAdmin, isKeptForFirstAdmin, syncPerson } from '../sign-in/sync-person.ts';
import { governedBy } from './governed.ts';
import type { PushDeps, Pushing } from './pushing.ts';

/** What a push knows of somebody before it is known what they may have. */
const plain = (pushed: PushedPerson, identity: Identity | undefined): Entitlement => ({
  // Once somebody signed in, what the login says of their address counts; a push proves none.
  email: identity && !isOnlyPushed(identity) ? identity.email || null : pushed.email,
  emailTrusted: identity?.emailTrusted ?? false,
  name: nameOf(pushed),
  organizationAdmin: null,
  groups: [],
  createGroups: false,
  projects: {},
  matched: false,
});

/** By what an account is found again that nobody signed in with yet. */
const subjectOf = (providerId: string, { externalId, userName }: PushedPerson) =>
  pushedSubject(
    providerId,
    externalId === null ? `userName ${userName.toLowerCase()}` : `externalId ${externalId}`,
  );

/**
 * The account that a pushed user is, where there is one: not one that nobody signed in with yet and that another pushed
 * user is, whose name this one only took over.
 */
const accountOf = async (
  tx: Transaction,
  { providerId, subjectClaim }: Pushing,
  pushed: PushedPerson,
): Promise<Identity | undefined> => {
  const { identityId, externalId } = pushed;
  if (identityId !== null) return tx.get('identities', identityId);
  const { subject } = subjectOf(providerId, pushed);
  const found = await tx.find('identities', {
    where: { providerId },
    either: [
      { subject },
      ...(externalId === null ? [] : [{ externalId }]),
      ...(externalId === null || subjectClaim !== 'sub' ? [] : [{ subject: externalId }]),
    ],
  });
  for (const account of found.toSorted((a, b) => b.signedInAt - a.signedInAt))
    if (
      !isOnlyPushed(account) ||
      (await tx.count('pushedPeople', { where: { identityId: account.id } })) === 0
    )
      return account;
  return undefined;
};

/** From now on this account is that pushed user, and no other. */
export const tie = async (tx: Transaction, pushed: PushedPerson, identityId: string): Promise<void> => {
  if (pushed.identityId === identityId) return;
  for (const other of await tx.find('pushedPeople', { where: { identityId } }))
    await tx.update('pushedPeople', other.id, { identityId: null });
  await tx.update('pushedPeople', pushed.id, { identityId });
};

/**
 * The provider answers for an account no more: what it gave is taken back, sessions end, access tokens and API keys wait for
 * the next sign-in (isSuspended). So it is with other accounts that it knows the person by, such as that of a subject which
 * it changed, unless one is of another pushed user whom it lets in. Repeatable.
 */
export const endAccount = async (
  tx: Transaction,
  deps: PushDeps,
  { providerId, policy, firstAdmin, actor }: Pushing,
  identity: Identity,
  person: Person,
): Promise<void> => {
  const nothing: Entitlement = {
    email: null,
    emailTrusted: false,
    name: person.name,
    organizationAdmin: policy.rules.some((rule) => rule.organizationAdmin) ? false : null,
    groups: [],
    createGroups: false,
    projects: {},
    matched: false,
  };
  await syncPerson(tx, { ...deps, actor }, person, providerId, nothing, [], firstAdmin);
  for (const { id: identityId, endedAt } of await tx.find('identities', {
    where: { providerId, personId: person.id },
  })) {
    const where = { identityId, active: true };
    if (identityId !== identity.id && (await tx.count('pushedPeople', { where })) > 0) continue;
    if (endedAt === null) await tx.update('identities', identityId, { endedAt: deps.clock.now() });
    for (const session of await tx.find('sessions', { where: { identityId } }))
      await removeSession(tx, deps, session, 'session.ended', actor, 'disabled at the provider');
  }
};

/**
 * Makes a person of somebody who never signed in. Null where that must wait until they do: an address that somebody has
 * already is theirs only once a login proves it.
 */
const makePushed = async (
  tx: Transaction,
  deps: PushDeps,
  { providerId, firstAdmin }: Pushing,
  organizationId: string,
  pushed: PushedPerson,
  entitlement: Entitlement,
): Promise<{ readonly person: Person; readonly identity: Identity } | null> => {
  const { email } = entitlement;
  if (email === null || isKeptForFirstAdmin(entitlement, firstAdmin)) return null;
  if ((await tx.count('people', { where: { email } })) > 0) return null;
  const person = await makePerson(tx, deps, organizationId, { ...entitlement, email });
  const now = deps.clock.now();
  const id = deps.ids.next('idn');
  const named = subjectOf(providerId, pushed);
  // Of somebody who was called so before.
  const isTaken = (await tx.count('identities', { where: { subjectKey: named.subjectKey } })) > 0;
  const identity: Identity = {
    id,
    providerId,
    ...(isTaken ? pushedSubject(providerId, id) : named),
    personId: person.id,
    email,
    emailTrusted: false,
    createdAt: now,
    signedInAt: now,
    endedAt: null,
    externalId: pushed.externalId,
  };
  await tx.insert('identities', identity);
  return { person, identity };
};

/**
 * Makes the person behind a pushed user what the provider says they are by now, in the transaction of the push: at once, and
 * in the middle of whatever they do. Whoever was removed here stays removed (K14). Repeatable.
 */
export const applyPushed = async (
  tx: Transaction,
  deps: PushDeps,
  pushing: Pushing,
  pushed: PushedPerson,
): Promise<void> => {
  const { providerId, policy, firstAdmin, actor } = pushing;
  const before = await accountOf(tx, pushing, pushed);
  const known = before && (await tx.get('people', before.personId));
  if (before) await tie(tx, pushed, before.id);
  if (before && !known) return;
  if (!pushed.active) {
    if (before && known) await endAccount(tx, deps, pushing, before, known);
    return;
  }
  // The claims of a login decide then, who comes to be as well.
  if (pushing.groups === 'claimed') return;
  const organizationId = known?.organizationId ?? (await firstOrganization(tx))?.id;
  if (organizationId === undefined) return;
  const entitlement = await governedBy(tx, pushing, pushed, plain(pushed, before));
  const acting = { ...deps, actor };
  const groups = await entitledGroups(tx, acting, organizationId, entitlement);
  const admitted =
    isFirstAdmin(entitlement, firstAdmin) ||
    isAdmitted(policy.admits, entitlement, groups, known !== undefined);
  if (!admitted) {
    if (before && known) await endAccount(tx, deps, pushing, before, known);
    return;
  }
  const account =
    before && known
      ? { person: known, identity: before }
      : await makePushed(tx, acting, pushing, organizationId, pushed, entitlement);
  if (!account) return;
  if (!before) await tie(tx, pushed, account.identity.id);
  if (isOnlyPushed(account.identity) && entitlement.email !== null)
    await tx.update('identities', account.identity.id, { email: entitlement.email });
  await syncPerson(tx, acting, account.person, providerId, entitlement, groups, firstAdmin);
};
