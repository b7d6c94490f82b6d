import type { Instant } from '../../domain/time.ts';
import type { Ids, Transaction } from '../ports/ports.ts';

/** What the outbox can hold. The subject is named beside each. */
export type JobKind =
  | 'provision_request' // request
  | 'provision_access' // access: its first credentials
  | 'activate' // credential: make sure that shown credentials are accepted
  | 'close_window' // credential: the time to recover a reveal is over (R19)
  | 'expire' // credential: the time to look at it is over (R20)
  | 'remind_unviewed' // credential: nobody looked at it yet, and its time is nearly over (R20)
  | 'retire_old' // credential: what is older than it ends (R22)
  | 'discard' // `<service id>/<generation>/<username>`: forget what was prepared
  | 'remove_user' // `<service id>/<username>`
  | 'provision_user' // service user: its first credentials, or a reset
  | 'tend_certificates' // service: renew what is due, tell people; never done
  | 'propagate_key' // API key: hand it to its resource, until that accepts it
  | 'revoke_key' // API key: it ends on its resource
  | 'close_key_window' // API key: the time to fetch its secret again is over (K7)
  | 'revoke_compromised' // incident: everything that it ends, ends on the platform (P8)
  | 'expire_key'; // API key that was asked for: the time to look at it is over (R20)

/** Records an intent in the transaction that decides it; a worker carries it out from `runAt` on. */
export const enqueue = async (
  tx: Transaction,
  ids: Ids,
  now: Instant,
  kind: JobKind,
  subjectId: string,
  runAt: Instant = now,
): Promise<void> => {
  await tx.insert('jobs', {
    id: ids.next('job'),
    kind,
    subjectId,
    runAt,
    attempts: 0,
    lockedUntil: null,
    status: 'queued',
    lastError: null,
    createdAt: now,
  });
  // Workers listen for this; it names no noun of the console.
  tx.announce({ touches: ['jobs'], organizationId: null, personIds: null });
};
