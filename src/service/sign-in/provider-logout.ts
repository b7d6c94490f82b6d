import { subjectKey } from '../../domain/sign-in/identity.ts';
import type { Deps } from '../deps.ts';
import { removeSession } from '../session/sessions.ts';

/** Whose sessions a provider ends: one of its own sessions, or everything of one of its people. */
export interface ProviderLogout {
  readonly providerId: string;
  readonly issuer: string;
  readonly subject: string | null;
  readonly providerSession: string | null;
}

/** Ends the sessions that a provider says are over; answers with how many. Repeatable. */
export const endProviderSessions = (
  deps: Deps,
  { providerId, issuer, subject, providerSession }: ProviderLogout,
): Promise<number> =>
  deps.store.write(async (tx) => {
    const identity =
      subject === null
        ? undefined
        : (await tx.find('identities', { where: { subjectKey: subjectKey(issuer, subject) } }))[0];
    if (subject !== null && !identity) return 0;
    const found = await tx.find('sessions', {
      where: {
        ...(identity ? { identityId: identity.id } : {}),
        ...(providerSession === null ? {} : { providerSession }),
      },
    });
    let ended = 0;
    for (const session of found) {
      const of = session.identityId === null ? undefined : await tx.get('identities', session.identityId);
      if (of?.providerId !== providerId) continue;
      await removeSession(tx, deps, session, 'session.ended', 'provider', 'signed out at the provider');
      ended += 1;
    }
    return ended;
  });
