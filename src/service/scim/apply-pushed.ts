import type { Person } from '../../domain/people.ts';
import { nameOf, type PushedPerson } from '../../domain/scim/person.ts';
import type { Entitlement } from '../../domain/sign-in/claims.ts';
import { isOnlyPushed, pushedSubject, type Identity } from '../../domain/sign-in/identity.ts';
import type { Transaction } from '../ports/ports.ts';
import { removeSession } from '../session/sessions.ts';
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

/** The account that a pushed user is, where there is one. */
const accountOf = async (
  tx: Transaction,
  { providerId, subjectClaim }: Pushing,
  { identityId, externalId, userName }: PushedPerson,
): Promise<Identity | undefined> => {
  if (identityId !== null) return tx.get('identities', identityId);
  const { subject } = pushedSubject(providerId, externalId ?? userName.toLowerCase());
  const found = await tx.find('identities', {
    where: { providerId },
    either: [
      { subject },
      ...(externalId === null ? [] : [{ externalId }]),
      ...(externalId === null || subjectClaim !== 'sub' ? [] : [{ subject: externalId }]),
    ],
  });
  return found.toSorted((a, b) => b.signedInAt - a.signedInAt)[0];
};

/**
 * The provider answers for an account no more: what it gave is taken back, sessions end, access tokens and API keys wait for
 * the next sign-in (isSuspended). Repeatable.
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
  if (identity.endedAt === null) await tx.update('identities', identity.id, { endedAt: deps.clock.now() });
  for (const session of await tx.find('sessions', { where: { identityId: identity.id } }))
    await removeSession(tx, deps, session, 'session.ended', actor, 'disabled at the provider');
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
  const identity: Identity = {
    id: deps.ids.next('idn'),
    providerId,
    ...pushedSubject(providerId, pushed.externalId ?? pushed.userName.toLowerCase()),
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
  const tie = async ({ id: identityId }: Identity): Promise<void> => {
    if (pushed.identityId !== identityId) await tx.update('pushedPeople', pushed.id, { identityId });
  };
  const before = await accountOf(tx, pushing, pushed);
  const known = before && (await tx.get('people', before.personId));
  if (before) await tie(before);
  if (before && !known) return;
  if (!pushed.active) {
    if (before && known) await endAccount(tx, deps, pushing, before, known);
    return;
  }
  // The claims of a login decide then, who comes to be as well.
  if (pushing.groups === 'claimed') return;
  const [first] = known
    ? []
    : await tx.find('organizations', { order: { column: 'createdAt', direction: 'asc' }, limit: 1 });
  const organizationId = known?.organizationId ?? first?.id;
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
  await tie(account.identity);
  if (isOnlyPushed(account.identity) && entitlement.email !== null)
    await tx.update('identities', account.identity.id, { email: entitlement.email });
  await syncPerson(tx, acting, account.person, providerId, entitlement, groups, firstAdmin);
};
