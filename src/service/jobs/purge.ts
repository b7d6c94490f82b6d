import { DAY } from '../../domain/time.ts';
import type { Deps } from '../deps.ts';
import { closeBreakGlass } from '../session/close-break-glass.ts';
import { changeAll } from '../shared/change-all.ts';
import type { Telling } from '../shared/record.ts';
import type { Store, TableName, Tables, Where } from '../ports/store.ts';

/** How long what is over is kept, in milliseconds. Requests and credentials are kept for good; audit has a rule of its own (keepAudit). */
const KEEP_DONE_JOBS = 7 * DAY;
const KEEP_READ_NOTIFICATIONS = 90 * DAY;
const KEEP_ANSWERS = DAY;
const KEEP_EXPIRED_TOKENS = 30 * DAY;
const KEEP_MAILS = 90 * DAY;
const KEEP_DELIVERIES = 30 * DAY;

const removeAll = async <T extends TableName>(
  store: Store,
  table: T,
  where: Where<Tables[T]>,
): Promise<void> => {
  await changeAll(store, table, where, (tx, { id }) => tx.remove(table, id));
};

/**
 * Forgets what nobody needs any more: done jobs after 7 days, sessions once they have ended (with what break-glass gave), notifications 90 days after
 * they were read, mails after 90 days, what was posted to webhooks after 30, answers kept for repetition after a day, access tokens 30 days after they expired. May run in several processes at once. Throws UnavailableError
 * when the store does not answer.
 */
export const purge = async (deps: Telling & Pick<Deps, 'store' | 'clock'>): Promise<void> => {
  const { store, clock } = deps;
  const now = clock.now();
  await removeAll(store, 'jobs', { status: 'done', runAt: { atMost: now - KEEP_DONE_JOBS } });
  await removeAll(store, 'sessions', { expiresAt: { atMost: now } });
  await store.write((tx) => closeBreakGlass(tx, deps));
  await removeAll(store, 'notifications', { readAt: { atMost: now - KEEP_READ_NOTIFICATIONS } });
  await removeAll(store, 'keptAnswers', { createdAt: { atMost: now - KEEP_ANSWERS } });
  await removeAll(store, 'mails', { createdAt: { atMost: now - KEEP_MAILS } });
  await removeAll(store, 'webhookDeliveries', { createdAt: { atMost: now - KEEP_DELIVERIES } });
  await removeAll(store, 'accessTokens', { expiresAt: { atMost: now - KEEP_EXPIRED_TOKENS } });
};
