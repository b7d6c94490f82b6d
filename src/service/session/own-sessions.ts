import type { Out } from '../../contract/operation.ts';
import type { SessionEntry, SessionList } from '../../contract/schemas/sign-in.ts';
import { toWireTime } from '../../contract/text.ts';
import { isLive, sessionHandle, type Session } from '../../domain/sign-in/session.ts';
import type { Deps } from '../deps.ts';
import type { ReadTransaction } from '../ports/ports.ts';
import { ProblemError } from '../problem.ts';
import { removeSession } from './sessions.ts';

/** Whose sessions, and by which of them they ask. */
export interface Asking {
  readonly personId: string;
  readonly token: string;
}

const liveSessions = async (
  tx: ReadTransaction,
  deps: Deps,
  personId: string,
): Promise<readonly Session[]> => {
  const now = deps.clock.now();
  const all = await tx.find('sessions', { where: { personId } });
  return all
    .filter((session) => isLive(session, deps.signIn, now))
    .toSorted((a, b) => b.lastUsedAt - a.lastUsedAt || b.createdAt - a.createdAt);
};

const entryOf = (
  deps: Deps,
  session: Session,
  providerId: string | undefined,
  current: boolean,
): Out<typeof SessionEntry> => ({
  session_id: sessionHandle(session),
  kind: session.kind,
  provider_name: deps.signIn.providers?.list.find(({ id }) => id === providerId)?.name ?? null,
  ip: session.address,
  user_agent: session.userAgent,
  create_time: toWireTime(session.createdAt),
  last_used_time: toWireTime(session.lastUsedAt),
  expire_time: toWireTime(Math.min(session.expiresAt, session.lastUsedAt + deps.signIn.idle)),
  current,
});

/** The caller's live sessions, the one last used first. */
export const listSessions = async (
  deps: Deps,
  { personId, token }: Asking,
): Promise<Out<typeof SessionList>> => {
  const own = await deps.digest(token);
  return deps.store.read(async (tx) => {
    const sessions = await liveSessions(tx, deps, personId);
    const ids = sessions.flatMap(({ identityId }) => identityId ?? []);
    const identities = ids.length === 0 ? [] : await tx.find('identities', { where: { id: { in: ids } } });
    return {
      sessions: sessions.map((session) => {
        const identity = identities.find(({ id }) => id === session.identityId);
        return entryOf(deps, session, identity?.providerId, session.id === own);
      }),
    };
  });
};

/** Ends one of the caller's sessions at once, this one too. Error: 404 unless it is theirs. */
export const revokeSession = (
  deps: Deps,
  { personId }: Asking,
  handle: string,
): Promise<{ message: string }> =>
  deps.store.write(async (tx) => {
    const session = (await liveSessions(tx, deps, personId)).find((one) => sessionHandle(one) === handle);
    if (!session) throw new ProblemError('session_not_found', 'You have no such session.');
    await removeSession(tx, deps, session, 'session.revoked', 'person', 'revoked');
    return { message: 'Revoked.' };
  });

/** Ends all of the caller's sessions but the one that asks. */
export const revokeOtherSessions = async (
  deps: Deps,
  { personId, token }: Asking,
): Promise<{ message: string }> => {
  const own = await deps.digest(token);
  return deps.store.write(async (tx) => {
    const others = (await liveSessions(tx, deps, personId)).filter(({ id }) => id !== own);
    for (const session of others)
      await removeSession(tx, deps, session, 'session.revoked', 'person', 'revoked');
    return { message: `${others.length} revoked.` };
  });
};
