import { SECRET_WINDOW } from '../../domain/api-key/api-key.ts';
import { RECOVERY_WINDOW } from '../../domain/credential/lifecycle.ts';
import { DAY, HOUR, MINUTE, type Instant } from '../../domain/time.ts';
import type { Mail } from '../../domain/mail/mail.ts';
import { DEMO_SETTING } from '../demo/demo-state.ts';
import type { Deps } from '../deps.ts';
import type { JobKind } from '../jobs/kinds.ts';
import { LONGEST_WAIT } from '../jobs/run-jobs.ts';
import type { Job, Transaction, Where } from '../ports/store.ts';
import { changeAll } from '../shared/change-all.ts';

/** How far apart the clocks of servers that share a store may be, in milliseconds. */
const SKEW = MINUTE;
/** No mail and no call of a webhook that was put off waits longer than this, in milliseconds. */
const LONGEST_PAUSE = HOUR;

/**
 * What is to be put right once the clock was set back: whatever was locked, put off or used by the moment that it showed
 * before would otherwise rest until that moment comes again. Leaves alone what was planned so far ahead on purpose. May be
 * repeated, and run by several processes at once. `seen`: this process saw it happen; to one whose own clock is behind, all
 * that others do lies ahead, and it must end nobody's session for that: it believes in nothing but a jump of more than a day.
 * Throws UnavailableError when the store does not answer.
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
  await changeAll(store, 'jobs', since, async (tx, { id, kind, runAt, createdAt }) =>
    // Accepting credentials waits for its moment for their sake who claimed them, a few seconds.
    kind === 'activate' || runAt <= createdAt ? tx.update('jobs', id, { runAt: now }) : false,
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

  if (seen) await jobs({ kind: 'tend_certificates', runAt: { above: now } }, { runAt: now });
  // No right lasts longer for it than it was to last.
  const jump = seen ? SKEW : DAY;
  const closing = (kind: JobKind, runAt: Instant): Where<Job> => ({
    status: 'queued',
    kind,
    runAt: { above: runAt + jump },
  });
  // Another process may move the demo's clock, and everything along with it, at this very moment.
  const mayBeDemo = async (tx: Transaction): Promise<boolean> =>
    !seen && (await tx.get('settings', DEMO_SETTING)) !== undefined;
  const windowEndsAt = now + RECOVERY_WINDOW;
  await changeAll(store, 'jobs', closing('close_window', windowEndsAt), async (tx, { id, subjectId }) => {
    if (await mayBeDemo(tx)) return false;
    const credential = await tx.get('credentials', subjectId);
    if (credential?.status === 'claimed') await tx.update('credentials', subjectId, { windowEndsAt });
    return tx.update('jobs', id, { runAt: windowEndsAt });
  });
  const runAt = now + SECRET_WINDOW;
  await changeAll(store, 'jobs', closing('close_key_window', runAt), async (tx, { id, subjectId }) => {
    if (await mayBeDemo(tx)) return false;
    const key = await tx.get('apiKeys', subjectId);
    if (key)
      await tx.update('apiKeys', key.id, {
        createdAt: Math.min(key.createdAt, now),
        claimedAt: key.claimedAt === null ? null : Math.min(key.claimedAt, now),
      });
    return tx.update('jobs', id, { runAt });
  });
  await changeAll(store, 'sessions', { lastUsedAt: { above: now + jump } }, async (tx, session) => {
    if (await mayBeDemo(tx)) return false;
    const { id, createdAt, expiresAt, authenticatedAt } = session;
    const ahead = Math.max(0, createdAt - now);
    return tx.update('sessions', id, {
      createdAt: createdAt - ahead,
      lastUsedAt: now,
      // An hour of break-glass stays an hour.
      expiresAt: Math.min(expiresAt - ahead, now + signIn.lifetime),
      // Of when they proved who they are nobody can be sure now.
      authenticatedAt: authenticatedAt > now + SKEW ? 0 : authenticatedAt,
    });
  });
  // Whoever lost a right must not keep it until then (sign-in by providers).
  const asked = { refreshAt: { above: now + Math.max(LONGEST_PAUSE, jump) } };
  await changeAll(store, 'sessions', asked, async (tx, { id }) =>
    (await mayBeDemo(tx)) ? false : tx.update('sessions', id, { refreshAt: now }),
  );
};
