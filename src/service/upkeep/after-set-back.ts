import type { Mail } from '../../domain/mail/mail.ts';
import { HOUR, MINUTE } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { LONGEST_WAIT } from '../jobs/run-jobs.ts';
import type { Job, Where } from '../ports/store.ts';
import { changeAll } from '../shared/change-all.ts';

/** How far apart the clocks of servers that share a store may be, in milliseconds. */
const SKEW = MINUTE;
/** No mail and no call of a webhook that was put off waits longer than this, in milliseconds. */
const LONGEST_PAUSE = HOUR;

/**
 * What is to be put right once the clock was set back: whatever was locked, put off or used by the moment that it showed
 * before would otherwise rest until that moment comes again. Leaves alone what was planned so far ahead on purpose. May be
 * repeated, and run by several processes at once. `seen`: this process saw it happen; to one whose own clock is behind, all
 * that others do lies ahead, and it must end nobody's session for that. Throws UnavailableError when the store does not
 * answer.
 */
export const afterSetBack = async (
  { store, clock, signIn, provisioning }: Pick<Deps, 'store' | 'clock' | 'signIn' | 'provisioning'>,
  seen: boolean,
): Promise<void> => {
  const now = clock.now();
  const lock = provisioning.lock ?? MINUTE;
  const jobs = (where: Where<Job>, change: Partial<Job>): Promise<number> =>
    changeAll(store, 'jobs', { status: 'queued', ...where }, (tx, { id }) => tx.update('jobs', id, change));
  // Its worker may be alive, and has its time as from now.
  await jobs({ lockedUntil: { above: now + lock + SKEW } }, { lockedUntil: now + lock });
  await jobs({ lastError: { not: null }, runAt: { above: now + LONGEST_WAIT + SKEW } }, { runAt: now });

  // What was to be done at once is to be done now.
  const since = { status: 'queued', createdAt: { above: now + SKEW } } as const;
  await changeAll(store, 'jobs', since, async (tx, { id, runAt, createdAt }) =>
    runAt <= createdAt ? tx.update('jobs', id, { runAt: now }) : false,
  );
  // A digest is dated when it is due.
  await changeAll(store, 'mails', since, async (tx, { id, kind, dueAt, createdAt }) =>
    kind !== 'digest' && dueAt <= createdAt ? tx.update('mails', id, { dueAt: now }) : false,
  );

  const later = { status: 'queued', dueAt: { above: now + LONGEST_PAUSE + SKEW } } as const;
  // Those that nobody tried yet wait on purpose: for the hour of digests.
  const tried: Where<Mail> = { ...later, attempts: { above: 0 } };
  await changeAll(store, 'mails', tried, (tx, { id }) => tx.update('mails', id, { dueAt: now }));
  for (const calls of [since, later])
    await changeAll(store, 'webhookDeliveries', calls, (tx, { id }) =>
      tx.update('webhookDeliveries', id, { dueAt: now }),
    );

  if (!seen) return;
  await jobs({ kind: 'tend_certificates', runAt: { above: now } }, { runAt: now });
  await changeAll(store, 'sessions', { lastUsedAt: { above: now + SKEW } }, (tx, session) =>
    tx.update('sessions', session.id, {
      createdAt: Math.min(session.createdAt, now),
      lastUsedAt: now,
      expiresAt: Math.min(session.expiresAt, now + signIn.lifetime),
      // Of when they proved who they are nobody can be sure now.
      authenticatedAt: session.authenticatedAt > now + SKEW ? 0 : session.authenticatedAt,
    }),
  );
  // Whoever lost a right must not keep it until then (sign-in by providers).
  await changeAll(store, 'sessions', { refreshAt: { above: now + LONGEST_PAUSE } }, (tx, { id }) =>
    tx.update('sessions', id, { refreshAt: now }),
  );
};
