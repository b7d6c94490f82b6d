import { loseTrack } from '../../domain/credential/lifecycle.ts';
import { settleCredential } from '../credentials/settle.ts';
import type { Deps } from '../deps.ts';
import { expireUnseen } from '../keys/claim-key.ts';
import { settleRequestOf } from '../keys/key-request.ts';
import { BREAK_GLASS_SETTING } from '../session/break-glass.ts';
import { closeBreakGlass } from '../session/close-break-glass.ts';
import { changeAll } from '../shared/change-all.ts';
import { recordAudit, SYSTEM } from '../shared/record.ts';

/**
 * Numbers that the platform may have seen since the backup are left out: a generation that is made anew under an old
 * number would be taken for the old one.
 */
const LEAP = 1000;

/** How many rows were changed. */
export interface Restored {
  /** Sessions that ended. */
  readonly sessions: number;
  /** Credentials and secrets of keys that nobody can be shown any more. */
  readonly unviewed: number;
  /** Access tokens and API keys, which stand as they stood in the backup; those that waited unseen are gone. */
  readonly tokens: number;
  readonly keys: number;
}

/**
 * What must be done to a store that was brought back from a backup before anybody works with it: whoever was signed in
 * then is not now, and what may have been shown since then is shown to nobody again (R18). May be repeated. Throws
 * UnavailableError when the store does not answer.
 */
export const afterRestore = async ({
  store,
  clock,
  ids,
}: Pick<Deps, 'store' | 'clock' | 'ids'>): Promise<Restored> => {
  // People learn of what ends here in the console; mail and webhooks begin anew below.
  const quiet = { ids, clock, mailing: null, posting: null };
  const sessions = await changeAll(store, 'sessions', {}, (tx, { id }) => tx.remove('sessions', id));
  // The code may have been used since, and was made for what happened then.
  await store.write(async (tx) => {
    await tx.remove('settings', BREAK_GLASS_SETTING);
    await closeBreakGlass(tx, quiet);
  });
  await changeAll(store, 'keptAnswers', {}, (tx, { id }) => tx.remove('keptAnswers', id));
  const credentials = await changeAll(
    store,
    'credentials',
    { status: { in: ['sealed', 'claimed'] } },
    async (tx, credential) => {
      const now = clock.now();
      const change = loseTrack(credential, now);
      if (!change) return;
      await settleCredential(tx, credential, change, now);
      await recordAudit(tx, ids, now, {
        actor: SYSTEM,
        action: 'credential.unconfirmed',
        organizationId: credential.organizationId,
        requestId: credential.requestId,
        accessId: credential.accessId,
        resourceName: credential.username,
        details: { reason: 'restored' },
      });
    },
  );
  const secrets = await changeAll(store, 'apiKeys', { sealed: { not: null } }, async (tx, key) => {
    // What waits for a claim can be claimed by nobody any more, and nothing else would ever end it (R20).
    if (key.requestId !== null && key.claimHash === null)
      return expireUnseen(quiet, tx, key, 'The installation was restored from a backup.');
    await tx.update('apiKeys', key.id, { sealed: null, claimHash: null });
    await settleRequestOf(tx, key, 'unconfirmed', clock.now());
  });
  await changeAll(store, 'accesses', {}, (tx, { id, lastGeneration }) =>
    tx.update('accesses', id, { lastGeneration: lastGeneration + LEAP }),
  );
  await changeAll(store, 'serviceUsers', {}, (tx, { id, lastGeneration }) =>
    tx.update('serviceUsers', id, { lastGeneration: lastGeneration + LEAP }),
  );
  // Their attempts are the fence that the platform remembers.
  await changeAll(store, 'jobs', { kind: 'tend_certificates' }, (tx, { id, attempts }) =>
    tx.update('jobs', id, { attempts: attempts + LEAP, lockedUntil: null }),
  );
  // What waited then was sent since.
  await changeAll(store, 'mails', { status: { in: ['queued', 'gathered', 'withheld'] } }, (tx, { id }) =>
    tx.update('mails', id, { status: 'dropped' }),
  );
  await changeAll(store, 'webhookDeliveries', { status: 'queued' }, (tx, { id }) =>
    tx.update('webhookDeliveries', id, { status: 'failed', answer: 'restored', settledAt: clock.now() }),
  );
  const unviewed = credentials + secrets;
  await changeAll(store, 'organizations', {}, (tx, { id, name }) =>
    recordAudit(tx, ids, clock.now(), {
      actor: SYSTEM,
      action: 'installation.restored',
      organizationId: id,
      resourceName: name,
      details: { sessions: String(sessions), unviewed: String(unviewed) },
    }),
  );
  return store.read(async (tx) => ({
    sessions,
    unviewed,
    tokens: await tx.count('accessTokens'),
    keys: await tx.count('apiKeys'),
  }));
};
