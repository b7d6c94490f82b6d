import { readClaims, textOf, type ClaimPolicy, type Entitlement } from '../../domain/sign-in/claims.ts';
import type { Person } from '../../domain/people.ts';
import type { Session } from '../../domain/sign-in/session.ts';
import { MINUTE, SECOND } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import type { Transaction } from '../ports/ports.ts';
import { removeSession } from '../session/sessions.ts';
import { endAccount } from '../scim/apply-pushed.ts';
import { findPushed, governedBy } from '../scim/governed.ts';
import type { Pushing } from '../scim/pushing.ts';
import { tiePushed } from '../scim/tie-pushed.ts';
import { isAdmitted, type Admission } from './admission.ts';
import { goesOnElsewhere, noteAnswering } from './suspension.ts';
import { entitledGroups, isFirstAdmin, syncPerson } from './sync-person.ts';

/** While one process asks, which may take three answers of five seconds, others go on with what they know for this long. Milliseconds. */
const LEASE = 30 * SECOND;
/** A provider that does not answer is asked again after this long, in milliseconds. */
const TRY_AGAIN = MINUTE;

/** What the history says of somebody for whom no provider answers. */
const WAITING = 'tokens and API keys wait for the next sign-in';

/** What a provider answers when it is asked who somebody is by now. */
export type Refreshed =
  | {
      readonly kind: 'claims';
      readonly claims: Readonly<Record<string, unknown>>;
      readonly sealed: string;
    }
  /** It will not say it any more: the account or its session ended. */
  | { readonly kind: 'refused' }
  /** `sealed`: what the next question needs, where the provider gave that before it failed. */
  | { readonly kind: 'unreachable'; readonly sealed: string | null };

export interface Refresher {
  readonly providerId: string;
  readonly policy: ClaimPolicy;
  readonly firstAdmin: Admission['firstAdmin'];
  /** How the provider's pushes are read; null where it pushes nothing. */
  readonly pushing: Pushing | null;
  /** How long the answer is good for, in milliseconds. */
  readonly every: number;
  readonly ask: (session: Session) => Promise<Refreshed>;
}

/** Takes the turn to ask; false when another process has it, or it is not due any more. */
const takeTurn = ({ store, clock }: Deps, { id }: Session): Promise<boolean> =>
  store.write(async (tx) => {
    const session = await tx.get('sessions', id);
    const now = clock.now();
    if (!session || session.refreshAt === null || now < session.refreshAt) return false;
    await tx.update('sessions', id, { refreshAt: now + LEASE });
    return true;
  });

/**
 * What the provider's pushes make of what it answers, once this account is tied to whom it pushed. Null where it pushed that
 * they are not let in: then this account is ended already.
 */
const pushedTo = async (
  tx: Transaction,
  deps: Deps,
  { pushing }: Refresher,
  { identityId }: Session,
  person: Person,
  claims: Readonly<Record<string, unknown>>,
  claimed: Entitlement,
): Promise<Entitlement | null> => {
  const identity = pushing && identityId !== null ? await tx.get('identities', identityId) : undefined;
  if (!pushing || !identity) return claimed;
  // Not every provider says all of a login again.
  const externalId = textOf(claims, pushing.subjectClaim) || identity.externalId;
  const pushed = await findPushed(tx, pushing, { identity, externalId, entitlement: claimed });
  if (externalId !== identity.externalId) await tx.update('identities', identity.id, { externalId });
  if (pushed) await tiePushed(tx, deps, pushing, pushed, identity);
  if (pushed?.active === false) {
    await endAccount(tx, deps, pushing, identity, person);
    return null;
  }
  return governedBy(tx, pushing, pushed, claimed);
};

const settle = (deps: Deps, { id }: Session, refresher: Refresher, answer: Refreshed): Promise<void> =>
  deps.store.write(async (tx) => {
    const session = await tx.get('sessions', id);
    const person = session && (await tx.get('people', session.personId));
    if (!session || !person) return;
    const now = deps.clock.now();
    if (answer.kind === 'unreachable') {
      await tx.update('sessions', id, {
        refreshAt: now + TRY_AGAIN,
        sealed: answer.sealed ?? session.sealed,
      });
      return;
    }
    const end = (reason: string) => removeSession(tx, deps, session, 'session.ended', 'provider', reason);
    if (answer.kind === 'refused') {
      // One session of several may be over there; of the last one nobody knows whether the account is.
      const goesOn = await goesOnElsewhere(tx, deps, session);
      if (!goesOn) await noteAnswering(tx, deps, session, false);
      return end(goesOn ? 'the provider ended it' : `the provider ended it; ${WAITING}`);
    }
    const { policy, providerId, firstAdmin, every } = refresher;
    const claimed = readClaims(answer.claims, policy);
    const entitlement = await pushedTo(tx, deps, refresher, session, person, answer.claims, claimed);
    if (!entitlement) return;
    const groups = await entitledGroups(tx, deps, person.organizationId, entitlement);
    await syncPerson(tx, deps, person, providerId, entitlement, groups, firstAdmin);
    const isFirst = isFirstAdmin(entitlement, firstAdmin);
    const admitted = isFirst || isAdmitted(policy.admits, entitlement, groups, true);
    await noteAnswering(tx, deps, session, admitted);
    if (!admitted) return end(`not allowed any more; ${WAITING}`);
    await tx.update('sessions', id, { refreshAt: now + every, sealed: answer.sealed });
  });

/** Sessions that this process asks about now: whoever calls meanwhile waits for the same answer. */
const underWay = new Map<string, Promise<void>>();

/** Asks a session's provider who its person is by now, and does what follows. */
export const refreshSession = (deps: Deps, session: Session, refresher: Refresher): Promise<void> => {
  const before = underWay.get(session.id);
  if (before) return before;
  const work = async (): Promise<void> => {
    try {
      if (await takeTurn(deps, session)) await settle(deps, session, refresher, await refresher.ask(session));
    } finally {
      underWay.delete(session.id);
    }
  };
  const asked = work();
  underWay.set(session.id, asked);
  return asked;
};
